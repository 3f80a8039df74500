//! What an app declares: typed in, or read from its project file (`app-hsmeta.json`, `public-app.json`).

use serde::Serialize;
use serde_json::{Map, Value};

use super::ConsentInputError;
use super::requested::{self, MAX_TEXT_BYTES};

/// The scopes of an app by role, and its redirect URLs.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct AppScopes {
    /// As its project file gives it.
    pub name: Option<String>,
    /// Must be requested in `scope`.
    pub required: Vec<String>,
    /// May be requested in `optional_scope`.
    pub optional: Vec<String>,
    /// Required once they are requested.
    pub conditionally_required: Vec<String>,
    /// Where HubSpot may send the browser back to. Empty: not known.
    pub redirect_urls: Vec<String>,
    /// The app has one static token and no authorize page.
    pub is_static: bool,
}

impl AppScopes {
    /// From three pasted lists. Each may be empty.
    ///
    /// # Errors
    /// [`ConsentInputError`] for the first list that cannot be read.
    pub fn from_lists(
        required: &str,
        optional: &str,
        conditionally_required: &str,
    ) -> Result<Self, ConsentInputError> {
        Ok(Self {
            required: pasted(required)?,
            optional: pasted(optional)?,
            conditionally_required: pasted(conditionally_required)?,
            ..Self::default()
        })
    }

    /// From a project's app file. Newer files have all fields under `config`.
    ///
    /// # Errors
    /// [`ConsentInputError`]: the text is no app file, or a field in it has the wrong type.
    pub fn from_file(text: &str) -> Result<Self, ConsentInputError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(ConsentInputError::TooLarge);
        }
        let text = text.trim_start_matches('\u{feff}');
        let value: Value =
            serde_json::from_str(text).map_err(|error| ConsentInputError::NotJson(error.to_string()))?;
        let Value::Object(file) = &value else {
            return Err(ConsentInputError::NotAnApp("it is not an object".to_owned()));
        };
        check_kind(file)?;
        let (place, app) = match file.get("config") {
            Some(config) => ("config.", object(config, "config")?),
            None => ("", file),
        };
        match app.get("auth") {
            Some(auth) => of_auth(app, object(auth, &format!("{place}auth"))?, &format!("{place}auth")),
            None => of_private_app(app, place),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.required.iter().chain(&self.optional).chain(&self.conditionally_required)
    }
}

/// A pasted list, in any form that `RequestedScopes::parse` reads.
fn pasted(text: &str) -> Result<Vec<String>, ConsentInputError> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let requested = requested::RequestedScopes::parse(text)?;
    Ok(requested.all())
}

fn check_kind(file: &Map<String, Value>) -> Result<(), ConsentInputError> {
    match file.get("type").and_then(Value::as_str) {
        None | Some("app") => Ok(()),
        Some(other) => {
            let other: String = other.chars().filter(|c| !c.is_control()).take(40).collect();
            Err(ConsentInputError::NotAnApp(format!("its type is {other}")))
        }
    }
}

fn of_auth(
    app: &Map<String, Value>,
    auth: &Map<String, Value>,
    place: &str,
) -> Result<AppScopes, ConsentInputError> {
    let scopes = |key: &str| {
        let mut names = Vec::new();
        for name in strings(auth, place, key)? {
            requested::add_name(&mut names, name)?;
        }
        Ok::<_, ConsentInputError>(names)
    };
    Ok(AppScopes {
        name: name(app),
        required: scopes("requiredScopes")?,
        optional: scopes("optionalScopes")?,
        conditionally_required: scopes("conditionallyRequiredScopes")?,
        redirect_urls: strings(auth, place, "redirectUrls")?.into_iter().map(str::to_owned).collect(),
        is_static: auth.get("type").and_then(Value::as_str) == Some("static"),
    })
}

/// A legacy private app has one list and no roles; its token is static.
fn of_private_app(app: &Map<String, Value>, place: &str) -> Result<AppScopes, ConsentInputError> {
    if !app.contains_key("scopes") {
        return Err(ConsentInputError::NotAnApp(format!("it has no {place}auth")));
    }
    let mut required = Vec::new();
    for name in strings(app, place.trim_end_matches('.'), "scopes")? {
        requested::add_name(&mut required, name)?;
    }
    Ok(AppScopes { name: name(app), required, is_static: true, ..AppScopes::default() })
}

fn name(app: &Map<String, Value>) -> Option<String> {
    let name = app.get("name")?.as_str()?;
    Some(name.chars().filter(|c| !c.is_control()).take(120).collect())
}

fn object<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>, ConsentInputError> {
    value.as_object().ok_or_else(|| ConsentInputError::WrongType { at: at.to_owned(), wanted: "an object" })
}

/// A list of strings; empty if it is missing or null.
fn strings<'a>(
    fields: &'a Map<String, Value>,
    place: &str,
    key: &str,
) -> Result<Vec<&'a str>, ConsentInputError> {
    let at = if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
    let list = match fields.get(key) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err(ConsentInputError::WrongType { at, wanted: "a list" }),
    };
    let string = |(index, item): (usize, &'a Value)| {
        let at = format!("{at}[{index}]");
        item.as_str().ok_or(ConsentInputError::WrongType { at, wanted: "a string" })
    };
    list.iter().enumerate().map(string).collect()
}

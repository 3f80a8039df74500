//! Scopes as people paste them: lists with any separators, JSON, a query, or an authorize URL.

use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use super::ConsentInputError;

pub(super) const MAX_TEXT_BYTES: usize = 100_000;
const MAX_NAME_BYTES: usize = 200;

/// What a connection requests from the authorize page.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct RequestedScopes {
    /// Scopes without which the consent is refused.
    pub scope: Vec<String>,
    /// Scopes that HubSpot drops silently where the account cannot grant them.
    pub optional_scope: Vec<String>,
    /// Where the browser is to be sent back to.
    pub redirect_uri: Option<String>,
}

impl RequestedScopes {
    /// Reads scopes separated by spaces, commas or line ends, a JSON list, a JSON object with `scope` and
    /// `optional_scope`, a query with these two, or a URL. All names of a bare list are `scope`.
    ///
    /// # Errors
    /// [`ConsentInputError`]: there is no scope in the text, or HubSpot would not read it as it is meant.
    pub fn parse(text: &str) -> Result<Self, ConsentInputError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(ConsentInputError::TooLarge);
        }
        let text = text.trim();
        let requested = if text.starts_with(['[', '{']) {
            of_json(text)?
        } else if text.contains("scope=") || text.contains("scopes=") {
            of_query(text)?
        } else if text.contains("://") {
            return Err(ConsentInputError::NoScopeInAddress);
        } else {
            Self { scope: names(text)?, ..Self::default() }
        };
        if requested.scope.is_empty() && requested.optional_scope.is_empty() {
            return Err(ConsentInputError::Empty);
        }
        Ok(requested)
    }

    /// All requested scopes, each once, `scope` first.
    pub(super) fn all(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for scope in self.scope.iter().chain(&self.optional_scope) {
            if !super::has(&all, scope) {
                all.push(scope.clone());
            }
        }
        all
    }
}

/// The names in a list with any separators, each once, in their order.
pub(super) fn names(text: &str) -> Result<Vec<String>, ConsentInputError> {
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '`' | '|');
    let words =
        text.split(separator).filter(|word| !word.is_empty() && !matches!(*word, "-" | "*" | "•" | "+"));
    let mut names = Vec::new();
    for word in words {
        add_name(&mut names, word)?;
    }
    Ok(names)
}

pub(super) fn add_name(names: &mut Vec<String>, name: &str) -> Result<(), ConsentInputError> {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | ':');
    if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.chars().all(good) {
        return Err(ConsentInputError::NotAName(name.chars().filter(|c| !c.is_control()).take(60).collect()));
    }
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
    Ok(())
}

fn of_json(text: &str) -> Result<RequestedScopes, ConsentInputError> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| ConsentInputError::NotJson(error.to_string()))?;
    let Value::Object(fields) = &value else {
        return Ok(RequestedScopes { scope: of_value(&value, "the list")?, ..RequestedScopes::default() });
    };
    let field = |keys: &[&str]| match keys.iter().find_map(|key| fields.get_key_value(*key)) {
        Some((key, value)) => of_value(value, key),
        None => Ok(Vec::new()),
    };
    Ok(RequestedScopes {
        scope: field(&["scope", "scopes"])?,
        optional_scope: field(&["optional_scope", "optional_scopes", "optionalScopes"])?,
        redirect_uri: fields.get("redirect_uri").and_then(Value::as_str).map(str::to_owned),
    })
}

/// A list of names, or one string with separators.
fn of_value(value: &Value, at: &str) -> Result<Vec<String>, ConsentInputError> {
    let wrong = || ConsentInputError::WrongType { at: at.to_owned(), wanted: "a list of names" };
    match value {
        Value::String(text) => names(text),
        Value::Array(items) => {
            let mut names = Vec::new();
            for item in items {
                add_name(&mut names, item.as_str().ok_or_else(wrong)?)?;
            }
            Ok(names)
        }
        _ => Err(wrong()),
    }
}

/// The value of a URL's parameter, in which a space is the only separator (RFC 6749 §3.3).
fn spaced(value: &str) -> Result<Vec<String>, ConsentInputError> {
    if value.contains([',', ';', '|']) {
        return Err(ConsentInputError::NotSpaces);
    }
    names(value)
}

/// The query of a URL, or a query alone.
fn of_query(text: &str) -> Result<RequestedScopes, ConsentInputError> {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let mut requested = RequestedScopes::default();
    for (key, value) in form_urlencoded::parse(query.trim().as_bytes()) {
        match &*key {
            "scope" => requested.scope = spaced(&value)?,
            "optional_scope" => requested.optional_scope = spaced(&value)?,
            "scopes" => return Err(ConsentInputError::Misnamed("scopes", "scope")),
            "optional_scopes" => {
                return Err(ConsentInputError::Misnamed("optional_scopes", "optional_scope"));
            }
            "redirect_uri" => requested.redirect_uri = Some(value.into_owned()),
            _ => {}
        }
    }
    Ok(requested)
}

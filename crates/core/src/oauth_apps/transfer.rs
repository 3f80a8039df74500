//! Exports apps to a file, without secrets, and imports them after a preview.
//!
//! A file is untrusted input. It is imported as a whole or refused, has no field for a secret, and changes no existing app.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{Error, Result};
use crate::ids::{AppId, ClientId, new_id};
use crate::oauth_apps::declared_scopes::DeclaredScopes;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::validate::{AppValidator, MAX_NAME_CHARS, checked_scopes};
use crate::oauth_apps::view::{AppDraft, AppEnvironment, OauthApp, display_name};
use crate::platform::text::one_line;
use crate::secrets::store::SecretStore;
use crate::store::oauth_apps::OauthAppRecord;

const FORMAT: &str = "portalscope-oauth-apps";
const VERSION: u32 = 1;
/// A larger file of apps is refused.
pub const MAX_APPS_FILE_BYTES: u64 = 1024 * 1024;
const MAX_APPS: usize = 500;
const MAX_STAGED: usize = 4;
const MAX_URLS: usize = 100;
const MAX_URL_BYTES: usize = 2048;

#[derive(Serialize, Deserialize)]
struct AppsFile {
    format: String,
    version: u32,
    apps: Vec<AppEntry>,
}

/// An app in the file. It has no field for a secret, so none can be exported or imported.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AppEntry {
    name: String,
    environment: AppEnvironment,
    client_id: ClientId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    redirect_ports: Vec<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forwarded_redirect: Option<String>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    optional_scopes: Vec<String>,
    #[serde(default = "any_hublet")]
    hublet: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    declared: Option<DeclaredScopes>,
}

fn any_hublet() -> String {
    "app".to_owned()
}

/// What importing an app from a file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ImportStep {
    /// It is added.
    Add,
    /// It is added under another name: its own is taken, so it gets a number.
    AddRenamed,
    /// It is skipped: an app with its client id exists already and stays as it is.
    Known,
}

/// One app of a file, in the preview of its import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportedApp {
    /// The name that the app will have, or has if it exists already.
    pub name: String,
    /// The app's client id.
    pub client_id: ClientId,
    /// The server that the app belongs to.
    pub environment: AppEnvironment,
    /// What the import does with it.
    pub step: ImportStep,
    /// How many scopes it requests, required and optional.
    pub scope_count: u32,
}

/// What importing a file would do. Nothing is added until it is imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppsPreview {
    /// Names this preview when it is imported. Only the last four previews can be.
    pub id: String,
    /// In the order of the file.
    pub apps: Vec<ImportedApp>,
}

/// Exports and imports apps. Stages the apps of each preview until they are imported.
pub struct AppTransfer {
    staged: Mutex<HashMap<String, Vec<OauthAppRecord>>>,
    apps: Arc<OauthAppRegistry>,
    validator: Arc<AppValidator>,
    secrets: Arc<SecretStore>,
}

impl AppTransfer {
    pub(crate) fn new(
        apps: Arc<OauthAppRegistry>,
        validator: Arc<AppValidator>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { staged: Mutex::default(), apps, validator, secrets }
    }

    /// The contents of a file with these apps, or with all apps if `ids` is empty. The text is redacted, since names are
    /// free text.
    ///
    /// # Errors
    /// [`Error::AppNotFound`] if there is no such app.
    pub fn export(&self, ids: &[AppId]) -> Result<String> {
        let chosen = self.apps.list().into_iter().filter(|app| ids.is_empty() || ids.contains(&app.id));
        let apps: Vec<AppEntry> = chosen.map(AppEntry::of).collect();
        if apps.is_empty() {
            return Err(Error::AppNotFound);
        }
        let file = AppsFile { format: FORMAT.to_owned(), version: VERSION, apps };
        let text = serde_json::to_string_pretty(&file).expect("BUG: apps are plain data with text keys");
        Ok(self.secrets.redacted(&text))
    }

    /// Parses the contents of a file, and stages its apps for [`import`](Self::import).
    ///
    /// # Errors
    /// [`Error::ImportRefused`] if any part of it is not valid.
    pub fn preview(&self, text: &str) -> Result<AppsPreview> {
        let entries = read(text)?;
        let mut records = Vec::new();
        let mut apps = Vec::new();
        for (index, entry) in entries.into_iter().enumerate() {
            let (record, shown) = self.imported(entry, &records).map_err(|error| at(index, error))?;
            apps.push(shown);
            records.extend(record);
        }
        Ok(AppsPreview { id: self.stage(records), apps })
    }

    /// Adds the apps of a preview, and returns how many were added.
    ///
    /// # Errors
    /// [`Error::ImportRefused`] if the preview is gone, or [`Error::Store`]; apps added before that stay.
    pub fn import(&self, preview: &str) -> Result<u32> {
        let records = self.lock().remove(preview);
        let gone = || refused("This preview is no longer held. Open the file again.");
        let mut added = 0;
        for record in records.ok_or_else(gone)? {
            // The list may have changed since the preview.
            if self.apps.find(|app| is_same(app, &record)).is_none() {
                let record = OauthAppRecord { name: self.free_name(&record.name, &[]), ..record };
                self.apps.insert(record)?;
                added += 1;
            }
        }
        Ok(added)
    }

    fn stage(&self, records: Vec<OauthAppRecord>) -> String {
        let id = new_id();
        let mut all = self.lock();
        if all.len() >= MAX_STAGED
            && let Some(oldest) = all.keys().min().cloned()
        {
            all.remove(&oldest);
        }
        all.insert(id.clone(), records);
        id
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Vec<OauthAppRecord>>> {
        self.staged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The record to add, unless the app is known, and how the preview shows it.
    fn imported(
        &self,
        entry: AppEntry,
        before: &[OauthAppRecord],
    ) -> Result<(Option<OauthAppRecord>, ImportedApp)> {
        let declared =
            entry.declared.clone().map(|declared| self.checked_declaration(declared)).transpose()?;
        let mut draft = entry.draft();
        let environment = draft.environment;
        let wanted_name = one_line(&draft.name);
        draft.name = self.free_name(&wanted_name, before);
        let same = |app: &OauthAppRecord| {
            app.environment == environment.environment().key() && app.client_id == draft.client_id.trim()
        };
        let known = self.apps.find(same).or_else(|| before.iter().find(|app| same(app)).cloned());
        if let Some(known) = known {
            let shown = shown(&display_name(&known), &known, environment, ImportStep::Known);
            return Ok((None, shown));
        }
        let record = OauthAppRecord { declared, ..self.validator.record_of_draft(None, draft)? };
        let step = if record.name == wanted_name { ImportStep::Add } else { ImportStep::AddRenamed };
        let shown = shown(&record.name, &record, environment, step);
        Ok((Some(record), shown))
    }

    /// Validates a declaration: it is shown and compared, so the rules for requested scopes apply to it too.
    fn checked_declaration(&self, declared: DeclaredScopes) -> Result<DeclaredScopes> {
        let is_plain = |url: &String| {
            url.len() <= MAX_URL_BYTES
                && url.chars().all(|letter| letter.is_ascii_graphic())
                && self.secrets.redacted(url) == *url
        };
        if declared.redirect_urls.len() > MAX_URLS || !declared.redirect_urls.iter().all(is_plain) {
            return Err(Error::AppInvalid("A redirect URL that it declares is none.".to_owned()));
        }
        Ok(DeclaredScopes {
            required: checked_scopes(&declared.required)?,
            optional: checked_scopes(&declared.optional)?,
            conditionally_required: checked_scopes(&declared.conditionally_required)?,
            ..declared
        })
    }

    /// The name, with a number appended if it is taken. `before`: apps of the same file.
    fn free_name(&self, name: &str, before: &[OauthAppRecord]) -> String {
        let taken = |name: &str| {
            let is_it = |app: &OauthAppRecord| app.name.to_lowercase() == name.to_lowercase();
            self.apps.find(is_it).is_some() || before.iter().any(is_it)
        };
        let start: String = name.chars().take(MAX_NAME_CHARS - 6).collect();
        let numbered = (2..).map(|number| format!("{start} ({number})"));
        std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
    }
}

fn is_same(one: &OauthAppRecord, other: &OauthAppRecord) -> bool {
    (&one.environment, &one.client_id) == (&other.environment, &other.client_id)
}

fn shown(name: &str, record: &OauthAppRecord, environment: AppEnvironment, step: ImportStep) -> ImportedApp {
    let scopes = record.scopes.len() + record.optional_scopes.len();
    ImportedApp {
        name: name.to_owned(),
        client_id: record.client_id.clone(),
        environment,
        step,
        scope_count: u32::try_from(scopes).unwrap_or(u32::MAX),
    }
}

impl AppEntry {
    fn of(app: OauthApp) -> Self {
        Self {
            name: app.name,
            environment: app.environment,
            client_id: app.client_id,
            redirect_ports: app.redirect_ports,
            forwarded_redirect: app.forwarded_redirect,
            scopes: app.scopes,
            optional_scopes: app.optional_scopes,
            hublet: app.hublet,
            declared: app.declared,
        }
    }

    fn draft(self) -> AppDraft {
        AppDraft {
            name: self.name,
            environment: self.environment,
            client_id: self.client_id,
            client_secret: None,
            redirect_ports: self.redirect_ports,
            forwarded_redirect: self.forwarded_redirect,
            scopes: self.scopes,
            optional_scopes: self.optional_scopes,
            hublet: self.hublet,
            version: None,
        }
    }
}

/// The header of a file. It is parsed first, since a newer version's apps may have another format.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u32>,
}

fn read(text: &str) -> Result<Vec<AppEntry>> {
    if text.len() as u64 > MAX_APPS_FILE_BYTES {
        return Err(refused("It is larger than 1 MB, which no list of apps is."));
    }
    let text = text.trim_start_matches('\u{feff}');
    let head: Head = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if head.format.as_deref() != Some(FORMAT) {
        return Err(refused("It is JSON, but not a list of apps that Portalscope exported."));
    }
    match head.version {
        Some(VERSION) => {}
        Some(newer) if newer > VERSION => {
            return Err(refused("It was written by a newer version of Portalscope. Update this one first."));
        }
        _ => return Err(refused("It does not say its version.")),
    }
    let file: AppsFile = serde_json::from_str(text).map_err(|error| not_json(&error))?;
    if file.apps.is_empty() {
        return Err(refused("There is no app in it."));
    }
    if file.apps.len() > MAX_APPS {
        return Err(refused("It lists more than 500 apps."));
    }
    Ok(file.apps)
}

/// Names the place only: the parser's message may quote the contents.
fn not_json(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    if error.is_data() {
        return refused(&format!(
            "An app in it has a field that is missing, unknown or of another type (line {line}, column {column}). Secrets are never part of such a file."
        ));
    }
    refused(&format!("It is not whole JSON (line {line}, column {column})."))
}

fn at(index: usize, error: Error) -> Error {
    match error {
        Error::AppInvalid(why) => refused(&format!("App {} of the file: {why}", index + 1)),
        other => other,
    }
}

fn refused(why: &str) -> Error {
    Error::ImportRefused(why.to_owned())
}

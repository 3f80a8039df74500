//! A person's own OAuth apps: listed, saved, deleted. One app may connect many portals.
//!
//! The record is in the data file, the client secret in the vault. An app that was saved stays until it is deleted;
//! one that only came with a connection goes with its last one. The demo portal's own app is not listed.

mod check;
mod transfer;

use portalscope_hubspot::Environment;
use portalscope_vault::{ClientSecret, Mode, OnLateWrite, Owner, kind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::app::{Event, Portalscope};
use crate::app_scopes::DeclaredScopes;
use crate::demo;
use crate::error::Result;
use crate::store::AppRecord;
use crate::{DisconnectReport, Error};

pub(crate) use check::{known_scopes, one_line};
pub(crate) use transfer::HeldImports;
pub use transfer::{AppsPreview, ImportStep, ImportedApp, LARGEST_APPS_FILE};

/// The server an app belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AppEnvironment {
    #[serde(rename = "hubspot")]
    HubSpot,
    /// A demo portal that somebody started on this computer.
    Demo { port: u16 },
}

/// An app as the window lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OauthApp {
    pub id: String,
    pub name: String,
    pub environment: AppEnvironment,
    pub client_id: String,
    /// False: it came without one, from a file; it is asked for when the app is used.
    pub has_secret: bool,
    /// It stays when its last connection goes.
    pub kept: bool,
    /// Empty: those of the settings.
    pub redirect_ports: Vec<u16>,
    /// An https page that forwards the answer to `portalscope://oauth/callback`.
    pub forwarded_redirect: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub hublet: String,
    pub session_only: bool,
    /// `None`: nobody has said what the app declares at HubSpot.
    pub declared: Option<DeclaredScopes>,
    /// Another one with every change.
    pub version: String,
}

/// An app as a form sends it. The secret is named by the id under which it is held; `None` leaves the one there is.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppDraft {
    pub name: String,
    pub environment: AppEnvironment,
    pub client_id: String,
    pub client_secret: Option<String>,
    pub redirect_ports: Vec<u16>,
    pub forwarded_redirect: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub hublet: String,
    /// That of the app as the form was filled from it. `None`: whatever it says now is written over.
    pub version: Option<String>,
}

/// What becomes of the connections of an app that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ItsConnections {
    /// The app is not deleted while it has any.
    Keep,
    Disconnect,
}

impl AppEnvironment {
    pub(crate) fn environment(self) -> Environment {
        match self {
            Self::HubSpot => Environment::HubSpot,
            Self::Demo { port } => demo::outside_demo(port),
        }
    }

    /// `None`: the embedded demo portal, or a record of an unknown form.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        if key == Environment::HubSpot.key() {
            return Some(Self::HubSpot);
        }
        demo::outside_port(key).map(|port| Self::Demo { port })
    }
}

impl OauthApp {
    fn of(record: &AppRecord) -> Option<Self> {
        let record = record.clone();
        Some(Self {
            version: record.version(),
            environment: AppEnvironment::of_key(&record.environment)?,
            name: display_name(&record),
            id: record.id,
            client_id: record.client_id,
            has_secret: record.has_secret,
            kept: record.kept,
            redirect_ports: record.redirect_ports,
            forwarded_redirect: record.forwarded_redirect,
            scopes: record.scopes,
            optional_scopes: record.optional_scopes,
            hublet: record.hublet,
            session_only: record.session_only,
            declared: record.declared,
        })
    }
}

pub(crate) fn display_name(record: &AppRecord) -> String {
    if !record.name.is_empty() {
        return record.name.clone();
    }
    let start: String = record.client_id.chars().take(8).collect();
    format!("App {start}")
}

impl Portalscope {
    /// By name.
    pub fn apps(&self) -> Vec<OauthApp> {
        let mut apps: Vec<_> = self.app_records().iter().filter_map(OauthApp::of).collect();
        apps.sort_by_cached_key(|app| (app.name.to_lowercase(), app.id.clone()));
        apps
    }

    /// Saves an app: a new one, or the one of this id with what the form says now.
    pub async fn save_app(&self, id: Option<&str>, draft: AppDraft) -> Result<OauthApp> {
        // Of two processes that save an app, the second sees what the first saved, its secret included.
        let _held = match id {
            Some(id) => Some(self.exclusive(id).await?),
            None => None,
        };
        self.see_changes()?;
        let find = |id: &str| self.find_app(|app| app.id == id).ok_or(Error::AppNotFound);
        let before = id.map(find).transpose()?;
        if before.as_ref().zip(draft.version.as_ref()).is_some_and(|(app, read)| app.version() != *read) {
            return Err(Error::AppChanged);
        }
        let held = draft.client_secret.clone();
        let secret = self.held_client_secret(held.as_deref(), draft.client_id.trim())?;
        let record = self.record_of_draft(before.as_ref(), draft)?;
        self.store_app(record.clone(), secret, before).await?;
        if let Some(held) = held {
            self.held.drop(&held);
        }
        OauthApp::of(&record).ok_or(Error::AppNotFound)
    }

    async fn store_app(
        &self,
        record: AppRecord,
        secret: Option<ClientSecret>,
        before: Option<AppRecord>,
    ) -> Result<()> {
        match before {
            None => self.store_new_app(record, secret).await?,
            Some(before) => {
                // The record first: one that is refused must not have touched the keyring.
                self.change_app(record.clone(), &before)?;
                if let Err(error) = self.change_app_secret(&record, secret, OnLateWrite::Keep).await {
                    let _ = self.change_app(before, &record);
                    return Err(error);
                }
            }
        }
        self.apps_changed();
        Ok(())
    }

    async fn store_new_app(&self, record: AppRecord, secret: Option<ClientSecret>) -> Result<()> {
        self.change_app_secret(&record, secret, OnLateWrite::Remove).await?;
        let owner = Owner::app(&record.environment, &record.id, self.vault.mode());
        if let Err(error) = self.keep_app(record) {
            let _ = self.vault.remove_all(&owner).await;
            return Err(error);
        }
        Ok(())
    }

    async fn change_app_secret(
        &self,
        record: &AppRecord,
        secret: Option<ClientSecret>,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        match secret {
            Some(secret) => self.put_app_secret(record, &secret, on_late_write).await,
            None if record.has_secret => Ok(()),
            None => self.forget_app_secret(record).await,
        }
    }

    /// Wherever a connection of the app looks for it, and where new ones will.
    async fn put_app_secret(
        &self,
        app: &AppRecord,
        secret: &ClientSecret,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        let mut modes = vec![self.vault.mode()];
        for id in self.connections_of_app(&app.id) {
            let mode = self.connections.with(&id, |live| live.mode())?;
            if !modes.contains(&mode) {
                modes.push(mode);
            }
        }
        for mode in modes {
            let owner = Owner::app(&app.environment, &app.id, mode);
            self.vault.put(&owner, secret, on_late_write).await.inspect_err(|_| {
                self.storage_changed();
            })?;
        }
        self.redactor.learn("client-secret", secret.expose());
        Ok(())
    }

    /// The client secret for a new connection: of this session first, then out of the keyring.
    pub(crate) async fn app_secret(&self, app: &AppRecord) -> Result<ClientSecret> {
        let in_session = Owner::app(&app.environment, &app.id, Mode::Session);
        let mut secret = self.vault.get::<kind::Client>(&in_session).await?;
        if secret.is_none() && app.has_secret && !app.session_only {
            let in_keyring = Owner::app(&app.environment, &app.id, Mode::Keyring);
            secret = self.vault.get::<kind::Client>(&in_keyring).await.inspect_err(|_| {
                self.storage_changed();
            })?;
        }
        let secret = secret.ok_or(Error::AppSecretMissing)?;
        self.redactor.learn("client-secret", secret.expose());
        Ok(secret)
    }

    /// Deletes an app and its secret. Answers what became of its connections.
    pub async fn delete_app(&self, id: &str, connections: ItsConnections) -> Result<Vec<DisconnectReport>> {
        let app = self.find_app(|app| app.id == id).ok_or(Error::AppNotFound)?;
        let users = self.connections_of_app(id);
        if connections == ItsConnections::Keep && !users.is_empty() {
            return Err(Error::AppInUse(users.len()));
        }
        let mut reports = Vec::with_capacity(users.len());
        for user in users {
            reports.push(self.disconnect(&user, false).await?);
        }
        let _held = self.exclusive(id).await?;
        self.forget_app_secret(&app).await?;
        self.forget_app(id);
        self.remove_lock(id);
        self.apps_changed();
        Ok(reports)
    }

    async fn forget_app_secret(&self, app: &AppRecord) -> Result<()> {
        let modes: &[Mode] =
            if app.session_only { &[Mode::Session] } else { &[Mode::Session, Mode::Keyring] };
        for mode in modes {
            let owner = Owner::app(&app.environment, &app.id, *mode);
            self.vault.remove_all(&owner).await.inspect_err(|_| {
                self.storage_changed();
            })?;
        }
        Ok(())
    }

    /// Its secret was deleted by itself: it is asked for when the app is used next.
    pub(crate) fn note_app_secret_gone(&self, id: &str) -> Result<()> {
        if let Some(app) = self.find_app(|app| app.id == id) {
            self.keep_app(AppRecord { has_secret: false, ..app })?;
            self.apps_changed();
        }
        Ok(())
    }

    pub(crate) fn connections_of_app(&self, id: &str) -> Vec<String> {
        self.connections.find_all(|record| record.app.as_deref() == Some(id))
    }

    pub(crate) fn apps_changed(&self) {
        self.emit(Event::AppsChanged(self.apps()));
    }
}

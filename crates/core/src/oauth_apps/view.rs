//! An OAuth app as the window lists it and as a form sends it.

use portalscope_hubspot::Environment;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::environments::key::{outside_demo, outside_port};
use crate::ids::{AppId, ClientId};
use crate::oauth_apps::declared_scopes::DeclaredScopes;
use crate::store::oauth_apps::OauthAppRecord;

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
    pub id: AppId,
    pub name: String,
    pub environment: AppEnvironment,
    pub client_id: ClientId,
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
    pub client_id: ClientId,
    pub client_secret: Option<String>,
    pub redirect_ports: Vec<u16>,
    pub forwarded_redirect: Option<String>,
    pub scopes: Vec<String>,
    pub optional_scopes: Vec<String>,
    pub hublet: String,
    /// That of the app as the form was filled from it. `None`: whatever it says now is written over.
    pub version: Option<String>,
}

impl AppEnvironment {
    pub(crate) fn environment(self) -> Environment {
        match self {
            Self::HubSpot => Environment::HubSpot,
            Self::Demo { port } => outside_demo(port),
        }
    }

    /// `None`: the embedded demo portal, or a record of an unknown form.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        if key == Environment::HubSpot.key() {
            return Some(Self::HubSpot);
        }
        outside_port(key).map(|port| Self::Demo { port })
    }
}

impl OauthApp {
    pub(crate) fn of(record: &OauthAppRecord) -> Option<Self> {
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

pub(crate) fn display_name(record: &OauthAppRecord) -> String {
    if !record.name.is_empty() {
        return record.name.clone();
    }
    let start: String = record.client_id.chars().take(8).collect();
    format!("App {start}")
}

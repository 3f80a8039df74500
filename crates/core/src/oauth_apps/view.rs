//! An OAuth app as the window lists it and as a form sends it.

use portalscope_hubspot::Environment;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::environments::key::{outside_demo, outside_port};
use crate::ids::{AppId, ClientId};
use crate::oauth_apps::declared_scopes::DeclaredScopes;
use crate::store::oauth_apps::OauthAppRecord;

/// The server that an app belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AppEnvironment {
    /// HubSpot.
    #[serde(rename = "hubspot")]
    HubSpot,
    /// A demo portal that runs as a separate program on this computer.
    Demo {
        /// Its TCP port on 127.0.0.1.
        port: u16,
    },
}

/// An app as the window lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OauthApp {
    /// The app's id in the list, not HubSpot's.
    pub id: AppId,
    /// The name that the user gave it; `App` and the start of the client id if none.
    pub name: String,
    /// The server that it belongs to.
    pub environment: AppEnvironment,
    /// The client id (RFC 6749, section 2.2).
    pub client_id: ClientId,
    /// False: its client secret was not imported or was deleted; the next use asks for it.
    pub has_secret: bool,
    /// The user saved it, so it stays when its last connection is removed.
    pub kept: bool,
    /// Ports for the callback, in the order they are tried. Empty: those in the settings.
    pub redirect_ports: Vec<u16>,
    /// An https page that forwards the callback to `portalscope://oauth/callback`. `None`: the callback arrives on a port.
    pub forwarded_redirect: Option<String>,
    /// Scopes to request in `scope`, as the form offers them.
    pub scopes: Vec<String>,
    /// Scopes to request in `optional_scope`, as the form offers them.
    pub optional_scopes: Vec<String>,
    /// The data center whose authorize page is opened: `app` (any), `na1`, `na2`, `na3`, `eu1`, `ap1`.
    pub hublet: String,
    /// It and its client secret are in memory only, and gone when Portalscope quits.
    pub session_only: bool,
    /// `None`: the app's declaration at HubSpot was not entered.
    pub declared: Option<DeclaredScopes>,
    /// Different after every change of the app.
    pub version: String,
}

/// An app as a form sends it.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppDraft {
    /// Its unique name, 1 to 80 characters.
    pub name: String,
    /// The server that it belongs to.
    pub environment: AppEnvironment,
    /// The client id, up to 128 bytes.
    pub client_id: ClientId,
    /// The id of the staged client secret, not the secret itself. `None`: the stored one stays.
    pub client_secret: Option<String>,
    /// Ports for the callback, at most ten. Empty: those in the settings.
    pub redirect_ports: Vec<u16>,
    /// An https page that forwards the callback to `portalscope://oauth/callback`. `None` or blank: the callback arrives on
    /// a port.
    pub forwarded_redirect: Option<String>,
    /// Scopes to request in `scope`.
    pub scopes: Vec<String>,
    /// Scopes to request in `optional_scope`.
    pub optional_scopes: Vec<String>,
    /// The data center whose authorize page is opened: `app` (any), `na1`, `na2`, `na3`, `eu1`, `ap1`.
    pub hublet: String,
    /// The version of the app that the form was filled from; saving fails if it has changed since. `None`: changes made
    /// since are overwritten.
    pub version: Option<String>,
}

impl AppEnvironment {
    pub(crate) fn environment(self) -> Environment {
        match self {
            Self::HubSpot => Environment::HubSpot,
            Self::Demo { port } => outside_demo(port),
        }
    }

    /// `None`: the embedded demo portal, or an unknown key.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        if key == Environment::HubSpot.key() {
            return Some(Self::HubSpot);
        }
        outside_port(key).map(|port| Self::Demo { port })
    }
}

impl OauthApp {
    /// `None`: the app is the embedded demo portal's, which is not listed.
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

/// The app's name, or one made from its client id if it has none.
pub(crate) fn display_name(record: &OauthAppRecord) -> String {
    if !record.name.is_empty() {
        return record.name.clone();
    }
    let start: String = record.client_id.chars().take(8).collect();
    format!("App {start}")
}

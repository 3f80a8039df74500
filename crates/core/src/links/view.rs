//! What a link from outside asks for, as the window shows it.

use serde::Serialize;
use specta::Type;

use crate::console::view::NameValue;
use crate::error::CommandError;
use crate::ids::{AppId, ClientId};

/// Fills in the form to connect a portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectLink {
    /// The id of an app in the list.
    pub app: Option<AppId>,
    /// Of an app that is not in the list.
    pub client_id: Option<ClientId>,
    /// `None`: as the app says.
    pub scopes: Option<Vec<String>>,
    pub optional_scopes: Option<Vec<String>>,
    pub hublet: Option<String>,
    pub portal: Option<String>,
}

/// Puts a request into the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestLink {
    pub method: String,
    pub path: String,
    pub query: Vec<NameValue>,
    pub body: Option<String>,
    /// The Hub ID; `None`: the portal that is open.
    pub portal: Option<String>,
}

/// A link as it waits for the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArrivedLink {
    Connect { link: ConnectLink },
    Request { link: RequestLink },
    Refused { error: CommandError },
}

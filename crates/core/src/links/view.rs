//! Links from outside, as the window shows them.

use serde::Serialize;
use specta::Type;

use crate::console::view::NameValue;
use crate::error::CommandError;
use crate::ids::{AppId, ClientId};

/// A link that fills in the form to connect a portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectLink {
    /// The app, if it is in the list.
    pub app: Option<AppId>,
    /// The client id of an app that is not in the list.
    pub client_id: Option<ClientId>,
    /// The required scopes to request. `None`: those of the app.
    pub scopes: Option<Vec<String>>,
    /// The optional scopes to request. `None`: those of the app.
    pub optional_scopes: Option<Vec<String>>,
    /// The data center of the portal: `na1`, `eu1`. `None`: not given.
    pub hublet: Option<String>,
    /// The Hub ID of the portal to connect. `None`: not given.
    pub portal: Option<String>,
}

/// A link that puts a request into the console. It is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestLink {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The path without its query; a template may have `{names}`.
    pub path: String,
    /// The query parameters.
    pub query: Vec<NameValue>,
    /// The body, 4,096 bytes at most. `None`: no body.
    pub body: Option<String>,
    /// The Hub ID of the portal to use. `None`: the portal that is open.
    pub portal: Option<String>,
}

/// A link that waits for the window to show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ArrivedLink {
    /// Show the form to connect a portal.
    Connect {
        /// What to fill in.
        link: ConnectLink,
    },
    /// Show the request in the console.
    Request {
        /// The request.
        link: RequestLink,
    },
    /// Say that a link was refused.
    Refused {
        /// Why, and what to do.
        error: CommandError,
    },
}

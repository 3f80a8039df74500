//! Links from outside, as the window shows them.

use serde::{Deserialize, Serialize};
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

/// The time of a report that somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum AskedPeriod {
    /// The last hour.
    Hour,
    /// The last two hours.
    TwoHours,
    /// The last 24 hours.
    Day,
    /// All that is kept.
    All,
}

impl AskedPeriod {
    /// As it stands in a link.
    pub(super) const WORDS: [(&'static str, Self); 4] =
        [("1h", Self::Hour), ("2h", Self::TwoHours), ("24h", Self::Day), ("all", Self::All)];

    /// As it stands in a sentence: "a report of ...".
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Hour => "the last hour",
            Self::TwoHours => "the last 2 hours",
            Self::Day => "the last 24 hours",
            Self::All => "all that Portalscope has kept",
        }
    }
}

/// A link by which somebody asks for a report. It fills in the form; nothing is made or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReportLink {
    /// The Hub ID of the portal. `None`: the portal that is open.
    pub portal: Option<String>,
    /// The time. `None`: the person chooses.
    pub period: Option<AskedPeriod>,
    /// Who asks, and what for: 500 characters at most, in one line. Somebody else's words.
    pub note: Option<String>,
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
    /// Show what is asked for, and the form to make it.
    Report {
        /// What is asked for.
        link: ReportLink,
    },
    /// Say that a link was refused.
    Refused {
        /// Why, and what to do.
        error: CommandError,
    },
}

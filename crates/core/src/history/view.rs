//! What the window asks of the history, and what it shows.

use jiff::Timestamp;
use portalscope_catalog::Sunset;
use portalscope_history::{Kind, Who};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::operation::Endpoint;
use crate::ids::{ConnectionId, HistoryEntryId, HubId};

/// Two types with the same variants, of which one crosses to the window.
macro_rules! mirrored {
    ($(#[doc = $doc:expr])+ $name:ident of $other:ident { $($(#[doc = $about:expr])+ $variant:ident),+ $(,)? }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[doc = $about])+ $variant),+
        }

        impl From<$other> for $name {
            fn from(other: $other) -> Self {
                match other { $($other::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $other {
            fn from(this: $name) -> Self {
                match this { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

mirrored! {
    /// What was sent.
    HistoryEntryKind of Kind {
        /// A call of an operation.
        Call,
        /// An authorization code was exchanged for tokens.
        TokenExchange,
        /// A token was refreshed.
        Refresh,
        /// A token was inspected.
        Introspection,
        /// A consent page was opened.
        Consent,
        /// A token was revoked.
        Revocation,
    }
}

mirrored! {
    /// Who sent it.
    HistorySender of Who {
        /// The console.
        Window,
        /// The command line.
        Cli,
        /// A run over many pages or records.
        Run,
        /// A check, such as those of a diagnosis.
        Check,
    }
}

/// What is looked for. All conditions must hold; one that is `None`, false or empty does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLookup {
    /// Words in path, query, bodies, explanation, correlation id or note; quotes keep words together.
    pub text: String,
    /// Of this connection. `None`: of all, also of those that exist no more.
    pub connection: Option<ConnectionId>,
    /// With this path template.
    pub operation: Option<String>,
    /// With this HTTP method.
    pub method: Option<String>,
    /// Of this kind.
    pub kind: Option<HistoryEntryKind>,
    /// By this sender.
    pub sender: Option<HistorySender>,
    /// With an answer of this HTTP status or a higher one.
    pub min_status: Option<u16>,
    /// With an answer of this HTTP status or a lower one.
    pub max_status: Option<u16>,
    /// With this label of the cause.
    pub cause: Option<String>,
    /// Sent within so many hours.
    pub last_hours: Option<u32>,
    /// Sent at or after this instant (RFC 3339).
    #[specta(type = Option<String>)]
    pub since: Option<Timestamp>,
    /// Sent before this instant (RFC 3339).
    #[specta(type = Option<String>)]
    pub until: Option<Timestamp>,
    /// Only what failed: without an answer, or with another status than 2xx.
    pub failures: bool,
    /// Only what is pinned.
    pub pinned: bool,
}

/// Where a page begins. `None` in a field: nothing more comes from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryCursor {
    /// In the file, before this number.
    pub file: Option<u32>,
    /// In memory.
    pub memory: Option<u32>,
}

/// A part of a list, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRows {
    /// There may be fewer than asked for, even none, before the end.
    pub rows: Vec<HistoryRow>,
    /// Where the next part begins. `None`: this is the end.
    pub next: Option<HistoryCursor>,
}

/// An entry in a list. Texts are redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryRow {
    /// The entry.
    pub id: HistoryEntryId,
    /// What was sent.
    pub kind: HistoryEntryKind,
    /// Who sent it.
    pub sender: HistorySender,
    /// The connection, which may exist no more. `None`: nothing was connected in the end.
    pub connection: Option<ConnectionId>,
    /// The portal. `None`: it was not known.
    pub portal: Option<HubId>,
    /// The HTTP method.
    pub method: String,
    /// The path as it was sent.
    pub path: String,
    /// The query as it was sent, without `?`.
    pub query: String,
    /// The path template by which calls are grouped.
    pub operation: String,
    /// The title of the operation. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// The API version.
    pub version: Option<String>,
    /// The HTTP status. `None`: no answer arrived.
    pub status: Option<u16>,
    /// The code of the error, if no answer arrived.
    pub error: Option<String>,
    /// The label of the cause. `None`: it did not fail.
    pub cause: Option<String>,
    /// When it was sent (RFC 3339, UTC).
    #[specta(type = String)]
    pub sent_at: Timestamp,
    /// Milliseconds until the answer was whole.
    pub duration_ms: u32,
    /// Bytes sent, with the headers.
    pub request_bytes: u32,
    /// Bytes received, with the headers.
    pub response_bytes: u32,
    /// The server's correlation id.
    pub correlation_id: Option<String>,
    /// What the person wrote.
    pub note: Option<String>,
    /// Whether it is kept beyond the bounds.
    pub pinned: bool,
}

/// An operation that was called, with ids folded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CalledOperationView {
    /// The method and the path template.
    pub endpoint: Endpoint,
    /// The title. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// The API version.
    pub version: Option<String>,
    /// How often it was called.
    pub calls: u32,
    /// How often that failed.
    pub failures: u32,
    /// When it was called last (RFC 3339, UTC).
    #[specta(type = String)]
    pub last_at: Timestamp,
    /// The HTTP status of the last call. `None`: no answer arrived.
    pub last_status: Option<u16>,
}

/// Failures with the same cause and operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FailureGroupView {
    /// The label of the cause: HubSpot's category, or what stands in its place.
    pub cause: String,
    /// The method and the path template.
    pub endpoint: Endpoint,
    /// The title. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// How many there are.
    pub failures: u32,
    /// When the first was sent (RFC 3339, UTC).
    #[specta(type = String)]
    pub first_at: Timestamp,
    /// When the last was sent.
    #[specta(type = String)]
    pub last_at: Timestamp,
}

/// An API version that was called in the last week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionGroup {
    /// The version.
    pub version: String,
    /// How often it was called.
    pub calls: u32,
    /// The earliest end of one of its operations. `None`: none was announced.
    pub sunset: Option<Sunset>,
    /// Its operations, the earliest end first.
    pub operations: Vec<VersionedOperation>,
}

/// An operation of a version that was called in the last week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VersionedOperation {
    /// The method and the path template.
    pub endpoint: Endpoint,
    /// The title. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// How often it was called.
    pub calls: u32,
    /// When HubSpot ends support or the operation. `None`: nothing was announced.
    pub sunset: Option<Sunset>,
    /// Whether that date has come.
    pub sunset_passed: bool,
    /// The call that replaces it. `None`: none is known.
    pub successor: Option<Endpoint>,
}

/// How many entries are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryCount {
    /// How many there are, or were counted.
    pub entries: u32,
    /// There may be more: counting was ended.
    pub or_more: bool,
}

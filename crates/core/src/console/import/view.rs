//! What the window shows of a pasted or dropped text, without any secret.

use serde::Serialize;
use specta::Type;

use crate::console::view::{RequestDraft, RequestFinding};
use crate::ids::ConnectionId;

/// How a text pasted into the path field, or dropped on the window, is used.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pasted {
    /// One request or more.
    Requests {
        /// What was read.
        import: Import,
    },
    /// A path or a part of one, to insert at the caret.
    Path {
        /// The text to insert.
        text: PastedText,
    },
    /// Neither; nothing of the text is shown.
    Refused {
        /// Why the text was refused, in one sentence.
        message: String,
        /// What to paste instead.
        hint: String,
    },
}

/// A redacted text, which may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedText {
    /// The text; labels stand for secrets.
    pub text: String,
    /// Whether a secret was replaced by its label.
    pub is_redacted: bool,
}

/// The requests of a text.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// The form of the text, such as "cURL for Windows".
    pub form: String,
    /// The requests in their order.
    pub requests: Vec<ImportedRequest>,
    /// What should be a request and could not be read.
    pub problems: Vec<ImportProblem>,
    /// The page that a link leads to. `None`: the text is no link to HubSpot's app.
    pub page: Option<LinkedPage>,
}

/// A request as it was read.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportedRequest {
    /// The name that the document gives it.
    pub name: Option<String>,
    /// The title of the operation. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// The request for the console, without its credentials.
    pub draft: RequestDraft,
    /// What the document's own client would send, as HTTP; labels stand for secrets, and a long body is cut.
    pub sent: String,
    /// Whether a credential was removed; the connection's own is sent instead.
    pub had_credential: bool,
    /// The names of headers that were skipped.
    pub skipped: Vec<String>,
    /// What belongs to the request and was skipped or replaced, in sentences.
    pub warnings: Vec<String>,
    /// What is wrong with it as it was written, worst first.
    pub findings: Vec<RequestFinding>,
}

/// A part of a document that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ImportProblem {
    /// The name of the item.
    pub name: Option<String>,
    /// Why it could not be read.
    pub message: String,
    /// Where it stands or where reading ended: the line, from 1.
    pub line: u32,
}

/// The page of HubSpot's app that a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LinkedPage {
    /// The Hub ID of its portal.
    pub hub_id: Option<String>,
    /// The connections to that portal.
    pub connections: Vec<ConnectionId>,
}

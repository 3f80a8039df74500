//! What the window shows of one entry of the history, and of two side by side.

use portalscope_body::ResponseBody;
use portalscope_catalog::Verdict;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::console::view::{RequestDraft, ResponseHeader, SentRequest};
use crate::history::view::HistoryRow;
use crate::ids::ResponseId;

/// An entry of the history as the console showed it. Bodies are read by their ids, as those of responses.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastCall {
    /// What lists show of it.
    pub row: HistoryRow,
    /// What was sent.
    pub request: PastRequest,
    /// What came back. `None`: no answer arrived.
    pub answer: Option<SentRequest>,
    /// Why no answer arrived. `None`: one did, or it was not kept why.
    pub failure: Option<PastFailure>,
    /// How often it had been sent before.
    pub retries: u32,
    /// The verdict of then beside that of now.
    pub verdict: PastVerdict,
}

/// A request of the history.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastRequest {
    /// The absolute URL with its query.
    pub url: String,
    /// All headers; a label stands for the token.
    pub headers: Vec<ResponseHeader>,
    /// The body, to read parts of it.
    pub id: ResponseId,
    /// The kind and extent of the body.
    pub body: ResponseBody,
}

/// Why no answer arrived, in the words of then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastFailure {
    /// The code of the error.
    pub code: String,
    /// What happened and why.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// The verdict of then beside that of now.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastVerdict {
    /// Before it was sent. `None`: it was not judged, or that was not kept.
    pub before: Option<Verdict>,
    /// Now. `None`: the connection is gone, or it is no call.
    pub now: Option<Verdict>,
    /// What became of the granted scopes. `None`: those of then or of now are not known.
    pub scopes: Option<ScopesSince>,
}

/// The granted scopes of then beside those of now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ScopesSince {
    /// They are the same.
    Same,
    /// They are others, each list in alphabetical order.
    Changed {
        /// Granted now and not then.
        added: Vec<String>,
        /// Granted then and not now.
        removed: Vec<String>,
    },
    /// They are others. An earlier version kept no more of the call.
    NotRecorded,
}

/// A request of the history to send once more.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReopenedRequest {
    /// The title of the operation.
    pub name: Option<String>,
    /// The request, without what the connection and the app add.
    pub draft: RequestDraft,
    /// What it lacks of the request that was sent, a sentence each. Empty: nothing.
    pub lacks: Vec<String>,
    /// Whether it changes something at HubSpot: sent once more, it would a second time.
    pub writes: bool,
}

/// Two entries side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// The one at the left.
    pub left: HistoryRow,
    /// The one at the right.
    pub right: HistoryRow,
    /// Their parts, in the order to show them.
    pub parts: Vec<ComparedPart>,
}

/// Which part of two entries is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PartName {
    /// The lines of the requests: method and URL, a parameter a line.
    Request,
    /// The headers that were sent.
    RequestHeaders,
    /// The bodies that were sent; JSON is laid out anew.
    RequestBody,
    /// Status, cause and explanation.
    Answer,
    /// The headers of the answers.
    ResponseHeaders,
    /// The bodies of the answers; JSON is laid out anew.
    ResponseBody,
}

/// A part of two entries, line by line. Lines that are alike are there only around those that are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedPart {
    /// Which part.
    pub name: PartName,
    /// How many lines differ. 0: they are alike.
    pub differences: u32,
    /// The lines. Empty: neither has any, or they are alike.
    pub rows: Vec<ComparedRow>,
    /// There are more than are told.
    pub is_cut: bool,
}

/// A line of both, or of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparedRow {
    /// At the left. `None`: it has no such line.
    pub left: Option<String>,
    /// At the right.
    pub right: Option<String>,
    /// Whether they differ.
    pub differs: bool,
    /// Lines that are alike and left out before this one.
    pub skipped: u32,
}

//! What the request console shows: the draft, its preview, and what came back.

use jiff::Timestamp;
use portalscope_catalog::Verdict;
use portalscope_hubspot::HeaderOrigin;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::operation::{Endpoint, OperationDetail};
use crate::console::confirmation::RequiredConfirmation;
use crate::console::explain::Explanation;
use crate::ids::ResponseId;
use portalscope_body::ResponseBody;

/// What a person has put together. Kept by the window; the secret is no part of it.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDraft {
    pub method: String,
    /// A template with `{names}`, a concrete path, or a whole URL of the portal's own API host.
    pub path: String,
    pub path_values: std::collections::HashMap<String, String>,
    pub query: Vec<NameValue>,
    pub headers: Vec<NameValue>,
    pub body: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NameValue {
    pub name: String,
    pub value: String,
    pub enabled: bool,
}

/// A header as shown: the secret stands as its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeaderRow {
    pub name: String,
    pub value: String,
    pub origin: HeaderSource,
    pub note: String,
}

/// Who put a header there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HeaderSource {
    Connection,
    App,
    You,
}

impl From<HeaderOrigin> for HeaderSource {
    fn from(origin: HeaderOrigin) -> Self {
        match origin {
            HeaderOrigin::Connection => Self::Connection,
            HeaderOrigin::App => Self::App,
            HeaderOrigin::You => Self::You,
        }
    }
}

/// The request as it will go out, and why it may have to wait.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestPreview {
    pub url: String,
    pub title: Option<String>,
    pub operation: Option<OperationDetail>,
    pub headers: Vec<HeaderRow>,
    pub verdict: Verdict,
    /// Empty: it may be sent.
    pub problems: Vec<RequestProblem>,
    /// What has to be confirmed before it is sent, each time.
    pub confirmation: Option<RequiredConfirmation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProblemPlace {
    Method,
    Path,
    PathValue,
    Query,
    Header,
    Body,
    Lock,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestProblem {
    pub at: ProblemPlace,
    /// The path value or header it is about.
    pub name: Option<String>,
    pub message: String,
    /// In the body: UTF-16 units from its start, and line and column from 1.
    pub offset: Option<u32>,
    pub line: Option<u32>,
    pub column: Option<u32>,
}

impl RequestProblem {
    pub(crate) fn new(at: ProblemPlace, name: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            at,
            name: name.map(str::to_owned),
            message: message.into(),
            offset: None,
            line: None,
            column: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResponseHeader {
    pub name: String,
    pub value: String,
}

/// What came back. The body stays on disk; windows of it are asked for by `id`.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentRequest {
    pub id: ResponseId,
    pub endpoint: Endpoint,
    pub url: String,
    pub status: u16,
    pub status_text: String,
    pub duration_ms: u32,
    pub size_bytes: u32,
    #[specta(type = String)]
    pub sent_at: Timestamp,
    pub headers: Vec<ResponseHeader>,
    pub correlation_id: Option<String>,
    pub body: ResponseBody,
    /// Set when the status is not 2xx.
    pub explanation: Option<Explanation>,
    /// Set when the token was refused and renewal was tried: whether the call was sent twice.
    pub renewal: Option<TokenRenewal>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RenewalOutcome {
    /// What is shown is the second answer.
    SentAgain,
    /// What is shown is the second answer, and it is a refusal as well.
    RefusedAgain,
    /// Renewed; a call that may change something waits for the person to send it again.
    NotSentAgain,
    Failed,
}

/// What was done about a refused token, with the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenRenewal {
    pub outcome: RenewalOutcome,
    pub message: String,
}

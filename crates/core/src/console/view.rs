//! What the request console shows: the draft, its preview, and the response.

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

/// A request as edited in the console. The window stores it; it contains no credential of the connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDraft {
    /// The HTTP method in any case: `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`.
    pub method: String,
    /// A template with `{names}`, a concrete path, or a whole URL of the portal's own API host. May end in a query.
    pub path: String,
    /// Values for the `{names}` in `path`, not percent-encoded.
    pub path_values: std::collections::HashMap<String, String>,
    /// Query parameters, not percent-encoded. They follow those in `path`.
    pub query: Vec<NameValue>,
    /// Headers set by the person. `Authorization`, `Host` and other reserved ones are refused.
    pub headers: Vec<NameValue>,
    /// The body as text. `None`: no body. `GET` and `HEAD` are sent without one.
    pub body: Option<String>,
}

/// A row of a name and value table: a query parameter or a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NameValue {
    /// The name of the parameter or header, not percent-encoded.
    pub name: String,
    /// The value, not percent-encoded.
    pub value: String,
    /// Whether the row is sent. Disabled rows stay in the table.
    pub enabled: bool,
}

/// A request header as the preview shows it: a label stands for the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeaderRow {
    /// The header name, as it will be sent.
    pub name: String,
    /// The header value; for `Authorization`, `Bearer` and the label of the token.
    pub value: String,
    /// Who set the header.
    pub origin: HeaderSource,
    /// Why the header is sent, to show beside it. Empty for headers set by the person.
    pub note: String,
}

/// Who set a request header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum HeaderSource {
    /// The connection: `Authorization`.
    Connection,
    /// Portalscope: `Content-Type` and `Accept`, unless the person set them.
    App,
    /// The person, in the draft.
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

/// The request as it will be sent, and what prevents that.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestPreview {
    /// The absolute URL with its query; labels stand for known secrets.
    pub url: String,
    /// The title of the operation, such as "List contacts". `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// The catalog's facts about the operation. `None`: the catalog does not know the call.
    pub operation: Option<OperationDetail>,
    /// All headers in the order in which they are sent.
    pub headers: Vec<HeaderRow>,
    /// Whether the granted scopes allow the call.
    pub verdict: Verdict,
    /// What prevents sending. Empty: the request can be sent.
    pub problems: Vec<RequestProblem>,
    /// What is wrong beside that, worst first.
    pub findings: Vec<RequestFinding>,
    /// What has to be confirmed each time before sending. `None`: nothing.
    pub confirmation: Option<RequiredConfirmation>,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FindingSeverity {
    /// HubSpot refuses the request, or does something else than is meant.
    Error,
    /// It may fail, or HubSpot ignores a part of it.
    Warning,
    /// It works; good to know.
    Info,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestFinding {
    /// The name of the rule.
    pub rule: String,
    /// How much it matters.
    pub severity: FindingSeverity,
    /// What it is about, such as `header Authorization, line 2`.
    pub place: String,
    /// What is wrong and what HubSpot makes of it, redacted.
    pub message: String,
    /// What the one edit that mends it does, as the words on a button. `None`: there is none, or more than one.
    pub mend: Option<String>,
}

/// The part of the draft that a problem is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ProblemPlace {
    /// The HTTP method.
    Method,
    /// The path or URL.
    Path,
    /// The value for one of the `{names}` in the path.
    PathValue,
    /// The query parameters.
    Query,
    /// A header set by the person.
    Header,
    /// The body.
    Body,
    /// None of the draft: the portal is read-only until writing is unlocked.
    Lock,
}

/// Why a draft cannot be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestProblem {
    /// The part of the draft to mark.
    pub at: ProblemPlace,
    /// The name of the path value or of the header; `None` for every other part.
    pub name: Option<String>,
    /// One or two sentences, to show at that part.
    pub message: String,
    /// Only for invalid JSON: the offset in the body, in UTF-16 code units from 0.
    pub offset: Option<u32>,
    /// Only for invalid JSON: the line in the body, from 1.
    pub line: Option<u32>,
    /// Only for invalid JSON: the column in that line, in UTF-16 code units from 1.
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

/// A response header, in the order received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ResponseHeader {
    /// The header name, in lower case.
    pub name: String,
    /// The value. Secrets are redacted, and bytes that are not UTF-8 are replaced.
    pub value: String,
}

/// A response. Its body stays on disk; the window requests parts of it by `id`.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentRequest {
    /// Identifies the stored body. The last 20 responses are stored.
    pub id: ResponseId,
    /// The method and the path without its query, as sent; labels stand for known secrets.
    pub endpoint: Endpoint,
    /// The absolute URL with its query; labels stand for known secrets.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The reason phrase of the status. Empty for a status without a known one.
    pub status_text: String,
    /// Milliseconds from the start of the request to the last byte of the body.
    pub duration_ms: u32,
    /// The size of the body in bytes, after decompression.
    pub size_bytes: u32,
    /// When the request was sent, by this computer's clock (RFC 3339, UTC).
    #[specta(type = String)]
    pub sent_at: Timestamp,
    /// All response headers.
    pub headers: Vec<ResponseHeader>,
    /// Identifies the request for HubSpot's support: from the header `X-HubSpot-Correlation-Id`, else from the error
    /// body. `None`: neither has one.
    pub correlation_id: Option<String>,
    /// The kind and extent of the body.
    pub body: ResponseBody,
    /// What the failure means. `None`: the status is 2xx.
    pub explanation: Option<Explanation>,
    /// What the answer says in passing, in sentences: that the endpoint is deprecated, that values were changed.
    pub notes: Vec<String>,
    /// What followed a refused OAuth token (401). `None`: the token was not refused, or a refresh could not help.
    pub renewal: Option<TokenRenewal>,
}

/// What followed a refused OAuth token (401).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RenewalOutcome {
    /// The token was refreshed and the request sent again. This is the second response.
    SentAgain,
    /// The token was refreshed and the request sent again. This is the second response, and also a 401.
    RefusedAgain,
    /// The token was refreshed. The method is not a safe one (RFC 9110 §9.2.1), so the person has to send it again.
    NotSentAgain,
    /// The token could not be refreshed. This is the first response.
    Failed,
}

/// What was done about a refused OAuth token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TokenRenewal {
    /// What was done, and which response is shown.
    pub outcome: RenewalOutcome,
    /// The same in sentences, to show.
    pub message: String,
}

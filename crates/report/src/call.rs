//! A call as a report has it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case", rename = "ReportCallKind")]
pub enum CallKind {
    /// A call of an operation.
    #[default]
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

/// Who sent it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case", rename = "ReportSender")]
pub enum Sender {
    /// A person in the console of the window.
    #[default]
    Window,
    /// The command line.
    Cli,
    /// A run over many pages or records.
    Run,
    /// A check, such as those of a diagnosis.
    Check,
}

/// A name with its value: a header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename = "ReportField")]
pub struct Field {
    /// As it was sent.
    pub name: String,
    /// As it was sent, redacted.
    pub value: String,
}

/// A body as far as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportBody")]
pub struct BodyText {
    /// The text, redacted; the first part of a longer one.
    pub text: String,
    /// The size of the whole body in bytes, before it was redacted.
    pub size: u32,
    /// Only the first part was kept.
    #[serde(default)]
    pub is_cut: bool,
}

/// A request or an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportMessage")]
pub struct Message {
    /// The header lines in their order.
    #[serde(default)]
    pub headers: Vec<Field>,
    /// `null`: there was none, or it was not kept.
    #[serde(default)]
    pub body: Option<BodyText>,
    /// Bytes with the headers, as they went over the wire.
    #[serde(default)]
    pub bytes: u32,
}

/// The verdict on a call before it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportVerdict")]
pub struct VerdictThen {
    /// Such as `allowed` or `missing_scopes`.
    pub kind: String,
    /// The same in a sentence.
    pub sentence: String,
}

/// The figures of a rate limit in an answer (`X-HubSpot-RateLimit-…`). `null`: the server did not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", default, rename = "ReportRateFigures")]
pub struct RateFigures {
    /// Calls allowed in each interval.
    pub max: Option<u32>,
    /// Calls left in the interval.
    pub remaining: Option<u32>,
    /// The length of the interval in milliseconds.
    pub interval_ms: Option<u32>,
    /// Calls allowed per day.
    pub daily_max: Option<u32>,
    /// Calls left on the day.
    pub daily_remaining: Option<u32>,
}

/// A part of a call that speaks for a cause.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename = "ReportEvidence")]
pub struct Evidence {
    /// Where it stands, such as `response.body`.
    pub place: String,
    /// The words themselves.
    pub quote: String,
    /// What it tells. `null`: it speaks for itself.
    #[serde(default)]
    pub tells: Option<String>,
}

/// A cause of a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportCause")]
pub struct Cause {
    /// Its label, as `portalscope-cli explain` takes it.
    pub label: String,
    /// `certain`, `likely` or `possible`.
    pub certainty: String,
    /// Who must act.
    pub who: String,
    /// A short sentence that names it.
    pub title: String,
    /// What speaks for it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// How to mend it, in plain words.
    pub fix: String,
    /// The same in exact terms.
    pub exact_fix: String,
    /// The check that would tell it from others. `null`: there is none.
    #[serde(default)]
    pub next_check: Option<String>,
}

/// Why a call failed, best cause first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportDiagnosis")]
pub struct Diagnosis {
    /// The causes.
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// What is not known and would help.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Nothing at hand tells the causes apart, or none fits.
    #[serde(default)]
    pub cannot_tell: bool,
}

/// A call or another exchange with a server. All texts are redacted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportCall")]
pub struct Call {
    /// Its number in this report, from 1, the oldest first.
    pub number: u32,
    /// What was sent.
    #[serde(default)]
    pub kind: CallKind,
    /// Who sent it.
    #[serde(default)]
    pub sender: Sender,
    /// When it was sent.
    pub started_at: String,
    /// Milliseconds until the answer was whole.
    #[serde(default)]
    pub duration_ms: u32,
    /// The HTTP method.
    pub method: String,
    /// The address with its query.
    pub url: String,
    /// The path template by which calls are grouped.
    #[serde(default)]
    pub operation: String,
    /// The title of the operation. `null`: the catalogue does not know the call.
    #[serde(default)]
    pub title: Option<String>,
    /// The API version. `null`: it is not known.
    #[serde(default)]
    pub version: Option<String>,
    /// The HTTP status. `null`: no answer arrived.
    #[serde(default)]
    pub status: Option<u16>,
    /// The code of the error, if no answer arrived.
    #[serde(default)]
    pub error: Option<String>,
    /// The same in a sentence.
    #[serde(default)]
    pub error_message: Option<String>,
    /// The label by which the failure is grouped. `null`: it did not fail.
    #[serde(default)]
    pub category: Option<String>,
    /// The server's correlation id.
    #[serde(default)]
    pub correlation_id: Option<String>,
    /// What was sent.
    #[serde(default)]
    pub request: Message,
    /// What came back.
    #[serde(default)]
    pub response: Message,
    /// Where the server redirected to.
    #[serde(default)]
    pub redirects: Vec<String>,
    /// How often it had been sent before.
    #[serde(default)]
    pub retries: u32,
    /// The label of the token that was used.
    #[serde(default)]
    pub token: Option<String>,
    /// The scopes that were granted then, as a number of the list `scopes.grants`. `null`: they are not known.
    #[serde(default)]
    pub grant: Option<u32>,
    /// The figures of the rate limit in the answer.
    #[serde(default)]
    pub rate_limit: Option<RateFigures>,
    /// The verdict before it was sent.
    #[serde(default)]
    pub verdict: Option<VerdictThen>,
    /// Why it failed. `null`: it did not.
    #[serde(default)]
    pub diagnosis: Option<Diagnosis>,
    /// What the person wrote about it.
    #[serde(default)]
    pub note: Option<String>,
}

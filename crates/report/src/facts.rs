//! What a report tells beside its calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::call::{Call, Cause, RateFigures};

/// `report.json` as a whole. Written and read call by call; the type is what the schema describes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "A report of Portalscope")]
pub struct Report {
    /// `portalscope-report`.
    pub format: String,
    /// The version of this schema: 1.
    pub version: u32,
    /// The calls, the oldest first.
    pub calls: Vec<Call>,
    /// All else.
    #[serde(flatten)]
    pub facts: Facts,
}

/// What made the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportMaker")]
pub struct Maker {
    /// The program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The date of its catalogue of operations.
    pub catalog_date: String,
}

/// Where it was made. Names of the computer, of its user and of folders are not part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportEnvironment")]
pub struct Environment {
    /// The operating system: `linux`, `macos`, `windows`.
    pub os: String,
    /// The processor: `x86_64`, `aarch64`.
    pub arch: String,
    /// Where new secrets are stored: `keyring` or `session`.
    pub secrets_kept_in: String,
    /// How the keyring answered last: `ready`, `locked`, …
    pub keyring: String,
}

/// Which calls the report has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportPeriod")]
pub struct Period {
    /// From this instant on. `null`: from the oldest that is kept.
    #[serde(default)]
    pub since: Option<String>,
    /// Before this instant. `null`: up to when the report was made.
    #[serde(default)]
    pub until: Option<String>,
    /// Somebody chose single calls.
    #[serde(default)]
    pub is_chosen: bool,
    /// So many calls of the period were left out by the person.
    #[serde(default)]
    pub left_out: u32,
}

/// What became of personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "snake_case")]
pub enum PersonalDataChoice {
    /// It stays.
    Keep,
    /// Made-up values stand in its place, the same one for the same data.
    #[default]
    Mask,
    /// A label stands in its place.
    Remove,
}

/// What a person reads in one minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportSummary")]
pub struct Summary {
    /// Sentences, the most important first.
    pub sentences: Vec<String>,
    /// Entries in this report.
    pub calls: u32,
    /// Entries that failed.
    pub failures: u32,
    /// When the first was sent. `null`: there is none.
    #[serde(default)]
    pub first_at: Option<String>,
    /// When the last was sent.
    #[serde(default)]
    pub last_at: Option<String>,
}

/// The last attempt to refresh a token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportLastRefresh")]
pub struct LastRefresh {
    /// When it ended.
    pub at: String,
    /// Whether there was a new token.
    pub worked: bool,
    /// Why not.
    #[serde(default)]
    pub message: Option<String>,
}

/// The life of the token when the report was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportToken")]
pub struct TokenFacts {
    /// When it was issued.
    pub issued_at: String,
    /// When it ends.
    pub expires_at: String,
    /// Positive: the computer's clock is ahead of the server's.
    pub clock_skew_seconds: i32,
    /// `null`: it was not refreshed since it was connected.
    #[serde(default)]
    pub last_refresh: Option<LastRefresh>,
}

/// The portal and the connection to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportConnection")]
pub struct ConnectionFacts {
    /// HubSpot's id of the portal.
    pub hub_id: String,
    /// Its name.
    pub portal_name: String,
    /// HubSpot's kind of account: `standard`, `sandbox`, …
    pub account_type: String,
    /// `production`, `sandbox`, `developer_test`, `app_developer` or `demo`.
    pub environment: String,
    /// The hublet: `na1`, `eu1`. `null`: it is not known.
    #[serde(default)]
    pub data_center: Option<String>,
    /// An IANA name.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// `oauth`, `service_key`, `private_app` or `static_token`.
    pub credential: String,
    /// The user who gave consent.
    #[serde(default)]
    pub user: Option<String>,
    /// The name of the OAuth app in Portalscope.
    #[serde(default)]
    pub app_name: Option<String>,
    /// HubSpot's id of the app.
    #[serde(default)]
    pub app_id: Option<String>,
    /// The client id of the OAuth app.
    #[serde(default)]
    pub client_id: Option<String>,
    /// `good`, `needs_attention` or `unreachable`.
    pub state: String,
    /// Why it is not good.
    #[serde(default)]
    pub state_message: Option<String>,
    /// When it was connected last.
    pub connected_at: String,
    /// `null`: the token does not end.
    #[serde(default)]
    pub token: Option<TokenFacts>,
}

/// A set of scopes that was granted for some time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportGrant")]
pub struct Grant {
    /// When a call first had them.
    pub first_at: String,
    /// The scopes. `null`: their names were not kept.
    #[serde(default)]
    pub scopes: Option<Vec<String>>,
}

/// An endpoint that the person has chosen, with its verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportChosenEndpoint")]
pub struct ChosenEndpoint {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `null`: the catalogue does not know the call.
    #[serde(default)]
    pub title: Option<String>,
    /// Such as `allowed` or `missing_scopes`.
    pub verdict: String,
    /// The verdict as a person reads it.
    pub label: String,
    /// The same in a sentence.
    pub sentence: String,
    /// Additions that would allow it, the smallest first.
    #[serde(default)]
    pub missing: Vec<Vec<String>>,
}

/// The scopes, now and over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportScopes")]
pub struct Scopes {
    /// Those that are granted now. `null`: HubSpot does not tell.
    #[serde(default)]
    pub granted: Option<Vec<String>>,
    /// The sets that calls of this report had, in the order in which they were first seen.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// The chosen endpoints.
    #[serde(default)]
    pub endpoints: Vec<ChosenEndpoint>,
}

/// Something that happened to the connection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportTimelineEvent")]
pub struct TimelineEvent {
    /// When.
    pub at: String,
    /// `connected`, `token_exchange`, `refresh`, `introspection`, `consent`, `revocation` or `scopes_changed`.
    pub what: String,
    /// Whether it failed.
    #[serde(default)]
    pub failed: bool,
    /// The same in a sentence.
    pub sentence: String,
    /// The call that shows it.
    #[serde(default)]
    pub call: Option<u32>,
}

/// Failures with the same first cause and operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportFailureGroup")]
pub struct FailureGroup {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub operation: String,
    /// The status of the last one. `null`: no answer arrived.
    #[serde(default)]
    pub status: Option<u16>,
    /// How many there are.
    pub count: u32,
    /// When the first was sent.
    pub first_at: String,
    /// When the last was sent.
    pub last_at: String,
    /// The number of the last one.
    pub call: u32,
    /// Its correlation id.
    #[serde(default)]
    pub correlation_id: Option<String>,
    /// Its causes, best first.
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// What is not known and would help.
    #[serde(default)]
    pub unknown: Vec<String>,
    /// Nothing at hand tells the causes apart, or none fits.
    #[serde(default)]
    pub cannot_tell: bool,
}

/// The rate limits within a stretch of time: the lowest figures of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportLimitPoint")]
pub struct LimitPoint {
    /// When the stretch begins.
    pub at: String,
    /// Calls in it.
    pub calls: u32,
    /// Calls that were refused with 429.
    pub refused: u32,
    /// The figures.
    pub lowest: RateFigures,
}

/// How often a version of the API was called.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportVersionCount")]
pub struct VersionCount {
    /// The version in the path.
    pub version: String,
    /// How often.
    pub calls: u32,
}

/// By which rule something was removed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum AppliedRule {
    /// The value of a secret that the app holds, in any spelling.
    KnownValue,
    /// The value beside the name of a secret.
    Name,
    /// The form of a token.
    Shape,
    /// Personal data.
    PersonalData,
    /// A text that the person wanted gone.
    Mask,
    /// Encoded over again so often that it was not read.
    Unread,
    /// It was removed before the call was kept.
    Earlier,
}

/// How much of a kind was removed by one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportRemovedCount")]
pub struct RemovedCount {
    /// The rule.
    pub rule: AppliedRule,
    /// Such as `access-token` or `e-mail`.
    pub kind: String,
    /// How often; the same value counts each time.
    pub count: u32,
}

/// What a report tells beside its calls. All texts are redacted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Type)]
#[serde(rename_all = "camelCase", rename = "ReportFacts")]
pub struct Facts {
    /// When it was made.
    pub made_at: String,
    /// What made it.
    pub made_by: Maker,
    /// Where it was made.
    pub made_on: Environment,
    /// Which calls it has.
    pub period: Period,
    /// What became of personal data.
    pub personal_data: PersonalDataChoice,
    /// What a person reads in one minute.
    pub summary: Summary,
    /// The portal and the connection to it.
    pub connection: ConnectionFacts,
    /// The scopes.
    pub scopes: Scopes,
    /// What happened to the connection, the oldest first.
    pub timeline: Vec<TimelineEvent>,
    /// So many older ones are left out.
    #[serde(default)]
    pub timeline_left_out: u32,
    /// The failures by cause, those with the most first.
    pub failures: Vec<FailureGroup>,
    /// The rate limits over time.
    pub limits: Vec<LimitPoint>,
    /// The versions that were called, the most first.
    pub versions: Vec<VersionCount>,
    /// What was removed.
    pub removed: Vec<RemovedCount>,
}

//! One operation of HubSpot's API and the facts known about it.
//!
//! Holds facts only; whether a connection may make the call is decided in `evaluate`.

use std::sync::Arc;

use serde::Serialize;

use crate::requirement::AnyOf;
use crate::title::Title;
use crate::versions::successor_path;

/// One method at one path template. Its strings borrow from the text that it was read from, which is never freed.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// In capitals.
    pub method: &'static str,
    /// The template, with `{name}` for each parameter, as `/crm/objects/2026-03/contacts/{contactId}`.
    pub path: &'static str,
    /// HubSpot's product area, as "CRM".
    pub group: &'static str,
    /// The API within the area, such as "Contacts".
    pub api: &'static str,
    /// `v1` to `v4`, a date such as `2026-03`, or a beta such as `2026-09-beta`.
    pub version: &'static str,
    /// HubSpot marks it as deprecated.
    pub deprecated: bool,
    /// In the order of the path; all are required.
    pub path_parameters: Vec<Parameter>,
    /// In the order of the data file.
    pub query_parameters: Vec<Parameter>,
    /// The request may have a body.
    pub has_body: bool,
    /// Of the request's body; empty where there is none.
    pub content_types: Vec<&'static str>,
    /// What it does to the portal's data.
    pub effect: Effect,
    /// The origin of the facts: HubSpot's file and its date, or "by hand".
    pub source: &'static str,
    /// How sure the requirement is.
    pub certainty: Certainty,
    /// Product and the lowest plan that has the operation. Empty: not known.
    pub tiers: Arc<[Tier]>,
    /// Whether user-level apps may call it.
    pub user_level: UserLevel,
    /// Rate limits that it does not count against.
    pub rate_limit_exemptions: Vec<Exemption>,
    /// What it asks of the credential.
    pub requirement: Requirement,
    /// What HubSpot's file says instead, where practice or related calls contradict it.
    pub in_file: Option<Requirement>,
    /// How the object types in the path narrow the requirement down.
    pub narrowing: Option<Narrowing>,
    /// Requires a token of an OAuth installation; static tokens are refused.
    pub oauth_only: bool,
    /// The successor's path, or its version in a form that `successor_path` reads.
    pub(crate) next: Option<&'static str>,
    pub(crate) title: Title,
}

/// A path or query parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// As it is written in the path or the query.
    pub name: &'static str,
    /// Calls without it are refused.
    pub required: bool,
    /// The type, such as `integer` or `array<string>`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// What the call does to the portal's data, from harmless to dangerous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Changes nothing. Searches and batch reads are POSTs, and reads.
    Read,
    /// Creates or changes something.
    Write,
    /// A write that removes something: it deletes, archives, merges, or revokes a consent.
    Destructive,
}

/// Last segments of paths that remove something, whatever the method. `remove` removes records from a list as a DELETE
/// removes an association, `revoke` replaced `DELETE /oauth/v1/refresh-tokens/{token}`, and the two spellings of a batch
/// are those of the v1 APIs.
const DESTRUCTIVE_ACTIONS: [&str; 11] = [
    "archive",
    "batch-delete",
    "delete",
    "delete-batch",
    "gdpr-delete",
    "merge",
    "purge",
    "remove",
    "revoke",
    "uninstall",
    "unsubscribe-all",
];

/// Last segments of POST paths that only read.
const LOOK_UPS: [&str; 4] = ["search", "read", "introspect", "query"];

impl Effect {
    /// Derived from the method and the last segment of the path, which may be a template; also for calls that the
    /// catalogue does not know. `effect=` in its data corrects the few exceptions.
    pub fn by_rule(method: &str, path: &str) -> Self {
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let removes = DESTRUCTIVE_ACTIONS.iter().any(|action| action.eq_ignore_ascii_case(last));
        match method {
            "GET" | "HEAD" => Self::Read,
            "DELETE" => Self::Destructive,
            _ if removes => Self::Destructive,
            "POST" if LOOK_UPS.contains(&last) => Self::Read,
            _ => Self::Write,
        }
    }

    /// Whether the call changes anything. It then requires the scopes for writing, and production must be unlocked for it.
    pub fn is_write(self) -> bool {
        self >= Self::Write
    }
}

/// How sure the requirement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// HubSpot's own file or page says so.
    Official,
    /// Observed and reported by others.
    Reported,
    /// Inferred from related operations.
    Inferred,
}

/// The lowest plan of one product that has the operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Tier {
    /// HubSpot's name, such as `marketing`.
    pub product: &'static str,
    /// HubSpot's name, such as `PROFESSIONAL`; `FREE` where no plan is needed.
    pub plan: &'static str,
}

/// Whether user-level apps may call the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum UserLevel {
    /// Any user-level app.
    Public,
    /// HubSpot's own apps only.
    Internal,
    /// HubSpot's file does not say.
    NotStated,
}

/// A rate limit that the operation does not count against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Exemption {
    /// The limit of calls in a day.
    Daily,
    /// The limit of calls in ten seconds.
    TenSecondly,
}

/// What the operation requires of the credential, before the path's object types are considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Any one of these alternatives.
    Scopes(Arc<AnyOf>),
    /// The scopes of this object type, for reading or for writing as the operation does.
    Object(&'static str),
    /// Any valid token, whatever its scopes.
    AnyToken,
    /// No credential at all, or one in the body.
    NoCredential,
    /// The app's own credential; the names are HubSpot's internal ones.
    DeveloperCredential(Arc<AnyOf>),
    /// Not known.
    Undeclared,
}

/// What the object types in a path address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Narrowing {
    /// Records of the type.
    Record,
    /// Its properties and validation rules.
    Schema,
    /// Its pipelines and stages.
    Pipeline,
    /// Associations between records of two types: the scopes of both are required.
    Association,
    /// Definitions of one or two types (labels, limits): the scopes of either are enough.
    Definition,
}

/// A method and a path found in the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved<'a> {
    /// The operation whose template matches the path.
    pub operation: &'a Operation,
    /// The template in the spelling and the version of the path. The operation's own may have the version elsewhere.
    pub template: String,
    /// The version in the path, which may be newer than the operation's own.
    pub version: String,
    /// Parameter names with their values in the path, without those left as `{name}`.
    pub path_values: Vec<(String, String)>,
}

impl Resolved<'_> {
    /// The path as HubSpot's file has it, under the version that was called. `None`: the template is that, but for a slash
    /// at its end.
    pub fn hubspot_template(&self) -> Option<String> {
        let own = self.operation.path.replace(self.operation.version, &self.version);
        (own.trim_end_matches('/') != self.template.trim_end_matches('/')).then_some(own)
    }
}

impl Operation {
    /// Plain words, such as "Read a contact". Made on first use.
    pub fn title(&self) -> &str {
        self.title.of(self.method, self.path)
    }

    /// The path that replaces this one in a dated version, if one is known.
    pub fn successor(&self) -> Option<String> {
        Some(successor_path(self.path, self.version, self.next?))
    }

    /// Keeps what the file says, if it says something plain and the present requirement is not official.
    pub(crate) fn keep_contradicted(&mut self, in_file: Requirement) {
        let is_plain = match &in_file {
            Requirement::AnyToken => true,
            Requirement::Scopes(any_of) => any_of.len() <= 4,
            Requirement::Object(_)
            | Requirement::NoCredential
            | Requirement::DeveloperCredential(_)
            | Requirement::Undeclared => false,
        };
        if is_plain && self.certainty != Certainty::Official && self.requirement != in_file {
            self.in_file = Some(in_file);
        }
    }

    /// Whether it is from a file of HubSpot's rather than written by hand.
    pub(crate) fn is_from_file(&self) -> bool {
        self.source.starts_with("spec") || self.is_imported()
    }

    /// Whether it is from an imported update.
    pub(crate) fn is_imported(&self) -> bool {
        self.source.starts_with("import")
    }

    /// The alternatives as HubSpot declares them, for display; empty if no scope is named.
    pub fn declared_scopes(&self) -> &[Vec<String>] {
        match &self.requirement {
            Requirement::Scopes(any_of) | Requirement::DeveloperCredential(any_of) => any_of,
            Requirement::Object(_)
            | Requirement::AnyToken
            | Requirement::NoCredential
            | Requirement::Undeclared => &[],
        }
    }
}

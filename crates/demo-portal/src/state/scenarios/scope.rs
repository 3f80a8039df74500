//! Scopes: missing, just granted, not to be had, or not those that the answer names; and persons who may not.
//!
//! Alike, and told apart by reading alone: the three of leads (introspection says whether the key has the scope; if it has,
//! the same call works a moment later, or a sibling that needs the same scope is refused, too), the two of emails (the same
//! call later), the two of workflows and the two of companies (introspection).

use super::{
    effect::{Asked, Effect},
    failure::{Connect, Failure, Happens, PlannedCall, get},
};
use crate::http::{
    answer::Answer,
    errors::{ApiError, ScopesNeeded},
};

/// How many calls are answered by turns before a new scope is known everywhere.
const CALLS_UNTIL_KNOWN: u64 = 6;
/// The only scope that the answer names where emails cannot be read.
const NAMED_FOR_EMAILS: &str = "crm.objects.contacts.read";
/// A property that holds sensitive data.
const SENSITIVE_PROPERTY: &str = "date_of_birth";
const SENSITIVE_SCOPE: &str = "crm.objects.contacts.sensitive.read.v2";

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "scope-not-granted",
        label: "scope-not-granted",
        title: "The key lacks the scope for leads",
        happens: Happens::Call(Connect::ServiceKey, leads),
        effects: &[Effect::Withhold(&["crm.objects.leads."])],
    },
    Failure {
        name: "scope-propagation-delay",
        label: "scope-propagation-delay",
        title: "The scope for leads was granted a moment ago",
        happens: Happens::Call(Connect::ServiceKey, leads),
        effects: &[Effect::Refuse(|asked| {
            let is_refused = asked.needs("crm.objects.leads.") && is_not_known_yet(asked);
            is_refused.then(|| ApiError::missing_any_of(asked.any_of))
        })],
    },
    Failure {
        name: "scope-unavailable-in-portal",
        label: "scope-unavailable-in-portal",
        title: "The account's plan has no leads",
        happens: Happens::Call(Connect::ServiceKey, leads),
        effects: &[Effect::Refuse(|asked| {
            asked.needs("crm.objects.leads.").then(|| ApiError::missing_any_of(asked.any_of))
        })],
    },
    Failure {
        name: "scope-named-misleadingly",
        label: "scope-named-misleadingly",
        title: "The answer names a scope that the key has",
        happens: Happens::Call(Connect::ServiceKey, emails),
        effects: &[
            Effect::Withhold(&["sales-email-read"]),
            Effect::Refuse(|asked| {
                (asked.needs("sales-email-read") && !asked.may()).then(missing_for_emails)
            }),
        ],
    },
    Failure {
        name: "scope-propagation-delay-emails",
        label: "scope-propagation-delay",
        title: "The scope for emails was granted a moment ago",
        happens: Happens::Call(Connect::ServiceKey, emails),
        effects: &[Effect::Refuse(|asked| {
            (asked.needs("sales-email-read") && is_not_known_yet(asked)).then(missing_for_emails)
        })],
    },
    Failure {
        name: "scope-not-public",
        label: "scope-not-public",
        title: "Workflows are open to chosen apps only",
        happens: Happens::Call(Connect::ServiceKey, workflows),
        effects: &[Effect::Refuse(|asked| asked.needs("automation").then(ApiError::scope_not_public))],
    },
    Failure {
        name: "scope-not-granted-workflows",
        label: "scope-not-granted",
        title: "The key lacks the scope for workflows, which the answer calls not public",
        happens: Happens::Call(Connect::ServiceKey, workflows),
        effects: &[
            Effect::Withhold(&["automation"]),
            Effect::Refuse(|asked| asked.needs("automation").then(ApiError::scope_not_public)),
        ],
    },
    Failure {
        name: "user-lacks-permission",
        label: "user-lacks-permission",
        title: "The private app's creator may not view companies",
        happens: Happens::Call(Connect::PrivateApp, companies),
        effects: &[Effect::Refuse(refuse_companies)],
    },
    Failure {
        name: "scope-not-granted-companies",
        label: "scope-not-granted",
        title: "The private app lacks the scope for companies, which the answer calls a permission",
        happens: Happens::Call(Connect::PrivateApp, companies),
        effects: &[Effect::Withhold(&["crm.objects.companies."]), Effect::Refuse(refuse_companies)],
    },
    Failure {
        name: "sensitive-data-blocked",
        label: "sensitive-data-blocked",
        title: "A property holds sensitive data",
        happens: Happens::Call(Connect::ServiceKey, sensitive),
        effects: &[
            Effect::Withhold(&["crm.objects.contacts.sensitive.", "crm.objects.contacts.highly_sensitive."]),
            Effect::Refuse(refuse_sensitive),
            Effect::Amend(mark_sensitive),
        ],
    },
    Failure {
        name: "missing_scope",
        label: "scope-not-granted",
        title: "All scopes but one were taken away",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[],
    },
    Failure {
        name: "scope_propagation_lag",
        label: "scope-propagation-delay",
        title: "New scopes are known here and there",
        happens: Happens::Call(Connect::ServiceKey, contacts),
        effects: &[],
    },
    Failure {
        name: "scope_not_public",
        label: "scope-not-public",
        title: "No scope is open to this app",
        happens: Happens::Call(Connect::ServiceKey, workflows),
        effects: &[],
    },
];

fn leads() -> PlannedCall {
    get("/crm/objects/2026-09/leads?limit=1")
}

fn emails() -> PlannedCall {
    get("/crm/objects/2026-09/emails?limit=1")
}

fn workflows() -> PlannedCall {
    get("/automation/v4/flows?limit=1")
}

fn companies() -> PlannedCall {
    get("/crm/objects/2026-09/companies?limit=1")
}

fn contacts() -> PlannedCall {
    get("/crm/objects/2026-09/contacts?limit=1")
}

fn sensitive() -> PlannedCall {
    get(format!("/crm/objects/2026-09/contacts/1000000101?properties={SENSITIVE_PROPERTY}"))
}

/// Servers learn of a scope one after the other, so every second call meets one that does not know it.
fn is_not_known_yet(asked: &Asked) -> bool {
    let before = asked.times_before();
    before < CALLS_UNTIL_KNOWN && before.is_multiple_of(2)
}

fn missing_for_emails() -> ApiError {
    ApiError::missing_scopes(&[NAMED_FOR_EMAILS.to_owned()], ScopesNeeded::OneOrMore)
}

/// HubSpot names its internal permissions here, whether the person or the credential lacks them.
fn refuse_companies(asked: &Asked) -> Option<ApiError> {
    let message =
        "You do not have permissions to view object type COMPANY (requires one of [companies-read])";
    asked.needs("crm.objects.companies.").then(|| ApiError::new(403, Some("FORBIDDEN"), message))
}

/// Records can be read without their sensitive properties.
fn refuse_sensitive(asked: &Asked) -> Option<ApiError> {
    let is_named = asked.call.query_list("properties").iter().any(|name| name == SENSITIVE_PROPERTY)
        || (asked.call.path.ends_with("/read") || asked.call.path.ends_with("/search"))
            && String::from_utf8_lossy(&asked.call.body).contains(SENSITIVE_PROPERTY);
    (is_named && asked.needs("crm.objects.contacts."))
        .then(|| ApiError::missing_scopes(&[SENSITIVE_SCOPE.to_owned()], ScopesNeeded::OneOrMore))
}

/// The definition says that the property is sensitive.
fn mark_sensitive(asked: &Asked, answer: &mut Answer) {
    let is_definition = asked.call.path.contains("/properties/");
    let Some(body) = answer.body.as_mut().filter(|_| is_definition) else { return };
    let definitions = match body.get_mut("results").and_then(|all| all.as_array_mut()) {
        Some(all) => all.iter_mut().collect(),
        None => vec![body],
    };
    for definition in definitions.into_iter().filter(|definition| definition["name"] == SENSITIVE_PROPERTY) {
        definition["dataSensitivity"] = "sensitive".into();
    }
}

//! Refusals that are not about the app's scopes: the person, the plan, the data, the app itself.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Possible},
    Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "permission",
    about: "403 for a reason other than scopes: permissions of a person, sensitive data, governance, a banned app.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["user_does_not_have_permissions"], Cause::UserLacksPermission, CERTAIN),
    words(&["'edit associations' permission"], Cause::UserLacksPermission, CERTAIN),
    words(&["user does not have permission"], Cause::UserLacksPermission, LIKELY),
    words(&["user doesn't have permission"], Cause::UserLacksPermission, LIKELY),
    words(&["user_access_not_allowed"], Cause::UserLacksPermission, LIKELY),
    words(&["user", "not have the necessary permission"], Cause::UserLacksPermission, LIKELY),
    words(&["not allowed to access this portal"], Cause::AppBannedInPortal, CERTAIN),
    words(&["sensitive data scopes"], Cause::SensitiveDataBlocked, 75),
    words(&["sensitive propert"], Cause::SensitiveDataBlocked, 70),
    words(&["sensitive data"], Cause::SensitiveDataBlocked, 60),
    words(&["hasn't been approved to access"], Cause::AppGovernanceUnapproved, CERTAIN),
    words(&["not been approved", "scope"], Cause::AppGovernanceUnapproved, LIKELY),
    words(&["super admin", "approve"], Cause::AppGovernanceUnapproved, 75),
    words(&["admin approval"], Cause::AppGovernanceUnapproved, 75),
    words(&["gated"], Cause::EndpointNotAvailable, 40),
    // The person behind the token.
    words(&["user", "permissions on this portal"], Cause::UserLacksPermission, 75),
    words(&["user", "required permission"], Cause::UserLacksPermission, 72),
    words(&["user", "removed from the account"], Cause::UserLacksPermission, 72),
    words(&["user", "deactivated"], Cause::UserLacksPermission, 65),
    words(&["user is not", "admin"], Cause::UserLacksPermission, 72),
    // What the account has bought.
    words(&["access to this feature"], Cause::ScopeUnavailableInPortal, 75),
    words(&["paid tier"], Cause::ScopeUnavailableInPortal, 75),
    words(&["higher tier"], Cause::ScopeUnavailableInPortal, 75),
    words(&["not entitled"], Cause::ScopeUnavailableInPortal, 75),
    words(&["upgrade", "account"], Cause::ScopeUnavailableInPortal, 72),
    words(&["upgrade to"], Cause::ScopeUnavailableInPortal, 72),
    words(&["subscription does not"], Cause::ScopeUnavailableInPortal, 75),
    words(&["subscription doesn't"], Cause::ScopeUnavailableInPortal, 75),
    words(&["requires", "hub professional"], Cause::ScopeUnavailableInPortal, 72),
    words(&["requires", "hub enterprise"], Cause::ScopeUnavailableInPortal, 72),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if !matches!(facts.stage, Stage::Api | Stage::Token) {
        return;
    }
    if facts.status().is_none_or(|status| matches!(status, 400..=404)) {
        told(facts, findings, TABLE);
    }
    let is_banned = facts.category() == "BANNED" && facts.says("user_access_not_allowed").is_none();
    if let Some(said) = facts.says("banned").filter(|_| is_banned) {
        findings.add(Cause::AppBannedInPortal, CERTAIN, [said]);
    }
    if let Some(said) = facts.says_any(&[
        "permissions to view object type",
        "permission to view",
        "permissions to edit",
        "do not have permission",
        "don't have permission",
    ]) {
        findings.add(Cause::UserLacksPermission, 60, [said.clone()]);
        findings.add(Cause::ScopeNotGranted, 50, [said]);
    }
    no_proper_permissions(facts, findings);
    if !findings.has(1)
        && let Some(status) =
            facts.answered(403).or_else(|| facts.answered(402)).filter(|_| !facts.has_html())
    {
        unexplained(facts, findings, &status);
    }
}

/// A sentence that HubSpot uses for several refusals.
fn no_proper_permissions(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(said) = facts.says_any(&["does not have proper permissions", "doesn't have proper permissions"])
    else {
        return;
    };
    let app_level = facts.is_app_level();
    let known = facts.operation.is_some();
    findings.add(
        Cause::AuthMethodUnsupported,
        if app_level { 65 } else { 40 },
        [facts.address(), said.clone()],
    );
    findings.add(Cause::ScopeUnavailableInPortal, if known && !app_level { 55 } else { 35 }, [said.clone()]);
    findings.add(Cause::EndpointNotAvailable, if known { 40 } else { 55 }, [facts.address(), said.clone()]);
    findings.add(Cause::ScopeNotGranted, 30, [said]);
    findings.unknown("The plan of the portal, and whether the endpoint is open to apps");
}

fn unexplained(facts: &Facts<'_>, findings: &mut Findings, status: &crate::finding::Evidence) {
    let app_level = facts.is_app_level();
    findings.add(Cause::ScopeNotGranted, 45, [status.clone(), facts.address()]);
    findings.add(Cause::AuthMethodUnsupported, if app_level { 65 } else { 20 }, [facts.address()]);
    findings.add(Cause::ScopeUnavailableInPortal, 35, [status.clone()]);
    findings.add(Cause::UserLacksPermission, 30, [status.clone()]);
    findings.add(
        Cause::EndpointNotAvailable,
        if facts.operation.is_none() { 40 } else { 15 },
        [facts.address()],
    );
    findings.unknown("The body of the answer, with HubSpot's category");
}

const EXAMPLES: &[Example] = &[
    api(
        "GET",
        "/crm/objects/2026-03/contacts",
        403,
        r#"{"category": "BANNED", "message": "The app may not."}"#,
    )
    .tells(Cause::AppBannedInPortal, Certain),
    api("GET", "/crm/objects/2026-03/contacts", 403, r#"{"category": "USER_DOES_NOT_HAVE_PERMISSIONS"}"#)
        .tells(Cause::UserLacksPermission, Certain),
    api("GET", "/automation/v4/flows", 403, "Upgrade to a higher tier to use this")
        .tells(Cause::ScopeUnavailableInPortal, Possible),
    api("GET", "/automation/v4/flows", 403, "The portal has no access to this feature")
        .tells(Cause::ScopeUnavailableInPortal, Possible),
    api("GET", "/automation/v4/flows", 403, "The user lacks the required permissions")
        .tells(Cause::UserLacksPermission, Possible),
    api("GET", "/automation/v4/flows", 403, "A super admin has to approve the app")
        .tells(Cause::AppGovernanceUnapproved, Possible),
    said("AxiosError: Request failed with status code 403").tells(Cause::ScopeNotGranted, Possible),
    said("The remote server returned an error: (403) Forbidden.").tells(Cause::ScopeNotGranted, Possible),
    said("hubspot.crm.deals.ForbiddenException").tells(Cause::ScopeNotGranted, Possible),
];

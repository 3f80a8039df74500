//! What checks found: each settles some causes and rules out others.

use portalscope_catalog::{GrantedScopes, VerdictKind};

use crate::cause::Cause;
use crate::check::{Check, Found, Outcome};
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CERTAIN, CauseCertainty::Likely, Evidence, Findings, LIKELY};
use crate::rule::Rule;
use crate::rules::scopes::named_scopes;

pub(super) const RULE: Rule = Rule {
    name: "checked",
    about: "What checks found out since: the token, the same call again, the record, the property.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    for found in &facts.case.known.checks {
        match found.check {
            Check::AccountDetails => account_details(facts, findings, found),
            Check::Introspect => introspected(facts, findings, found),
            Check::Repeat => repeated(facts, findings, found),
            Check::SameScope => same_scope(facts, findings, found),
            Check::Successor => successor(findings, found),
            Check::ReadRecord => record(findings, found),
            Check::FindDuplicate => holder(findings, found),
            Check::ReadProperty => property(findings, found),
            Check::Clock => clock(findings, found),
            Check::RateWindow => window(facts, findings, found),
            Check::HubletHost => hublet(findings, found),
        }
    }
}

fn evidence(found: &Found, tells: &str) -> Evidence {
    Evidence::new(format!("check {}", found.check.name()), found.outcome.to_string()).tells(tells)
}

/// Whether the failing call was refused for its credential.
fn is_unauthorized(facts: &Facts<'_>) -> bool {
    facts.status() == Some(401)
}

fn account_details(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    everywhere(facts, findings, found);
    match &found.outcome {
        Outcome::Worked => {
            for cause in [
                Cause::TokenExpired,
                Cause::TokenInvalid,
                Cause::TokenPlaceholder,
                Cause::HubletMismatch,
                Cause::AppBannedInPortal,
                Cause::HeaderMissing,
            ] {
                findings.exclude(cause);
            }
            if is_unauthorized(facts) {
                let told = evidence(found, "The token is good: it is this endpoint that does not take it.");
                if findings.weight(Cause::EndpointSunset) >= 70 {
                    findings.add(Cause::EndpointSunset, LIKELY, [told]);
                    return;
                }
                let wants_oauth = findings.weight(Cause::WrongTokenKind) >= 70;
                let (method, kind) = match (facts.is_app_level(), wants_oauth) {
                    (true, _) => (CERTAIN, 40),
                    (false, true) => (60, LIKELY),
                    (false, false) => (LIKELY, 60),
                };
                findings.add(Cause::AuthMethodUnsupported, method, [told.clone()]);
                findings.add(Cause::WrongTokenKind, kind, [told]);
            }
        }
        Outcome::Refused { status: 401, category } if is_unauthorized(facts) => {
            let told = evidence(found, "The token is refused everywhere.");
            for cause in [Cause::AuthMethodUnsupported, Cause::WrongHost, Cause::ScopeNotGranted] {
                findings.exclude(cause);
            }
            let is_expired = category.as_deref() == Some("EXPIRED_AUTHENTICATION");
            let cause = if is_expired { Cause::TokenExpired } else { Cause::TokenInvalid };
            findings.add(cause, LIKELY, [told]);
        }
        Outcome::Refused { status: 488, .. } => {
            findings.add(Cause::HubletMismatch, CERTAIN, [evidence(found, "The portal is elsewhere.")]);
        }
        _ => {}
    }
}

/// Whether other calls fail at the same time.
fn everywhere(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    match (&found.outcome, facts.status()) {
        (Outcome::Worked, Some(500..)) => {
            let told = evidence(found, "Other calls work: it is this one that fails.");
            findings.add(Cause::HubspotServerError, LIKELY + 5, [told]);
            findings.exclude(Cause::HubspotOutage);
        }
        (Outcome::Refused { status: 500.., .. }, Some(500..)) => {
            let told = evidence(found, "Other calls fail as well.");
            findings.add(Cause::HubspotOutage, LIKELY + 5, [told]);
        }
        (Outcome::Worked, Some(429)) if is_search => {
            let told = evidence(found, "Other calls work: it is the limit of searches.");
            findings.add(Cause::RateLimitSearchSecondly, LIKELY + 5, [told]);
        }
        (Outcome::Refused { status: 429, .. }, Some(429)) => {
            let told = evidence(found, "Other calls are refused as well: it is the limit of all calls.");
            findings.add(Cause::RateLimitSecondly, LIKELY + 5, [told]);
        }
        _ => {}
    }
}

fn introspected(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    let Outcome::Token { is_active, scopes } = &found.outcome else { return };
    if !is_active {
        let told = evidence(found, "HubSpot does not know the token any more.");
        if is_unauthorized(facts) && findings.weight(Cause::TokenExpired) < LIKELY {
            findings.add(Cause::TokenInvalid, CERTAIN, [told]);
            for cause in [Cause::AuthMethodUnsupported, Cause::WrongTokenKind, Cause::HeaderMissing] {
                findings.exclude(cause);
            }
        }
        return;
    }
    findings.exclude(Cause::TokenInvalid);
    findings.exclude(Cause::TokenExpired);
    let (Some(scopes), true) = (scopes, facts.status() == Some(403)) else { return };
    let granted: GrantedScopes = scopes.iter().collect();
    let verdict = facts.catalog.verdict(facts.method(), &facts.path, Some(&granted), facts.credential());
    match verdict.kind {
        VerdictKind::MissingScopes => {
            let told = evidence(found, "The scope that the call wants is not among them.");
            let named = named_scopes(facts);
            let is_misled = !named.is_empty() && named.iter().all(|scope| granted.holds(scope));
            let (cause, other) = if is_misled {
                (Cause::ScopeNamedMisleadingly, Cause::ScopeNotGranted)
            } else {
                (Cause::ScopeNotGranted, Cause::ScopeNamedMisleadingly)
            };
            findings.add(cause, CERTAIN, [told]);
            findings.exclude(other);
        }
        VerdictKind::Allowed => {
            let told = evidence(found, "The scopes that the call wants are among them.");
            for cause in [Cause::ScopeNotGranted, Cause::ScopeAddedNotReauthorized] {
                findings.exclude(cause);
            }
            for cause in
                [Cause::ScopePropagationDelay, Cause::ScopeUnavailableInPortal, Cause::UserLacksPermission]
            {
                let weight = findings.weight(cause);
                findings.add(cause, weight, [told.clone()]);
            }
        }
        _ => {}
    }
}

fn repeated(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    match &found.outcome {
        Outcome::Worked => {
            let told = evidence(found, "The same call works now.");
            let cause = match facts.status() {
                Some(403) => Cause::ScopePropagationDelay,
                Some(423) => Cause::RecordLocked,
                Some(401) => Cause::HeaderMissing,
                Some(404) => Cause::SearchIndexLag,
                Some(500..) => Cause::HubspotServerError,
                // A success in part answers so again, and a limit is over.
                _ => return,
            };
            findings.add(cause, CERTAIN, [told]);
        }
        Outcome::Refused { status, .. } if Some(*status) == facts.status() => {
            let told = evidence(found, "It is refused as before.");
            if *status == 403 {
                findings.exclude(Cause::ScopePropagationDelay);
            }
            if *status == 401 {
                for cause in [Cause::HeaderMissing, Cause::HeaderMalformed, Cause::HeaderDoubleBearer] {
                    findings.exclude(cause);
                }
            }
            if *status >= 500 {
                findings.add(Cause::HubspotServerError, LIKELY, [told]);
            }
        }
        _ => {}
    }
}

fn same_scope(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    // A scope that is missing by the catalogue explains both refusals.
    if facts.status() != Some(403) || facts.verdict().kind == VerdictKind::MissingScopes {
        return;
    }
    match &found.outcome {
        Outcome::Worked => {
            let told = evidence(found, "The scope itself serves: it is this call that is refused.");
            for cause in [
                Cause::ScopeNotGranted,
                Cause::ScopeAddedNotReauthorized,
                Cause::ScopeUnavailableInPortal,
                Cause::AppGovernanceUnapproved,
                Cause::ScopePropagationDelay,
            ] {
                findings.exclude(cause);
            }
            for cause in
                [Cause::ScopeNamedMisleadingly, Cause::SensitiveDataBlocked, Cause::UserLacksPermission]
            {
                let weight = findings.weight(cause).saturating_add(10).min(LIKELY);
                if weight > 10 {
                    findings.add(cause, weight, [told.clone()]);
                }
            }
        }
        Outcome::Refused { status: 403, .. } => {
            let told = evidence(found, "Another call with this scope is refused as well.");
            for cause in
                [Cause::ScopeNamedMisleadingly, Cause::SensitiveDataBlocked, Cause::EndpointNotAvailable]
            {
                findings.exclude(cause);
            }
            let weight = findings.weight(Cause::ScopeUnavailableInPortal);
            if weight > 0 {
                findings.add(Cause::ScopeUnavailableInPortal, weight.saturating_add(20).min(LIKELY), [told]);
            }
        }
        _ => {}
    }
}

fn successor(findings: &mut Findings, found: &Found) {
    match found.outcome {
        Outcome::Worked => {
            findings.add(
                Cause::EndpointSunset,
                CERTAIN,
                [evidence(found, "The path that replaced it works.")],
            );
            findings.exclude(Cause::ObjectNotFound);
        }
        Outcome::Refused { .. } => findings.exclude(Cause::EndpointSunset),
        _ => {}
    }
}

fn record(findings: &mut Findings, found: &Found) {
    match found.outcome {
        Outcome::Worked => {
            let told = evidence(found, "The record is there.");
            findings.exclude(Cause::ObjectNotFound);
            let weight = findings.weight(Cause::WrongPath);
            findings.add(Cause::WrongPath, weight.max(60), [told]);
        }
        Outcome::Refused { status: 404, .. } => {
            findings.add(
                Cause::ObjectNotFound,
                CERTAIN,
                [evidence(found, "The record is not in this portal.")],
            );
        }
        _ => {}
    }
}

fn holder(findings: &mut Findings, found: &Found) {
    let Outcome::Holder { by_value, by_search, is_new } = found.outcome else { return };
    if by_value && by_search && is_new {
        let tells = "The record was made in the same moment, by another call.";
        findings.add(Cause::ConcurrentCreateRace, LIKELY, [evidence(found, tells)]);
        findings.exclude(Cause::SearchIndexLag);
        return;
    }
    match (by_value, by_search) {
        (true, true) => {
            let cause =
                if findings.weight(Cause::ContactExists) >= findings.weight(Cause::UniqueValueConflict) {
                    Cause::ContactExists
                } else {
                    Cause::UniqueValueConflict
                };
            findings.add(cause, CERTAIN, [evidence(found, "The record is there, and a search finds it.")]);
            findings.exclude(Cause::SearchIndexLag);
            findings.exclude(Cause::ConcurrentCreateRace);
        }
        (true, false) => {
            let tells = "The record is there, and a search does not find it yet.";
            findings.add(Cause::SearchIndexLag, CERTAIN, [evidence(found, tells)]);
        }
        (false, _) => {
            let tells =
                "No record holds the value as its own: it may be a second address, or was sent twice.";
            let weight = findings.weight(Cause::BatchDuplicateInput);
            findings.add(Cause::BatchDuplicateInput, weight, [evidence(found, tells)]);
            findings.exclude(Cause::SearchIndexLag);
        }
    }
}

fn property(findings: &mut Findings, found: &Found) {
    match &found.outcome {
        Outcome::Refused { status: 404, .. } => {
            findings.add(Cause::PropertyNotFound, CERTAIN, [evidence(found, "There is no such property.")]);
        }
        Outcome::Property { is_writable, has_options, is_time } => {
            findings.exclude(Cause::PropertyNotFound);
            let (cause, tells) = if !is_writable {
                (Cause::PropertyReadOnly, "HubSpot sets it, and takes no value.")
            } else if *has_options {
                (Cause::PropertyInvalidOption, "It takes one of its options.")
            } else if *is_time {
                (Cause::TimestampWrongUnit, "It holds a date or a time.")
            } else {
                (Cause::PropertyInvalidValue, "It takes values of another kind.")
            };
            findings.add(cause, LIKELY, [evidence(found, tells)]);
        }
        _ => {}
    }
}

/// Which of the limits a 429 was about.
fn window(facts: &Facts<'_>, findings: &mut Findings, found: &Found) {
    let Outcome::Window { remaining, daily_remaining } = found.outcome else { return };
    if facts.status() != Some(429) {
        return;
    }
    match daily_remaining {
        Some(0) => {
            let told = evidence(found, "The limit of the day is used up.");
            findings.add(Cause::RateLimitDaily, CERTAIN, [told]);
        }
        Some(_) => findings.exclude(Cause::RateLimitDaily),
        None => {}
    }
    let is_search = facts.path.trim_end_matches('/').ends_with("/search");
    if is_search && remaining.is_some_and(|calls| calls > 0) && daily_remaining != Some(0) {
        let told = evidence(found, "Calls are left: it is the limit of searches.");
        findings.add(Cause::RateLimitSearchSecondly, LIKELY, [told]);
    }
}

fn hublet(findings: &mut Findings, found: &Found) {
    match &found.outcome {
        Outcome::Hublet(_) => findings.exclude(Cause::HubletMismatch),
        Outcome::Refused { status: 488, .. } => {
            findings.add(Cause::HubletMismatch, CERTAIN, [evidence(found, "The portal is elsewhere.")]);
        }
        _ => {}
    }
}

fn clock(findings: &mut Findings, found: &Found) {
    let Outcome::ClockOff(seconds) = found.outcome else { return };
    if seconds.abs() > 60 && findings.weight(Cause::TokenExpired) > 0 {
        let told =
            evidence(found, "This computer's clock is wrong, so a token seems to live longer than it does.");
        findings.add(Cause::TokenExpired, LIKELY, [told]);
    }
}

const UNKNOWN: &str =
    r#"{"category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found"}"#;

const EXAMPLES: &[Example] = &[
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .after(&[(Check::AccountDetails, Outcome::Worked)])
        .tells(Cause::AuthMethodUnsupported, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, UNKNOWN)
        .after(&[(Check::AccountDetails, Outcome::Refused { status: 401, category: None })])
        .tells(Cause::TokenInvalid, Likely),
    api("GET", "/crm/objects/2026-03/contacts", 401, "Unauthorized")
        .headers(r#"{"Authorization": "Bearer «access-token#1»"}"#)
        .after(&[(Check::Clock, Outcome::ClockOff(600))])
        .tells(Cause::TokenExpired, Likely),
];

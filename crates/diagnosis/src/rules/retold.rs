//! What people, clients and other languages make of HubSpot's sentences. Asked late, and with weights below those of HubSpot's
//! own words.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "retold",
    about: "Refusals in other words than HubSpot's: retold, shortened, or with what happened before and after.",
    find,
    examples: EXAMPLES,
};

/// Of calls that were refused for the sender: 401, 402, 403, or no status.
const OF_SENDER: &[Words] = &[
    words(&["private app", "deleted"], Cause::TokenInvalid, 70),
    words(&["invalid access token"], Cause::TokenInvalid, 68),
    words(&["belongs to hub"], Cause::TokenOtherPortal, 72),
    words(&["belongs to portal"], Cause::TokenOtherPortal, 72),
    words(&["belongs to another"], Cause::TokenOtherPortal, 70),
    words(&["different portal"], Cause::TokenOtherPortal, 70),
    words(&["another portal"], Cause::TokenOtherPortal, 70),
    words(&["wrong portal"], Cause::TokenOtherPortal, 70),
    words(&["private beta"], Cause::ScopeNotPublic, 72),
    words(&["closed beta"], Cause::ScopeNotPublic, 72),
    words(&["public beta"], Cause::ScopeNotPublic, 62),
    words(&["whitelisted"], Cause::ScopeNotPublic, 62),
    words(&["allowlisted"], Cause::ScopeNotPublic, 62),
    words(&["hub enterprise"], Cause::ScopeUnavailableInPortal, 68),
    words(&["hub professional"], Cause::ScopeUnavailableInPortal, 68),
    words(&["free account"], Cause::ScopeUnavailableInPortal, 66),
    words(&["payment required"], Cause::ScopeUnavailableInPortal, 72),
    words(&["marked as sensitive"], Cause::SensitiveDataBlocked, 74),
    words(&["blocked", "administrator"], Cause::AppBannedInPortal, 72),
    words(&["app", "has been blocked"], Cause::AppBannedInPortal, 74),
    words(&["app", "is blocked"], Cause::AppBannedInPortal, 74),
    words(&["access to this record"], Cause::UserLacksPermission, 68),
    words(&["super admin"], Cause::UserLacksPermission, 55),
    words(&["requires any of ["], Cause::ScopeNotGranted, 50),
    words(&["requires all of ["], Cause::ScopeNotGranted, 50),
];

/// Of calls that were refused for what they say: 400, 404, 409, 422, or no status.
const OF_REQUEST: &[Words] = &[
    words(&["portal", "not found"], Cause::PortalUnknown, 68),
    words(&["unknown hub"], Cause::PortalUnknown, 72),
    words(&["unknown portal"], Cause::PortalUnknown, 72),
    words(&["different portal"], Cause::TokenOtherPortal, 66),
    words(&["another portal"], Cause::TokenOtherPortal, 66),
    words(&["not yet supported"], Cause::EndpointNotAvailable, 70),
    words(&["not supported for"], Cause::EndpointNotAvailable, 62),
    words(&["not implemented"], Cause::EndpointNotAvailable, 72),
    words(&["internal use"], Cause::EndpointNotAvailable, 70),
    words(&["available internally"], Cause::EndpointNotAvailable, 72),
    words(&["not be blank"], Cause::RequiredFieldMissing, 72),
    words(&["not be null"], Cause::RequiredFieldMissing, 62),
    words(&["mandatory"], Cause::RequiredFieldMissing, 68),
    words(&["missing required"], Cause::RequiredFieldMissing, 72),
    words(&["is required when"], Cause::ConditionalPropertyRequired, 77),
    words(&["is required if"], Cause::ConditionalPropertyRequired, 77),
    words(&["required because"], Cause::ConditionalPropertyRequired, 77),
    words(&["conditional", "required"], Cause::ConditionalPropertyRequired, 79),
    words(&["size must be between"], Cause::BatchSizeLimit, 70),
    words(&["property", "not known"], Cause::PropertyNotFound, 70),
    words(&["property", "not recognized"], Cause::PropertyNotFound, 70),
    words(&["owner", "not an active"], Cause::PropertyInvalidValue, 70),
    words(&["owner", "invalid"], Cause::PropertyInvalidValue, 66),
    words(&["owner", "does not exist"], Cause::PropertyInvalidValue, 66),
    words(&["longer than"], Cause::PropertyInvalidValue, 66),
    words(&["phone", "not valid"], Cause::PropertyInvalidValue, 66),
    words(&["stage", "does not exist"], Cause::PropertyInvalidOption, 70),
    words(&["stage", "doesn't exist"], Cause::PropertyInvalidOption, 70),
    words(&["is not an option"], Cause::PropertyInvalidOption, 72),
    words(&["unix timestamp"], Cause::TimestampWrongUnit, 70),
    words(&["epoch"], Cause::TimestampWrongUnit, 60),
    words(&["timestamp", " ms"], Cause::TimestampWrongUnit, 66),
    words(&["iso 8601"], Cause::TimestampWrongUnit, 68),
    words(&["date format"], Cause::TimestampWrongUnit, 66),
    words(&["used by another record"], Cause::UniqueValueConflict, 72),
    words(&["used by another"], Cause::UniqueValueConflict, 66),
    words(&["appears twice"], Cause::BatchDuplicateInput, 70),
    words(&["more than once"], Cause::BatchDuplicateInput, 66),
    words(&["already in the account"], Cause::ContactExists, 62),
    words(&["illegal unquoted character"], Cause::ClientRequestDefect, 76),
    words(&["invalid utf-8"], Cause::ClientRequestDefect, 77),
    words(&["illegal character"], Cause::ClientRequestDefect, 76),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api || facts.said.is_empty() {
        return;
    }
    scopes_in_time(facts, findings);
    changed(facts, findings);
    if findings.has(77) {
        return;
    }
    if matches!(facts.status(), Some(401..=403) | None) {
        told(facts, findings, OF_SENDER);
        data_centers(facts, findings);
    }
    if matches!(facts.status(), Some(400 | 404 | 409 | 422) | None) {
        told(facts, findings, OF_REQUEST);
        read_only(facts, findings);
    }
}

/// A scope that is missing, and when it was added or what helped.
fn scopes_in_time(facts: &Facts<'_>, findings: &mut Findings) {
    if findings.weight(Cause::ScopeNotGranted) == 0 && findings.weight(Cause::ScopePropagationDelay) == 0 {
        return;
    }
    let flapping = [
        "minutes later",
        "every second call",
        "every other call",
        "intermittent",
        "sometimes",
        "then again",
        "right after the scope",
        "right after saving",
        "just added",
    ];
    if let Some(said) = facts.says_any(&flapping) {
        let tells = "A scope that has just been added is not known everywhere at once.";
        findings.add(Cause::ScopePropagationDelay, 72, [said.tells(tells)]);
    }
    let older = [
        "reinstall",
        "reconnect",
        "reauthor",
        "re-author",
        "existing connection",
        "connected last",
        "old connection",
        "old token",
        "installed before",
    ];
    if let Some(said) = facts.says_any(&older) {
        let tells = "A token keeps the scopes of the day on which access was granted.";
        findings.add(Cause::ScopeAddedNotReauthorized, 70, [said.tells(tells)]);
    }
}

/// A request that worked until a day, and is the same.
fn changed(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "nothing changed on our side",
        "worked until",
        "used to work",
        "worked before",
        "stopped working",
        "worked yesterday",
        "breaking change",
    ];
    let is_about_request = !matches!(facts.status(), Some(401..=403 | 429 | 500..));
    if let Some(said) = facts.says_any(&phrases).filter(|_| is_about_request && !findings.has(60)) {
        findings.add(Cause::HubspotApiChange, 58, [said]);
    }
}

/// Two data centers in one refusal: the token is of one, the request reached the other.
fn data_centers(facts: &Facts<'_>, findings: &mut Findings) {
    let named: Vec<Evidence> =
        [" na1", " na2", " na3", " eu1", " ap1"].iter().filter_map(|name| facts.says(name)).collect();
    if named.len() > 1 {
        findings.add(Cause::HubletMismatch, 70, named.into_iter().take(1));
    }
}

/// A write that is refused since the property takes none.
fn read_only(facts: &Facts<'_>, findings: &mut Findings) {
    let is_write = matches!(facts.method(), "POST" | "PUT" | "PATCH" | "");
    let phrases =
        ["read-only", "read only", "readonly", "cannot be set", "can't be set", "cannot be written"];
    if let Some(said) = facts.says_any(&phrases).filter(|_| is_write) {
        findings.add(Cause::PropertyReadOnly, 74, [said]);
    }
}

const EXAMPLES: &[Example] = &[
    api("GET", "/automation/v4/flows", 402, "Payment required")
        .tells(Cause::ScopeUnavailableInPortal, Possible),
    api("GET", "/automation/v4/flows", 403, "You have no access to this record")
        .tells(Cause::UserLacksPermission, Possible),
    api("GET", "/automation/v4/flows", 403, "The app has been blocked here")
        .tells(Cause::AppBannedInPortal, Possible),
    api("GET", "/automation/v4/flows", 403, "Part of a private beta").tells(Cause::ScopeNotPublic, Possible),
    api("GET", "/automation/v4/flows", 403, "The field iban is marked as sensitive")
        .tells(Cause::SensitiveDataBlocked, Possible),
    api("GET", "/automation/v4/flows", 403, "The token belongs to portal 4, the path says 5")
        .tells(Cause::TokenOtherPortal, Possible),
    api("GET", "/automation/v4/flows", 403, "The key is of eu1 and was sent to na1")
        .tells(Cause::HubletMismatch, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "createdate is readonly")
        .tells(Cause::PropertyReadOnly, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "blue is not an option of color")
        .tells(Cause::PropertyInvalidOption, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "the value is longer than the field")
        .tells(Cause::PropertyInvalidValue, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "a unix timestamp was expected")
        .tells(Cause::TimestampWrongUnit, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "reason is required when the stage is lost")
        .tells(Cause::ConditionalPropertyRequired, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "number 7 is used by another record")
        .tells(Cause::UniqueValueConflict, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "amount is mandatory")
        .tells(Cause::RequiredFieldMissing, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "Illegal character in the body")
        .tells(Cause::ClientRequestDefect, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "not yet supported for deals")
        .tells(Cause::EndpointNotAvailable, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "property paint is not known")
        .tells(Cause::PropertyNotFound, Possible),
    api("GET", "/crm/objects/2026-03/quotes", 403, "MISSING_SCOPES, but every second call works")
        .headers(r#"{"Authorization": "Bearer «access-token#1»"}"#)
        .tells(Cause::ScopePropagationDelay, Possible),
    api(
        "GET",
        "/crm/objects/2026-03/quotes",
        403,
        "MISSING_SCOPES until the app was reinstalled: reinstall helps",
    )
    .headers(r#"{"Authorization": "Bearer «access-token#1»"}"#)
    .tells(Cause::ScopeAddedNotReauthorized, Possible),
];

//! Operations that HubSpot does not make on this record, and records that are busy.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};

pub(super) const RULE: Rule = Rule {
    name: "refused",
    about: "Operations that a record does not take: dynamic lists, what is in use, what is locked.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["dynamic list"], Cause::OperationNotAllowed, CERTAIN),
    words(&["active list"], Cause::OperationNotAllowed, LIKELY),
    words(&["not a static list"], Cause::OperationNotAllowed, LIKELY),
    words(&["manual list"], Cause::OperationNotAllowed, 72),
    words(&["static list"], Cause::OperationNotAllowed, 62),
    words(&["can not operate manually"], Cause::OperationNotAllowed, CERTAIN),
    words(&["processing type"], Cause::OperationNotAllowed, 70),
    words(&["operation is not allowed"], Cause::OperationNotAllowed, LIKELY),
    words(&["operation not allowed"], Cause::OperationNotAllowed, LIKELY),
    words(&["not allowed for"], Cause::OperationNotAllowed, 60),
    words(&["defined by hubspot"], Cause::OperationNotAllowed, 70),
    words(&["hubspot defined"], Cause::OperationNotAllowed, 65),
    words(&["hubspot-defined"], Cause::OperationNotAllowed, 65),
    words(&["cannot perform"], Cause::OperationNotAllowed, 65),
    words(&["can't perform"], Cause::OperationNotAllowed, 65),
    words(&["cannot be changed"], Cause::OperationNotAllowed, 70),
    words(&["can't be changed"], Cause::OperationNotAllowed, 70),
    words(&["cannot be modified"], Cause::OperationNotAllowed, 70),
    words(&["can't be modified"], Cause::OperationNotAllowed, 70),
    words(&["cannot be edited"], Cause::OperationNotAllowed, 70),
    words(&["can't be edited"], Cause::OperationNotAllowed, 70),
    words(&["cannot be archived"], Cause::OperationNotAllowed, 70),
    words(&["can't be archived"], Cause::OperationNotAllowed, 70),
    words(&["not permitted"], Cause::OperationNotAllowed, 60),
    words(&["cannot be deleted"], Cause::OperationNotAllowed, 65),
    words(&["can't be deleted"], Cause::OperationNotAllowed, 65),
    words(&["cannot merge"], Cause::OperationNotAllowed, 70),
    words(&["can't be merged"], Cause::OperationNotAllowed, 70),
    words(&["cannot be updated"], Cause::OperationNotAllowed, 55),
    words(&["cannot have more than", "identities"], Cause::OperationNotAllowed, 70),
    words(&["is locked"], Cause::RecordLocked, LIKELY),
    words(&["currently locked"], Cause::RecordLocked, LIKELY),
    words(&["in use by"], Cause::RecordLocked, 70),
    words(&["is being used"], Cause::RecordLocked, 65),
    words(&["currently in use"], Cause::RecordLocked, 70),
    words(&["another process"], Cause::RecordLocked, 70),
    words(&["being published"], Cause::RecordLocked, 70),
    words(&["already in progress"], Cause::RecordLocked, 65),
    words(&["quote", "approved"], Cause::RecordLocked, 65),
    words(&["quote", "published"], Cause::RecordLocked, 65),
    words(&["concurrent modification"], Cause::RecordLocked, 65),
    words(&["flow must be accessible via external apis"], Cause::SensitiveDataBlocked, 72),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api || facts.status().is_some_and(|status| status < 400) {
        return;
    }
    told(facts, findings, TABLE);
    if let Some(status) = facts.answered(423) {
        findings.add(Cause::RecordLocked, CERTAIN, [status]);
    }
}

const EXAMPLES: &[Example] = &[
    api("PATCH", "/crm/objects/2026-03/contacts/512", 423, "{}").tells(Cause::RecordLocked, Certain),
    api(
        "POST",
        "/contacts/v1/lists/7/add",
        400,
        r#"{"message": "Can not operate manually on a dynamic list"}"#,
    )
    .tells(Cause::OperationNotAllowed, Certain),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "This type cannot be changed")
        .tells(Cause::OperationNotAllowed, Possible),
    api("PATCH", "/crm/v3/objects/deals/5", 400, "The quote is approved")
        .tells(Cause::RecordLocked, Possible),
    api("PUT", "/crm/v3/lists/7/memberships/add", 400, "7 is not a static list")
        .tells(Cause::OperationNotAllowed, Likely),
];

//! What is there already: contacts, unique values, and the ways in which one meets them unawares.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "exists",
    about: "409 and \"already exists\": the record, a unique value, a race, a search that lags.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api || facts.status() == Some(207) {
        return;
    }
    let twice = duplicates(facts, findings);
    circumstances(facts, findings);
    let unique = facts.says_any(&[
        "already has that value",
        "already have that value",
        "must be unique",
        "unique constraint",
        "unique_value",
        "value is already in use",
        "duplicate value",
    ]);
    if let Some(said) = unique {
        findings.add(Cause::UniqueValueConflict, 70, [said.clone()]);
        findings.add(Cause::SearchIndexLag, 45, [said.clone()]);
        findings.add(Cause::ConcurrentCreateRace, 35, [said]);
        return;
    }
    let exists = facts.says_any(&[
        "already exists",
        "already existed",
        "contact_exists",
        "object_already_exists",
        "already exist",
    ]);
    match exists {
        Some(said) => already(facts, findings, &said, twice),
        None => {
            if let Some(status) = facts.answered(409) {
                conflict(facts, findings, &status, twice);
            }
        }
    }
}

fn already(facts: &Facts<'_>, findings: &mut Findings, said: &Evidence, twice: bool) {
    let is_contact =
        facts.says("contact").is_some() || facts.path.contains("contact") || facts.path.contains("0-1");
    let is_other =
        facts.says_any(&["property", "pipeline", "schema", "label", "list", "folder", "file"]).is_some()
            && facts.says("contact already").is_none();
    if is_contact && !is_other {
        findings.add(Cause::ContactExists, 65, [said.clone()]);
        findings.add(Cause::SearchIndexLag, 50, [said.clone()]);
    } else {
        findings.add(Cause::UniqueValueConflict, 65, [said.clone()]);
        findings.add(Cause::SearchIndexLag, 35, [said.clone()]);
    }
    findings.add(Cause::ConcurrentCreateRace, 40, [said.clone()]);
    if !twice && facts.path.contains("/batch/") {
        findings.add(Cause::BatchDuplicateInput, 45, [said.clone()]);
    }
    findings.unknown(
        "Whether the client searched for the record before, and whether it sends the same record twice",
    );
}

/// A conflict whose reason is not told.
fn conflict(facts: &Facts<'_>, findings: &mut Findings, status: &Evidence, twice: bool) {
    let is_setting = ["/properties/", "/lists", "/schemas", "/pipelines", "/associations"]
        .iter()
        .any(|part| facts.path.contains(part));
    let is_contact = facts.path.contains("contact") && !is_setting;
    let evidence = || [status.clone(), facts.address()];
    findings.add(Cause::ContactExists, if is_contact { 60 } else { 25 }, evidence());
    findings.add(Cause::UniqueValueConflict, if is_contact { 45 } else { 55 }, evidence());
    findings.add(Cause::SearchIndexLag, 40, evidence());
    findings.add(Cause::ConcurrentCreateRace, 35, evidence());
    if !twice && facts.path.contains("/batch/") {
        findings.add(Cause::BatchDuplicateInput, 45, evidence());
    }
    findings.unknown("The body of the answer");
}

/// Two inputs of one batch that mean the same record.
fn duplicates(facts: &Facts<'_>, findings: &mut Findings) -> bool {
    if let Some(said) = facts.says_any(&[
        "duplicate ids found",
        "duplicate id",
        "duplicates in the batch",
        "duplicate inputs",
    ]) {
        findings.add(Cause::BatchDuplicateInput, CERTAIN, [said]);
        return true;
    }
    let inputs = facts.sent_json.as_ref().and_then(|body| body["inputs"].as_array());
    let Some(inputs) = inputs.filter(|_| facts.status().is_some_and(|status| status >= 400)) else {
        return false;
    };
    let key = |input: &serde_json::Value| {
        let id = input.get("id").map(ToString::to_string);
        id.or_else(|| input["properties"].get("email").map(|email| email.to_string().to_lowercase()))
    };
    let mut seen = std::collections::BTreeSet::new();
    let twice = inputs.iter().take(10_000).filter_map(key).find(|key| !seen.insert(key.clone()));
    if let Some(key) = &twice {
        findings.add(
            Cause::BatchDuplicateInput,
            LIKELY,
            [Evidence::new("request.body inputs", key).tells("It stands there twice.")],
        );
    }
    twice.is_some()
}

/// What reports add of the moment: two calls at once, or a search that found nothing.
fn circumstances(facts: &Facts<'_>, findings: &mut Findings) {
    let is_conflict = facts.status() == Some(409) || facts.says("already").is_some();
    if !is_conflict {
        return;
    }
    let at_once = [
        "at the same time",
        "another request",
        "simultaneous",
        "in parallel",
        "concurrently",
        "race condition",
    ];
    if let Some(said) = facts.says_any(&at_once) {
        findings.add(Cause::ConcurrentCreateRace, 72, [said]);
    }
    let unseen =
        ["found nothing", "no results", "did not find", "didn't find", "returned nothing", "not indexed"];
    if let Some(said) = facts.says_any(&unseen).filter(|_| facts.says_any(&["search", "index"]).is_some()) {
        findings.add(Cause::SearchIndexLag, 72, [said]);
    }
}

const EXAMPLES: &[Example] = &[
    api("POST", "/crm/objects/2026-03/contacts/batch/upsert", 400, "")
        .sent(r#"{"inputs": [{"id": "7"}, {"id": "7"}]}"#)
        .tells(Cause::BatchDuplicateInput, Likely),
    api(
        "POST",
        "/crm/objects/2026-03/contacts",
        409,
        r#"{"message": "Contact already exists. Existing ID: 512"}"#,
    )
    .tells(Cause::ContactExists, Possible),
    api("POST", "/crm/v3/objects/contacts", 409, "already exists; both jobs ran in parallel")
        .tells(Cause::ConcurrentCreateRace, Possible),
    api("POST", "/crm/v3/objects/contacts", 409, "already exists, though the search found nothing")
        .tells(Cause::SearchIndexLag, Possible),
    api("POST", "/crm/v3/objects/contacts", 409, "already exists").tells(Cause::ContactExists, Possible),
    api("POST", "/crm/v3/properties/contacts", 409, "").tells(Cause::UniqueValueConflict, Possible),
    said("Operation returned an invalid status code 'Conflict'").tells(Cause::UniqueValueConflict, Possible),
];

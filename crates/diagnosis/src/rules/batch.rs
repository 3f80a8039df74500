//! Batches: too many inputs, and answers that are a success in part.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Likely, Evidence, Findings, LIKELY};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "batch",
    about: "More inputs than a batch takes, and 207: some of them failed.",
    find,
    examples: EXAMPLES,
};

/// What most batches of the CRM take.
const MAX_INPUTS: usize = 100;

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    size(facts, findings);
    partial(facts, findings);
}

fn size(facts: &Facts<'_>, findings: &mut Findings) {
    let is_refused = facts.status().is_none_or(|status| status >= 400);
    let phrases = [
        "maximum number of inputs",
        "batch size",
        "too many inputs",
        "inputs can't be more than",
        "limit of 100",
        "maximum of 100",
        "up to 100",
        "number of inputs",
        "batch limit",
        "more than 100",
        "at most 100",
        "exceeds the limit of",
    ];
    // "Up to 100" stands in "up to 10000", too, which is the end of a search.
    let is_of_search = facts.says_any(&["10000", "10,000", "10 000"]).is_some();
    if let Some(said) = facts.says_any(&phrases).filter(|_| is_refused && !is_of_search) {
        findings.add(Cause::BatchSizeLimit, LIKELY, [said]);
    }
    let inputs = facts.sent_json.as_ref().and_then(|body| body["inputs"].as_array());
    if let Some(count) =
        inputs.map(Vec::len).filter(|count| *count > MAX_INPUTS && facts.status() == Some(400))
    {
        findings.add(
            Cause::BatchSizeLimit,
            LIKELY,
            [Evidence::new("request.body", format!("{count} inputs"))],
        );
    }
    let is_silent = facts.status() == Some(400) && facts.said.is_empty() && facts.path.contains("/batch/");
    if is_silent && !findings.has(60) {
        findings.add(Cause::BatchSizeLimit, 60, facts.status_evidence().into_iter().chain([facts.address()]));
        findings.add(Cause::BodyWrongShape, 45, facts.status_evidence());
        findings.add(Cause::BatchDuplicateInput, 40, facts.status_evidence());
        findings.unknown("The body of the answer, and how many inputs were sent");
    }
}

fn partial(facts: &Facts<'_>, findings: &mut Findings) {
    let is_partial = facts.status() == Some(207);
    let is_success = facts.status().is_some_and(|status| (200..300).contains(&status));
    let errors = facts.answer["numErrors"]
        .as_u64()
        .or_else(|| facts.answer["errors"].as_array().map(|errors| errors.len() as u64));
    let has_errors = errors.is_some_and(|errors| errors > 0) || is_partial;
    if !has_errors || !(is_partial || is_success) {
        return;
    }
    if let Some(said) = facts.says("no_associations_found").or_else(|| facts.says("no association")) {
        let tells = "None in this direction: some are stored in one direction alone.";
        findings.add(Cause::AssociationTypeWrong, 70, [said.clone().tells(tells), facts.address()]);
        findings.add(Cause::BatchPartialFailure, 60, [said]);
        return;
    }
    let counted = errors.map(|errors| Evidence::new("response.body", format!("errors: {errors}")));
    let weight = if is_partial || errors.is_some_and(|errors| errors > 0) { LIKELY } else { 70 };
    findings.add(Cause::BatchPartialFailure, weight, facts.status_evidence().into_iter().chain(counted));
    inner(facts, findings);
}

/// Why inputs failed, as far as the answer says.
fn inner(facts: &Facts<'_>, findings: &mut Findings) {
    for (words, cause) in [
        ("object_not_found", Cause::ObjectNotFound),
        ("not_found", Cause::ObjectNotFound),
        ("already exists", Cause::ContactExists),
        ("already has that value", Cause::UniqueValueConflict),
        ("validation_error", Cause::PropertyInvalidValue),
        ("sensitive", Cause::SensitiveDataBlocked),
        ("association", Cause::AssociationTypeWrong),
    ] {
        if let Some(said) = facts.says(words) {
            findings.add(cause, 45, [said]);
        }
    }
    if let Some(said) = facts.says("_not_found_by_").filter(|_| facts.path.contains("/flows")) {
        findings.add(Cause::SensitiveDataBlocked, 50, [said]);
    }
}

const EXAMPLES: &[Example] =
    &[api("POST", "/crm/objects/2026-03/contacts/batch/create", 207, r#"{"numErrors": 1, "errors": [{}]}"#)
        .tells(Cause::BatchPartialFailure, Likely)];

//! A 2xx that is none: warnings, empty records, fields that were dropped on the way.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api};
use crate::facts::Facts;
use crate::finding::{CauseCertainty::Possible, Evidence, Findings, LIKELY};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "success",
    about: "2xx with warnings, and 2xx for a body that lacks what was meant.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    let is_success = facts.status().is_some_and(|status| (200..300).contains(&status) && status != 207);
    if facts.stage != Stage::Api || !is_success {
        return;
    }
    let warnings = facts.answer["warnings"].as_array().is_some_and(|warnings| !warnings.is_empty());
    if warnings || facts.says("property_value_normalized").is_some() {
        let quote = facts.says_any(&["property_value_normalized", "warnings"]);
        findings.add(Cause::SuccessWithWarnings, LIKELY, quote);
    }
    empty_list(facts, findings);
    let is_write = matches!(facts.method(), "POST" | "PUT" | "PATCH") && !facts.path.ends_with("/search");
    let body = facts.case.request.body.as_deref().map(str::trim);
    let is_empty = matches!(body, Some("{}" | "null" | ""))
        || facts
            .sent_json
            .as_ref()
            .is_some_and(|json| json["properties"].as_object().is_some_and(serde_json::Map::is_empty));
    flat_body(facts, findings, is_write);
    if is_write && is_empty {
        let quote = Evidence::new("request.body", body.unwrap_or_default())
            .tells("What was meant to be written is not in it.");
        findings.add(Cause::ClientDropsField, 70, [quote]);
        findings.add(Cause::ClientRequestDefect, 40, facts.status_evidence());
    } else if is_write && !findings.has(1) || findings.weight(Cause::BodyWrongShape) > 0 {
        findings.add(Cause::ClientDropsField, 40, facts.status_evidence());
        findings.add(
            Cause::SilentlyDroppedTestData,
            if facts.path.contains("form") { 45 } else { 0 },
            facts.status_evidence(),
        );
        findings.unknown("What was expected, and the body as it was sent");
    }
    if !is_write && !findings.has(1) && facts.method() == "GET" {
        // Told as a failure: something is not in it.
        for (cause, weight) in [
            (Cause::ClientRequestDefect, 36),
            (Cause::HubspotApiChange, 34),
            (Cause::ClientDropsField, 32),
            (Cause::TokenOtherPortal, 28),
        ] {
            findings.add(cause, weight, facts.status_evidence());
        }
        findings.unknown("What was expected in the answer");
    }
    if let Some(deprecated) = facts.response_header("x-hubspot-api-deprecated") {
        findings.add(
            Cause::EndpointSunset,
            40,
            [Evidence::new("response.headers.X-HubSpot-API-Deprecated", deprecated)],
        );
    }
}

/// A record is made of what stands in `properties`; beside it, fields are passed over in silence.
fn flat_body(facts: &Facts<'_>, findings: &mut Findings, is_write: bool) {
    let Some(sent) = facts.sent_json.as_ref().and_then(serde_json::Value::as_object) else { return };
    let has_frame = ["properties", "inputs", "associations"].iter().any(|name| sent.contains_key(*name));
    let is_record = facts.path.contains("/objects/") && facts.answer["properties"].is_object();
    if let Some(name) = sent.keys().next().filter(|_| is_write && is_record && !has_frame) {
        let tells = "This stands beside `properties` and not in it: it was not written.";
        findings.add(Cause::BodyWrongShape, 66, [Evidence::new("request.body", name).tells(tells)]);
    }
}

/// A list without entries, told as a failure: what was looked for is not seen yet, not asked for rightly, or elsewhere.
fn empty_list(facts: &Facts<'_>, findings: &mut Findings) {
    let is_empty = facts.answer["results"].as_array().is_some_and(Vec::is_empty);
    if !is_empty || facts.answer["status"] == "COMPLETE" {
        return;
    }
    let quote = || Evidence::new("response.body results", "[]");
    if facts.path.trim_end_matches('/').ends_with("/search") {
        let tells = "A search sees a record some seconds after it was made or changed.";
        findings.add(Cause::SearchIndexLag, 60, [quote().tells(tells)]);
        findings.add(Cause::SearchBadFilter, 40, [quote()]);
    } else {
        findings.add(Cause::ClientRequestDefect, 40, [quote()]);
        findings.add(
            Cause::PaginationCursorInvalid,
            if facts.url.as_ref().is_some_and(|url| url.query().is_some()) { 38 } else { 20 },
            [quote()],
        );
    }
    findings.add(Cause::TokenOtherPortal, 36, [quote()]);
    findings.unknown("What was expected to be in the list, and since when it is there");
}

const EXAMPLES: &[Example] = &[
    api("POST", "/crm/objects/2026-03/companies", 201, r#"{"id": "1"}"#).sent("{}").tells(Cause::ClientDropsField, Possible),
    api("POST", "/crm/v3/objects/contacts/search", 200, r#"{"total": 0, "results": []}"#).sent(r#"{"filterGroups":[{"filters":[{"propertyName":"email","operator":"IN","values":["ada@example.org"]}]}]}"#).tells(Cause::SearchIndexLag, Possible),
    api("POST", "/crm/v3/objects/contacts", 201, r#"{"id": "88", "properties": {"hs_object_id": "88"}}"#).sent(r#"{"firstname":"Ada"}"#).tells(Cause::BodyWrongShape, Possible),
    api("POST", "/crm/v3/objects/contacts", 201, r#"{"id": "88", "properties": {"hs_object_id": "88"}}"#).sent(r#"{"properties":{"firstname":"Ada"}}"#).tells(Cause::ClientDropsField, Possible),
];

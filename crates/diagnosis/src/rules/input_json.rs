//! What HubSpot's JSON reader says: the shape, the fields, the values, and where.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, api, said};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "input-json",
    about: "\"Invalid input JSON\" and its like: shape, missing fields, missing body, content type.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Api {
        return;
    }
    broken_json(facts, findings);
    no_body(facts, findings);
    media_type(facts, findings);
    shape(facts, findings);
    fields(facts, findings);
    no_properties(facts, findings);
}

/// A body that begins as JSON and is none.
fn broken_json(facts: &Facts<'_>, findings: &mut Findings) {
    let body = facts.case.request.body.as_deref().unwrap_or_default().trim_start();
    if facts.status() == Some(400)
        && body.starts_with(['{', '['])
        && facts.sent_json.is_none()
        && body.len() < 100_000
    {
        let tells = "This is not valid JSON.";
        findings.add(Cause::ClientRequestDefect, 62, [Evidence::new("request.body", body).tells(tells)]);
        findings.add(Cause::BodyWrongShape, 60, [Evidence::new("request.body", body)]);
    }
}

fn no_body(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "request body was expected",
        "a request body",
        "body is required",
        "body may not be null",
        "request body is missing",
        "no content to map",
        "empty input stream",
        "body is empty",
        "request entity is missing",
        "missing request body",
    ];
    let was_sent = facts.case.request.body.as_deref().is_some_and(|body| !body.trim().is_empty());
    if let Some(said) = facts.says_any(&phrases) {
        if was_sent {
            let tells = "A body was given, and none arrived.";
            findings.add(Cause::ClientDropsField, 74, [said.clone().tells(tells)]);
            findings.add(Cause::ClientRequestDefect, 60, [said.clone()]);
        }
        findings.add(Cause::BodyMissing, if was_sent { 76 } else { LIKELY }, [said]);
    } else if let Some(said) = facts.says_any(&["may not be null", "must not be null"]) {
        findings.add(Cause::BodyMissing, 55, [said.clone()]);
        findings.add(Cause::RequiredFieldMissing, 60, [said]);
    }
}

fn media_type(facts: &Facts<'_>, findings: &mut Findings) {
    let evidence = facts
        .request_header("content-type")
        .map(|media| Evidence::new("request.headers.Content-Type", format!("Content-Type: {media}")));
    if let Some(status) = facts.answered(415).or_else(|| facts.says("unsupported media type")) {
        findings.add(Cause::WrongContentType, CERTAIN, [status].into_iter().chain(evidence.clone()));
    }
    if let Some(status) = facts.answered(406) {
        let accept = facts.request_header("accept").unwrap_or("not reported");
        let quote = Evidence::new("request.headers.Accept", format!("Accept: {accept}"));
        findings.add(Cause::WrongContentType, 60, [status, quote]);
    }
    let phrases = [
        "content-type header",
        "content type header",
        "invalid content-type",
        "invalid content type",
        "content-type must",
        "content type must",
        "content type '",
        "content-type '",
        "unsupported content",
        "not of type application/json",
        "boundary",
        "multipart",
    ];
    if let Some(said) = facts
        .says_any(&phrases)
        .filter(|_| facts.status().is_none_or(|status| (400..=500).contains(&status)) && !facts.has_html())
    {
        findings.add(Cause::WrongContentType, 75, [said].into_iter().chain(evidence.clone()));
    }
    // A form, or text, where the endpoint reads JSON.
    let is_wrong = facts.lint().iter().any(|finding| finding.label == Some("wrong-content-type"));
    if is_wrong && evidence.is_some() && facts.status() == Some(400) {
        findings.add(Cause::WrongContentType, 70, evidence);
    }
}

/// The value at a place is of another kind than the field takes.
fn shape(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "cannot deserialize",
        "can not deserialize",
        "cannot construct instance",
        "can not construct instance",
        "unrecognized field",
        "no string-argument constructor",
        "unexpected character",
        "unable to process json",
        "invalid json",
        "malformed json",
        "unexpected end-of-input",
        "json parse error",
        "invalid input json",
    ];
    let Some(said) = facts.says_any(&phrases) else { return };
    if facts.says("some required fields were not set").is_some() {
        return;
    }
    let of_number = facts.says_any(&[
        "type `long` from string",
        "not a valid `long` value",
        "type `java.time",
        "type `int` from string",
        "java.lang.long",
        "type long from string",
        "epoch",
        "datetime",
    ]);
    if let Some(number) = of_number {
        let is_date = has_date(facts.said.written());
        findings.add(Cause::TimestampWrongUnit, if is_date { LIKELY } else { 55 }, [number]);
        findings.add(Cause::BodyWrongShape, 50, [said]);
        return;
    }
    let of_filter = facts.says_any(&["search.filter", "filteroperator", "filtergroup", "operator"]);
    if let Some(filter) = of_filter {
        // The client was given what HubSpot misses.
        let body = facts.case.request.body.as_deref().unwrap_or_default();
        let was_given = facts.said.has("requires a highvalue") && body.contains("highValue")
            || facts.said.has("requires a value") && body.contains("\"value\"");
        findings.add(Cause::SearchBadFilter, 78, [filter]);
        findings.add(Cause::ClientDropsField, if was_given { 70 } else { 25 }, [said.clone()]);
        findings.add(Cause::BodyWrongShape, 40, [said]);
        return;
    }
    let is_cursor = facts.says_any(&["after"]).is_some() || has_opaque_cursor(facts);
    if is_cursor && facts.path.trim_end_matches('/').ends_with("search") && has_opaque_cursor(facts) {
        findings.add(
            Cause::PaginationCursorInvalid,
            70,
            [said.clone(), Evidence::new("request.body", "after")],
        );
    }
    let is_null = facts.case.request.body.as_deref().is_some_and(|body| matches!(body.trim(), "" | "null"));
    if is_null {
        findings.add(Cause::BodyMissing, 75, [Evidence::new("request.body", "null")]);
    }
    let is_search = facts.path.trim_end_matches('/').ends_with("search");
    findings.add(Cause::BodyWrongShape, if is_search { 60 } else { 75 }, [said.clone()]);
    if is_search {
        findings.add(Cause::SearchBadFilter, 58, [said.clone(), facts.address()]);
        findings.add(Cause::HubspotApiChange, 40, [said]);
        findings.unknown("The rest of HubSpot's sentence, and the body as it was sent");
    } else {
        findings.add(Cause::HubspotApiChange, 20, [said.clone()]);
        findings.add(Cause::ClientRequestDefect, 25, [said]);
    }
}

/// "Some required fields were not set": the field is missing, or everything is one level too high or too low.
fn fields(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(said) = facts.says("required fields were not set") else {
        let phrases = [
            "is required",
            "required property",
            "required properties",
            "required field",
            "is a required",
            "are required",
            "must have a name",
            "can not be null or empty",
            "cannot be null or empty",
            "must be provided",
            "is missing",
            "must be specified",
            "required parameter",
            "must not be empty",
            "can't be blank",
            "required properties for",
            "missing_required",
            "required_field",
        ];
        if let Some(said) = facts
            .says_any(&phrases)
            .filter(|_| facts.status().is_none_or(|status| status == 400 || status == 422 || status == 500))
            && facts.says("scope").is_none()
            && facts.says("request body").is_none()
        {
            if let Some(name) = missed_but_sent(facts, &said.quote) {
                let tells = "HubSpot misses what stands in the body: it stands at another place or under another key.";
                findings.add(Cause::BodyWrongShape, 77, [Evidence::new("request.body", name).tells(tells)]);
            }
            findings.add(Cause::RequiredFieldMissing, 75, [said.clone()]);
            findings.add(Cause::ClientDropsField, 40, [said]);
        }
        return;
    };
    let wrong = is_wrong_shape(facts);
    findings.add(Cause::BodyWrongShape, if wrong { 75 } else { 55 }, [said.clone()]);
    findings.add(Cause::RequiredFieldMissing, if wrong { 50 } else { 70 }, [said.clone()]);
    findings.add(Cause::ClientRequestDefect, 30, [said.clone()]);
    findings.add(Cause::ClientDropsField, 30, [said]);
    findings.unknown("The body as it was sent");
}

/// Whether the fields that HubSpot misses stand elsewhere in the body, or the body is not an object or array as it should
/// be. An association's fields are those of a list of objects, where people write a word.
fn is_wrong_shape(facts: &Facts<'_>) -> bool {
    let names = facts.said.quote("required fields were not set").unwrap_or_default();
    let list = names.split('[').nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    let body = facts.case.request.body.as_deref().unwrap_or_default();
    let has_them =
        list.split(',').map(str::trim).any(|name| !name.is_empty() && body.contains(&format!("\"{name}\"")));
    let is_flat = list.contains("properties")
        && facts.sent_json.as_ref().is_some_and(|json| json.is_object() && json.get("properties").is_none());
    has_them
        || is_flat
        || list.contains("inputs")
        || list.contains("association")
        || facts.path.contains("/associations/")
}

/// The first name in `[…]` of HubSpot's sentence, if the body has it.
fn missed_but_sent(facts: &Facts<'_>, said: &str) -> Option<String> {
    let list = said.split('[').nth(1)?.split(']').next()?;
    let name = list.split([',', ' ', '(']).next()?.trim();
    let body = facts.case.request.body.as_deref()?;
    (name.len() > 1 && body.contains(&format!("\"{name}"))).then(|| name.to_owned())
}

fn no_properties(facts: &Facts<'_>, findings: &mut Findings) {
    if let Some(said) = facts.says_any(&[
        "no properties found to update",
        "please provide at least one",
        "properties are required",
    ]) {
        let is_emptied = facts.sent_json.as_ref().is_some_and(|body| body.get("properties").is_some());
        findings.add(Cause::BodyWrongShape, if is_emptied { 55 } else { 75 }, [said.clone()]);
        findings.add(Cause::BodyMissing, 40, [said.clone()]);
        findings.add(Cause::ClientDropsField, if is_emptied { 72 } else { 35 }, [said]);
    }
}

/// A cursor of a list call: base64, where a search wants a number.
pub(super) fn has_opaque_cursor(facts: &Facts<'_>) -> bool {
    let after = facts.sent_json.as_ref().map(|body| &body["after"]);
    match after.and_then(|after| after.as_str()) {
        Some(text) => !text.is_empty() && !text.bytes().all(|byte| byte.is_ascii_digit()),
        None => facts.query("after").is_some_and(|text| text.contains(['=', '%', '/'])),
    }
}

/// A date as ISO 8601 has it.
pub(super) fn has_date(text: &str) -> bool {
    text.as_bytes().windows(10).any(|window| {
        window[4] == b'-'
            && window[7] == b'-'
            && [0, 1, 2, 3, 5, 6, 8, 9].iter().all(|at| window[*at].is_ascii_digit())
    })
}

const EXAMPLES: &[Example] = &[
    api(
        "PATCH",
        "/crm/objects/2026-03/contacts/1",
        400,
        r#"{"message": "No properties found to update, please provide at least one."}"#,
    )
    .sent(r#"{"properties": {}}"#)
    .tells(Cause::ClientDropsField, Possible),
    api(
        "PATCH",
        "/crm/objects/2026-03/contacts/1",
        400,
        r#"{"message": "No properties found to update, please provide at least one."}"#,
    )
    .sent(r#"{"email": "a@example.com"}"#)
    .tells(Cause::BodyWrongShape, Possible),
    api("GET", "/crm/objects/2026-03/contacts", 415, "").tells(Cause::WrongContentType, Certain),
    api("POST", "/crm/v3/objects/contacts", 400, "Invalid input JSON: No content (empty input stream)")
        .tells(Cause::BodyMissing, Likely),
    said("HTTP Error 406").tells(Cause::WrongContentType, Possible),
];

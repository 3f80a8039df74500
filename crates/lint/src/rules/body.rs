//! The body: where none belongs, where one is missing, and JSON that is none.

use portalscope_formats::Body;

use crate::finding::{Finding, Fix, Part, Severity};
use crate::json::{self, FaultKind};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const ON_GET: Rule = Rule {
    name: "body-on-get",
    severity: Severity::Warning,
    label: None,
    about: "The body of a GET has no meaning (RFC 9110, section 9.3.1): HubSpot does not read it, and some servers refuse it.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"limit\":5}",
    ],
    right: &["GET https://api.hubapi.com/crm/v3/objects/contacts?limit=5\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check_on_get),
};

pub(crate) const MISSING: Rule = Rule {
    name: "body-missing",
    severity: Severity::Warning,
    label: Some("body-missing"),
    about: "The operation takes a body and gets none; HubSpot answers 400 or 415.",
    wrong: &["POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n"],
    right: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":{}}",
        "DELETE https://api.hubapi.com/crm/v3/objects/contacts/512\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_missing),
};

pub(crate) const JSON: Rule = Rule {
    name: "json-syntax",
    severity: Severity::Error,
    label: Some("body-wrong-shape"),
    about: "The body is meant as JSON (RFC 8259) and is none; HubSpot answers 400 \"Invalid input JSON\".",
    wrong: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\": {\"email\": \"ana@example.com\",}}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{'properties': {'email': 'ana@example.com'}}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\": {\"optout\": True}}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\": {} // none yet\n}",
    ],
    right: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\": {\"email\": \"{{email}}\", \"age\": {{age}}}}",
    ],
    check: Check::Request(check_json),
};

fn check_on_get(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_get = matches!(subject.method(), "GET" | "HEAD");
    if !is_get
        || subject.address.path().len() <= 1
        || !subject.address.is_api()
        || subject.address.is_token_endpoint()
    {
        return;
    }
    let value = match &subject.request.body {
        Body::None | Body::Unknown => return,
        Body::Text(value) | Body::Json(value) | Body::File(value) if value.text.trim().is_empty() => return,
        Body::Text(value) | Body::Json(value) | Body::File(value) => Some(value),
        Body::Form(fields) | Body::Multipart(fields) if fields.is_empty() => return,
        Body::Form(_) | Body::Multipart(_) => None,
    };
    let at = value
        .map_or_else(|| subject.at_request(Part::Body), |value| subject.at_value(Part::Body, None, value));
    let message = "A GET has a body, which HubSpot does not read. Parameters of a GET stand in the query; a body belongs to a POST, \
        such as a search.";
    findings.push(ON_GET.finding(at, message));
}

fn check_missing(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(operation) = subject.operation.as_ref().map(|found| found.operation) else { return };
    let is_empty =
        subject.request.body == Body::None && !subject.has_unread_parts() && !subject.is_address_alone();
    let takes_json = operation.has_body && operation.content_types.iter().any(|kind| kind.contains("json"));
    if !is_empty
        || !takes_json
        || !matches!(operation.method, "POST" | "PUT" | "PATCH")
        || subject.address.is_token_endpoint()
    {
        return;
    }
    let message = "This operation takes a body and gets none: HubSpot answers 400, or 415 where `Content-Type` is missing as well.";
    findings.push(MISSING.finding(subject.at_request(Part::Body), message));
}

fn check_json(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let (Body::Text(value), false) = (&subject.request.body, subject.address.is_token_endpoint()) else {
        return;
    };
    let text = value.text.trim_start();
    let begins = text.starts_with(['{', '['])
        && value.open.first().is_none_or(|open| open.start > value.text.len() - text.len());
    let says_json = subject.media_type().is_some_and(|media| media.ends_with("json"));
    let is_meant = begins && (says_json || subject.content_type().is_none() && subject.address.is_api());
    if !is_meant || subject.address.server == crate::address::Server::Foreign {
        return;
    }
    let Some(fault) = json::fault(&value.text, &value.open) else { return };
    let at = subject.at(Part::Body, None, value, &fault.range);
    let place = place(&value.text, fault.range.start);
    let message =
        format!("{} ({place} of the body). HubSpot answers 400 \"Invalid input JSON\".", why(fault.kind));
    let fix = |title: &str, replacement: &str| -> Option<Fix> {
        subject.fix_at(value, &(0..value.text.len()), title, &fault.range, replacement)
    };
    let fix = match fault.kind {
        FaultKind::TrailingComma => fix("Remove the comma", ""),
        FaultKind::Word(json) => fix("Write it as JSON does", json),
        FaultKind::Comment => fix("Remove the comment", ""),
        FaultKind::MissingComma => {
            let start = fault.range.start..fault.range.start;
            subject.fix_at(value, &(0..value.text.len()), "Add a comma", &start, ",")
        }
        _ => None,
    };
    findings.push(JSON.finding(at, message).fix(fix));
}

pub(super) fn why(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::TrailingComma => "A comma stands before the closing bracket, which JSON does not allow",
        FaultKind::SingleQuotes => "Single quotes stand where JSON wants double ones",
        FaultKind::TypographicQuotes => "Typographic quotation marks stand where JSON wants plain ones",
        FaultKind::Comment => "JSON knows no comments",
        FaultKind::Word(_) => {
            "A word of a programming language stands here; JSON has `true`, `false` and `null`"
        }
        FaultKind::BareName => "A name stands without quotes",
        FaultKind::MissingComma => "A comma is missing",
        FaultKind::Ends => "The JSON ends before its brackets are closed",
        FaultKind::LineEndInString => "A line ends within a string; JSON wants `\\n` there",
        FaultKind::Expression => "An expression of a program stands here, whose value is not put in",
        FaultKind::Other => "This is not JSON",
    }
}

/// Line and column within a text, in words.
pub(super) fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}

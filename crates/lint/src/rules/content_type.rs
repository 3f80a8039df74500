//! Whether `Content-Type` says what the body is.

use portalscope_formats::{Body, Form, NoteKind};

use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "content-type",
    severity: Severity::Error,
    label: Some("wrong-content-type"),
    about: "`Content-Type` must say what the body is: HubSpot answers 415, or 400 as if the fields were missing.",
    wrong: &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/x-www-form-urlencoded\n\n{\"properties\":{\"email\":\"ana@example.com\"}}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: text/plain\n\n{\"properties\":{\"email\":\"ana@example.com\"}}",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\nemail=ana%40example.com&firstname=Ana",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n\n{\"properties\":{\"email\":\"ana@example.com\"}}",
        "POST https://api.hubapi.com/files/v3/files\nAuthorization: Bearer {{token}}\nContent-Type: multipart/form-data\n\n--x\n",
        "curl https://api.hubapi.com/crm/v3/objects/contacts -H \"Authorization: Bearer $T\" -d email=ana@example.com",
    ],
    right: &[
        "curl https://api.hubapi.com/crm/v3/objects/contacts -H \"Authorization: Bearer $T\" --json '{\"properties\":{\"email\":\"ana@example.com\"}}'",
        "POST https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\nContent-Type: application/json; charset=utf-8\n\n{\"properties\":{\"email\":\"ana@example.com\"}}",
        "POST https://api.hubapi.com/files/v3/files\nAuthorization: Bearer {{token}}\nContent-Type: multipart/form-data; boundary=x\n\n--x\n",
        "POST https://api.hubapi.com/oauth/2026-09/token\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    check: Check::Request(check),
};

pub(crate) const VERSION: Rule = Rule {
    name: "depends-on-version",
    severity: Severity::Info,
    label: None,
    about: "What is sent depends on the version of a client.",
    wrong: &[
        "axios.post('https://api.hubapi.com/oauth/2026-09/token', { grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: token }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })",
    ],
    right: &[
        "axios.post('https://api.hubapi.com/oauth/2026-09/token', new URLSearchParams({ grant_type: 'refresh_token', client_id: id, client_secret: secret, refresh_token: token }))",
    ],
    check: Check::Request(check_version),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Form,
    Other,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_api() || subject.address.is_token_endpoint() || subject.is_address_alone() {
        return;
    }
    if let Some(finding) = multipart(subject) {
        findings.push(finding);
        return;
    }
    let Some(body) = kind(subject) else {
        findings.extend(of_no_body(subject));
        return;
    };
    let header = subject.content_type();
    let Some(header) = header else {
        findings.extend(missing(subject, body));
        return;
    };
    let Some(media) = subject.media_type() else { return };
    let takes = |kind: &str| {
        let types = subject
            .operation
            .as_ref()
            .map(|found| found.operation.content_types.as_slice())
            .unwrap_or_default();
        types.iter().any(|known| known.contains(kind))
    };
    let says = match media.as_str() {
        json if json.ends_with("json") => Kind::Json,
        "application/x-www-form-urlencoded" => Kind::Form,
        _ => Kind::Other,
    };
    if says == Kind::Form && body == Kind::Form && takes("json") && !takes("form") && !takes("*") {
        let message = "A form is sent, and this operation takes JSON: HubSpot answers 415, or 400 as if the fields were missing.";
        let at = match (&subject.request.body, subject.body_text()) {
            (_, Some(value)) => subject.at_value(Part::Body, None, value),
            (Body::Form(fields), _) if !fields.is_empty() => {
                subject.at_value(Part::Body, None, &fields[0].name)
            }
            _ => subject.at_request(Part::Body),
        };
        findings.push(RULE.finding(at, message));
        return;
    }
    if says == body || body == Kind::Form && says == Kind::Other || takes(&media) && says == Kind::Other {
        return;
    }
    // Where the client implies the header, the body is what can be pointed at.
    let at = match subject.body_text().filter(|_| header.value.span.is_none()) {
        Some(value) => subject.at_value(Part::Body, None, value),
        None => subject.at_value(Part::Header, Some("Content-Type"), &header.value),
    };
    let finding = if body == Kind::Json {
        let message = "The body is JSON, and `Content-Type` says something else: HubSpot answers 415, or 400 as if the fields were \
            missing.";
        let end = header.value.text.find(';').unwrap_or(header.value.text.len());
        let fix = subject.fix("Say that it is JSON", &header.value, &(0..end), "application/json");
        RULE.finding(at, message).fix(fix)
    } else {
        let message = "`Content-Type` says JSON, and the body is a form: HubSpot answers 400 about invalid JSON. This API takes JSON.";
        RULE.finding(at, message)
    };
    findings.push(finding);
}

fn kind(subject: &Subject<'_>) -> Option<Kind> {
    match &subject.request.body {
        Body::Json(_) => Some(Kind::Json),
        Body::Form(_) => Some(Kind::Form),
        Body::Text(value) => {
            let is_open_first = value.open.first().is_some_and(|open| open.start == 0);
            let text = value.text.trim();
            if is_open_first || text.is_empty() {
                return None;
            }
            let is_json =
                text.starts_with('{') && text.ends_with('}') || text.starts_with('[') && text.ends_with(']');
            let is_form =
                !text.contains(['{', '\n', ' ', '"']) && text.split('&').all(|pair| pair.contains('='));
            if is_json { Some(Kind::Json) } else { is_form.then_some(Kind::Form) }
        }
        Body::None | Body::Multipart(_) | Body::File(_) | Body::Unknown => None,
    }
}

/// A text whose type nobody says. What the client adds stands in the headers.
fn missing(subject: &Subject<'_>, body: Kind) -> Option<Finding> {
    let depends =
        subject.request.notes.iter().any(|note| matches!(note.kind, NoteKind::DependsOnVersion { .. }));
    let is_text = matches!(subject.request.body, Body::Text(_));
    if body != Kind::Json
        || !is_text
        || depends
        || subject.has_unread_parts()
        || subject.known.context.has_own_credential
    {
        return None;
    }
    let message = "The body is JSON, and no `Content-Type` says so: the client sends none or one of its own, and HubSpot answers \
        415. Add `Content-Type: application/json`.";
    let at = subject
        .body_text()
        .map_or_else(|| subject.at_request(Part::Header), |value| subject.at_value(Part::Body, None, value));
    let fix = if subject.form == Some(Form::Http) { added(subject) } else { None };
    let finding = RULE.finding(at, message).fix(fix);
    Some(if subject.is_report() { finding.severity(Severity::Warning) } else { finding })
}

/// A body that is not there, or not in the text, under a type that the operation does not take: some are refused for it.
fn of_no_body(subject: &Subject<'_>) -> Option<Finding> {
    let header = subject.content_type()?;
    let is_form = subject.media_type().is_some_and(|media| media == "application/x-www-form-urlencoded");
    let types = &subject.operation.as_ref()?.operation.content_types;
    let takes_json = !types.iter().any(|known| known.contains("form"));
    let is_none = matches!(subject.request.body, Body::None | Body::Unknown);
    let writes = matches!(subject.method(), "POST" | "PUT" | "PATCH");
    if !(is_form && takes_json && is_none && writes) {
        return None;
    }
    let message = "`Content-Type` says that a form comes, and the operation takes JSON: HubSpot may answer 415, also where no body is \
        sent.";
    let at = subject.at_value(Part::Header, Some("Content-Type"), &header.value);
    let fix =
        subject.fix("Say that it is JSON", &header.value, &(0..header.value.text.len()), "application/json");
    Some(RULE.finding(at, message).severity(Severity::Warning).fix(fix))
}

fn added(subject: &Subject<'_>) -> Option<crate::finding::Fix> {
    let name = &subject.request.headers.first()?.name;
    let span = subject.exact(name, &(0..name.text.len()))?;
    Some(crate::finding::Fix::new(
        "Add the header",
        &(span.start..span.start),
        "Content-Type: application/json\n",
    ))
}

fn multipart(subject: &Subject<'_>) -> Option<Finding> {
    let header = subject.content_type()?;
    let is_multipart = subject.media_type().is_some_and(|media| media == "multipart/form-data");
    let has_boundary = header.value.text.to_ascii_lowercase().contains("boundary=");
    // A header that stands nowhere is the client's, which adds the boundary that it has chosen.
    let is_own = header.value.span.is_none() && subject.form.is_some();
    if !is_multipart || has_boundary || is_own || !header.value.open.is_empty() {
        return None;
    }
    let message = "`multipart/form-data` stands without the boundary, so that HubSpot cannot tell the parts apart and answers 400 or \
        500. Leave the header out: the client writes it, with the boundary that it has chosen.";
    let at = subject.at_value(Part::Header, Some("Content-Type"), &header.value);
    Some(RULE.finding(at, message))
}

fn check_version(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for note in &subject.request.notes {
        if let NoteKind::DependsOnVersion { library, before, after } = &note.kind {
            let message = format!(
                "What is sent depends on the version of the client. {library}: {before}; from then on: {after}."
            );
            let mut at = subject.at_request(Part::Body);
            if let (Some(span), Some(_)) = (&note.span, at.place) {
                at.place = Some(crate::document::unnumbered(span));
            }
            findings.push(VERSION.finding(at, message));
        }
    }
}

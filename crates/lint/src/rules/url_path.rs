//! The form of the path: what was left in it, and slashes.

use std::ops::Range;

use portalscope_formats::{Form, NoteKind};

use crate::MAX_OF_A_RULE;
use crate::address::Server;
use crate::document::is_open;
use crate::finding::{At, Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const UNRESOLVED: Rule = Rule {
    name: "path-placeholder",
    severity: Severity::Error,
    label: Some("wrong-path"),
    about: "`:id`, `{id}` or `<id>` is sent as it stands, since nothing put a value in.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts/:contactId\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/{contactId}\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/<contactId>\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/%7BcontactId%7D\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/$contactId\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/YOUR_CONTACT_ID\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/undefined\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts?limit={limit}\nAuthorization: Bearer {{token}}\n",
        r#"{"info":{"name":"c","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"a","request":{"method":"GET","header":[{"key":"Authorization","value":"Bearer {{token}}"}],"url":{"raw":"https://api.hubapi.com/crm/v3/objects/deals/:dealId","protocol":"https","host":["api","hubapi","com"],"path":["crm","v3","objects","deals",":dealId"],"variable":[{"key":"dealId","value":""}]}}}]}"#,
    ],
    right: &[
        r#"{"info":{"name":"c","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[{"name":"a","request":{"method":"GET","header":[{"key":"Authorization","value":"Bearer {{token}}"}],"url":{"raw":"https://api.hubapi.com/crm/v3/objects/deals/:dealId","protocol":"https","host":["api","hubapi","com"],"path":["crm","v3","objects","deals",":dealId"],"variable":[{"key":"dealId","value":"512"}]}}}]}"#,
        "GET https://api.hubapi.com/crm/v3/objects/contacts/{{contactId}}\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/512\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check_unresolved),
};

pub(crate) const SLASHES: Rule = Rule {
    name: "double-slash",
    severity: Severity::Error,
    label: Some("wrong-path"),
    about: "Two slashes are another path than one: base and path were joined with a slash each, or a value was empty.",
    wrong: &["GET https://api.hubapi.com//crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n"],
    right: &["GET https://api.hubapi.com/crm/v3/objects/contacts/\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check_slashes),
};

pub(crate) const JOINED: Rule = Rule {
    name: "joined-unexpectedly",
    severity: Severity::Error,
    label: Some("wrong-path"),
    about: "The client joins base and path in another way than they read side by side (RFC 3986, section 5).",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/crm/v3/owners\nAuthorization: Bearer {{token}}\n",
        "const api = axios.create({ baseURL: 'https://api.hubapi.com/crm/v3', headers: { Authorization: `Bearer ${token}` } });\nawait api.get('/crm/v3/owners');",
        "$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.hubapi.com/crm/v3']);\n$client->get('/owners', ['headers' => ['Authorization' => \"Bearer $token\"]]);",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{token}}\n",
        "const api = axios.create({ baseURL: 'https://api.hubapi.com/crm/v3', headers: { Authorization: `Bearer ${token}` } });\nawait api.get('/owners');",
        "$client = new \\GuzzleHttp\\Client(['base_uri' => 'https://api.hubapi.com/crm/v3/']);\n$client->get('owners', ['headers' => ['Authorization' => \"Bearer $token\"]]);",
    ],
    check: Check::Request(check_joined),
};

fn check_unresolved(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_ours = !matches!(subject.address.server, Server::Foreign);
    if !is_ours {
        return;
    }
    let url = &subject.request.url;
    for segment in subject.address.segments() {
        let text = &url.text[segment.clone()];
        let is_template = text.starts_with("{{") && text.ends_with("}}") && !subject.has_templates();
        // Postman's own variables of a path have their values beside it, or none.
        let is_unset = text.starts_with(':') && subject.form == Some(Form::Postman);
        if is_open(url, &segment) && !is_template && !is_unset {
            continue;
        }
        if let Some(name) = placeholder(text).filter(|_| findings.len() <= MAX_OF_A_RULE) {
            let at = subject.at(Part::Url, Some(name), url, &segment);
            let finding = unresolved(subject, at, name, "the path");
            // Whoever copies from a tool with templates may run it there. In a report braces as they are name the operation:
            // sent, they are written %7B and %7D.
            let is_minor = is_template && subject.form != Some(Form::Path)
                || subject.is_report() && text.starts_with('{');
            findings.push(if is_minor { finding.severity(Severity::Warning) } else { finding });
        }
    }
    for parameter in subject.parameters.iter().filter(|parameter| !parameter.is_open) {
        let is_one = bracketed(&parameter.value).is_some();
        if findings.len() <= MAX_OF_A_RULE
            && is_one
            && bracketed(&parameter.value).is_some_and(|name| name.bytes().all(is_of_names))
        {
            let at = subject.at(
                Part::Query,
                Some(&parameter.name),
                parameter.value_source,
                &parameter.value_range,
            );
            findings.push(unresolved(subject, at, "", "the query"));
        }
    }
}

fn unresolved(subject: &Subject<'_>, at: At, name: &str, place: &str) -> Finding {
    let message = if is_empty_word(name) {
        format!(
            "A variable was empty when {place} was put together, and its text was sent. HubSpot takes it for the value."
        )
    } else {
        format!(
            "A placeholder is left in {place}, and would be sent as it stands: HubSpot takes it for the value, and answers 400 or \
             404. Put the value in."
        )
    };
    let finding = UNRESOLVED.finding(at, message);
    // Whoever pastes a path alone means the operation.
    if subject.form == Some(Form::Path) { finding.severity(Severity::Info) } else { finding }
}

/// The name in a segment that stands for a value.
fn placeholder(segment: &str) -> Option<&str> {
    let after = |start: char| {
        let name = segment.strip_prefix(start)?;
        let is_name =
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.bytes().all(is_of_names);
        is_name.then_some(name)
    };
    bracketed(segment)
        .or_else(|| after(':'))
        .or_else(|| after('$'))
        .or_else(|| is_empty_word(segment).then_some(segment))
        .or_else(|| is_shouted(segment).then_some(segment))
}

fn bracketed(text: &str) -> Option<&str> {
    let pairs = [
        ("{{", "}}"),
        ("${", "}"),
        ("{", "}"),
        ("<", ">"),
        ("%7B%7B", "%7D%7D"),
        ("%7B", "%7D"),
        ("%3C", "%3E"),
        ("[", "]"),
    ];
    let inside = |(start, end): &(&str, &str)| {
        let inside = text.strip_prefix(start)?.strip_suffix(end)?;
        (!inside.is_empty() && inside.len() <= 60).then_some(inside)
    };
    pairs.iter().find_map(inside)
}

fn is_of_names(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_- .".contains(&byte)
}

fn is_empty_word(text: &str) -> bool {
    matches!(
        text,
        "undefined"
            | "null"
            | "None"
            | "nil"
            | "NaN"
            | "[object Object]"
            | "[object%20Object]"
            | "%5Bobject%20Object%5D"
    )
}

/// `YOUR_CONTACT_ID`, `CONTACT_ID`, `XXX`: no name in HubSpot's paths is in capitals.
fn is_shouted(text: &str) -> bool {
    let is_capital = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    let is_word = text.len() >= 5 && text.bytes().all(is_capital);
    is_word
        && (text.ends_with("_ID")
            || text.starts_with("YOUR")
            || text.starts_with("INSERT")
            || text.bytes().all(|b| b == b'X'))
}

fn check_slashes(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.address.server == Server::Foreign {
        return;
    }
    let (url, path) = (&subject.request.url, subject.address.path.clone());
    let Some(at) = url.text[path.clone()].find("//") else { return };
    let start = path.start + at;
    let run = url.text[start..path.end].bytes().take_while(|byte| *byte == b'/').count();
    let range: Range<usize> = start + 1..start + run;
    // A variable after a slash may begin with one; that is not seen here.
    let message = "Two slashes stand together in the path: base and path were joined with one each, or a value was empty. HubSpot \
        knows no such path.";
    let fix = subject.fix_at(url, &(0..url.text.len()), "Remove a slash", &range, "");
    let fix = fix.or_else(|| subject.fix_at(url, &path, "Remove a slash", &range, ""));
    findings.push(SLASHES.finding(subject.at(Part::Url, None, url, &path), message).fix(fix));
}

/// The part of a path that stands there twice, where it is right without the second: `/crm/v3` of `/crm/v3/crm/v3/owners`.
pub(super) fn beginning_twice(subject: &Subject<'_>) -> Option<Range<usize>> {
    let path = subject.address.path();
    if !subject.address.is_api() || subject.operation.is_some() || path.len() > 300 {
        return None;
    }
    let ends = path.match_indices('/').map(|(at, _)| at).skip(1).take(4);
    let is_twice =
        |end: &usize| path[*end..].strip_prefix(&path[..*end]).is_some_and(|rest| rest.starts_with('/'));
    let end =
        ends.filter(is_twice).find(|end| !subject.known.catalog.methods_at(&path[*end..]).is_empty())?;
    let start = subject.address.path.start;
    Some(start..start + end)
}

fn check_joined(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if let Some(twice) = beginning_twice(subject) {
        let url = &subject.request.url;
        let message = "The beginning of the path is sent twice: it stands in the base and in the path that is added to it. HubSpot \
            answers 404. Leave it out of one of the two.";
        let fix = subject.fix_at(url, &subject.address.path, "Remove the second one", &twice, "");
        findings.push(JOINED.finding(subject.at_value(Part::Url, None, url), message).fix(fix));
        return;
    }
    for note in &subject.request.notes {
        let NoteKind::JoinedUnexpectedly { sent, looks_like } = &note.kind else { continue };
        if same(sent, looks_like) {
            continue;
        }
        let message = format!(
            "The client joins base and path in another way than they read: {} is sent. A path that begins with a slash replaces \
             the path of the base; without a slash at the base's end its last segment is replaced. End the base with `/`, and \
             begin the path without.",
            shown_path(subject, sent)
        );
        let mut at = subject.at_value(Part::Url, None, &subject.request.url);
        if let (Some(span), Some(_)) = (&note.span, at.place) {
            at.place = Some(crate::document::unnumbered(span));
        }
        findings.push(JOINED.finding(at, message));
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// The path that is sent, if the catalogue's words are enough to write it.
fn shown_path(subject: &Subject<'_>, sent: &str) -> String {
    let value = portalscope_formats::Value::implied(sent);
    let address = crate::address::Address::of(&value);
    let path = address.path();
    let is_plain = path.len() <= 60
        && path.split('/').all(|part| part.is_empty() || crate::document::shown(part).is_some());
    match subject.known.catalog.resolve(subject.method(), path) {
        Some(found) => format!("`{}`", found.operation.path),
        None if is_plain && path.len() > 1 => format!("`{path}`"),
        None => "another path".to_owned(),
    }
}

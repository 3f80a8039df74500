//! Ids of the wrong form in the path.

use crate::address::Server;
use crate::document::is_open;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "path-id",
    severity: Severity::Error,
    label: Some("object-not-found"),
    about: "Records are addressed by numeric ids; an e-mail address or another value needs `idProperty`.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts/ana@example.com\nAuthorization: Bearer {{token}}\n",
        "PATCH https://api.hubapi.com/crm/objects/2026-03/companies/example.com\nAuthorization: Bearer {{token}}\nContent-Type: application/json\n\n{\"properties\":{}}",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts/ana%40example.com?idProperty=email\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/objects/contacts/512\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/contacts/v1/contact/email/ana@example.com/profile\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(found) = &subject.operation else { return };
    if subject.address.server == Server::Foreign
        || subject.parameters.iter().any(|parameter| parameter.name == "idProperty")
    {
        return;
    }
    let operation = found.operation;
    let is_record =
        operation.path.starts_with("/crm/v3/objects/") || operation.path.starts_with("/crm/objects/");
    for (name, value) in &found.path_values {
        let is_integer =
            operation.path_parameters.iter().any(|known| known.name == name && known.kind == "integer");
        let is_id = is_record && name.ends_with("Id") && !name.to_ascii_lowercase().contains("objecttype");
        if !(is_integer || is_id) || is_numeric(value) {
            continue;
        }
        let url = &subject.request.url;
        let Some(range) = subject.address.segments().find(|range| &url.text[range.clone()] == value) else {
            continue;
        };
        if is_open(url, &range) || is_placeholder(value) {
            continue;
        }
        // The same words are the action of another method, of which another rule tells.
        if subject
            .known
            .catalog
            .resolve("POST", subject.address.path())
            .is_some_and(|other| other.operation.path.ends_with(value.as_str()))
        {
            continue;
        }
        let what = if value.contains('@') || value.contains("%40") {
            "An e-mail address stands"
        } else {
            "A text stands"
        };
        let takes_property = operation.query_parameters.iter().any(|known| known.name == "idProperty");
        let message = if takes_property {
            format!(
                "{what} where HubSpot wants the numeric id of a record: it answers 404, or 400 about the id. To address a record \
                 by another unique property, add `idProperty`, such as `?idProperty=email`."
            )
        } else {
            format!(
                "{what} where HubSpot wants a numeric id; it answers 400 or 404. Find the id first, by a list or a search."
            )
        };
        let at = subject.at(Part::Url, Some(name), url, &range);
        let email = takes_property && what.starts_with("An e-mail") && operation.path.contains("/contacts/");
        let end = subject.address.path.end;
        let fix = email.then(|| match &subject.address.query {
            None => subject.fix_at(
                url,
                &subject.address.path,
                "Add idProperty=email",
                &(end..end),
                "?idProperty=email",
            ),
            Some(_) => None,
        });
        findings.push(RULE.finding(at, message).fix(fix.flatten()));
    }
}

/// Also negative, which HubSpot answers in its own way.
fn is_numeric(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_placeholder(value: &str) -> bool {
    value.starts_with([':', '{', '<', '$', '[', '%'])
        || matches!(value, "undefined" | "null" | "None" | "nil" | "NaN" | "me")
        || value.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

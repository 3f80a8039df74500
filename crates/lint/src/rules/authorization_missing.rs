//! No credential at all.

use portalscope_catalog::Requirement;
use portalscope_formats::Form;

use crate::address::Server;
use crate::credential::Source;
use crate::finding::{Finding, Fix, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "authorization-missing",
    severity: Severity::Error,
    label: Some("header-missing"),
    about: "HubSpot answers 401 \"Authentication credentials not found\" to a call without `Authorization: Bearer TOKEN`.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts\nAccept: application/json\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/objects/contacts\nAuthorization: Bearer {{token}}\n",
        "POST https://api.hsforms.com/submissions/v3/integration/submit/4210077/0b7e4d52-61c8-4f39-a1d5-93e2f08c7b64\nContent-Type: application/json\n\n{\"fields\":[]}",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.known.context.has_own_credential || subject.is_address_alone() || !subject.address.is_api() {
        return;
    }
    if let Some(token) = subject.tokens.iter().find(|token| token.text().is_empty()) {
        let message = format!(
            "The header `{}` holds no token: HubSpot answers 401, as if it were not there. A variable may have been empty.",
            token.name()
        );
        let at = subject.at_value(Part::Credential, Some(token.name()), token.value);
        findings.push(RULE.finding(at, message));
        return;
    }
    if has_credential(subject) || subject.has_unread_parts() || needs_none(subject) {
        return;
    }
    let message = "No `Authorization` header is sent: HubSpot answers 401 \"Authentication credentials not found\". \
        Add `Authorization: Bearer` and the token.";
    let finding = RULE.finding(subject.at_request(Part::Credential), message);
    findings.push(match (subject.form, subject.address.server) {
        // Browsers leave it out when they save an archive.
        (Some(Form::Har), _) | (_, Server::Open) => finding.severity(Severity::Info),
        // So do most that write down a request, but not all.
        (Some(Form::Json), _) => finding.severity(Severity::Warning),
        _ => finding.fix(added(subject)),
    });
}

/// A header beside those that are there, where it is plain how one is written.
fn added(subject: &Subject<'_>) -> Option<Fix> {
    if subject.form != Some(Form::Http) {
        return None;
    }
    let name = &subject.request.headers.first()?.name;
    let span = subject.exact(name, &(0..name.text.len()))?;
    Some(Fix::new("Add the header", &(span.start..span.start), "Authorization: Bearer {{token}}\n"))
}

fn has_credential(subject: &Subject<'_>) -> bool {
    let in_query = |name: &str| {
        ["hapikey", "access_token", "oauth_token", "token"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    !subject.tokens.is_empty()
        || !subject.request.credentials.is_empty()
        || subject.parameters.iter().any(|parameter| in_query(&parameter.name))
        || subject.headers("cookie").next().is_some()
        // A header whose name the program puts in may be any.
        || subject.request.headers.iter().any(|header| !header.name.open.is_empty())
        || subject.tokens.iter().any(|token| token.source == Source::Client)
}

fn needs_none(subject: &Subject<'_>) -> bool {
    subject.address.is_token_endpoint()
        || subject.address.path().starts_with("/oauth/")
        || match &subject.operation {
            Some(found) => matches!(found.operation.requirement, Requirement::NoCredential),
            None => subject.address.server != Server::Api || subject.address.path().len() <= 1,
        }
}

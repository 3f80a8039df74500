//! A secret in the query, hence in every log between here and HubSpot.

use portalscope_redact::{TokenForm, is_placeholder};

use crate::MAX_OF_A_RULE;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::{Parameter, Subject};

pub(crate) const RULE: Rule = Rule {
    name: "secret-in-url",
    severity: Severity::Error,
    label: None,
    about: "HubSpot reads no token from the query, and what stands there is kept in the logs of every server on the way.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners?access_token=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "POST https://api.hubapi.com/oauth/2026-03/token?client_secret=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners?limit=5&key=CNLk3cbhMxIHAAEAQAAAARjBr5hIILzR9CQoqLfeBTIUf0Wb3kQ9xXJtqP1mV7s\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners?after=NTI1Cg%3D%3D\nAuthorization: Bearer {{token}}\n",
    ],
    check: Check::Request(check),
};

/// Names of secrets. `code` is one at the token endpoint only.
const NAMES: [&str; 8] = [
    "access_token",
    "accesstoken",
    "refresh_token",
    "client_secret",
    "token",
    "oauth_token",
    "private_app_token",
    "authorization",
];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_ours = subject.address.is_api() || subject.address.is_token_endpoint();
    if !is_ours && !subject.address.is_authorize_page() {
        return;
    }
    let secrets = subject.parameters.iter().filter(|parameter| is_secret(subject, parameter));
    for parameter in secrets.take(MAX_OF_A_RULE + 1) {
        let at = subject.at(Part::Query, Some(&parameter.name), parameter.source, &parameter.name_range);
        let why = if subject.address.is_token_endpoint() {
            "A secret stands in the query. The token endpoint reads its fields from the form in the body (only v1 read the query \
             too), and what stands in an address is kept in logs. Send it in the body, and replace the secret."
        } else {
            "A secret stands in the query. HubSpot reads tokens from `Authorization: Bearer` only, and what stands in an address \
             is kept in logs. Move it to the header, and replace the token if the address was used."
        };
        findings.push(RULE.finding(at, why));
    }
}

pub(super) fn is_secret(subject: &Subject<'_>, parameter: &Parameter<'_>) -> bool {
    let name = parameter.name.to_ascii_lowercase();
    // Another rule tells of these.
    if name == "hapikey" || name == "client_id" && subject.address.is_authorize_page() {
        return false;
    }
    if matches!(TokenForm::of(&parameter.value), Some(form) if form != TokenForm::JsonWebToken) {
        return true;
    }
    let is_declared = subject.operation.as_ref().is_some_and(|found| {
        found.operation.query_parameters.iter().any(|known| known.name == parameter.name)
    });
    let is_code = name == "code" && subject.address.is_token_endpoint();
    let is_named = NAMES.contains(&name.as_str()) || is_code;
    let is_of_v1 = is_declared && !subject.address.is_token_endpoint();
    is_named
        && !is_of_v1
        && !parameter.value.is_empty()
        && (!is_placeholder(&parameter.value) || parameter.is_open)
}

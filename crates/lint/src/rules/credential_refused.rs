//! Operations that refuse this kind of token, whatever its scopes.

use portalscope_catalog::{Certainty, Requirement};
use portalscope_redact::TokenForm;

use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "credential-refused",
    severity: Severity::Error,
    label: Some("auth-method-unsupported"),
    about: "Some operations take only a developer's credential, others only a token of an OAuth installation.",
    wrong: &[
        "GET https://api.hubapi.com/webhooks/v3/1840271/subscriptions\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &[
        "GET https://api.hubapi.com/webhooks/v3/1840271/subscriptions?hapikey={{developerKey}}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(operation) = subject.operation.as_ref().map(|found| found.operation) else { return };
    let Some(token) = subject.tokens.iter().find(|token| !token.text().is_empty()) else { return };
    let is_static = token.form() == Some(TokenForm::Static);
    let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
    if operation.oauth_only && is_static {
        let message = "This operation wants a token of an OAuth installation: HubSpot refuses static tokens of apps and service \
            keys here.";
        findings.push(RULE.finding(at, message).label("wrong-token-kind"));
    } else if matches!(operation.requirement, Requirement::DeveloperCredential(_)) {
        let has_key = subject.parameters.iter().any(|parameter| parameter.name == "hapikey");
        if has_key {
            return;
        }
        let message = "This operation manages an app and wants the developer's own credential: the developer API key as \
            `hapikey`, or for newer calls a token by `client_credentials`. HubSpot answers 401 or 403 to the token of a portal.";
        let is_sure = is_static && operation.certainty != Certainty::Inferred;
        let finding = RULE.finding(at, message);
        findings.push(if is_sure { finding } else { finding.severity(Severity::Warning) });
    }
}

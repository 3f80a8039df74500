//! A token of one data center at the host of another.

use portalscope_redact::TokenForm;

use crate::address::hublet_of_host;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-hublet",
    severity: Severity::Error,
    label: Some("hublet-mismatch"),
    about: "A regional host serves the portals of its data center; `api.hubapi.com` serves all.",
    wrong: &[
        "GET https://api-eu1.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &[
        "GET https://api-eu1.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-eu1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-eu1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let Some(host) = subject.address.host_name() else { return };
    let Some(of_host) = hublet_of_host(&host) else { return };
    for token in subject.tokens.iter().filter(|token| token.form() == Some(TokenForm::Static)) {
        let of_token = token.text().split('-').nth(1).unwrap_or_default().to_ascii_lowercase();
        if of_token == of_host {
            continue;
        }
        let message = format!(
            "The token is of the data center {of_token}, the host of {of_host}: HubSpot does not know the portal there. \
             `api.hubapi.com` finds the right one by itself."
        );
        let Some(range) = &subject.address.host else { continue };
        let at = subject.at(Part::Url, None, &subject.request.url, range);
        let fix = subject.fix("Use api.hubapi.com", &subject.request.url, range, "api.hubapi.com");
        findings.push(RULE.finding(at, message).fix(fix));
    }
}

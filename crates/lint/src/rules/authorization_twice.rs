//! Two credentials in one request.

use portalscope_formats::Credential;

use crate::credential::Source;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "authorization-twice",
    severity: Severity::Error,
    label: Some("header-malformed"),
    about: "`Authorization` is sent twice; which one counts, or whether both are refused, is not defined.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{token}}\nAuthorization: Bearer {{other}}\n",
    ],
    right: &["GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let mut read = subject.tokens.iter().filter(|token| token.source != Source::OtherHeader);
    let Some(first) = read.next() else { return };
    if let Some(second) = read.next() {
        let message = "`Authorization` is sent twice. HubSpot reads one of them or refuses both: leave one.";
        let at = subject.at_value(Part::Credential, Some("Authorization"), second.value);
        findings.push(RULE.finding(at, message));
        return;
    }
    let other = subject.request.credentials.iter().find_map(|credential| match credential {
        Credential::Stored(_) => Some("the credential that is chosen in the tool"),
        Credential::Basic(_) => Some("the user name and password"),
        Credential::Bearer(_) | Credential::ApiKey(_) | Credential::Other(_) => None,
    });
    if let Some(other) = other {
        let message = format!(
            "`Authorization` is set by this header and by {other}. One replaces the other, or both are sent: leave one."
        );
        let at = subject.at_value(Part::Credential, Some("Authorization"), first.value);
        findings.push(RULE.finding(at, message));
    }
}

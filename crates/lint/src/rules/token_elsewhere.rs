//! A token of HubSpot's that goes to somebody else's server.

use portalscope_redact::TokenForm;

use crate::address::Server;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-elsewhere",
    severity: Severity::Warning,
    label: None,
    about: "A HubSpot token in a request to another server opens the portal to whoever runs that.",
    wrong: &[
        "GET https://example.com/v1/rows\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &["GET https://example.com/v1/rows\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if subject.address.server != Server::Foreign {
        return;
    }
    let known = |form| matches!(form, Some(TokenForm::Static | TokenForm::PersonalAccessKey));
    for token in subject.tokens.iter().filter(|token| known(token.form())) {
        let message = "A HubSpot token goes to a server that is not HubSpot's, which can then do all that the token may. Files at \
            pre-signed addresses, such as those of the webhooks journal, are fetched without it.";
        let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
        findings.push(RULE.finding(at, message));
    }
}

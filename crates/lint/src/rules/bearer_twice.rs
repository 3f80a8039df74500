//! The word `Bearer` stands twice.

use crate::credential::Source;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "bearer-twice",
    severity: Severity::Error,
    label: Some("header-double-bearer"),
    about: "The client adds `Bearer` by itself, or the variable holds it already: HubSpot takes the second one for the token.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer bearer {{token}}\n",
    ],
    right: &["GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{bearerToken}}\n"],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for token in &subject.tokens {
        let bearers = token
            .schemes
            .iter()
            .filter(|scheme| token.value.text[(*scheme).clone()].eq_ignore_ascii_case("bearer"));
        // The client writes the first one.
        let allowed = usize::from(token.source != Source::Client);
        let Some(second) = bearers.clone().nth(allowed) else { continue };
        let message = "`Bearer` is sent twice, as the client adds the word itself or the variable holds it already. HubSpot \
            takes the second word for the token, and answers 401.";
        let at = subject.at_value(Part::Credential, Some("Authorization"), token.value);
        let range = second.start..token.range.start;
        let fix = subject.fix("Remove the second Bearer", token.value, &range, "");
        let fix = fix.or_else(|| {
            let both = bearers.clone().nth(allowed.saturating_sub(1))?.start..token.range.start;
            subject.fix("Write Bearer once", token.value, &both, if allowed == 0 { "" } else { "Bearer " })
        });
        findings.push(RULE.finding(at, message).fix(fix));
    }
}

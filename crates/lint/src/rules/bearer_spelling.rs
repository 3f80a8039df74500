//! `Bearer` in another spelling, or with more or less than one space after it.

use crate::credential::{Source, Token};
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "bearer-spelling",
    severity: Severity::Error,
    label: Some("header-malformed"),
    about: "Between `Bearer` and the token stands exactly one space (RFC 6750, section 2.1), and nothing else.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer: pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearerpat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer  pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: bearer {{token}}\n",
    ],
    right: &["GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{token}}\n"],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for token in subject.tokens.iter().filter(|token| token.source == Source::Authorization) {
        findings.extend(judge(subject, token));
    }
}

fn judge(subject: &Subject<'_>, token: &Token<'_>) -> Option<Finding> {
    let text = token.value.text.as_str();
    let start = token.schemes.first().map_or(token.range.start, |scheme| scheme.start);
    let word = text.get(start..start + 6).filter(|word| word.eq_ignore_ascii_case("bearer"))?;
    let after = &text[start + 6..];
    let gap = after.len() - after.trim_start_matches([' ', '\t', ':', '=']).len();
    let follows = &after[gap..];
    if follows.is_empty() {
        return None;
    }
    let (message, severity) = match &after[..gap] {
        " " if word == "Bearer" => return None,
        " " => (
            "The word is written `Bearer` in HubSpot's documentation. Schemes may be written in any case (RFC 9110), but not \
             every program before the server heeds that.",
            Severity::Info,
        ),
        "" => ("The space between `Bearer` and the token is missing: HubSpot answers 401.", Severity::Error),
        gap if gap.contains([':', '=']) => (
            "Between `Bearer` and the token stands a sign that does not belong there: only one space does. HubSpot answers \
             401.",
            Severity::Error,
        ),
        _ => (
            "More than one space stands between `Bearer` and the token. RFC 6750 allows one; a strict server takes the \
             others for a part of the token.",
            Severity::Warning,
        ),
    };
    let range = start..start + 6 + gap;
    let at = subject.at_value(Part::Credential, Some("Authorization"), token.value);
    let fix =
        subject.fix_at(token.value, &(start..text.len()), "Write Bearer and one space", &range, "Bearer ");
    Some(RULE.finding(at, message).severity(severity).fix(fix))
}

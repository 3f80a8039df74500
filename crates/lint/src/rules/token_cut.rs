//! A token that is shorter or longer than its form.

use portalscope_redact::TokenForm;

use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::rules::token_kind::groups;
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-cut",
    severity: Severity::Error,
    label: Some("token-invalid"),
    about: "A static token is `pat-`, the data center, and a UUID of 36 characters; a shorter or longer one answers 401.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f0\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083ab\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

const UUID: [usize; 5] = [8, 4, 4, 4, 12];

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for token in subject.tokens.iter().filter(|token| !token.is_open()) {
        if let Some(why) = judge(token.text()) {
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
            findings.push(RULE.finding(at, why));
        }
    }
}

fn judge(text: &str) -> Option<String> {
    if portalscope_redact::is_placeholder(text) {
        return None;
    }
    let groups = groups(text);
    if TokenForm::of(text) == Some(TokenForm::Static) {
        let random = text.splitn(3, '-').nth(2)?;
        let lengths = groups.get(2..).unwrap_or_default();
        return (lengths != UUID).then(|| {
            format!(
                "A static token has 36 characters after `pat-` and the data center, in groups of 8, 4, 4, 4 and 12; here are \
                 {}. It was cut or run together with something when it was copied, and HubSpot answers 401.",
                random.chars().count()
            )
        });
    }
    let has_uuid = |from: usize| groups.get(from..) == Some(&UUID[..]) && text.is_ascii();
    if text.starts_with("pat-") && has_uuid(1) {
        return Some(
            "After `pat-` the data center is missing (such as `na1-`): the token was cut or put together by hand. HubSpot \
             answers 401."
                .to_owned(),
        );
    }
    // A refresh token has a first group of four.
    let is_hublet = groups.first().is_some_and(|length| (3..=5).contains(length)) && !text.starts_with("pat");
    (is_hublet && has_uuid(1) && TokenForm::of(text) == Some(TokenForm::Hublet)).then(|| {
        "This is a data center and a UUID, as in a static token whose `pat-` was left behind. HubSpot answers 401.".to_owned()
    })
}

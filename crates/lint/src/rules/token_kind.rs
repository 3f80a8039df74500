//! A credential of another kind than the call takes.

use portalscope_redact::TokenForm;

use crate::credential::{Source, Token};
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-kind",
    severity: Severity::Error,
    label: Some("wrong-token-kind"),
    about: "The API takes access tokens and the static tokens of apps and service keys; other credentials answer 401.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ7rz2CBi5\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer 4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer 1840271\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MjEwMDc3In0.c2lnbmF0dXJlMDEyMzQ1\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-eu1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer CNLk3cbhMxIHAAEAQAAAARjBr5hIILzR9CQoqLfeBTIUf0Wb3kQ9xXJtqP1mV7s\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    // HubSpot's command line exchanges its key under this path.
    if !subject.address.is_api() || subject.address.path().starts_with("/localdevauth/") {
        return;
    }
    let read = subject.tokens.iter().filter(|token| token.source != Source::OtherHeader && !token.is_open());
    for token in read {
        if let Some(why) = wrong_kind(token) {
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
            findings.push(RULE.finding(at, why));
        }
    }
}

fn wrong_kind(token: &Token<'_>) -> Option<String> {
    let text = token.text();
    let why = match token.form() {
        // A static token without its beginning has this form too; another rule tells.
        Some(TokenForm::Hublet) if groups(text).get(1..) == Some(&[8, 4, 4, 4, 12]) => return None,
        Some(TokenForm::PersonalAccessKey) => {
            "This is a personal access key of HubSpot's command line, not an access token: HubSpot answers 401 \"expired … \
             day(s) ago\", counted from 1970. Take a service key of the portal, or an OAuth access token."
        }
        Some(TokenForm::Hublet) => {
            "This has the form of a refresh token, an authorization code or a developer API key, which look alike; none of \
             them opens the API. Exchange a refresh token or a code at the token endpoint, and send the access token."
        }
        Some(TokenForm::JsonWebToken) => {
            "This is a JSON web token. HubSpot's access tokens are none: it answers 401. The token is of another service, or of \
             an identity of your own."
        }
        None if is_uuid(text) => {
            "This has the form of a client secret, a client id or an API key of before 2022-11-30 (a UUID alone); HubSpot \
             takes none of them as a token, and answers 401."
        }
        None if is_number(text) => {
            "This is a number: the id of an app or a portal, perhaps. A token looks different, and HubSpot answers 401."
        }
        Some(TokenForm::Static | TokenForm::Access) | None => return None,
    };
    Some(format!("{why} ({} characters.)", text.chars().count()))
}

pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && groups(text) == [8, 4, 4, 4, 12]
        && is_hexadecimal(text)
        && !portalscope_redact::is_placeholder(text)
}

/// The lengths of the groups between hyphens.
pub(super) fn groups(text: &str) -> Vec<usize> {
    text.split('-').take(8).map(str::len).collect()
}

pub(super) fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_number(text: &str) -> bool {
    (4..=12).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

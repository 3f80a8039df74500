//! A token without `Bearer`, or with another scheme.

use portalscope_formats::Credential;
use portalscope_redact::TokenForm;

use crate::credential::{Source, Token};
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "bearer-missing",
    severity: Severity::Error,
    label: Some("header-malformed"),
    about: "HubSpot reads `Authorization: Bearer TOKEN` only; a token alone or with another scheme counts as none.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Token pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Basic cGF0LW5hMTp4\n",
        "axios.get('https://api.hubapi.com/crm/v3/owners', { headers: { Authorization: process.env.HUBSPOT_TOKEN } })",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: {{authorization}}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: {{bearerToken}}\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_api() || subject.address.is_token_endpoint() {
        return;
    }
    let read = subject.tokens.iter().filter(|token| token.source == Source::Authorization);
    for token in read.filter(|token| !token.text().is_empty()) {
        findings.extend(judge(subject, token));
    }
    if let Some(Credential::Basic(value)) =
        subject.request.credentials.iter().find(|credential| matches!(credential, Credential::Basic(_)))
    {
        let message = "A user name and password are sent as `Authorization: Basic`. HubSpot takes `Bearer` and a token only, \
            and answers 401.";
        let at = subject.at_value(Part::Credential, Some("Authorization"), value);
        findings.push(RULE.finding(at, message));
    }
}

fn judge(subject: &Subject<'_>, token: &Token<'_>) -> Option<Finding> {
    let first = token.schemes.first().map(|range| &token.value.text[range.clone()]);
    let at = || subject.at_value(Part::Credential, Some("Authorization"), token.value);
    match first {
        // Another rule tells how it is spelt.
        Some(scheme) if begins_bearer(scheme) => None,
        Some(scheme) => {
            let is_scheme = scheme.eq_ignore_ascii_case("basic") || has_form(token) || token.is_open();
            is_scheme.then(|| {
                let message = "The scheme before the token is not `Bearer`. HubSpot reads no other, and answers 401 as if \
                    there were no token.";
                let is_basic = scheme.eq_ignore_ascii_case("basic");
                let fix = (!is_basic).then(|| subject.fix("Write Bearer", token.value, &token.schemes[0], "Bearer"));
                RULE.finding(at(), message).fix(fix.flatten())
            })
        }
        // `Authorization: $AUTH` may hold the word.
        None if token.is_open() => is_named_for_a_token(token).then(|| {
            let message = "A variable that is named for a token stands alone. Unless it holds the word `Bearer` too, HubSpot answers \
                401: it reads `Bearer`, a space and the token.";
            RULE.finding(at(), message).severity(Severity::Warning)
        }),
        None if begins_bearer(token.text()) => None,
        None => {
            let message = "The word `Bearer` and a space are missing before the token: HubSpot answers 401 as if there were \
                no token.";
            let start = token.range.start..token.range.start;
            let fix = subject.fix_at(token.value, &token.range, "Add Bearer", &start, "Bearer ");
            Some(RULE.finding(at(), message).fix(fix))
        }
    }
}

/// `process.env.HUBSPOT_TOKEN`, `{{apiKey}}`, and not `$AUTH_HEADER` or `bearerToken`.
fn is_named_for_a_token(token: &Token<'_>) -> bool {
    let is_one_variable = token.value.open.len() == 1 && token.value.open[0].len() >= token.range.len();
    let letters = token.text().bytes().take(200).filter(u8::is_ascii_alphanumeric);
    let name: String = letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    is_one_variable
        && has(&["token", "apikey", "accesskey", "servicekey"])
        && !has(&["bearer", "authorization", "header"])
}

fn begins_bearer(text: &str) -> bool {
    text.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("bearer"))
}

fn has_form(token: &Token<'_>) -> bool {
    matches!(token.form(), Some(TokenForm::Static | TokenForm::Access))
}

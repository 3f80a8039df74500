//! A token under the name of another header.

use portalscope_redact::{TokenForm, is_placeholder};

use crate::credential::{Source, Token};
use crate::finding::{Finding, Fix, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-header",
    severity: Severity::Error,
    label: Some("header-malformed"),
    about: "HubSpot reads the token from `Authorization` alone. `private-app` and its like are names of schemes in its specifications.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nprivate-app-legacy: pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\nprivate-app: {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nX-API-Key: pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
        "GET https://api.hubapi.com/crm/v3/owners\naccess_token: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_api() {
        return;
    }
    let has_other = subject.tokens.iter().any(|token| token.source != Source::OtherHeader);
    for token in subject.tokens.iter().filter(|token| token.source == Source::OtherHeader) {
        let Some(field) = token.field else { continue };
        let name = field.name.text.trim();
        let is_scheme =
            name.to_ascii_lowercase().starts_with("private") || name.eq_ignore_ascii_case("oauth2");
        let is_hapikey = name.eq_ignore_ascii_case("hapikey");
        let is_ours =
            is_scheme || is_hapikey || has_form(token) || token.is_open() || is_placeholder(token.text());
        if !is_ours {
            continue;
        }
        let why = if is_scheme {
            "is the name that HubSpot's specifications give to a way of signing in, not a header that it reads"
        } else {
            "is no header that HubSpot reads a token from"
        };
        let message = format!(
            "`{name}` {why}: it answers 401 as if there were none. Send `Authorization: Bearer` and the token."
        );
        let at = subject.at_value(Part::Header, Some(name), &field.name);
        let finding = RULE.finding(at, message);
        // Beside the right header it does no harm.
        let finding =
            if has_other { finding.severity(Severity::Info) } else { finding.fix(renamed(subject, token)) };
        findings.push(finding);
    }
}

fn has_form(token: &Token<'_>) -> bool {
    matches!(token.form(), Some(TokenForm::Static | TokenForm::Access | TokenForm::PersonalAccessKey))
}

/// From the name to the token, with what stands between the two.
fn renamed(subject: &Subject<'_>, token: &Token<'_>) -> Option<Fix> {
    let name = &token.field?.name;
    let name = subject.exact(name, &(0..name.text.len()))?;
    let value = subject.exact(token.value, &(0..token.value.text.len()))?;
    let between = subject.between(name.end, value.start)?;
    let is_plain =
        between.len() <= 12 && between.chars().all(|c| c.is_ascii_whitespace() || ":=>\"',".contains(c));
    let token_start = value.start + token.range.start;
    is_plain.then(|| {
        let replacement = format!("Authorization{between}Bearer ");
        Fix::new("Send it as Authorization: Bearer", &(name.start..token_start), replacement)
    })
}

//! Something that stands for a token.

use portalscope_formats::Form;

use crate::credential::Token;
use crate::document::is_taken_out;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const RULE: Rule = Rule {
    name: "token-placeholder",
    severity: Severity::Error,
    label: Some("token-placeholder"),
    about: "A sample value or the unfilled name of a variable is sent in place of a token; HubSpot answers 401.",
    wrong: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer YOUR_ACCESS_TOKEN\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer <token>\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {token}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer xxxxxxxx\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer $HUBSPOT_TOKEN\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer ${process.env.HUBSPOT_TOKEN}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer undefined\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer None\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer [object Object]\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer ****\n",
    ],
    right: &[
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {{token}}\n",
        "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083\n",
    ],
    check: Check::Request(check),
};

pub(crate) const EXPRESSION: Rule = Rule {
    name: "credentials-expression",
    severity: Severity::Error,
    label: Some("token-placeholder"),
    about: "Expressions of n8n cannot read `$credentials` in a request: the header becomes `Bearer undefined`.",
    wrong: &[
        r#"{"nodes":[{"name":"Owners","type":"n8n-nodes-base.httpRequest","typeVersion":4.2,"parameters":{"url":"https://api.hubapi.com/crm/v3/owners","sendHeaders":true,"headerParameters":{"parameters":[{"name":"Authorization","value":"=Bearer {{ $credentials.token }}"}]}}}],"connections":{}}"#,
    ],
    right: &[
        r#"{"nodes":[{"name":"Owners","type":"n8n-nodes-base.httpRequest","typeVersion":4.2,"parameters":{"url":"https://api.hubapi.com/crm/v3/owners","sendHeaders":true,"headerParameters":{"parameters":[{"name":"Authorization","value":"=Bearer {{ $env.HUBSPOT_TOKEN }}"}]}}}],"connections":{}}"#,
    ],
    check: Check::Request(check_expression),
};

fn check_expression(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    for token in subject.tokens.iter().filter(|token| token.value.text.contains("$credentials")) {
        if subject.form == Some(Form::N8n) {
            let message = "The expression reads `$credentials`, which a request of n8n cannot: `Bearer undefined` is sent. Choose the \
                credential in the node, and leave the header out.";
            let at = subject.at_value(Part::Credential, Some(token.name()), token.value);
            findings.push(EXPRESSION.finding(at, message));
        }
    }
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !subject.address.is_api() {
        return;
    }
    let is_template = |text: &str| text.starts_with("{{") && text.ends_with("}}");
    for token in &subject.tokens {
        if is_template(token.text()) && !subject.has_templates() {
            let message = "`{{…}}` stands where the token belongs. Tools such as Postman put a value in; here nothing does, and \
                HubSpot answers 401.";
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
            findings.push(RULE.finding(at, message).severity(Severity::Warning));
        } else if let Some(why) = (!token.is_open()).then(|| judge(token)).flatten() {
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
            findings.push(RULE.finding(at, why));
        } else if is_taken_out(token.text()) && !token.is_open() {
            let message = "The token was taken out of this text, as it should be before it is shown. Sent as it stands here, HubSpot \
                answers 401.";
            let at = subject.at(Part::Credential, Some(token.name()), token.value, &token.range);
            findings.push(RULE.finding(at, message).severity(Severity::Warning));
        }
    }
}

fn judge(token: &Token<'_>) -> Option<&'static str> {
    let whole = token.value.text.trim();
    let text = token.text();
    if text.is_empty() || is_taken_out(text) {
        return None;
    }
    match text.to_ascii_lowercase().as_str() {
        "undefined" | "null" | "none" | "nil" | "nan" | "false" | "true" | "[object object]" | "object]" => {
            return Some(
                "The variable of the token was empty when the header was made, and its text was sent in place of a token: \
                 HubSpot answers 401.",
            );
        }
        _ => {}
    }
    if text.starts_with('$') || text.starts_with('%') && text.ends_with('%') && text.len() > 2 {
        return Some(
            "The name of a variable is sent as it stands here, since nothing puts its value in at this place (in sh, single \
             quotes keep it so; use double ones). HubSpot takes it for the token, and answers 401.",
        );
    }
    // `YOUR TOKEN` has its first word taken for a scheme.
    let is_one = portalscope_redact::is_placeholder(text)
        || !token.has_scheme("bearer") && whole.contains(' ') && portalscope_redact::is_placeholder(whole);
    is_one.then_some(
        "A placeholder stands where the token belongs: HubSpot answers 401. Put the token of the portal in, best from a \
         variable.",
    )
}

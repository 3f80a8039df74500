//! The call to the token endpoint: its method, where its fields stand, and which of them the grant type wants.

use std::collections::BTreeSet;

use portalscope_formats::{Body, Value};
use portalscope_redact::{TokenForm, is_placeholder};
use url::form_urlencoded;

use crate::MAX_OF_A_RULE;
use crate::document::is_taken_out;
use crate::finding::{Finding, Part, Severity};
use crate::rule::{Check, Rule};
use crate::subject::Subject;

pub(crate) const METHOD: Rule = Rule {
    name: "token-request-method",
    severity: Severity::Error,
    label: Some("token-request-body-format"),
    about: "The token endpoint takes POST only (RFC 6749, section 3.2).",
    wrong: &["GET https://api.hubapi.com/oauth/2026-09/token?grant_type=refresh_token\n"],
    right: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    check: Check::Request(check_method),
};

pub(crate) const BODY: Rule = Rule {
    name: "token-request-body",
    severity: Severity::Error,
    label: Some("token-request-body-format"),
    about: "The token endpoint reads a form (`application/x-www-form-urlencoded`) in the body: JSON answers 415, a query is not read.",
    wrong: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/json\n\n{\"grant_type\":\"refresh_token\"}",
        "POST https://api.hubapi.com/oauth/2026-09/token?grant_type=authorization_code&client_id={{id}}\nContent-Type: application/x-www-form-urlencoded\n",
        "POST https://api.hubapi.com/oauth/v1/token\nContent-Type: application/x-www-form-urlencoded\n\n{\"grant_type\":\"authorization_code\"}",
    ],
    right: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    check: Check::Request(check_body),
};

pub(crate) const FIELDS: Rule = Rule {
    name: "token-request-fields",
    severity: Severity::Error,
    label: Some("token-request-body-format"),
    about: "Each grant type wants its fields: a code wants the redirect URL of the authorize call, a refresh its refresh token.",
    wrong: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id={{id}}&client_secret={{secret}}&code={{code}}",
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}",
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=password&client_id={{id}}&client_secret={{secret}}",
        "POST https://api.hubapi.com/oauth/v1/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=client_credentials&client_id={{id}}&client_secret={{secret}}&scope=oauth",
    ],
    right: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id={{id}}&client_secret={{secret}}&code={{code}}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback",
    ],
    check: Check::Request(check_fields),
};

pub(crate) const AUTHORIZATION: Rule = Rule {
    name: "token-request-authorization",
    severity: Severity::Warning,
    label: Some("token-request-body-format"),
    about: "The token endpoint reads the app's credentials from the form, not from a header.",
    wrong: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\nAuthorization: Bearer {{token}}\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    right: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&client_id={{id}}&client_secret={{secret}}&refresh_token={{token}}",
    ],
    check: Check::Request(check_authorization),
};

pub(crate) const VALUES: Rule = Rule {
    name: "token-request-values",
    severity: Severity::Error,
    label: Some("auth-code-malformed"),
    about: "The values of the form are of the wrong kind, cut, or stand for what was to be put in.",
    wrong: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id={{id}}&client_secret={{secret}}&redirect_uri={{uri}}&code=codecodecode",
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083&client_secret={{secret}}&redirect_uri={{uri}}&code={{code}}",
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id={{id}}&client_secret={{secret}}&redirect_uri={{uri}}&code=4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f08",
    ],
    right: &[
        "POST https://api.hubapi.com/oauth/2026-09/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorization_code&client_id=93d507b2-4e1c-4f8a-b6a0-2c7d51e9f083&client_secret=4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083&redirect_uri={{uri}}&code=na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083",
    ],
    check: Check::Request(check_values),
};

fn is_exchange(subject: &Subject<'_>) -> bool {
    subject.address.is_token_endpoint() && !subject.is_address_alone()
}

fn check_method(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let is_call = subject.address.is_token_endpoint()
        && (!subject.is_address_alone() || subject.request.method.span.is_some());
    if !is_call || subject.method() == "POST" || !subject.request.method.open.is_empty() {
        return;
    }
    let message = "The token endpoint takes POST only; with another method HubSpot answers 405, or a page in place of JSON.";
    let method = &subject.request.method;
    let fix = subject.fix("Send a POST", method, &(0..method.text.len()), "POST");
    findings.push(METHOD.finding(subject.at_value(Part::Method, None, method), message).fix(fix));
}

fn check_body(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !is_exchange(subject) {
        return;
    }
    let media = subject.media_type();
    let text = subject.body_text();
    let is_object = |value: &&Value| {
        value.text.trim_start().starts_with('{') && value.open.first().is_none_or(|open| open.start > 0)
    };
    let is_json = text.as_ref().is_some_and(is_object) || matches!(subject.request.body, Body::Json(_));
    let says_json = media.as_deref().is_some_and(|media| media.ends_with("json"));
    if is_json || says_json {
        let message = "The token endpoint takes a form, not JSON: HubSpot answers 415, or 400 as if every field were missing. Send \
            the fields as `application/x-www-form-urlencoded`.";
        let at = match (text, subject.content_type()) {
            (Some(value), _) if is_json => subject.at_value(Part::Body, None, value),
            (_, Some(header)) => subject.at_value(Part::Header, Some("Content-Type"), &header.value),
            _ => subject.at_request(Part::Body),
        };
        let finding = BODY.finding(at, message);
        let header = subject.content_type().filter(|_| says_json && !is_json);
        let fix = header.and_then(|header| {
            subject.fix("Say that it is a form", &header.value, &(0..header.value.text.len()), FORM)
        });
        findings.push(finding.fix(fix));
        return;
    }
    if matches!(subject.request.body, Body::Multipart(_)) || media.as_deref() == Some("multipart/form-data") {
        let message = "The token endpoint takes `application/x-www-form-urlencoded`; the parts of a multipart form are not read.";
        findings.push(BODY.finding(subject.at_request(Part::Body), message));
        return;
    }
    let in_query = subject.parameters.iter().find(|parameter| FIELD_NAMES.contains(&parameter.name.as_str()));
    if let Some(first) = in_query {
        let is_v1 = subject.address.path().contains("/v1/");
        let message = if is_v1 {
            "The fields stand in the query. The endpoint of v1 read them there, the dated ones do not: send them as a form in the \
             body, before only the version is changed."
        } else {
            "The fields stand in the query, where the token endpoint does not read them: it answers 400 as if they were missing. \
             Send them as a form in the body."
        };
        let at = subject.at(Part::Query, Some(&first.name), first.source, &first.name_range);
        let finding = BODY.finding(at, message);
        findings.push(if is_v1 { finding.severity(Severity::Warning) } else { finding });
    } else if subject.method() == "POST" && subject.request.body == Body::None && !subject.has_unread_parts()
    {
        let message = "The token endpoint gets no body: its fields belong there, as a form.";
        let finding = BODY.finding(subject.at_request(Part::Body), message);
        findings.push(if subject.is_report() { finding.severity(Severity::Warning) } else { finding });
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

const FIELD_NAMES: [&str; 6] =
    ["grant_type", "client_id", "client_secret", "code", "refresh_token", "redirect_uri"];

/// The fields as HubSpot would read them. `None`: they are not in the text.
fn fields(subject: &Subject<'_>) -> Option<Vec<(String, String, bool)>> {
    let fields: Option<Vec<(String, String, bool)>> = match &subject.request.body {
        Body::Form(fields) => Some(
            fields
                .iter()
                .map(|field| {
                    (field.name.text.clone(), field.value.text.clone(), !field.value.open.is_empty())
                })
                .collect(),
        ),
        Body::Text(value) if !value.text.trim_start().starts_with(['{', '[']) => {
            let mut at = 0;
            let pairs = value.text.split('&').map(|pair| {
                let range = at..at + pair.len();
                at = range.end + 1;
                let (name, text) = form_urlencoded::parse(pair.as_bytes()).next().unwrap_or_default();
                (name.trim().to_owned(), text.trim().to_owned(), crate::document::is_open(value, &range))
            });
            Some(pairs.take(100).collect())
        }
        // A body that the program puts in as a whole is among these.
        _ => None,
    };
    fields.filter(|fields| !fields.iter().any(|(name, _, is_open)| *is_open && name.contains(['$', '{'])))
}

fn check_fields(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !is_exchange(subject) || subject.has_unread_parts() {
        return;
    }
    let Some(fields) = fields(subject) else { return };
    let names: BTreeSet<&str> = fields.iter().map(|(name, ..)| name.as_str()).collect();
    let in_query = |name: &str| subject.parameters.iter().any(|parameter| parameter.name == name);
    let at = || match subject.body_text() {
        Some(value) => subject.at_value(Part::Body, None, value),
        None => subject.at_request(Part::Body),
    };
    let Some((_, grant, is_open)) = fields.iter().find(|(name, ..)| name == "grant_type") else {
        if !in_query("grant_type") {
            let message = "`grant_type` is missing: HubSpot answers 400. It is `authorization_code` for a new consent, \
                `refresh_token` for a renewal.";
            findings.push(FIELDS.finding(at(), message));
        }
        return;
    };
    if *is_open {
        return;
    }
    let Some(wanted) = wanted(grant) else {
        let message = "HubSpot knows the grant types `authorization_code`, `refresh_token` and `client_credentials`; another one \
            answers 400 BAD_GRANT_TYPE.";
        findings.push(FIELDS.finding(at(), message).label("grant-type-unsupported"));
        return;
    };
    let missing: Vec<&str> =
        wanted.iter().copied().filter(|name| !names.contains(name) && !in_query(name)).collect();
    let has_basic = subject.request.credentials.iter().any(|credential| {
        matches!(
            credential,
            portalscope_formats::Credential::Basic(_) | portalscope_formats::Credential::Stored(_)
        )
    });
    let is_elsewhere = has_basic && missing.iter().all(|name| name.starts_with("client_"));
    if !missing.is_empty() && !is_elsewhere {
        let list = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        let message =
            format!("With `grant_type={grant}` {list} must be in the form too; HubSpot answers 400 without.");
        findings.push(FIELDS.finding(at(), message));
    }
    if grant == "client_credentials" && subject.address.path().contains("/v1/") {
        let message = "The endpoint of v1 does not know `client_credentials` and answers 400 BAD_GRANT_TYPE; the dated one, \
            /oauth/2026-09/token, does.";
        findings.push(FIELDS.finding(at(), message).label("grant-type-unsupported"));
    }
}

fn wanted(grant: &str) -> Option<&'static [&'static str]> {
    Some(match grant {
        "authorization_code" => &["client_id", "client_secret", "redirect_uri", "code"],
        "refresh_token" => &["client_id", "client_secret", "refresh_token"],
        "client_credentials" => &["client_id", "client_secret"],
        _ => return None,
    })
}

fn check_values(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !is_exchange(subject) {
        return;
    }
    for (name, value, is_open) in fields(subject).unwrap_or_default() {
        if findings.len() > MAX_OF_A_RULE {
            return;
        }
        if is_open || value.is_empty() {
            continue;
        }
        let Some((why, label)) = wrong_value(&name, &value) else { continue };
        let at = match (&subject.request.body, subject.body_text()) {
            (Body::Form(fields), _) => fields.iter().find(|field| field.name.text == name).map_or_else(
                || subject.at_request(Part::Body),
                |f| subject.at_value(Part::Body, Some(&name), &f.value),
            ),
            (_, Some(text)) => {
                let start = text.text.find(&format!("{name}=")).unwrap_or(0);
                let end = text.text[start..].find('&').map_or(text.text.len(), |length| start + length);
                subject.at(Part::Body, Some(&name), text, &(start..end))
            }
            _ => subject.at_request(Part::Body),
        };
        let finding = VALUES.finding(at, why).label(label);
        findings.push(if is_taken_out(&value) { finding.severity(Severity::Warning) } else { finding });
    }
}

/// Why the value of a field cannot be right, and what the diagnosis calls that.
fn wrong_value(name: &str, value: &str) -> Option<(String, &'static str)> {
    let label = match name {
        "code" => "auth-code-malformed",
        "refresh_token" => "refresh-token-invalid",
        "client_id" | "client_secret" => "client-id-invalid",
        _ => return None,
    };
    let form = TokenForm::of(value);
    let length = value.chars().count();
    if is_placeholder(value) {
        return Some((
            format!("A placeholder stands in `{name}`; HubSpot answers 400. Put the value in."),
            label,
        ));
    }
    let is_cut_uuid = (28..=35).contains(&length)
        && super::token_kind::is_hexadecimal(value)
        && super::token_kind::groups(value).starts_with(&[8, 4, 4, 4]);
    let why = match (name, form) {
        ("client_id", Some(_)) => {
            "holds a token. The client id of an app stands on its Auth page at HubSpot, and is no secret"
        }
        ("client_id", None) if value.bytes().all(|byte| byte.is_ascii_digit()) => {
            "holds a number, as the id of an app is. The client id is another one, on the app's Auth page at HubSpot"
        }
        ("client_secret", Some(TokenForm::Static | TokenForm::Access | TokenForm::PersonalAccessKey)) => {
            "holds a token. The client secret stands beside the client id on the app's Auth page at HubSpot"
        }
        ("refresh_token", Some(TokenForm::Static)) => {
            "holds the static token of an app or a service key, which does not end and cannot be refreshed: send it as it is"
        }
        ("refresh_token", Some(TokenForm::Access)) => {
            "holds an access token; the refresh token came beside it"
        }
        ("refresh_token" | "code", Some(TokenForm::PersonalAccessKey)) => {
            "holds a personal access key of HubSpot's command line"
        }
        ("code", Some(TokenForm::Static | TokenForm::Access)) => {
            "holds a token. The code is the parameter `code` of the address that HubSpot sends the browser back to"
        }
        (_, None) if is_cut_uuid => "is cut: it has the form of a UUID, which has 36 characters",
        ("code", _) if value.contains(['%', ' ', '#', '&', '?']) || value.starts_with("http") => {
            "holds more than the code, or is encoded twice. Take the parameter `code` of the address alone, decoded once"
        }
        _ => return None,
    };
    Some((format!("`{name}` {why} ({length} characters). HubSpot answers 400."), label))
}

fn check_authorization(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    if !is_exchange(subject) || subject.known.context.has_own_credential {
        return;
    }
    let Some(token) = subject.tokens.first() else { return };
    let message = "The token endpoint reads `client_id` and `client_secret` from the form and needs no `Authorization`; a token \
        of before, sent along, may make it answer 401.";
    let at = subject.at_value(Part::Header, Some(token.name()), token.value);
    findings.push(AUTHORIZATION.finding(at, message));
}

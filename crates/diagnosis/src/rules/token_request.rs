//! How the token request was sent, where the answer does not name the fault.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, token};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::Rule;

pub(super) const RULE: Rule = Rule {
    name: "token-request",
    about: "The form of a token request: a form-encoded POST with the fields in the body.",
    find,
    examples: EXAMPLES,
};

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    if facts.stage != Stage::Token {
        return;
    }
    let is_named = findings.has(LIKELY);
    if let Some(status) = facts.answered(415) {
        findings.add(Cause::TokenRequestBodyFormat, CERTAIN, [status].into_iter().chain(media(facts)));
    }
    if let Some(media) = media(facts) {
        findings.add(Cause::TokenRequestBodyFormat, if is_named { 60 } else { LIKELY }, [media]);
    }
    let missing = [
        "credentials are missing",
        "missing required",
        "grant_type is required",
        "may not be null",
        "missing or invalid grant",
        "unable to process json",
        "invalid input json",
    ];
    if let Some(said) = facts.says_any(&missing) {
        findings.add(Cause::TokenRequestBodyFormat, 72, [said]);
    }
    if facts.host().starts_with("app") && facts.host().ends_with("hubspot.com") {
        let tells = "Tokens are given out at api.hubapi.com.";
        findings.add(Cause::WrongHost, 78, [Evidence::new("request.url", facts.host()).tells(tells)]);
    }
    if let Some(status) = facts.answered(404).filter(|_| !has_token_path(facts)) {
        findings.add(Cause::WrongPath, 75, [status, facts.address()]);
    }
    if let Some(status) = facts.answered(405).filter(|_| facts.method() != "POST") {
        findings.add(Cause::TokenRequestBodyFormat, LIKELY, [status, facts.address()]);
    }
    let in_query = ["grant_type", "client_id", "client_secret", "code", "refresh_token"]
        .into_iter()
        .find(|name| facts.query(name).is_some());
    if let Some(name) = in_query {
        let tells = "The dated endpoints read the body alone.";
        let quote = Evidence::new("request.url", format!("{name}=…")).tells(tells);
        findings.add(Cause::TokenRequestBodyFormat, if is_named { 60 } else { 75 }, [quote]);
    }
    if let Some(basic) = facts.request_header("authorization") {
        let tells = "HubSpot reads client id and secret from the body, not from HTTP Basic.";
        let quote =
            Evidence::new("request.headers.Authorization", format!("Authorization: {basic}")).tells(tells);
        findings.add(Cause::TokenRequestBodyFormat, 60, [quote]);
    }
    grant_type(facts, findings);
    if !findings.has(1) && facts.status().is_none_or(|status| (400..500).contains(&status)) {
        findings.add(Cause::TokenRequestBodyFormat, 30, facts.status_evidence());
        for (cause, weight) in [
            (Cause::ClientIdInvalid, 29),
            (Cause::RedirectUriMismatch, 28),
            (Cause::AuthCodeExpired, 27),
            (Cause::RefreshTokenInvalid, 26),
        ] {
            findings.add(cause, weight, facts.status_evidence());
        }
        findings.unknown("The body of the answer, with HubSpot's code in `status`");
    }
}

/// `/oauth/v1/token`, `/oauth/2026-09/token`: a version stands in the path.
fn has_token_path(facts: &Facts<'_>) -> bool {
    let version = facts.path.strip_prefix("/oauth/").and_then(|rest| rest.split('/').next());
    facts.path.is_empty()
        || version.is_some_and(|version| {
            let digits = version.trim_start_matches('v');
            digits.starts_with(|first: char| first.is_ascii_digit())
        })
}

/// A field of the form, decoded; also of a JSON body.
pub(super) fn parameter(facts: &Facts<'_>, name: &str) -> Option<String> {
    if let Some(value) = facts.sent_json.as_ref().and_then(|body| body[name].as_str()) {
        return Some(value.to_owned());
    }
    let body = facts.case.request.body.as_deref()?;
    let mut pairs = url::form_urlencoded::parse(body.as_bytes());
    pairs.find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
}

/// Whether the fields stand where HubSpot does not read them.
pub(super) fn is_unread_form(facts: &Facts<'_>) -> bool {
    media(facts).is_some() || facts.query("client_id").is_some()
}

/// A content type other than a form's.
fn media(facts: &Facts<'_>) -> Option<Evidence> {
    let media = facts.request_header("content-type")?;
    (!media.to_ascii_lowercase().contains("x-www-form-urlencoded"))
        .then(|| Evidence::new("request.headers.Content-Type", format!("Content-Type: {media}")))
}

fn grant_type(facts: &Facts<'_>, findings: &mut Findings) {
    let grant = parameter(facts, "grant_type");
    if grant.as_deref() == Some("client_credentials") && facts.path.starts_with("/oauth/v1/") {
        let tells = "Version 1 of the endpoint does not know this grant type.";
        findings.add(
            Cause::GrantTypeUnsupported,
            75,
            [Evidence::new("request.body", "grant_type=client_credentials").tells(tells)],
        );
    }
    if findings.weight(Cause::GrantTypeUnsupported) == 0 {
        return;
    }
    match grant.as_deref() {
        Some("authorization_code" | "refresh_token") => {
            findings.add(
                Cause::TokenRequestBodyFormat,
                LIKELY + 5,
                [Evidence::new("request.body", "grant_type is there, and HubSpot does not see it")],
            );
        }
        Some(grant) => findings.add(
            Cause::GrantTypeUnsupported,
            CERTAIN,
            [Evidence::new("request.body", format!("grant_type={grant}"))],
        ),
        None => findings.unknown("The grant type as it was sent"),
    }
}

const EXAMPLES: &[Example] = &[
    token(415, "").tells(Cause::TokenRequestBodyFormat, Certain),
    token(404, "").to("/oauth/tokens").tells(Cause::WrongPath, Possible),
    token(400, "missing or invalid client id")
        .to("/oauth/v1/token")
        .headers(r#"{"Content-Type": "multipart/form-data; boundary=a"}"#)
        .sent("--a")
        .tells(Cause::TokenRequestBodyFormat, Likely),
    token(400, "")
        .to("https://app.hubspot.com/oauth/v1/token")
        .headers(r#"{"Content-Type": "application/x-www-form-urlencoded"}"#)
        .sent("grant_type=authorization_code&code=7c1f0a52-9b3e-4d68-8a17-5e2d4c6b8f90")
        .tells(Cause::WrongHost, Possible),
];

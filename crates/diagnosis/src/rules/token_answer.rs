//! The token endpoint's codes and sentences.

use crate::case::Stage;
use crate::cause::Cause;
use crate::example::{Example, said, token};
use crate::facts::Facts;
use crate::finding::{
    CERTAIN,
    CauseCertainty::{Certain, Likely, Possible},
    Evidence, Findings, LIKELY,
};
use crate::rule::{Rule, Words, told, words};
use crate::token::TokenLook;

use super::token_request::{is_unread_form, parameter};

pub(super) const RULE: Rule = Rule {
    name: "token-answer",
    about: "HubSpot's codes at the token endpoint: BAD_AUTH_CODE, BAD_REFRESH_TOKEN and the like.",
    find,
    examples: EXAMPLES,
};

const TABLE: &[Words] = &[
    words(&["expired_auth_code"], Cause::AuthCodeExpired, CERTAIN),
    words(&["auth code", "expired"], Cause::AuthCodeExpired, LIKELY),
    words(&["authorization code", "expired"], Cause::AuthCodeExpired, LIKELY),
    words(&["code", "already used"], Cause::AuthCodeExpired, LIKELY),
    words(&["code", "used before"], Cause::AuthCodeExpired, 76),
    words(&["code", "already been used"], Cause::AuthCodeExpired, LIKELY),
    words(&["mismatch_redirect_uri"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["bad_redirect_uri"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect uri", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect url", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["redirect_uri", "match"], Cause::RedirectUriMismatch, CERTAIN),
    words(&["bad_client_secret"], Cause::ClientSecretInvalid, LIKELY),
    words(&["invalid client secret"], Cause::ClientSecretInvalid, LIKELY),
    words(&["bad_client_id"], Cause::ClientIdInvalid, LIKELY),
    words(&["unknown client id"], Cause::ClientIdInvalid, LIKELY),
    words(&["invalid_client"], Cause::ClientIdInvalid, 72),
    words(&["invalid_client"], Cause::ClientSecretInvalid, 68),
    words(&["unknown client"], Cause::ClientIdInvalid, 76),
    words(&["bad_grant_type"], Cause::GrantTypeUnsupported, LIKELY),
    words(&["unsupported_grant_type"], Cause::GrantTypeUnsupported, LIKELY),
    words(&["bad_code_verifier"], Cause::PkceRequired, 60),
    words(&["code_verifier"], Cause::PkceRequired, 60),
    words(&["banned"], Cause::AppBannedInPortal, 76),
    words(&["bad_hub"], Cause::PortalUnknown, 60),
    words(&["unknown hub id"], Cause::PortalUnknown, 60),
    words(&["bad_scopes"], Cause::AuthorizeScopeInvalid, 50),
];

fn find(facts: &Facts<'_>, findings: &mut Findings) {
    fewer_scopes(facts, findings);
    if facts.stage != Stage::Token {
        return;
    }
    told(facts, findings, TABLE);
    client_id(facts, findings);
    auth_code(facts, findings);
    refresh_token(facts, findings);
    grant(facts, findings);
}

/// A client id that HubSpot misses, or does not see since it does not read this body.
fn client_id(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(said) = facts.says("invalid client id") else { return };
    let is_unread = facts.says("missing").is_some() && is_unread_form(facts);
    findings.add(Cause::ClientIdInvalid, if is_unread { 70 } else { LIKELY }, [said]);
}

/// The exchange worked, and the token has fewer scopes than were asked for.
fn fewer_scopes(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(granted) =
        facts.answer["scopes"].as_array().filter(|_| facts.status().is_none_or(|status| status == 200))
    else {
        return;
    };
    let in_address = facts.query("scope").unwrap_or_default();
    let asked =
        facts.case.request.granted_scopes.iter().flatten().map(String::as_str).chain(in_address.split(' '));
    let is_missing = |scope: &&str| !scope.is_empty() && !granted.iter().any(|granted| granted == scope);
    let lacks: Vec<&str> = asked.filter(is_missing).collect();
    if facts.stage == Stage::Api {
        return;
    }
    if lacks.is_empty() {
        // A token that came, and is told as a failure: what it lacks was not reported.
        let quote = Evidence::new("response.body scopes", format!("{} scopes", granted.len()));
        findings.add(Cause::OptionalScopeMisplaced, 40, [quote.clone()]);
        findings.add(Cause::ScopeUnavailableInPortal, 36, [quote]);
        findings.unknown("Which scopes were asked for, and how the app declares them");
        return;
    }
    let weight = 70;
    let quote = Evidence::new("response.body scopes", format!("{} scopes", granted.len()));
    let quote = quote.tells(format!("{} is not among them.", lacks.join(", ")));
    findings.add(Cause::OptionalScopeMisplaced, weight, [quote.clone()]);
    findings.add(Cause::ScopeUnavailableInPortal, weight - 10, [quote]);
    findings.unknown("Which scopes the app declares as optional");
}

fn auth_code(facts: &Facts<'_>, findings: &mut Findings) {
    let code = parameter(facts, "code");
    let phrases = ["bad_auth_code", "unknown auth code", "invalid auth code", "bad auth code"];
    // RFC 6749, section 5.2: one word for codes and for refresh tokens.
    let refused = || facts.says("invalid_grant").filter(|_| code.is_some());
    let Some(said) = facts.says_any(&phrases).or_else(refused) else { return };
    findings.add(Cause::AuthCodeMalformed, 60, [said.clone()]);
    findings.add(Cause::AuthCodeExpired, 50, [said.clone()]);
    match code.as_deref().map(|code| (code, TokenLook::of(code))) {
        Some((code, look)) if !code.starts_with('«') && is_broken(code, look) => {
            let tells = "An authorization code is a UUID of 36 characters, since 2023 with the data center before it.";
            let quote =
                Evidence::new("request.body", format!("code=… ({} characters)", code.chars().count()))
                    .tells(tells);
            findings.add(Cause::AuthCodeMalformed, LIKELY, [quote]);
            findings.exclude(Cause::AuthCodeExpired);
        }
        Some(_) => {
            findings.add(Cause::AuthCodeExpired, 62, [said]);
            findings.unknown("When the code was made: it lives for a short time and serves once");
        }
        None => findings.unknown("The code as it was sent, its length and form"),
    }
}

/// `invalid_grant` of a request that is not known: of a code or of a refresh token.
fn grant(facts: &Facts<'_>, findings: &mut Findings) {
    let Some(said) = facts.says("invalid_grant").filter(|_| !findings.has(1)) else { return };
    for (cause, weight) in [
        (Cause::RefreshTokenInvalid, 54),
        (Cause::AuthCodeExpired, 50),
        (Cause::AuthCodeMalformed, 46),
        (Cause::RedirectUriMismatch, 40),
        (Cause::RefreshTokenOtherApp, 36),
    ] {
        findings.add(cause, weight, [said.clone()]);
    }
    findings.unknown("The token request as it was sent");
}

/// Whether a code cannot be one that HubSpot gave: cut, encoded, a sample.
fn is_broken(code: &str, look: TokenLook) -> bool {
    !matches!(look, TokenLook::Hublet | TokenLook::Uuid)
        || code.contains('%')
        || (look == TokenLook::Hublet && code.split_once('-').is_some_and(|(_, rest)| rest.len() < 27))
}

fn refresh_token(facts: &Facts<'_>, findings: &mut Findings) {
    let phrases = [
        "bad_refresh_token",
        "refresh token was not issued",
        "invalid refresh token",
        "unknown refresh token",
        "refresh token is invalid",
    ];
    let is_refresh = parameter(facts, "refresh_token").is_some();
    let refused = || facts.says("invalid_grant").filter(|_| is_refresh);
    let Some(said) = facts.says_any(&phrases).or_else(refused) else { return };
    findings.add(Cause::RefreshTokenInvalid, LIKELY, [said.clone()]);
    findings.add(Cause::RefreshTokenOtherApp, 40, [said.clone()]);
    if let Some(token) = parameter(facts, "refresh_token")
        && matches!(TokenLook::of(&token), TokenLook::Access | TokenLook::Static)
    {
        let tells = "This has the form of an access token.";
        let quote = Evidence::new("request.body", "refresh_token=…").tells(tells);
        findings.add(Cause::RefreshTokenInvalid, LIKELY, [quote]);
    }
    findings.unknown("Whether the app is still installed in the portal");
    if facts
        .says_any(&[
            "another app",
            "not issued to",
            "belong to this client",
            "belongs to another",
            "different client",
            "another client",
            "does not match client",
            "client id does not match",
        ])
        .is_some()
    {
        findings.add(Cause::RefreshTokenOtherApp, LIKELY + 5, [said]);
    }
}

const EXAMPLES: &[Example] = &[
    token(400, r#"{"status": "BAD_REDIRECT_URI"}"#).tells(Cause::RedirectUriMismatch, Certain),
    token(400, r#"{"status": "EXPIRED_AUTH_CODE"}"#).tells(Cause::AuthCodeExpired, Certain),
    token(400, r#"{"status": "BAD_AUTH_CODE"}"#).tells(Cause::AuthCodeMalformed, Possible),
    token(400, r#"{"status": "BAD_REFRESH_TOKEN"}"#).tells(Cause::RefreshTokenInvalid, Likely),
    token(400, r#"{"status": "BAD_CLIENT_ID"}"#).tells(Cause::ClientIdInvalid, Likely),
    token(400, r#"{"status": "BAD_CLIENT_SECRET"}"#).tells(Cause::ClientSecretInvalid, Likely),
    token(400, r#"{"status": "BAD_GRANT_TYPE"}"#).tells(Cause::GrantTypeUnsupported, Likely),
    token(400, r#"{"error": "invalid_grant"}"#)
        .sent("grant_type=refresh_token&refresh_token=na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083")
        .tells(Cause::RefreshTokenInvalid, Likely),
    token(400, r#"{"error": "invalid_grant"}"#)
        .sent("grant_type=authorization_code&code=abc")
        .tells(Cause::AuthCodeMalformed, Likely),
    token(400, r#"{"error": "invalid_client"}"#)
        .sent("grant_type=authorization_code&code=abc")
        .tells(Cause::ClientIdInvalid, Possible),
    token(400, "missing or unknown auth code")
        .to("/oauth/v1/token")
        .headers(r#"{"Content-Type": "application/x-www-form-urlencoded"}"#)
        .sent("grant_type=authorization_code&code=7c1f0a52-9b3e-4d68-8a17-5e2d4c6b8f90")
        .tells(Cause::AuthCodeExpired, Possible),
    said("IdentityProviderException: missing or unknown auth code").tells(Cause::AuthCodeMalformed, Possible),
    token(403, r#"{"status": "BANNED"}"#).to("").tells(Cause::AppBannedInPortal, Possible),
];

//! The token endpoint (RFC 6749, section 3.2): exchanges a code or a refresh token for an access token.

use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::{
    form::{Form, authenticate_client, check_client_id, field, read_form},
    token_error::TokenError,
};
use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
    },
    portal::Portal,
    state::{
        accounts::Account,
        counters::count,
        credentials::s256_challenge,
        grants::{ACCESS_TOKEN_LIFETIME_SECONDS, AuthorizationCode, CodeError, IssuedTokens, Rotation},
        scenarios::Scenario,
    },
};

/// Serves all grant types. `client_credentials` fails as it does for an app without such scopes.
pub(super) fn exchange(portal: &Portal, call: &Call) -> Outcome {
    let form = read_form(portal, call)?;
    // Before the grant type, so that a wrong id hides what else is wrong.
    check_client_id(portal, &form).map_err(|error| error.into_api_error(portal))?;
    let issued = match field(&form, "grant_type") {
        Some("authorization_code") => redeem_code(portal, &form),
        Some("refresh_token") => refresh(portal, &form),
        Some("client_credentials") => authenticate_client(portal, &form).and(Err(TokenError::BadScopes)),
        _ => Err(TokenError::BadGrantType),
    };
    issued.map_err(|error| error.into_api_error(portal)).map(|issued| Answer::ok(token_body(portal, &issued)))
}

fn redeem_code(portal: &Portal, form: &Form) -> Result<IssuedTokens, TokenError> {
    authenticate_client(portal, form)?;
    let code = field(form, "code").ok_or(TokenError::BadAuthCode)?;
    let now_ms = portal.clock.now_ms();
    let issued = portal.change_grants(|grants| {
        let details = grants.look_up_code(code, now_ms).map_err(|refusal| match refusal {
            CodeError::Unknown => TokenError::BadAuthCode,
            CodeError::Expired => TokenError::ExpiredAuthCode,
        })?;
        check_code(&details, form)?;
        grants.redeem(code, details, now_ms).ok_or(TokenError::BadHub)
    })?;
    count(&portal.counters.token_exchanges);
    Ok(issued)
}

/// Checks the redirect URI, and the PKCE verifier if there was a challenge (RFC 7636, section 4.6).
fn check_code(details: &AuthorizationCode, form: &Form) -> Result<(), TokenError> {
    if field(form, "redirect_uri") != Some(details.redirect_uri.as_str()) {
        return Err(TokenError::MismatchedRedirectUri);
    }
    let Some(challenge) = &details.challenge else { return Ok(()) };
    let verifier = field(form, "code_verifier").ok_or(TokenError::BadCodeVerifier)?;
    let matches = bool::from(s256_challenge(verifier).as_bytes().ct_eq(challenge.as_bytes()));
    if matches { Ok(()) } else { Err(TokenError::BadCodeVerifier) }
}

fn refresh(portal: &Portal, form: &Form) -> Result<IssuedTokens, TokenError> {
    authenticate_client(portal, form)?;
    let refresh_token = field(form, "refresh_token").ok_or(TokenError::BadRefreshToken)?;
    if portal.scenarios.is_on(Scenario::RevokedApp) {
        return Err(TokenError::BadRefreshToken);
    }
    let rotation = if portal.scenarios.is_on(Scenario::RotateRefreshTokens) {
        Rotation::Immediate
    } else if portal.scenarios.is_on(Scenario::RotateRefreshTokensGently) {
        Rotation::Graceful
    } else {
        Rotation::None
    };
    let now_ms = portal.clock.now_ms();
    let issued = portal.change_grants(|grants| {
        let (_, grant) = grants.by_refresh_token(refresh_token).ok_or(TokenError::BadRefreshToken)?;
        if grant.client_id != portal.app.client_id {
            return Err(TokenError::RefreshTokenOfOtherApp);
        }
        Account::find(grant.portal_id).ok_or(TokenError::BadHub)?;
        grants.refresh(refresh_token, rotation, now_ms).ok_or(TokenError::BadRefreshToken)
    })?;
    count(&portal.counters.refreshes);
    Ok(issued)
}

fn token_body(portal: &Portal, issued: &IssuedTokens) -> Value {
    json!({
        "token_type": "bearer",
        "access_token": issued.access_token,
        "refresh_token": issued.refresh_token,
        "expires_in": ACCESS_TOKEN_LIFETIME_SECONDS,
        "hub_id": issued.grant.portal_id,
        "user_id": issued.grant.user_id,
        "scopes": portal.scenarios.granted(issued.grant.scopes.iter()),
        "token_use": "access_token",
    })
}

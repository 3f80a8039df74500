//! Who is calling: the bearer token, looked up.

use std::sync::Arc;

use subtle::ConstantTimeEq;

use crate::{
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::{
        accounts::Account,
        caller::{Caller, CredentialKind},
        clock::iso_ms,
        grants::{AccessToken, Grant},
        scenarios::Scenario,
        scopes,
    },
};

/// The caller behind the Authorization header, or the 401 that HubSpot would give.
pub(crate) fn identify(portal: &Portal, call: &Call) -> Result<Caller, ApiError> {
    let token = bearer(call).ok_or_else(ApiError::unauthenticated)?;
    if let Some(kind) = static_kind(portal, token) {
        return static_caller(portal, kind);
    }
    let now_ms = portal.clock.now_ms();
    let found = portal.with_grants(|grants| {
        grants.by_access_token(token).map(|(token, grant)| (token.clone(), grant.clone()))
    });
    match found {
        Some((token, grant)) => oauth_caller(portal, &token, &grant, now_ms),
        None if is_personal_access_key(token) => Err(ApiError::expired("1970-01-01T00:00:00Z", now_ms)),
        None => Err(ApiError::unauthenticated()),
    }
}

/// The token, if the header is exactly `Bearer TOKEN`.
fn bearer(call: &Call) -> Option<&str> {
    let (scheme, token) = call.header("authorization")?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && !token.contains(' ')).then_some(token)
}

fn static_kind(portal: &Portal, token: &str) -> Option<CredentialKind> {
    let is = |secret: &str| bool::from(secret.as_bytes().ct_eq(token.as_bytes()));
    if is(&portal.app.service_key) {
        Some(CredentialKind::ServiceKey)
    } else if is(&portal.app.private_app_token) {
        Some(CredentialKind::PrivateApp)
    } else {
        None
    }
}

fn static_caller(portal: &Portal, kind: CredentialKind) -> Result<Caller, ApiError> {
    if portal.scenarios.on(Scenario::InvalidKey) {
        return Err(ApiError::unauthenticated());
    }
    Ok(Caller { account: Account::main(), kind, granted: scopes::granted_to_static() })
}

fn oauth_caller(
    portal: &Portal,
    token: &AccessToken,
    grant: &Grant,
    now_ms: i64,
) -> Result<Caller, ApiError> {
    if portal.scenarios.on(Scenario::RevokedApp) {
        return Err(ApiError::unauthenticated());
    }
    let pretended = portal.scenarios.on(Scenario::ExpiredToken).then_some(now_ms - 180_000);
    let expires_at_ms = pretended.unwrap_or(token.expires_at_ms);
    if expires_at_ms <= now_ms {
        return Err(ApiError::expired(&iso_ms(expires_at_ms), now_ms - expires_at_ms));
    }
    let account = Account::find(grant.portal_id).ok_or_else(ApiError::unauthenticated)?;
    Ok(Caller { account, kind: CredentialKind::OAuth, granted: Arc::new(grant.scopes.iter().collect()) })
}

/// HubSpot's CLI keys look like access tokens but are shorter; pasted as a bearer they count as expired since 1970.
fn is_personal_access_key(token: &str) -> bool {
    token.starts_with('C') && (60..200).contains(&token.len())
}

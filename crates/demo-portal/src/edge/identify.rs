//! Finds out who makes a call, from its bearer token (RFC 6750).

use std::sync::Arc;

use portalscope_catalog::{Catalog, Requirement};
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

/// The caller behind the `Authorization` header. Operations that take no credential, such as submitting a form, name
/// their account in the path.
///
/// # Errors
///
/// HubSpot's 401 for a credential that is missing, unknown or expired.
pub(super) fn identify(portal: &Portal, call: &Call) -> Result<Caller, ApiError> {
    let Some(token) = bearer_token(call) else {
        return anonymous_caller(call).ok_or_else(ApiError::unauthenticated);
    };
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

/// The caller of an operation that takes no credential.
fn anonymous_caller(call: &Call) -> Option<Caller> {
    let found = Catalog::bundled().resolve(call.method.as_str(), &call.path)?;
    if call.header("authorization").is_some() || found.operation.requirement != Requirement::NoCredential {
        return None;
    }
    let (_, portal_id) = found.path_values.iter().find(|(name, _)| name == "portalId")?;
    let account = Account::find(portal_id.parse().ok()?)?;
    Some(Caller {
        account,
        kind: CredentialKind::OAuth,
        granted: Arc::new(std::iter::empty::<&String>().collect()),
    })
}

/// The token, if the header is exactly `Bearer TOKEN`.
pub(super) fn bearer_token(call: &Call) -> Option<&str> {
    let (scheme, token) = call.header("authorization")?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && !token.contains(' ')).then_some(token)
}

/// Which static credential a token is, compared in constant time.
fn static_kind(portal: &Portal, token: &str) -> Option<CredentialKind> {
    let equals = |secret: &str| bool::from(secret.as_bytes().ct_eq(token.as_bytes()));
    if equals(&portal.app.service_key) {
        Some(CredentialKind::ServiceKey)
    } else if equals(&portal.app.private_app_token) {
        Some(CredentialKind::PrivateApp)
    } else {
        None
    }
}

fn static_caller(portal: &Portal, kind: CredentialKind) -> Result<Caller, ApiError> {
    if portal.scenarios.has_revoked_keys() {
        return Err(ApiError::unauthenticated());
    }
    let granted = if portal.scenarios.withholds_scopes() {
        Arc::new(portal.scenarios.granted(scopes::static_scopes()).iter().collect())
    } else {
        scopes::static_grant()
    };
    Ok(Caller { account: Account::main(), kind, granted })
}

fn oauth_caller(
    portal: &Portal,
    token: &AccessToken,
    grant: &Grant,
    now_ms: i64,
) -> Result<Caller, ApiError> {
    if portal.scenarios.is_on(Scenario::RevokedApp) {
        return Err(ApiError::unauthenticated());
    }
    let simulated = portal.scenarios.is_on(Scenario::ExpiredToken).then_some(now_ms - 180_000);
    let expires_at_ms = simulated.unwrap_or(token.expires_at_ms);
    if expires_at_ms <= now_ms {
        return Err(ApiError::expired(&iso_ms(expires_at_ms), now_ms - expires_at_ms));
    }
    let account = Account::find(grant.portal_id).ok_or_else(ApiError::unauthenticated)?;
    let granted = portal.scenarios.granted(grant.scopes.iter());
    Ok(Caller { account, kind: CredentialKind::OAuth, granted: Arc::new(granted.iter().collect()) })
}

/// HubSpot's personal access keys, made for its command line, look like short access tokens. As bearer
/// tokens, they count as expired since 1970.
fn is_personal_access_key(token: &str) -> bool {
    token.starts_with('C') && (60..200).contains(&token.len())
}

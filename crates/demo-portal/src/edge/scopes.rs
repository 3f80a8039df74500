//! Checks the caller's scopes against what the catalog says about an operation.

use std::sync::atomic::Ordering;

use portalscope_catalog::{Catalog, CredentialKind as CatalogCredential, Verdict, VerdictKind};

use super::failures;
use crate::{
    api::generic,
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::{Caller, CredentialKind},
        scenarios::Scenario,
    },
};

/// Whether the caller may make this call.
///
/// # Errors
///
/// HubSpot's 403 for missing scopes, 401 where a developer credential is needed, 404 or 405 for an operation that does not
/// exist.
pub(super) fn check(portal: &Portal, call: &Call, caller: &Caller) -> Result<(), ApiError> {
    let credential = match caller.kind {
        CredentialKind::OAuth => CatalogCredential::Oauth,
        CredentialKind::ServiceKey => CatalogCredential::ServiceKey,
        CredentialKind::PrivateApp => CatalogCredential::PrivateApp,
    };
    let verdict =
        Catalog::bundled().verdict(call.method.as_str(), &call.path, Some(&caller.granted), credential);
    failures::refuse(portal, call, caller, &verdict.any_of)?;
    match verdict.kind {
        VerdictKind::Allowed => scenario_refusal(portal, &verdict),
        VerdictKind::Undeclared | VerdictKind::DependsOnObjectType => Ok(()),
        VerdictKind::UnknownOperation => Err(generic::unknown_operation(call)),
        VerdictKind::MissingScopes => Err(ApiError::missing_any_of(&verdict.any_of)),
        VerdictKind::NotGrantable if takes_oauth_only(call) => Err(ApiError::unauthenticated()),
        VerdictKind::NotGrantable => Err(ApiError::scope_not_public()),
        VerdictKind::NeedsDeveloperCredential => Err(developer_key_refusal(call)),
    }
}

/// Refuses calls that the scopes allow, if a scenario says so. Calls that need no scope but `oauth` are let
/// through.
fn scenario_refusal(portal: &Portal, verdict: &Verdict) -> Result<(), ApiError> {
    let any_token = verdict.any_of.iter().all(|all_of| all_of.iter().all(|scope| scope == "oauth"));
    if any_token {
        return Ok(());
    }
    if portal.scenarios.is_on(Scenario::ScopeNotPublic) {
        return Err(ApiError::scope_not_public());
    }
    let lags = portal.scenarios.is_on(Scenario::ScopePropagationLag);
    if lags && portal.scope_checks.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
        return Err(ApiError::missing_any_of(&verdict.any_of));
    }
    Ok(())
}

/// Static credentials are not known where only OAuth tokens are taken.
fn takes_oauth_only(call: &Call) -> bool {
    let found = Catalog::bundled().resolve(call.method.as_str(), &call.path);
    found.is_some_and(|found| found.operation.oauth_only)
}

/// Only some of the developer endpoints say what they need.
fn developer_key_refusal(call: &Call) -> ApiError {
    let says_so = call.path.starts_with("/media-bridge/") || call.path.contains("/marketing-events/");
    if says_so { ApiError::developer_key_required() } else { ApiError::unauthenticated() }
}

//! Checks the caller's scopes against what the catalog says about an operation.

use std::{collections::BTreeSet, sync::atomic::Ordering};

use portalscope_catalog::{
    Catalog, CredentialKind as CatalogCredential, GrantedScopes, Verdict, VerdictKind,
};

use crate::{
    api::generic,
    http::{
        call::Call,
        errors::{ApiError, ScopesNeeded},
    },
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
    let only_oauth = portal.scenarios.is_on(Scenario::MissingScope).then(|| GrantedScopes::parse("oauth"));
    let granted = only_oauth.as_ref().unwrap_or(&caller.granted);
    let credential = match caller.kind {
        CredentialKind::OAuth => CatalogCredential::Oauth,
        CredentialKind::ServiceKey => CatalogCredential::ServiceKey,
        CredentialKind::PrivateApp => CatalogCredential::PrivateApp,
    };
    let verdict = Catalog::bundled().verdict(call.method.as_str(), &call.path, Some(granted), credential);
    match verdict.kind {
        VerdictKind::Allowed => scenario_refusal(portal, &verdict),
        VerdictKind::Undeclared | VerdictKind::DependsOnObjectType => Ok(()),
        VerdictKind::UnknownOperation => Err(generic::unknown_operation(call)),
        VerdictKind::MissingScopes => Err(missing(&verdict)),
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
        return Err(missing(verdict));
    }
    Ok(())
}

/// All alternatives in one list, as HubSpot shows them. If the only alternative has several scopes, all are
/// required.
fn missing(verdict: &Verdict) -> ApiError {
    let names: BTreeSet<&String> = verdict.any_of.iter().flatten().collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    let all = verdict.any_of.len() == 1 && names.len() > 1;
    ApiError::missing_scopes(&names, if all { ScopesNeeded::All } else { ScopesNeeded::OneOrMore })
}

/// Only some of the developer endpoints say what they need.
fn developer_key_refusal(call: &Call) -> ApiError {
    let says_so = call.path.starts_with("/media-bridge/") || call.path.contains("/marketing-events/");
    if says_so { ApiError::developer_key_required() } else { ApiError::unauthenticated() }
}

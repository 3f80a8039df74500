//! Whether the caller's scopes allow a call, by the facts of the catalogue.

use std::{collections::BTreeSet, sync::atomic::Ordering};

use portalscope_catalog::{
    Catalog, CredentialKind as CatalogCredential, GrantedScopes, Verdict, VerdictKind,
};

use crate::{
    api::generic,
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::{Caller, CredentialKind},
        scenarios::Scenario,
    },
};

/// Whether the call goes on to its handler.
pub(crate) fn check(portal: &Portal, call: &Call, caller: &Caller) -> Result<(), ApiError> {
    let only_oauth = portal.scenarios.on(Scenario::MissingScope).then(|| GrantedScopes::parse("oauth"));
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
        VerdictKind::MissingScopes => Err(missing(&verdict)),
        VerdictKind::NotGrantable => Err(ApiError::scope_not_public()),
        VerdictKind::NeedsDeveloperCredential => Err(developer_key_refusal(call)),
        VerdictKind::UnknownOperation => Err(generic::no_operation(call)),
    }
}

/// Refusals of calls that the scopes do allow.
fn scenario_refusal(portal: &Portal, verdict: &Verdict) -> Result<(), ApiError> {
    let any_token = verdict.any_of.iter().all(|all_of| all_of.iter().all(|scope| scope == "oauth"));
    if any_token {
        return Ok(());
    }
    if portal.scenarios.on(Scenario::ScopeNotPublic) {
        return Err(ApiError::scope_not_public());
    }
    let lags = portal.scenarios.on(Scenario::ScopePropagationLag);
    if lags && portal.scope_checks.fetch_add(1, Ordering::SeqCst).is_multiple_of(2) {
        return Err(missing(verdict));
    }
    Ok(())
}

/// Any one of the alternatives, flattened as HubSpot does; one alternative of several scopes needs all of them.
fn missing(verdict: &Verdict) -> ApiError {
    let names: BTreeSet<&String> = verdict.any_of.iter().flatten().collect();
    let names: Vec<String> = names.into_iter().cloned().collect();
    ApiError::missing_scopes(&names, verdict.any_of.len() == 1 && names.len() > 1)
}

/// Some of the developer-key endpoints say so, most do not.
fn developer_key_refusal(call: &Call) -> ApiError {
    let says_so = call.path.starts_with("/media-bridge/") || call.path.contains("/marketing-events/");
    if says_so { ApiError::developer_key_required() } else { ApiError::unauthenticated() }
}

//! Whether the caller's scopes allow a call, by the facts of the catalogue.

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock, atomic::Ordering},
};

use portalscope_catalog::{
    Catalog, CredentialKind as CatalogCredential, Effect, GrantedScopes, Narrowing, ObjectTypes, Operation,
    ScopeNames, Verdict, VerdictKind,
};

use super::identify::{Caller, CredentialKind};
use crate::{
    api::generic,
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::scenarios::Scenario,
};

/// Begins the names that static credentials are not given, so that there is something to be missing.
const NOT_FOR_STATIC: &[&str] = &["account-info.security.", "crm.objects.orders.", "automation.sequences."];

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

/// Every scope name that an app can ask for.
fn grantable() -> &'static BTreeSet<String> {
    static NAMES: OnceLock<BTreeSet<String>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let by_operations = Catalog::bundled().operations().iter().flat_map(Operation::declared_scopes);
        let names = by_operations.chain(object_scopes()).flatten().map(String::as_str).chain(["oauth"]);
        names.filter(|name| ScopeNames::bundled().is_grantable(name)).map(str::to_owned).collect()
    })
}

fn object_scopes() -> impl Iterator<Item = &'static Vec<String>> {
    let kinds = [Narrowing::Record, Narrowing::Schema, Narrowing::Pipeline];
    let asked = kinds.into_iter().flat_map(|kind| [(kind, Effect::Read), (kind, Effect::Write)]);
    asked.flat_map(|(kind, effect)| {
        ObjectTypes::bundled()
            .all()
            .iter()
            .filter_map(move |object| object.requirement(kind, effect))
            .flatten()
    })
}

pub(crate) fn is_grantable(name: &str) -> bool {
    grantable().contains(name)
}

/// What the service key and the private app may do: nearly everything.
pub(crate) fn of_static() -> impl Iterator<Item = &'static String> {
    let given = |name: &&String| !NOT_FOR_STATIC.iter().any(|prefix| name.starts_with(prefix));
    grantable().iter().filter(given)
}

pub(crate) fn granted_to_static() -> Arc<GrantedScopes> {
    static GRANTED: OnceLock<Arc<GrantedScopes>> = OnceLock::new();
    GRANTED.get_or_init(|| Arc::new(of_static().collect())).clone()
}

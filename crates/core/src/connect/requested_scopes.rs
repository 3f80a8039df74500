//! Which scopes go into `scope` and which into `optional_scope`. The flow itself takes its scopes from here, so that what
//! is shown is what is asked.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::ConnectionRecord;
use crate::oauth_apps::declared_scopes::{DeclaredScopes, ScopeRole};

/// How a person wants a scope to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WantedRole {
    Required,
    Optional,
    /// Not at all, though it was asked for before: the app may no longer declare it.
    Skip,
}

/// A scope to ask for on top of those asked for before, or one of those in another role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WantedScope {
    pub scope: String,
    /// `None`: as the app declares it, as it was asked for before, or else required.
    pub role: Option<WantedRole>,
}

/// A scope as it will be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedScope {
    pub scope: String,
    pub role: ScopeRole,
    /// It was not asked for the last time.
    pub is_new: bool,
    pub granted: bool,
}

/// The scopes asked for before, then the new ones; each once and in one role. What a person says of a scope counts most,
/// then what the app declares, then how it was asked for before.
pub(crate) fn planned(
    record: &ConnectionRecord,
    declared: Option<&DeclaredScopes>,
    wanted: &[WantedScope],
) -> Vec<PlannedScope> {
    let mut planned: Vec<PlannedScope> = Vec::new();
    let mut plan = |scope: &str, role, is_new| {
        let scope = scope.trim();
        if !scope.is_empty() && !planned.iter().any(|known| known.scope == scope) {
            let granted = record.granted_scopes.iter().flatten().any(|known| known == scope);
            planned.push(PlannedScope { scope: scope.to_owned(), role, is_new, granted });
        }
    };
    let said =
        |scope: &str| wanted.iter().find(|wanted| wanted.scope == scope).and_then(|wanted| wanted.role);
    // What the portal has consented to as required is not loosened in passing, only given up on purpose.
    for scope in record.requested_scopes.iter().filter(|scope| said(scope) != Some(WantedRole::Skip)) {
        plan(scope, ScopeRole::Required, false);
    }
    for scope in &record.requested_optional_scopes {
        // The page refuses where a scope that the app requires stands in `optional_scope` only.
        let by_app = declared.and_then(|declared| declared.role(scope));
        if let Some(role) = role_of(said(scope), by_app.or(Some(ScopeRole::Optional))) {
            plan(scope, role, false);
        }
    }
    for WantedScope { scope, role } in wanted {
        let by_app = declared.and_then(|declared| declared.role(scope));
        if let Some(role) = role_of(*role, by_app) {
            plan(scope, role, true);
        }
    }
    planned
}

/// `None`: it is not asked for.
fn role_of(said: Option<WantedRole>, otherwise: Option<ScopeRole>) -> Option<ScopeRole> {
    match said {
        Some(WantedRole::Skip) => None,
        Some(WantedRole::Required) => Some(ScopeRole::Required),
        Some(WantedRole::Optional) => Some(ScopeRole::Optional),
        None => otherwise.or(Some(ScopeRole::Required)),
    }
}

pub(crate) fn of_role(planned: &[PlannedScope], role: ScopeRole) -> Vec<String> {
    planned.iter().filter(|scope| scope.role == role).map(|scope| scope.scope.clone()).collect()
}

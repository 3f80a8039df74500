//! Decides which scopes go into `scope` and which into `optional_scope`. Preview and flow both use it, so that what is
//! shown is what is requested.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::ConnectionRecord;
use crate::oauth_apps::declared_scopes::{DeclaredScopes, ScopeRole};

/// How the user wants a scope to be requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum WantedRole {
    /// In `scope`: the portal grants all of these or nothing.
    Required,
    /// In `optional_scope`: a portal that does not have it connects without it.
    Optional,
    /// Not at all, though it was requested before: the app may no longer declare it.
    Skip,
}

/// A scope to add to those requested before, or one of those in another role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WantedScope {
    /// The scope's name, `crm.objects.contacts.read`.
    pub scope: String,
    /// `None`: as the app declares it, else as it was requested before, else required.
    pub role: Option<WantedRole>,
}

/// A scope as it will be requested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlannedScope {
    /// The scope's name, `crm.objects.contacts.read`.
    pub scope: String,
    /// Which parameter of the authorize URL it goes into.
    pub role: ScopeRole,
    /// It was not requested the last time.
    pub is_new: bool,
    /// The connection has it now. Always false before the first connection.
    pub granted: bool,
}

/// The scopes requested before, then the new ones; each once and in one role. The user's choice of role takes precedence,
/// then the app's declaration, then the role before.
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
    let chosen =
        |scope: &str| wanted.iter().find(|wanted| wanted.scope == scope).and_then(|wanted| wanted.role);
    // A scope that was required stays required, unless the user skips it.
    for scope in record.requested_scopes.iter().filter(|scope| chosen(scope) != Some(WantedRole::Skip)) {
        plan(scope, ScopeRole::Required, false);
    }
    for scope in &record.requested_optional_scopes {
        // The authorize page refuses if a scope that the app requires is in `optional_scope` only.
        let by_app = declared.and_then(|declared| declared.role(scope));
        if let Some(role) = role_of(chosen(scope), by_app.or(Some(ScopeRole::Optional))) {
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

/// `None`: the scope is not requested.
fn role_of(chosen: Option<WantedRole>, otherwise: Option<ScopeRole>) -> Option<ScopeRole> {
    match chosen {
        Some(WantedRole::Skip) => None,
        Some(WantedRole::Required) => Some(ScopeRole::Required),
        Some(WantedRole::Optional) => Some(ScopeRole::Optional),
        None => otherwise.or(Some(ScopeRole::Required)),
    }
}

/// The names of the planned scopes with this role.
pub(crate) fn of_role(planned: &[PlannedScope], role: ScopeRole) -> Vec<String> {
    planned.iter().filter(|scope| scope.role == role).map(|scope| scope.scope.clone()).collect()
}

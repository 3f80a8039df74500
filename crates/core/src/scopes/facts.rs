//! Everything known about one endpoint, and the catalog as a tree to choose endpoints from.

use std::sync::Arc;

use portalscope_catalog::{
    Catalog, Certainty, Effect, Exemption, Operation, OperationNote, Sunset, Tier, UserLevel, Verdict,
};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::{Endpoint, OperationDetail, detail_at, successor_of};
use crate::error::{Error, Result};
use crate::platform::clock::{Clock, today};
use crate::scopes::access::{AnalysisSubject, ScopeAccess};

/// The details of an endpoint, with its verdict for a credential.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationFacts {
    /// The operation under the version that the path names.
    pub operation: OperationDetail,
    /// HubSpot's name of the API that the operation belongs to.
    pub api: String,
    /// The verdict, with all alternatives.
    pub verdict: Verdict,
    /// What the call does to the portal's data.
    pub effect: Effect,
    /// The products and lowest plans that have the operation. Empty: not known.
    pub tiers: Vec<Tier>,
    /// Whether user-level apps may call it.
    pub user_level: UserLevel,
    /// The rate limits that do not apply to it.
    pub rate_limit_exemptions: Vec<Exemption>,
    /// How certain the requirement is.
    pub certainty: Certainty,
    /// Whether it requires a token from an OAuth installation; static tokens are refused.
    pub oauth_only: bool,
    /// The call that replaces this one. `None`: none is known.
    pub successor: Option<Endpoint>,
    /// When HubSpot ends support or the operation. `None`: nothing was announced.
    pub sunset: Option<Sunset>,
    /// Whether the date of the sunset has come.
    pub sunset_passed: bool,
    /// What is worth knowing beside the scopes, such as limits of its own.
    pub notes: Vec<OperationNote>,
}

/// One of HubSpot's product areas with its APIs.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogGroup {
    /// HubSpot's name of the product area, such as "CRM".
    pub name: String,
    /// Its APIs, by name.
    pub apis: Vec<CatalogApi>,
}

/// One API with its operations.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogApi {
    /// HubSpot's name of the API.
    pub name: String,
    /// Its operations in the catalog's order.
    pub operations: Vec<CatalogOperation>,
}

/// One operation in the tree.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogOperation {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template with `{names}`.
    pub path: String,
    /// The title, such as "List contacts".
    pub title: String,
    /// The API version: `v1` to `v4`, a date such as `2026-03`, or a beta such as `2026-09-beta`.
    pub version: String,
    /// Whether to use it today: no successor is in the catalog, and it is neither a beta nor deprecated.
    pub current: bool,
}

/// Looks up operations of the catalog in force.
pub struct OperationReference {
    access: Arc<ScopeAccess>,
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
}

impl OperationReference {
    pub(crate) fn new(access: Arc<ScopeAccess>, catalogs: Arc<Catalogs>, clock: Arc<dyn Clock>) -> Self {
        Self { access, catalogs, clock }
    }

    /// The details of an endpoint, with the verdict for `subject`.
    ///
    /// # Errors
    /// [`Error::OperationUnknown`] if the catalog does not know the call; [`Error::ConnectionNotFound`].
    pub fn facts(&self, subject: &AnalysisSubject, endpoint: &Endpoint) -> Result<OperationFacts> {
        let context = self.access.of_subject(subject)?;
        let Endpoint { method, path } = endpoint;
        let found = context.catalog.resolve(method, path).ok_or(Error::OperationUnknown)?;
        let operation =
            detail_at(&context.catalog, method, path).expect("BUG: what was just found is found again");
        let facts = found.operation;
        let today = today(&*self.clock);
        let sunset = found.sunset(&today);
        Ok(OperationFacts {
            operation,
            api: facts.api.to_owned(),
            verdict: context.judge(method, path),
            effect: facts.effect,
            tiers: facts.tiers.to_vec(),
            user_level: facts.user_level,
            rate_limit_exemptions: facts.rate_limit_exemptions.clone(),
            certainty: facts.certainty,
            oauth_only: facts.oauth_only,
            successor: successor_of(&context.catalog, &found, path),
            sunset_passed: sunset.as_ref().is_some_and(|sunset| sunset.has_come(&today)),
            sunset,
            notes: facts.notes().cloned().collect(),
        })
    }

    /// All operations by product area and API: both by name, the operations in the catalog's order.
    pub fn tree(&self) -> Vec<CatalogGroup> {
        let catalog = self.catalogs.current();
        let mut groups: Vec<CatalogGroup> = Vec::new();
        for operation in catalog.operations() {
            let group = entry(
                &mut groups,
                |group| group.name == operation.group,
                || CatalogGroup { name: operation.group.to_owned(), apis: Vec::new() },
            );
            let api = entry(
                &mut group.apis,
                |api| api.name == operation.api,
                || CatalogApi { name: operation.api.to_owned(), operations: Vec::new() },
            );
            api.operations.push(listed(&catalog, operation));
        }
        groups.sort_by(|one, other| one.name.cmp(&other.name));
        for group in &mut groups {
            group.apis.sort_by(|one, other| one.name.cmp(&other.name));
        }
        groups
    }
}

/// The last element that matches, or a new one at the end.
fn entry<T>(list: &mut Vec<T>, is_match: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> &mut T {
    let at = list.iter().rposition(is_match).unwrap_or_else(|| {
        list.push(make());
        list.len() - 1
    });
    &mut list[at]
}

fn listed(catalog: &Catalog, operation: &Operation) -> CatalogOperation {
    let replaced = operation
        .successor()
        .is_some_and(|path| path != operation.path && catalog.find(operation.method, &path).is_some());
    CatalogOperation {
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        title: operation.title().to_owned(),
        version: operation.version.to_owned(),
        current: !operation.deprecated && !operation.version.ends_with("beta") && !replaced,
    }
}

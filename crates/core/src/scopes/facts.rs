//! Everything known of one endpoint, and the catalog as a tree to choose endpoints from.

use std::sync::Arc;

use portalscope_catalog::{
    Catalog, Certainty, Effect, Exemption, Operation, Sunset, Tier, UserLevel, Verdict,
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
    pub operation: OperationDetail,
    pub api: String,
    /// With all alternatives.
    pub verdict: Verdict,
    pub effect: Effect,
    pub tiers: Vec<Tier>,
    pub user_level: UserLevel,
    pub rate_limit_exemptions: Vec<Exemption>,
    pub certainty: Certainty,
    /// Wants a token that came from an OAuth installation.
    pub oauth_only: bool,
    pub successor: Option<Endpoint>,
    pub sunset: Option<Sunset>,
    /// The date of the sunset has come.
    pub sunset_passed: bool,
}

/// A product area of HubSpot's with its APIs.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogGroup {
    pub name: String,
    pub apis: Vec<CatalogApi>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogApi {
    pub name: String,
    pub operations: Vec<CatalogOperation>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogOperation {
    pub method: String,
    pub path: String,
    pub title: String,
    pub version: String,
    /// The one to take today: a later version does not stand beside it, and it is no beta and not deprecated.
    pub current: bool,
}

pub struct OperationReference {
    access: Arc<ScopeAccess>,
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
}

impl OperationReference {
    pub(crate) fn new(access: Arc<ScopeAccess>, catalogs: Arc<Catalogs>, clock: Arc<dyn Clock>) -> Self {
        Self { access, catalogs, clock }
    }

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
        })
    }

    /// All operations by product area and API, in the catalog's order.
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

fn entry<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> &mut T {
    let at = list.iter().rposition(is_it).unwrap_or_else(|| {
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

//! Everything known of one endpoint, and the catalogue as a tree to choose endpoints from.

use portalscope_catalog::{
    Catalog, Certainty, Effect, Exemption, Operation, Resolved, Sunset, Tier, UserLevel, Verdict,
};
use serde::Serialize;
use specta::Type;

use crate::error::Error;
use crate::error::Result;
use crate::portalscope::Portalscope;
use crate::scopes::analysis::Against;
use crate::scopes::search::{Endpoint, OperationDetail, detail_at};

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
pub struct CatalogueGroup {
    pub name: String,
    pub apis: Vec<CatalogueApi>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueApi {
    pub name: String,
    pub operations: Vec<CatalogueOperation>,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueOperation {
    pub method: String,
    pub path: String,
    pub title: String,
    pub version: String,
    /// The one to take today: a later version does not stand beside it, and it is no beta and not deprecated.
    pub current: bool,
}

impl Portalscope {
    pub fn operation_facts(&self, against: &Against, endpoint: &Endpoint) -> Result<OperationFacts> {
        let holder = self.holder_of(against)?;
        let Endpoint { method, path } = endpoint;
        let found = holder.catalogue.resolve(method, path).ok_or(Error::OperationUnknown)?;
        let operation =
            detail_at(&holder.catalogue, method, path).expect("BUG: what was just found is found again");
        let facts = found.operation;
        let sunset = facts.sunset().cloned();
        Ok(OperationFacts {
            operation,
            api: facts.api.to_owned(),
            verdict: holder.judge(method, path),
            effect: facts.effect,
            tiers: facts.tiers.to_vec(),
            user_level: facts.user_level,
            rate_limit_exemptions: facts.rate_limit_exemptions.clone(),
            certainty: facts.certainty,
            oauth_only: facts.oauth_only,
            successor: successor_of(&holder.catalogue, &found, path),
            sunset_passed: sunset.as_ref().is_some_and(|sunset| has_come(sunset, self.clock.now())),
            sunset,
        })
    }

    /// All operations by product area and API, in the catalogue's order.
    pub fn catalogue_tree(&self) -> Vec<CatalogueGroup> {
        let catalogue = self.catalogue();
        let mut groups: Vec<CatalogueGroup> = Vec::new();
        for operation in catalogue.operations() {
            let group = entry(
                &mut groups,
                |group| group.name == operation.group,
                || CatalogueGroup { name: operation.group.to_owned(), apis: Vec::new() },
            );
            let api = entry(
                &mut group.apis,
                |api| api.name == operation.api,
                || CatalogueApi { name: operation.api.to_owned(), operations: Vec::new() },
            );
            api.operations.push(listed(&catalogue, operation));
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

fn listed(catalog: &Catalog, operation: &Operation) -> CatalogueOperation {
    let replaced = operation
        .successor()
        .is_some_and(|path| path != operation.path && catalog.find(operation.method, &path).is_some());
    CatalogueOperation {
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        title: operation.title().to_owned(),
        version: operation.version.to_owned(),
        current: !operation.deprecated && !operation.version.ends_with("beta") && !replaced,
    }
}

/// The call that takes the place of the one asked for, with its path's values where the parameters are the same.
pub(crate) fn successor_of(catalog: &Catalog, found: &Resolved<'_>, asked: &str) -> Option<Endpoint> {
    let path = found.operation.successor()?;
    let (method, next) = (found.operation.method, catalog.resolve(found.operation.method, &path)?);
    if next.operation.path == found.operation.path {
        return None;
    }
    let filled = found.path_values.iter().fold(path, |path, (name, value)| {
        let hole = format!("{{{name}}}");
        path.replace(&hole, value)
    });
    (filled != asked).then(|| Endpoint { method: method.to_owned(), path: filled })
}

/// A month without a day comes with its first day.
fn has_come(sunset: &Sunset, now: jiff::Timestamp) -> bool {
    let today = now.to_string();
    today.get(..sunset.date.len()).is_some_and(|today| today >= sunset.date.as_str())
}

//! The catalogue for browsing: product areas, their APIs, and the operations of one API on demand.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::operation::Operation;
use crate::versions::age;

/// A product area, as "CRM".
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// HubSpot's name of the area.
    pub name: String,
    /// How many operations all its APIs have.
    pub operations: u32,
    /// By name.
    pub apis: Vec<Api>,
}

/// One API of an area, as "Contacts".
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// HubSpot's name of the API.
    pub name: String,
    /// How many operations all its versions have.
    pub operations: u32,
    /// Newest first: dated, then betas, then `v4` to `v1`.
    pub versions: Vec<ApiVersion>,
}

/// How many operations an API has in one version.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ApiVersion {
    /// Such as `2026-03` or `v3`.
    pub name: String,
    /// How many operations it has.
    pub operations: u32,
}

impl Catalog {
    /// All areas with their APIs and counts: a few kilobytes, without the operations themselves.
    pub fn groups(&self) -> Vec<Group> {
        let mut counts: BTreeMap<&str, BTreeMap<&str, BTreeMap<&str, u32>>> = BTreeMap::new();
        for operation in self.operations() {
            let apis = counts.entry(operation.group).or_default();
            *apis.entry(operation.api).or_default().entry(operation.version).or_default() += 1;
        }
        counts.into_iter().map(|(name, apis)| Group::new(name, apis)).collect()
    }

    /// The operations of one API, newest version first, then by path; `None` for all versions.
    pub fn operations_of(&self, group: &str, api: &str, version: Option<&str>) -> Vec<&Operation> {
        let belongs = |op: &&Operation| {
            op.group == group && op.api == api && version.is_none_or(|version| op.version == version)
        };
        let mut found: Vec<&Operation> = self.operations().iter().filter(belongs).collect();
        found.sort_by(|a, b| age(a.version).cmp(&age(b.version)).then_with(|| a.path.cmp(b.path)));
        found
    }
}

impl Group {
    fn new(name: &str, apis: BTreeMap<&str, BTreeMap<&str, u32>>) -> Self {
        let apis: Vec<Api> = apis.into_iter().map(|(name, versions)| Api::new(name, versions)).collect();
        Self { name: name.to_owned(), operations: apis.iter().map(|api| api.operations).sum(), apis }
    }
}

impl Api {
    fn new(name: &str, versions: BTreeMap<&str, u32>) -> Self {
        let version = |(name, operations): (&str, u32)| ApiVersion { name: name.to_owned(), operations };
        let mut versions: Vec<ApiVersion> = versions.into_iter().map(version).collect();
        versions.sort_by(|a, b| age(&a.name).cmp(&age(&b.name)));
        Self {
            name: name.to_owned(),
            operations: versions.iter().map(|version| version.operations).sum(),
            versions,
        }
    }
}

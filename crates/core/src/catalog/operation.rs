//! One operation of the catalog, under the version that a path names.

use portalscope_catalog::{Call, Catalog, Parameter, Resolved};
use serde::{Deserialize, Serialize};
use specta::Type;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    pub method: String,
    pub path: String,
}

impl Endpoint {
    pub(crate) fn to_call(&self) -> Call {
        Call { method: self.method.clone(), path: self.path.clone() }
    }
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationDetail {
    pub method: String,
    pub path: String,
    pub title: String,
    pub group: String,
    pub version: String,
    pub deprecated: bool,
    pub path_parameters: Vec<Parameter>,
    pub query_parameters: Vec<Parameter>,
    pub has_body: bool,
    pub content_types: Vec<String>,
    /// Where the fact is from, with its date.
    pub source: String,
}

/// The operation at a path, under the version that the path names.
pub(crate) fn detail_at(catalog: &Catalog, method: &str, path: &str) -> Option<OperationDetail> {
    let resolved = catalog.resolve(method, path)?;
    let operation = resolved.operation;
    let renamed = |text: &str| text.replace(operation.version, &resolved.version);
    Some(OperationDetail {
        method: operation.method.to_owned(),
        path: renamed(operation.path),
        title: operation.title().to_owned(),
        group: operation.group.to_owned(),
        version: resolved.version.clone(),
        deprecated: operation.deprecated,
        path_parameters: operation.path_parameters.clone(),
        query_parameters: operation.query_parameters.clone(),
        has_body: operation.has_body,
        content_types: operation.content_types.iter().map(|kind| (*kind).to_owned()).collect(),
        source: operation.source.to_owned(),
    })
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

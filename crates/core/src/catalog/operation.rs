//! One operation of the catalog, under the version that a path names.

use portalscope_catalog::{Call, Catalog, Parameter, Resolved};
use serde::{Deserialize, Serialize};
use specta::Type;

/// A call: a method at a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path, concrete or a template with `{names}`, without a query.
    pub path: String,
}

impl Endpoint {
    pub(crate) fn to_call(&self) -> Call {
        Call { method: self.method.clone(), path: self.path.clone() }
    }
}

/// An operation of the catalog, under the version that a path names.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationDetail {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template with `{names}`, as the call spells it.
    pub path: String,
    /// The template as HubSpot's file spells it. `None`: in the same way.
    pub hubspot_path: Option<String>,
    /// The title, such as "List contacts".
    pub title: String,
    /// HubSpot's product area, such as "CRM".
    pub group: String,
    /// The API version that the path names: `v3`, `2026-03`, `2026-09-beta`.
    pub version: String,
    /// Whether HubSpot marks the operation as deprecated.
    pub deprecated: bool,
    /// The `{names}` in the path.
    pub path_parameters: Vec<Parameter>,
    /// The query parameters that HubSpot documents.
    pub query_parameters: Vec<Parameter>,
    /// Whether the request has a body.
    pub has_body: bool,
    /// The content types of the body. Empty: not known, or no body.
    pub content_types: Vec<String>,
    /// Where the facts are from: HubSpot's file and its date, or "by hand".
    pub source: String,
}

/// The operation at a path, concrete or a template, under the version that the path names. `None`: not in the catalog.
pub(crate) fn detail_at(catalog: &Catalog, method: &str, path: &str) -> Option<OperationDetail> {
    let resolved = catalog.resolve(method, path)?;
    let operation = resolved.operation;
    Some(OperationDetail {
        method: operation.method.to_owned(),
        hubspot_path: resolved.hubspot_template(),
        path: resolved.template,
        title: operation.title().to_owned(),
        group: operation.group.to_owned(),
        version: resolved.version,
        deprecated: operation.deprecated,
        path_parameters: operation.path_parameters.clone(),
        query_parameters: operation.query_parameters.clone(),
        has_body: operation.has_body,
        content_types: operation.content_types.iter().map(|kind| (*kind).to_owned()).collect(),
        source: operation.source.to_owned(),
    })
}

/// The call that replaces this one, with the values of its path where the parameters have the same names. `None`:
/// none is in the catalog, or it is this one. `path`: the path of the call.
pub(crate) fn successor_of(catalog: &Catalog, found: &Resolved<'_>, path: &str) -> Option<Endpoint> {
    let template = found.operation.successor()?;
    let (method, next) = (found.operation.method, catalog.resolve(found.operation.method, &template)?);
    if next.operation.path == found.operation.path {
        return None;
    }
    let filled = found.path_values.iter().fold(template, |template, (name, value)| {
        let placeholder = format!("{{{name}}}");
        template.replace(&placeholder, value)
    });
    (filled != path).then(|| Endpoint { method: method.to_owned(), path: filled })
}

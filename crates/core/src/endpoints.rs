//! The catalogue as the window sees it: search, one operation, the verdict for a connection.

use portalscope_catalog::{
    Catalog, CredentialKind as CatalogCredential, GrantedScopes, Operation, Parameter, Verdict,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::app::Portalscope;
use crate::connection::CredentialKind;
use crate::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    pub method: String,
    pub path: String,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationSummary {
    pub method: String,
    pub path: String,
    pub title: String,
    pub group: String,
    pub version: String,
    pub deprecated: bool,
    pub verdict: Option<Verdict>,
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

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EndpointVerdict {
    pub operation: Option<OperationDetail>,
    pub endpoint: Endpoint,
    pub verdict: Verdict,
}

/// What the catalogue must know of a connection to judge it.
pub(crate) struct Holder {
    granted: Option<GrantedScopes>,
    credential: CatalogCredential,
}

impl Holder {
    pub(crate) fn judge(&self, method: &str, path: &str) -> Verdict {
        Catalog::bundled().verdict(method, path, self.granted.as_ref(), self.credential)
    }
}

/// Builds what the first search would otherwise wait for. Call it once, off the main thread.
pub fn prepare_catalogue() {
    Catalog::bundled().prepare();
}

impl Portalscope {
    /// Operations that fit the words, best first, each with the verdict for the connection if one is named.
    pub fn search_operations(
        &self,
        text: &str,
        connection: Option<&str>,
        limit: u32,
    ) -> Result<Vec<OperationSummary>> {
        let holder = connection.map(|id| self.holder(id)).transpose()?;
        let found = Catalog::bundled().search(text, limit.min(500) as usize);
        Ok(found.into_iter().map(|operation| summary(operation, holder.as_ref())).collect())
    }

    pub fn check_endpoints(
        &self,
        connection: &str,
        endpoints: Vec<Endpoint>,
    ) -> Result<Vec<EndpointVerdict>> {
        let holder = self.holder(connection)?;
        let check = |endpoint: Endpoint| EndpointVerdict {
            operation: detail_at(&endpoint.method, &endpoint.path),
            verdict: holder.judge(&endpoint.method, &endpoint.path),
            endpoint,
        };
        Ok(endpoints.into_iter().map(check).collect())
    }

    pub(crate) fn holder(&self, connection: &str) -> Result<Holder> {
        self.connections.with(connection, |live| Holder {
            granted: live.record.granted_scopes.as_ref().map(|scopes| scopes.iter().cloned().collect()),
            credential: match live.record.credential {
                CredentialKind::Oauth => CatalogCredential::Oauth,
                CredentialKind::ServiceKey => CatalogCredential::ServiceKey,
                CredentialKind::PrivateApp | CredentialKind::StaticToken => CatalogCredential::PrivateApp,
            },
        })
    }
}

/// The operation at a path, under the version that the path names.
pub(crate) fn detail_at(method: &str, path: &str) -> Option<OperationDetail> {
    let catalog = Catalog::bundled();
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

fn summary(operation: &Operation, holder: Option<&Holder>) -> OperationSummary {
    OperationSummary {
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        title: operation.title().to_owned(),
        group: operation.group.to_owned(),
        version: operation.version.to_owned(),
        deprecated: operation.deprecated,
        verdict: holder.map(|holder| holder.judge(operation.method, operation.path)),
    }
}

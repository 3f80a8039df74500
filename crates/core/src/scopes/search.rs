//! The catalogue as the window sees it: search, one operation, the verdict for a connection.

use portalscope_catalog::{
    Catalog, CredentialKind as CatalogCredential, GrantedScopes, Operation, Parameter, ReadList, Verdict,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::Catalogue;
use crate::connections::record::CredentialKind;
use crate::error::Result;
use crate::portalscope::Portalscope;

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
    pub catalogue: Catalogue,
    /// As HubSpot tells them; `None` where it does not.
    pub scopes: Option<Vec<String>>,
    /// The same with all that they imply.
    pub granted: Option<GrantedScopes>,
    pub credential: CatalogCredential,
}

impl Holder {
    pub(crate) fn judge(&self, method: &str, path: &str) -> Verdict {
        self.catalogue.verdict(method, path, self.granted.as_ref(), self.credential)
    }
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
        let catalogue = self.catalogue();
        let found = catalogue.search(text, limit.min(500) as usize);
        Ok(found.into_iter().map(|operation| summary(operation, holder.as_ref())).collect())
    }

    pub fn check_endpoints(
        &self,
        connection: &str,
        endpoints: Vec<Endpoint>,
    ) -> Result<Vec<EndpointVerdict>> {
        let holder = self.holder(connection)?;
        let check = |endpoint: Endpoint| EndpointVerdict {
            operation: detail_at(&holder.catalogue, &endpoint.method, &endpoint.path),
            verdict: holder.judge(&endpoint.method, &endpoint.path),
            endpoint,
        };
        Ok(endpoints.into_iter().map(check).collect())
    }

    /// Reads a pasted list of calls, line by line.
    pub fn read_endpoint_list(&self, text: &str) -> ReadList {
        let mut list = self.catalogue().read_list(text);
        for line in &mut list.lines {
            line.text = self.redactor.text(&line.text);
        }
        list
    }

    pub(crate) fn holder(&self, connection: &str) -> Result<Holder> {
        let (scopes, credential) = self.connections.with(connection, |live| {
            (live.record.granted_scopes.clone(), catalogue_credential(live.record.credential))
        })?;
        let granted = scopes.as_ref().map(|scopes| scopes.iter().collect());
        Ok(Holder { catalogue: self.catalogue(), scopes, granted, credential })
    }
}

/// The catalogue's word for a kind of credential.
pub(crate) fn catalogue_credential(kind: CredentialKind) -> CatalogCredential {
    match kind {
        CredentialKind::Oauth => CatalogCredential::Oauth,
        CredentialKind::ServiceKey => CatalogCredential::ServiceKey,
        CredentialKind::PrivateApp | CredentialKind::StaticToken => CatalogCredential::PrivateApp,
    }
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

//! Searches the catalog, judges endpoints for a connection, and reads pasted lists of calls.

use std::sync::Arc;

use portalscope_catalog::{Operation, ReadList, Verdict};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::{Endpoint, OperationDetail, detail_at};
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::scopes::access::{ScopeAccess, ScopeContext};
use crate::secrets::store::SecretStore;

/// Results per search, whatever limit was requested.
const MAX_RESULTS: u32 = 500;

/// A search result.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OperationSummary {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template with `{names}`.
    pub path: String,
    /// The title, such as "List contacts".
    pub title: String,
    /// HubSpot's product area, such as "CRM".
    pub group: String,
    /// The API version: `v1` to `v4`, a date such as `2026-03`, or a beta such as `2026-09-beta`.
    pub version: String,
    /// Whether HubSpot marks the operation as deprecated.
    pub deprecated: bool,
    /// The verdict for the connection. `None`: the search named no connection.
    pub verdict: Option<Verdict>,
}

/// An endpoint with its verdict for a connection.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EndpointVerdict {
    /// The catalog's facts. `None`: the catalog does not know the call.
    pub operation: Option<OperationDetail>,
    /// As it was given.
    pub endpoint: Endpoint,
    /// Whether the granted scopes allow the call.
    pub verdict: Verdict,
}

/// Searches the catalog in force.
pub struct EndpointSearch {
    access: Arc<ScopeAccess>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
}

impl EndpointSearch {
    pub(crate) fn new(access: Arc<ScopeAccess>, catalogs: Arc<Catalogs>, secrets: Arc<SecretStore>) -> Self {
        Self { access, catalogs, secrets }
    }

    /// Operations that match the text, best first, 500 at most; with a connection, each has its verdict.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound).
    pub fn operations(
        &self,
        text: &str,
        connection: Option<&ConnectionId>,
        limit: u32,
    ) -> Result<Vec<OperationSummary>> {
        let context = connection.map(|id| self.access.of_connection(id)).transpose()?;
        let catalog = self.catalogs.current();
        let found = catalog.search(text, limit.min(MAX_RESULTS) as usize);
        Ok(found.into_iter().map(|operation| summary(operation, context.as_ref())).collect())
    }

    /// The verdict on each endpoint, in the given order.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound).
    pub fn check(&self, connection: &ConnectionId, endpoints: Vec<Endpoint>) -> Result<Vec<EndpointVerdict>> {
        let context = self.access.of_connection(connection)?;
        let check = |endpoint: Endpoint| EndpointVerdict {
            operation: detail_at(&context.catalog, &endpoint.method, &endpoint.path),
            verdict: context.judge(&endpoint.method, &endpoint.path),
            endpoint,
        };
        Ok(endpoints.into_iter().map(check).collect())
    }

    /// Reads a pasted list of calls line by line. What is repeated of it is redacted.
    pub fn read_list(&self, text: &str) -> ReadList {
        self.catalogs.current().read_list(text, &|text| self.secrets.redacted(text))
    }
}

fn summary(operation: &Operation, context: Option<&ScopeContext>) -> OperationSummary {
    OperationSummary {
        method: operation.method.to_owned(),
        path: operation.path.to_owned(),
        title: operation.title().to_owned(),
        group: operation.group.to_owned(),
        version: operation.version.to_owned(),
        deprecated: operation.deprecated,
        verdict: context.map(|context| context.judge(operation.method, operation.path)),
    }
}

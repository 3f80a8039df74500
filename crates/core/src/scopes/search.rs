//! The catalog as the window sees it: search, and the verdict for a connection.

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

const MAX_RESULTS: u32 = 500;

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
pub struct EndpointVerdict {
    pub operation: Option<OperationDetail>,
    pub endpoint: Endpoint,
    pub verdict: Verdict,
}

pub struct EndpointSearch {
    access: Arc<ScopeAccess>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
}

impl EndpointSearch {
    pub(crate) fn new(access: Arc<ScopeAccess>, catalogs: Arc<Catalogs>, secrets: Arc<SecretStore>) -> Self {
        Self { access, catalogs, secrets }
    }

    /// Operations that fit the words, best first, each with the verdict for the connection if one is named.
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

    pub fn check(&self, connection: &ConnectionId, endpoints: Vec<Endpoint>) -> Result<Vec<EndpointVerdict>> {
        let context = self.access.of_connection(connection)?;
        let check = |endpoint: Endpoint| EndpointVerdict {
            operation: detail_at(&context.catalog, &endpoint.method, &endpoint.path),
            verdict: context.judge(&endpoint.method, &endpoint.path),
            endpoint,
        };
        Ok(endpoints.into_iter().map(check).collect())
    }

    /// Reads a pasted list of calls, line by line.
    pub fn read_list(&self, text: &str) -> ReadList {
        let mut list = self.catalogs.current().read_list(text);
        for line in &mut list.lines {
            line.text = self.secrets.redacted(&line.text);
        }
        list
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

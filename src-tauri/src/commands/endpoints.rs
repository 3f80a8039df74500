//! The catalog: search and verdicts.

use portalscope_core::{ConnectionId, Endpoint, EndpointVerdict, OperationSummary};

use crate::state::{Answer, Core};

#[tauri::command]
#[specta::specta]
pub async fn search_operations(
    core: Core<'_>,
    text: String,
    connection_id: Option<ConnectionId>,
    limit: u32,
) -> Answer<Vec<OperationSummary>> {
    Ok(core.scopes.search.operations(&text, connection_id.as_ref(), limit)?)
}

#[tauri::command]
#[specta::specta]
pub async fn check_endpoints(
    core: Core<'_>,
    connection_id: ConnectionId,
    endpoints: Vec<Endpoint>,
) -> Answer<Vec<EndpointVerdict>> {
    Ok(core.scopes.search.check(&connection_id, endpoints)?)
}

//! Commands on an existing connection.

use portalscope_core::{
    AtServer, Connection, ConnectionId, ConnectionLabel, DailyUsage, DisconnectReport, ItsHistory,
    UsagePoints,
};

use crate::state::{Answer, Core, SystemBrowser};

#[tauri::command]
#[specta::specta]
pub async fn set_active_connection(core: Core<'_>, id: Option<ConnectionId>) -> Answer<()> {
    Ok(core.connections.set_active(id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn refresh_connection(core: Core<'_>, id: ConnectionId) -> Answer<Connection> {
    Ok(core.tokens.refresh(&id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn disconnect(
    core: Core<'_>,
    id: ConnectionId,
    revoke: bool,
    its_history: ItsHistory,
) -> Answer<DisconnectReport> {
    let at_server = if revoke { AtServer::Revoke } else { AtServer::Leave };
    Ok(core.connect.disconnector.disconnect(&id, at_server, its_history).await?)
}

#[tauri::command]
#[specta::specta]
pub fn unlock_writing(core: Core<'_>, id: ConnectionId, typed_portal_id: String) -> Answer<Connection> {
    Ok(core.connections.unlock_writing(&id, &typed_portal_id)?)
}

#[tauri::command]
#[specta::specta]
pub fn lock_writing(core: Core<'_>, id: ConnectionId) -> Answer<Connection> {
    Ok(core.connections.lock_writing(&id)?)
}

/// Gives it a name and a color of one's own, in the window alone.
#[tauri::command]
#[specta::specta]
pub fn set_connection_label(core: Core<'_>, id: ConnectionId, label: ConnectionLabel) -> Answer<Connection> {
    Ok(core.connections.set_label(&id, label)?)
}

/// Opens the portal at HubSpot in the browser. `false`: it is a demo portal, or no browser opened.
#[tauri::command]
#[specta::specta]
pub async fn open_portal(browser: SystemBrowser<'_>, core: Core<'_>, id: ConnectionId) -> Answer<bool> {
    Ok(core.connections.portal_page(&id)?.is_some_and(|page| browser.open(&page)))
}

/// The rate limits in the responses since the start of the app, from point number `since` on.
#[tauri::command]
#[specta::specta]
pub fn usage_points(core: Core<'_>, id: ConnectionId, since: u32) -> Answer<UsagePoints> {
    Ok(core.limits.points(&id, since)?)
}

/// Requests the daily usage that HubSpot counts.
#[tauri::command]
#[specta::specta]
pub async fn daily_usage(core: Core<'_>, id: ConnectionId) -> Answer<DailyUsage> {
    Ok(core.limits.daily(&id).await?)
}

//! A connection once it exists.

use portalscope_core::{Connection, DisconnectReport};

use crate::state::{Answer, Core};

#[tauri::command]
#[specta::specta]
pub async fn set_active_connection(core: Core<'_>, id: Option<String>) -> Answer<()> {
    Ok(core.set_active_connection(id)?)
}

#[tauri::command]
#[specta::specta]
pub async fn refresh_connection(core: Core<'_>, id: String) -> Answer<Connection> {
    Ok(core.refresh_connection(&id).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn disconnect(core: Core<'_>, id: String, revoke: bool) -> Answer<DisconnectReport> {
    Ok(core.disconnect(&id, revoke).await?)
}

#[tauri::command]
#[specta::specta]
pub fn unlock_writing(core: Core<'_>, id: String, typed_portal_id: String) -> Answer<Connection> {
    Ok(core.unlock_writing(&id, &typed_portal_id)?)
}

#[tauri::command]
#[specta::specta]
pub fn lock_writing(core: Core<'_>, id: String) -> Answer<Connection> {
    Ok(core.lock_writing(&id)?)
}

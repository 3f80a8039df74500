//! What the app stores, where, and its removal.

use portalscope_core::{Connection, ConnectionId, StorageReport, StoredTarget};

use crate::state::{Answer, Core};

#[tauri::command]
#[specta::specta]
pub async fn storage_report(core: Core<'_>) -> Answer<StorageReport> {
    Ok(core.storage.reporter.report().await?)
}

/// Deletes it, and returns what is stored now.
#[tauri::command]
#[specta::specta]
pub async fn delete_stored(core: Core<'_>, target: StoredTarget) -> Answer<StorageReport> {
    Ok(core.storage.deletion.delete(target).await?)
}

/// Moves a connection stored in memory into the keyring and the data file.
#[tauri::command]
#[specta::specta]
pub async fn move_to_keyring(core: Core<'_>, id: ConnectionId) -> Answer<Connection> {
    Ok(core.storage.keyring.move_to_keyring(&id).await?)
}

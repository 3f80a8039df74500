//! What is stored where, and its removal.

use portalscope_core::{Connection, StorageReport, StoredTarget};

use crate::state::{Answer, Core};

#[tauri::command]
#[specta::specta]
pub async fn storage_report(core: Core<'_>) -> Answer<StorageReport> {
    Ok(core.storage_report().await?)
}

/// Deletes it, and answers what is there now.
#[tauri::command]
#[specta::specta]
pub async fn delete_stored(core: Core<'_>, target: StoredTarget) -> Answer<StorageReport> {
    Ok(core.delete_stored(target).await?)
}

/// Moves a connection that lives in memory into the keyring and the data file.
#[tauri::command]
#[specta::specta]
pub async fn keep_in_keyring(core: Core<'_>, id: String) -> Answer<Connection> {
    Ok(core.keep_in_keyring(&id).await?)
}

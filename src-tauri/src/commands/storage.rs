//! What the app stores, where, and its removal.

use portalscope_core::{Connection, ConnectionId, HistoryBounds, KeptBodies, StorageReport, StoredTarget};

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

/// Changes how much of the history is kept, and returns what is stored now.
#[tauri::command]
#[specta::specta]
pub async fn set_history_bounds(core: Core<'_>, bounds: HistoryBounds) -> Answer<StorageReport> {
    core.history.set_bounds(bounds)?;
    Ok(core.storage.reporter.report().await?)
}

/// Chooses which bodies of a portal's calls are kept; without a choice, as by default. Returns what is stored now.
#[tauri::command]
#[specta::specta]
pub async fn set_kept_bodies(
    core: Core<'_>,
    id: ConnectionId,
    bodies: Option<KeptBodies>,
) -> Answer<StorageReport> {
    core.history.set_kept_bodies(&id, bodies)?;
    Ok(core.storage.reporter.report().await?)
}

/// The person has read what was told about the history.
#[tauri::command]
#[specta::specta]
pub async fn put_history_notice_away(core: Core<'_>) -> Answer<()> {
    core.history.put_notice_away();
    Ok(())
}

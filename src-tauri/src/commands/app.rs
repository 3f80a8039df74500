//! The app itself: what it starts from, settings, storage, the clipboard.

use portalscope_core::{AppState, Settings, StorageState};

use crate::state::{Answer, Core, SystemClipboard};

#[tauri::command]
#[specta::specta]
pub fn app_state(core: Core<'_>) -> AppState {
    core.state()
}

#[tauri::command]
#[specta::specta]
pub async fn retry_keyring(core: Core<'_>) -> Answer<StorageState> {
    Ok(core.retry_keyring().await)
}

#[tauri::command]
#[specta::specta]
pub fn use_session_storage(core: Core<'_>) -> StorageState {
    core.use_session_storage()
}

#[tauri::command]
#[specta::specta]
pub async fn update_settings(core: Core<'_>, settings: Settings) -> Answer<Settings> {
    Ok(core.update_settings(settings)?)
}

/// Puts text on the clipboard, redacted.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(core: Core<'_>, clipboard: SystemClipboard<'_>, text: String) -> Answer<()> {
    clipboard.copy(core.redacted(&text)).await
}

//! This app: its initial state, settings, keyring and clipboard.

use portalscope_core::{InitialState, Settings, StorageState};

use crate::state::{Answer, Core, SystemClipboard};

#[tauri::command]
#[specta::specta]
pub fn initial_state(core: Core<'_>) -> InitialState {
    core.state()
}

#[tauri::command]
#[specta::specta]
pub async fn retry_keyring(core: Core<'_>) -> Answer<StorageState> {
    Ok(core.storage.keyring.retry().await)
}

#[tauri::command]
#[specta::specta]
pub fn use_session_storage(core: Core<'_>) -> StorageState {
    core.storage.keyring.use_session()
}

#[tauri::command]
#[specta::specta]
pub async fn update_settings(core: Core<'_>, settings: Settings) -> Answer<Settings> {
    Ok(core.settings.update(settings)?)
}

/// Copies text to the clipboard, redacted.
#[tauri::command]
#[specta::specta]
pub async fn copy_text(core: Core<'_>, clipboard: SystemClipboard<'_>, text: String) -> Answer<()> {
    clipboard.copy(core.secrets.redacted(&text)).await
}

//! The user's OAuth apps, and the files they are exported to and imported from.

use portalscope_core::{
    AppDraft, AppId, AppsPreview, DisconnectReport, ItsConnections, ItsHistory, MAX_APPS_FILE_BYTES,
    OauthApp, read_text, write_text,
};

use super::scopes::aside;
use crate::clipboard::PasteSource;
use crate::state::{Answer, Core, SystemClipboard, SystemFileDialogs};

/// Saves a new OAuth app, or the one with this id.
#[tauri::command]
#[specta::specta]
pub async fn save_oauth_app(core: Core<'_>, id: Option<AppId>, draft: AppDraft) -> Answer<OauthApp> {
    Ok(core.oauth_apps.save(id.as_ref(), draft).await?)
}

#[tauri::command]
#[specta::specta]
pub async fn delete_oauth_app(
    core: Core<'_>,
    id: AppId,
    connections: ItsConnections,
    their_history: ItsHistory,
) -> Answer<Vec<DisconnectReport>> {
    Ok(core.connect.disconnector.delete_app(&id, connections, their_history).await?)
}

/// Asks for a file and writes these apps to it, without their secrets. `false`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn export_oauth_apps_to_file(
    dialogs: SystemFileDialogs<'_>,
    core: Core<'_>,
    ids: Vec<AppId>,
) -> Answer<bool> {
    let text = core.app_transfer.export(&ids)?;
    let Some(path) = dialogs.save("portalscope-apps.json", "JSON", "json").await else { return Ok(false) };
    aside(&core, move |_| write_text(&path, &text)).await.map(|()| true)
}

#[tauri::command]
#[specta::specta]
pub async fn copy_oauth_apps(core: Core<'_>, clipboard: SystemClipboard<'_>, ids: Vec<AppId>) -> Answer<()> {
    clipboard.copy(core.app_transfer.export(&ids)?).await
}

/// Asks for a file and previews what it would add. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn preview_oauth_apps_from_file(
    dialogs: SystemFileDialogs<'_>,
    core: Core<'_>,
) -> Answer<Option<AppsPreview>> {
    let Some(path) = dialogs.file("JSON", "json").await else { return Ok(None) };
    aside(&core, move |core| core.app_transfer.preview(&read_text(&path, MAX_APPS_FILE_BYTES)?))
        .await
        .map(Some)
}

#[tauri::command]
#[specta::specta]
pub async fn preview_oauth_apps_from_clipboard(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
) -> Answer<AppsPreview> {
    Ok(core.app_transfer.preview(&clipboard.paste_text(PasteSource::Clipboard).await?)?)
}

/// Adds the apps of the preview, and returns how many.
#[tauri::command]
#[specta::specta]
pub async fn import_oauth_apps(core: Core<'_>, preview_id: String) -> Answer<u32> {
    Ok(core.app_transfer.import(&preview_id)?)
}

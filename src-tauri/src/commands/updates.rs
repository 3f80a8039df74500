//! Updates of the catalog from files, a folder, or HubSpot's public index; previewed before they are applied.

use portalscope_core::{CatalogState, FetchProgress, UpdateList, UpdatePreview, UpdateRow};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::state::{Answer, Core, SystemFileDialogs};

#[tauri::command]
#[specta::specta]
pub async fn catalog_state(core: Core<'_>) -> Answer<CatalogState> {
    Ok(core.catalog_updates.state())
}

/// Asks for OpenAPI files or zip archives of them. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn import_catalog_files(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
) -> Answer<Option<UpdatePreview>> {
    let paths = dialogs.files("OpenAPI", &["json", "zip"]).await;
    if paths.is_empty() {
        return Ok(None);
    }
    aside(&core, move |core| core.catalog_updates.preview_files(&paths)).await.map(Some)
}

/// Asks for a folder of OpenAPI files. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn import_catalog_folder(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
) -> Answer<Option<UpdatePreview>> {
    let Some(folder) = dialogs.folder().await else { return Ok(None) };
    aside(&core, move |core| core.catalog_updates.preview_files(&[folder])).await.map(Some)
}

/// Fetches HubSpot's public files, without a token. The channel gets the progress.
#[tauri::command]
#[specta::specta]
pub async fn fetch_catalog_update(core: Core<'_>, progress: Channel<FetchProgress>) -> Answer<UpdatePreview> {
    let tell = move |done| drop(progress.send(done));
    Ok(core.spec_fetcher.preview(&tell).await?)
}

/// Cancels the import or the fetch in progress.
#[tauri::command]
#[specta::specta]
pub fn cancel_catalog_update(core: Core<'_>) {
    core.spec_fetcher.cancel();
    core.catalog_updates.cancel();
}

#[tauri::command]
#[specta::specta]
pub async fn update_rows(
    core: Core<'_>,
    id: String,
    list: UpdateList,
    start: u32,
    count: u32,
) -> Answer<Vec<UpdateRow>> {
    Ok(core.catalog_updates.rows(&id, list, start, count)?)
}

#[tauri::command]
#[specta::specta]
pub async fn take_update(core: Core<'_>, id: String) -> Answer<CatalogState> {
    aside(&core, move |core| core.catalog_updates.take(&id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn undo_update(core: Core<'_>) -> Answer<CatalogState> {
    aside(&core, |core| core.catalog_updates.undo()).await
}

#[tauri::command]
#[specta::specta]
pub async fn remove_updates(core: Core<'_>) -> Answer<CatalogState> {
    aside(&core, |core| core.catalog_updates.remove_all()).await
}

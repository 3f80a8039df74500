//! Own updates of the catalogue: from files, from a folder, from HubSpot's public index; seen before they are taken.

use portalscope_core::{CatalogueState, FetchProgress, UpdateList, UpdatePreview, UpdateRow};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::state::{Answer, Core, SystemPlaces};

#[tauri::command]
#[specta::specta]
pub async fn catalogue_state(core: Core<'_>) -> Answer<CatalogueState> {
    Ok(core.catalogue_state())
}

/// Asks for OpenAPI files or zips of them. `None`: nobody chose any.
#[tauri::command]
#[specta::specta]
pub async fn import_catalogue_files(
    core: Core<'_>,
    places: SystemPlaces<'_>,
) -> Answer<Option<UpdatePreview>> {
    let paths = places.files("OpenAPI", &["json", "zip"]).await;
    if paths.is_empty() {
        return Ok(None);
    }
    aside(&core, move |core| core.preview_update_files(&paths)).await.map(Some)
}

/// Asks for a folder of OpenAPI files. `None`: nobody chose one.
#[tauri::command]
#[specta::specta]
pub async fn import_catalogue_folder(
    core: Core<'_>,
    places: SystemPlaces<'_>,
) -> Answer<Option<UpdatePreview>> {
    let Some(folder) = places.folder().await else { return Ok(None) };
    aside(&core, move |core| core.preview_update_files(&[folder])).await.map(Some)
}

/// Fetches HubSpot's public files, without a token. The channel is told how far it is.
#[tauri::command]
#[specta::specta]
pub async fn fetch_catalogue_update(
    core: Core<'_>,
    progress: Channel<FetchProgress>,
) -> Answer<UpdatePreview> {
    let tell = move |done| drop(progress.send(done));
    Ok(core.preview_update_online(&tell).await?)
}

#[tauri::command]
#[specta::specta]
pub fn cancel_catalogue_update(core: Core<'_>) {
    core.cancel_update();
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
    Ok(core.update_rows(&id, list, start, count)?)
}

#[tauri::command]
#[specta::specta]
pub async fn take_update(core: Core<'_>, id: String) -> Answer<CatalogueState> {
    aside(&core, move |core| core.take_update(&id)).await
}

#[tauri::command]
#[specta::specta]
pub async fn undo_update(core: Core<'_>) -> Answer<CatalogueState> {
    aside(&core, portalscope_core::Portalscope::undo_update).await
}

#[tauri::command]
#[specta::specta]
pub async fn remove_updates(core: Core<'_>) -> Answer<CatalogueState> {
    aside(&core, portalscope_core::Portalscope::remove_updates).await
}

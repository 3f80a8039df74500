//! Links: those that came from outside, and those that are handed out.

use portalscope_core::{AppId, ArrivedLink, ConnectionId, RequestDraft};

use crate::state::{Answer, Core, SystemClipboard};

/// The link that has waited longest.
#[tauri::command]
#[specta::specta]
pub fn take_link(core: Core<'_>) -> Option<ArrivedLink> {
    core.links.take()
}

/// Puts a link to this request on the clipboard. Refused where it would hold a secret.
#[tauri::command]
#[specta::specta]
pub async fn copy_request_link(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    connection_id: ConnectionId,
    draft: RequestDraft,
) -> Answer<()> {
    clipboard.copy(core.links.to_request(&connection_id, &draft).await?).await
}

/// Puts a link on the clipboard that fills in the form with this app.
#[tauri::command]
#[specta::specta]
pub async fn copy_oauth_app_link(core: Core<'_>, clipboard: SystemClipboard<'_>, id: AppId) -> Answer<()> {
    clipboard.copy(core.links.to_app(&id)?).await
}

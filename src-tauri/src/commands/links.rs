//! Links: those received from outside, and those copied to the clipboard.

use portalscope_core::{AppId, ArrivedLink, ConnectionId, RequestDraft};

use crate::state::{Answer, Core, SystemClipboard};

/// The link that has waited longest, which is removed from the queue.
#[tauri::command]
#[specta::specta]
pub fn take_link(core: Core<'_>) -> Option<ArrivedLink> {
    core.links.take()
}

/// Copies a link to this request. Refused if it would contain a secret.
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

/// Copies a link that fills in the connection form with this OAuth app.
#[tauri::command]
#[specta::specta]
pub async fn copy_oauth_app_link(core: Core<'_>, clipboard: SystemClipboard<'_>, id: AppId) -> Answer<()> {
    clipboard.copy(core.links.to_app(&id)?).await
}

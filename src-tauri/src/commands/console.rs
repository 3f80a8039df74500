//! The request console: preview, send, and windows of the response's body.

use portalscope_core::{
    BodyPart, BodyWindow, FoundInBody, PastedRequest, RequestDraft, RequestPreview, SentRequest, TextWindow,
};

use crate::commands::scopes::aside;
use crate::state::{Answer, Core, SystemClipboard};

#[tauri::command]
#[specta::specta]
pub async fn preview_request(
    core: Core<'_>,
    connection_id: String,
    draft: RequestDraft,
) -> Answer<RequestPreview> {
    Ok(core.console.preview(&connection_id, &draft).await?)
}

/// `request_id` is the caller's name for it, to cancel it by.
#[tauri::command]
#[specta::specta]
pub async fn send_request(
    core: Core<'_>,
    connection_id: String,
    request_id: String,
    draft: RequestDraft,
) -> Answer<SentRequest> {
    Ok(core.console.send(&connection_id, &request_id, &draft).await?)
}

#[tauri::command]
#[specta::specta]
pub fn cancel_request(core: Core<'_>, request_id: String) {
    core.console.cancel(&request_id);
}

#[tauri::command]
#[specta::specta]
pub async fn body_rows(core: Core<'_>, response_id: String, start: u32, count: u32) -> Answer<BodyWindow> {
    Ok(core.responses.rows(&response_id, start, count)?)
}

/// Answers the new number of visible rows.
#[tauri::command]
#[specta::specta]
pub async fn toggle_body_node(core: Core<'_>, response_id: String, node: u32) -> Answer<u32> {
    Ok(core.responses.toggle_node(&response_id, node)?)
}

#[tauri::command]
#[specta::specta]
pub async fn body_text(core: Core<'_>, response_id: String, start: u32, count: u32) -> Answer<TextWindow> {
    Ok(core.responses.text(&response_id, start, count)?)
}

/// The place with this number at which the text stands, and how many there are.
#[tauri::command]
#[specta::specta]
pub async fn find_in_body(
    core: Core<'_>,
    response_id: String,
    part: BodyPart,
    text: String,
    nth: u32,
) -> Answer<FoundInBody> {
    aside(&core, move |core| core.responses.find(&response_id, part, &text, nth)).await
}

/// Puts the request on the clipboard as a cURL command, with the secret as its label.
#[tauri::command]
#[specta::specta]
pub async fn copy_as_curl(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    connection_id: String,
    draft: RequestDraft,
) -> Answer<()> {
    clipboard.copy(core.curl.write(&connection_id, &draft).await?).await
}

/// A pasted cURL command or URL as a request; no credential of it comes back.
#[tauri::command]
#[specta::specta]
pub async fn read_pasted_request(core: Core<'_>, text: String) -> Answer<Option<PastedRequest>> {
    aside(&core, move |core| Ok(core.curl.read(&text))).await
}

//! The request console: preview, send, and windows of the response's body.

use std::collections::BTreeMap;

use portalscope_core::{
    BodyPart, BodyWindow, Confirmation, ConnectionId, CurlShell, FoundInBody, KeptDrafts, LeftOutDraft,
    Pasted, PastedText, RequestDraft, RequestFinding, RequestPreview, ResponseId, SentRequest, SnippetTarget,
    TextWindow, WholeValue,
};

use crate::clipboard::PasteSource;
use crate::commands::scopes::aside;
use crate::state::{Answer, Core, SystemClipboard, SystemFileDialogs};

#[tauri::command]
#[specta::specta]
pub async fn preview_request(
    core: Core<'_>,
    connection_id: ConnectionId,
    draft: RequestDraft,
) -> Answer<RequestPreview> {
    Ok(core.console.preview(&connection_id, &draft).await?)
}

/// `request_id`: chosen by the caller, to cancel the request. `confirmation`: what the user confirmed for this draft.
#[tauri::command]
#[specta::specta]
pub async fn send_request(
    core: Core<'_>,
    connection_id: ConnectionId,
    request_id: String,
    draft: RequestDraft,
    confirmation: Confirmation,
) -> Answer<SentRequest> {
    Ok(core.console.send_confirmed(&connection_id, &request_id, &draft, &confirmation).await?)
}

/// The draft, mended where the preview told this finding. `None`: it is gone already.
#[tauri::command]
#[specta::specta]
pub async fn mend_request(
    core: Core<'_>,
    draft: RequestDraft,
    finding: RequestFinding,
) -> Answer<Option<RequestDraft>> {
    aside(&core, move |core| Ok(core.console.mend(&draft, &finding))).await
}

#[tauri::command]
#[specta::specta]
pub fn cancel_request(core: Core<'_>, request_id: String) {
    core.console.cancel(&request_id);
}

#[tauri::command]
#[specta::specta]
pub async fn body_rows(
    core: Core<'_>,
    response_id: ResponseId,
    start: u32,
    count: u32,
) -> Answer<BodyWindow> {
    aside(&core, move |core| core.responses.rows(&response_id, start, count)).await
}

/// Returns the new number of visible rows.
#[tauri::command]
#[specta::specta]
pub async fn toggle_body_node(core: Core<'_>, response_id: ResponseId, node: u32) -> Answer<u32> {
    aside(&core, move |core| core.responses.toggle_node(&response_id, node)).await
}

#[tauri::command]
#[specta::specta]
pub async fn body_text(
    core: Core<'_>,
    response_id: ResponseId,
    start: u32,
    count: u32,
) -> Answer<TextWindow> {
    aside(&core, move |core| core.responses.text(&response_id, start, count)).await
}

/// A value of the tree to be read whole, and its path.
#[tauri::command]
#[specta::specta]
pub async fn body_value(core: Core<'_>, response_id: ResponseId, node: u32) -> Answer<WholeValue> {
    aside(&core, move |core| core.responses.value(&response_id, node)).await
}

#[tauri::command]
#[specta::specta]
pub async fn copy_body_value(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    response_id: ResponseId,
    node: u32,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.responses.value_to_copy(&response_id, node)).await?).await
}

#[tauri::command]
#[specta::specta]
pub async fn copy_body_path(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    response_id: ResponseId,
    node: u32,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.responses.value(&response_id, node)).await?.path).await
}

#[tauri::command]
#[specta::specta]
pub async fn copy_body(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    response_id: ResponseId,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.responses.body_to_copy(&response_id)).await?).await
}

/// Asks for a file and writes the body into it. `name`: the one to propose, without its extension. `None`: the dialog was
/// cancelled. Else the name of the file.
#[tauri::command]
#[specta::specta]
pub async fn save_body(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    response_id: ResponseId,
    name: String,
    extension: String,
) -> Answer<Option<String>> {
    let extension = plain_name(&extension);
    let name = format!("{}.{extension}", plain_name(&name));
    let Some(path) = dialogs.save(&name, &extension.to_ascii_uppercase(), &extension).await else {
        return Ok(None);
    };
    let saved = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    aside(&core, move |core| core.responses.save(&response_id, &path)).await?;
    Ok(Some(saved))
}

/// Letters, digits and hyphens: what every system takes in the name of a file.
fn plain_name(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase().chars().take(80).collect()
}

/// The match with this index, and the number of matches. Ends the search of the response that is under way.
#[tauri::command]
#[specta::specta]
pub async fn find_in_body(
    core: Core<'_>,
    response_id: ResponseId,
    part: BodyPart,
    text: String,
    nth: u32,
) -> Answer<FoundInBody> {
    aside(&core, move |core| core.responses.find(&response_id, part, &text, nth)).await
}

/// Ends the search of the response that is under way.
#[tauri::command]
#[specta::specta]
pub fn cancel_find_in_body(core: Core<'_>, response_id: ResponseId) {
    core.responses.cancel_find(&response_id);
}

/// The request as code, redacted, that reads its token from `HUBSPOT_TOKEN`.
#[tauri::command]
#[specta::specta]
pub async fn write_snippet(
    core: Core<'_>,
    connection_id: ConnectionId,
    draft: RequestDraft,
    target: SnippetTarget,
) -> Answer<String> {
    Ok(core.snippets.write(&connection_id, &draft, target).await?)
}

/// Copies what `write_snippet` returns.
#[tauri::command]
#[specta::specta]
pub async fn copy_snippet(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    connection_id: ConnectionId,
    draft: RequestDraft,
    target: SnippetTarget,
) -> Answer<()> {
    clipboard.copy(core.snippets.write(&connection_id, &draft, target).await?).await
}

/// Copies the cURL command with the connection's token in it. The window asks for confirmation first.
#[tauri::command]
#[specta::specta]
pub async fn copy_curl_with_secret(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    connection_id: ConnectionId,
    draft: RequestDraft,
    shell: CurlShell,
) -> Answer<()> {
    let command = core.snippets.write_with_secret(&connection_id, &draft, shell).await?;
    clipboard.copy_with_secret(command).await
}

/// The clipboard's text for the path of a request: the page does not read the clipboard itself.
#[tauri::command]
#[specta::specta]
pub async fn paste_into_path(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    source: PasteSource,
) -> Answer<Pasted> {
    let text = clipboard.paste_text(source).await?;
    aside(&core, move |core| Ok(core.importer.read(&text))).await
}

/// The clipboard's text, redacted, for any other field.
#[tauri::command]
#[specta::specta]
pub async fn paste_text(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    source: PasteSource,
) -> Answer<PastedText> {
    let text = clipboard.paste_text(source).await?;
    aside(&core, move |core| core.importer.read_text(&text)).await
}

/// Asks for a file with requests: a collection, an HTTP archive, a command. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn import_requests_from_file(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
) -> Answer<Option<Pasted>> {
    let kinds = ["json", "har", "http", "rest", "sh", "bat", "ps1", "py", "js", "ts", "php", "txt", "md"];
    let Some(path) = dialogs.files("Requests", &kinds).await.into_iter().next() else { return Ok(None) };
    aside(&core, move |core| core.importer.read_file(&path)).await.map(Some)
}

/// The requests that were open on each portal when the app was last used.
#[tauri::command]
#[specta::specta]
pub async fn kept_drafts(core: Core<'_>) -> Answer<BTreeMap<ConnectionId, KeptDrafts>> {
    Ok(core.drafts.kept()?)
}

/// Keeps the requests that are open on a portal, for the next start. Returns those that are too large for it.
#[tauri::command]
#[specta::specta]
pub async fn keep_drafts(core: Core<'_>, id: ConnectionId, drafts: KeptDrafts) -> Answer<Vec<LeftOutDraft>> {
    Ok(core.drafts.keep(&id, drafts)?)
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn the_name_that_is_proposed_leads_into_no_other_folder() {
        assert_eq!(plain_name("../Read a contact: 101"), "read-a-contact-101");
        assert_eq!(plain_name("GET /crm/../x").len(), 9);
        assert_eq!(plain_name(&"a".repeat(500)).len(), 80);
    }
}

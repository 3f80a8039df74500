//! Why calls fail: the causes of one call or of pasted text, the checks that tell them apart, the pages of causes.

use portalscope_core::{
    CheckedDiagnosis, ConnectionId, Diagnosis, FlowId, HistoryEntryId, Page, PastedDiagnosis,
};

use crate::clipboard::PasteSource;
use crate::commands::scopes::aside;
use crate::state::{Answer, Core, SystemClipboard, SystemFileDialogs};

/// The causes of a call of the history, and the checks that would tell them apart. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub async fn diagnose_call(core: Core<'_>, id: HistoryEntryId) -> Answer<CheckedDiagnosis> {
    aside(&core, move |core| core.diagnoser.of_call(&id)).await
}

/// Makes the checks for a call of the history: calls that only read, 12 at most.
#[tauri::command]
#[specta::specta]
pub async fn check_causes(core: Core<'_>, id: HistoryEntryId) -> Answer<CheckedDiagnosis> {
    Ok(core.diagnoser.check(&id).await?)
}

/// The call of the history that was sent at this instant (RFC 3339), to diagnose it. `None`: it is not kept.
#[tauri::command]
#[specta::specta]
pub async fn call_sent_at(
    core: Core<'_>,
    connection_id: ConnectionId,
    at: String,
) -> Answer<Option<HistoryEntryId>> {
    aside(&core, move |core| core.diagnoser.sent_at(&connection_id, &at)).await
}

/// The causes of what is on the clipboard, whatever it is: the page does not read the clipboard itself.
#[tauri::command]
#[specta::specta]
pub async fn diagnose_pasted(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    source: PasteSource,
) -> Answer<PastedDiagnosis> {
    let text = clipboard.paste_text(source).await?;
    aside(&core, move |core| core.diagnoser.of_text(&text)).await
}

/// The same of a file: an HTTP archive, a log. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn diagnose_file(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
) -> Answer<Option<PastedDiagnosis>> {
    let kinds = ["har", "json", "log", "txt", "md", "http", "sh", "html", "eml"];
    let Some(path) = dialogs.files("Anything that failed", &kinds).await.into_iter().next() else {
        return Ok(None);
    };
    aside(&core, move |core| core.diagnoser.of_file(&path)).await.map(Some)
}

/// Why the last consent led to no connection. `None`: the server refused nothing.
#[tauri::command]
#[specta::specta]
pub fn diagnose_consent(core: Core<'_>, flow_id: FlowId) -> Answer<Option<Diagnosis>> {
    Ok(core.connect.flows.diagnosis(&flow_id)?)
}

/// The pages of causes with all these words, best first. Without words: all.
#[tauri::command]
#[specta::specta]
pub fn cause_pages(core: Core<'_>, words: String) -> Vec<Page> {
    core.diagnoser.pages(&words).into_iter().cloned().collect()
}

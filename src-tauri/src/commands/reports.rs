//! Reports to send, and reports and HAR files of others.

use portalscope_core::{
    CallRemoval, HistoryCursor, HistoryEntryId, HistoryLookup, HistoryRows, OpenedReport, PastCall,
    ReopenedRequest, ReportChoice, ReportPreview, ReportProgress,
};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::state::{Answer, Core, SystemFileDialogs};

/// Makes a report, to be looked at before it is saved. The channel gets the progress.
#[tauri::command]
#[specta::specta]
pub async fn prepare_report(
    core: Core<'_>,
    choice: ReportChoice,
    progress: Channel<ReportProgress>,
) -> Answer<ReportPreview> {
    // What the app holds is to be found in whatever spelling.
    core.register_stored_secrets().await;
    let tell = move |done| drop(progress.send(done));
    aside(&core, move |core| core.reports.prepare(choice, &tell)).await
}

/// Cancels the making of reports.
#[tauri::command]
#[specta::specta]
pub fn cancel_report(core: Core<'_>) {
    core.reports.cancel();
}

/// Whether a text is anywhere in the report.
#[tauri::command]
#[specta::specta]
pub async fn report_contains(core: Core<'_>, id: String, text: String) -> Answer<bool> {
    aside(&core, move |core| core.reports.contains(&id, &text)).await
}

/// What was removed of one call, by its number in the report.
#[tauri::command]
#[specta::specta]
pub async fn report_removals_of(core: Core<'_>, id: String, call: u32) -> Answer<Vec<CallRemoval>> {
    aside(&core, move |core| core.reports.removals_of(&id, call)).await
}

/// Asks for a file and saves the report there. Returns the file's name; `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn save_report(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    id: String,
    file_name: String,
) -> Answer<Option<String>> {
    let Some(path) = dialogs.save(&file_name, "Report", "zip").await else { return Ok(None) };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    aside(&core, move |core| core.reports.save(&id, &path)).await?;
    Ok(Some(name))
}

/// Forgets a report that is not saved.
#[tauri::command]
#[specta::specta]
pub fn discard_report(core: Core<'_>, id: String) {
    core.reports.discard(&id);
}

/// Asks for a report or a HAR file and opens it; the channel gets the number of calls that were read. `None`: the dialog
/// was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn open_report(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    progress: Channel<u32>,
) -> Answer<Option<OpenedReport>> {
    let files = dialogs.files("Report or HAR file", &["zip", "har", "json"]).await;
    let Some(path) = files.into_iter().next() else { return Ok(None) };
    let tell = move |done| drop(progress.send(done));
    aside(&core, move |core| core.opened_reports.open(&path, &tell)).await.map(Some)
}

/// Cancels openings that are in progress.
#[tauri::command]
#[specta::specta]
pub fn cancel_opening_report(core: Core<'_>) {
    core.opened_reports.cancel();
}

/// The reports and HAR files that are open.
#[tauri::command]
#[specta::specta]
pub fn opened_reports(core: Core<'_>) -> Vec<OpenedReport> {
    core.opened_reports.list()
}

#[tauri::command]
#[specta::specta]
pub fn close_report(core: Core<'_>, id: String) {
    core.opened_reports.close(&id);
}

/// A part of the calls of an opened file, the newest first, as `history_rows`.
#[tauri::command]
#[specta::specta]
pub async fn opened_report_rows(
    core: Core<'_>,
    id: String,
    lookup: HistoryLookup,
    cursor: Option<HistoryCursor>,
    limit: u32,
) -> Answer<HistoryRows> {
    aside(&core, move |core| core.opened_reports.rows(&id, &lookup, cursor, limit)).await
}

/// A call of an opened file as the console would show it.
#[tauri::command]
#[specta::specta]
pub async fn opened_report_call(core: Core<'_>, id: String, call: HistoryEntryId) -> Answer<PastCall> {
    aside(&core, move |core| core.opened_reports.call(&id, &call)).await
}

/// The request of such a call as a draft.
#[tauri::command]
#[specta::specta]
pub async fn reopen_report_call(core: Core<'_>, id: String, call: HistoryEntryId) -> Answer<ReopenedRequest> {
    aside(&core, move |core| core.opened_reports.draft(&id, &call)).await
}

//! Reports of others and HAR files, opened to be read.

use portalscope_core::{
    HistoryCursor, HistoryEntryId, HistoryLookup, HistoryRows, OpenedReport, PastCall, ReopenedRequest,
};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::state::{Answer, Core, SystemFileDialogs};

/// Asks for a file and opens it. The channel is told how many calls were read. `None`: the dialog was cancelled.
#[tauri::command]
#[specta::specta]
pub async fn open_report_file(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    progress: Channel<u32>,
) -> Answer<Option<OpenedReport>> {
    let Some(path) = dialogs.files("Reports and HAR files", &["zip", "har", "json"]).await.into_iter().next()
    else {
        return Ok(None);
    };
    core.register_stored_secrets().await;
    let tell = move |calls| drop(progress.send(calls));
    aside(&core, move |core| core.opened_reports.open(&path, &tell)).await.map(Some)
}

/// Ends openings that are in progress.
#[tauri::command]
#[specta::specta]
pub fn cancel_opening(core: Core<'_>) {
    core.opened_reports.cancel();
}

/// The files that are open, in the order in which they were opened.
#[tauri::command]
#[specta::specta]
pub fn opened_reports(core: Core<'_>) -> Vec<OpenedReport> {
    core.opened_reports.list()
}

/// Closes a file, and forgets all of it.
#[tauri::command]
#[specta::specta]
pub fn close_opened_report(core: Core<'_>, id: String) {
    core.opened_reports.close(&id);
}

/// A part of the calls of a file, the newest first. `cursor`: the `next` of the part before.
#[tauri::command]
#[specta::specta]
pub async fn opened_rows(
    core: Core<'_>,
    id: String,
    lookup: HistoryLookup,
    cursor: Option<HistoryCursor>,
    limit: u32,
) -> Answer<HistoryRows> {
    aside(&core, move |core| core.opened_reports.rows(&id, &lookup, cursor, limit)).await
}

/// A call of a file as the console would show it.
#[tauri::command]
#[specta::specta]
pub async fn opened_call(core: Core<'_>, id: String, call: HistoryEntryId) -> Answer<PastCall> {
    aside(&core, move |core| core.opened_reports.call(&id, &call)).await
}

/// The request of a call as a draft, to try it on a portal of one's own.
#[tauri::command]
#[specta::specta]
pub async fn opened_draft(core: Core<'_>, id: String, call: HistoryEntryId) -> Answer<ReopenedRequest> {
    aside(&core, move |core| core.opened_reports.draft(&id, &call)).await
}

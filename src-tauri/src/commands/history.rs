//! The history: lists, groups, one entry, two side by side; notes, pins and deletions.

use std::sync::Arc;

use portalscope_core::{
    CalledOperationView, Comparison, ConnectionId, FailureGroupView, HistoryCount, HistoryCursor,
    HistoryEntryId, HistoryLookup, HistoryRows, PastCall, ReopenedRequest, VersionGroup,
};

use crate::commands::scopes::aside;
use crate::state::{Answer, Core, SystemClipboard};

/// A part of the list, the newest first. `cursor`: the `next` of the part before.
#[tauri::command]
#[specta::specta]
pub async fn history_rows(
    core: Core<'_>,
    lookup: HistoryLookup,
    cursor: Option<HistoryCursor>,
    limit: u32,
) -> Answer<HistoryRows> {
    aside(&core, move |core| core.history.rows(&lookup, cursor, limit)).await
}

/// The operations that were called. `connection_id`: `None` for all.
#[tauri::command]
#[specta::specta]
pub async fn history_operations(
    core: Core<'_>,
    connection_id: Option<ConnectionId>,
) -> Answer<Vec<CalledOperationView>> {
    aside(&core, move |core| core.history.operations(connection_id.as_ref())).await
}

/// The failures by cause and operation.
#[tauri::command]
#[specta::specta]
pub async fn history_failures(
    core: Core<'_>,
    connection_id: Option<ConnectionId>,
) -> Answer<Vec<FailureGroupView>> {
    aside(&core, move |core| core.history.failure_groups(connection_id.as_ref())).await
}

/// The API versions that were called in the last week.
#[tauri::command]
#[specta::specta]
pub async fn history_versions(
    core: Core<'_>,
    connection_id: Option<ConnectionId>,
) -> Answer<Vec<VersionGroup>> {
    aside(&core, move |core| core.history.versions(connection_id.as_ref())).await
}

/// How many entries `delete_history` would remove, counted up to a bound.
#[tauri::command]
#[specta::specta]
pub async fn count_history(core: Core<'_>, lookup: HistoryLookup) -> Answer<HistoryCount> {
    aside(&core, move |core| core.history.count(&lookup)).await
}

/// One entry as the console showed it.
#[tauri::command]
#[specta::specta]
pub async fn history_entry(core: Core<'_>, id: HistoryEntryId) -> Answer<PastCall> {
    aside(&core, move |core| core.past_calls.open(&id)).await
}

/// Two entries side by side.
#[tauri::command]
#[specta::specta]
pub async fn compare_history_entries(
    core: Core<'_>,
    left: HistoryEntryId,
    right: HistoryEntryId,
) -> Answer<Comparison> {
    aside(&core, move |core| core.past_calls.compare(&left, &right)).await
}

/// The request of an entry as a draft.
#[tauri::command]
#[specta::specta]
pub async fn reopen_history_entry(core: Core<'_>, id: HistoryEntryId) -> Answer<ReopenedRequest> {
    aside(&core, move |core| core.past_calls.draft(&id)).await
}

/// Copies the request of an entry as a cURL command, redacted.
#[tauri::command]
#[specta::specta]
pub async fn copy_history_curl(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    id: HistoryEntryId,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.past_calls.curl(&id)).await?).await
}

/// Copies an entry as a HAR file, redacted.
#[tauri::command]
#[specta::specta]
pub async fn copy_history_har(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    id: HistoryEntryId,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.past_calls.har(&id)).await?).await
}

/// An empty note removes it.
#[tauri::command]
#[specta::specta]
pub async fn set_history_note(core: Core<'_>, id: HistoryEntryId, note: String) -> Answer<()> {
    aside(&core, move |core| core.history.set_note(&id, &note)).await
}

#[tauri::command]
#[specta::specta]
pub async fn set_history_pinned(core: Core<'_>, id: HistoryEntryId, pinned: bool) -> Answer<()> {
    aside(&core, move |core| core.history.set_pinned(&id, pinned)).await
}

#[tauri::command]
#[specta::specta]
pub async fn delete_history_entry(core: Core<'_>, id: HistoryEntryId) -> Answer<()> {
    aside(&core, move |core| core.history.delete_entry(&id)).await
}

/// Removes what is found, and returns how many entries there were.
#[tauri::command]
#[specta::specta]
pub async fn delete_history(core: Core<'_>, lookup: HistoryLookup) -> Answer<u32> {
    let deleted = Arc::clone(&core.history).delete_found(lookup).await?;
    Ok(u32::try_from(deleted).unwrap_or(u32::MAX))
}

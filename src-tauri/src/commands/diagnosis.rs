//! Why calls fail: the causes of one call or of pasted text, the checks that tell them apart, the pages of causes.

use portalscope_core::{CheckedDiagnosis, ConnectionId, HistoryEntryId};

use crate::commands::scopes::aside;
use crate::state::{Answer, Core};

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

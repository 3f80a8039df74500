//! Reports to send: made, looked through, changed, saved; and asked for.

use portalscope_core::{
    CallRemoval, ReportCalls, ReportChange, ReportChoice, ReportLink, ReportPreview, ReportProgress,
};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::clipboard::PasteSource;
use crate::state::{Answer, Core, SystemClipboard, SystemFileDialogs};

/// Makes a report to look at. The channel is told how far it is.
#[tauri::command]
#[specta::specta]
pub async fn prepare_report(
    core: Core<'_>,
    choice: ReportChoice,
    progress: Channel<ReportProgress>,
) -> Answer<ReportPreview> {
    // What the app holds is to be found in whatever spelling.
    core.register_stored_secrets().await;
    aside(&core, move |core| core.reports.prepare(choice, &told(progress))).await
}

/// Makes a report anew with something changed. The one before stays if this fails.
#[tauri::command]
#[specta::specta]
pub async fn change_report(
    core: Core<'_>,
    id: String,
    change: ReportChange,
    progress: Channel<ReportProgress>,
) -> Answer<ReportPreview> {
    aside(&core, move |core| core.reports.change(&id, change, &told(progress))).await
}

/// Makes a report anew in which this text is masked, too. `text`: `None` for what is on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn mask_in_report(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    id: String,
    text: Option<String>,
    progress: Channel<ReportProgress>,
) -> Answer<ReportPreview> {
    let text = typed_or_pasted(&clipboard, text).await?;
    aside(&core, move |core| core.reports.mask(&id, text, &told(progress))).await
}

/// Ends the making of reports. What was made stays.
#[tauri::command]
#[specta::specta]
pub fn cancel_report(core: Core<'_>) {
    core.reports.cancel();
}

/// Whether a text is anywhere in a report. `text`: `None` for what is on the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn report_contains(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    id: String,
    text: Option<String>,
) -> Answer<bool> {
    let text = typed_or_pasted(&clipboard, text).await?;
    aside(&core, move |core| core.reports.contains(&id, &text)).await
}

/// A part of a report's calls. `first`: a number, from 1.
#[tauri::command]
#[specta::specta]
pub async fn report_calls(core: Core<'_>, id: String, first: u32, count: u32) -> Answer<ReportCalls> {
    aside(&core, move |core| core.reports.calls(&id, first, count)).await
}

/// What was removed of one call, by its number.
#[tauri::command]
#[specta::specta]
pub async fn report_removals(core: Core<'_>, id: String, call: u32) -> Answer<Vec<CallRemoval>> {
    aside(&core, move |core| core.reports.removals_of(&id, call)).await
}

/// Asks for a file and saves a report to it. Returns its name. `None`: the dialog was cancelled.
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

/// Forgets a report that is not saved, with its masks.
#[tauri::command]
#[specta::specta]
pub fn discard_report(core: Core<'_>, id: String) {
    core.reports.discard(&id);
}

/// The text that asks for a report, with its link.
#[tauri::command]
#[specta::specta]
pub fn write_report_request(core: Core<'_>, asked: ReportLink) -> Answer<String> {
    Ok(core.links.to_report(&asked)?)
}

/// Copies what `write_report_request` returns.
#[tauri::command]
#[specta::specta]
pub async fn copy_report_request(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    asked: ReportLink,
) -> Answer<()> {
    clipboard.copy(core.links.to_report(&asked)?).await
}

/// The page does not read the clipboard itself.
async fn typed_or_pasted(clipboard: &SystemClipboard<'_>, typed: Option<String>) -> Answer<String> {
    match typed {
        Some(text) => Ok(text),
        None => clipboard.paste_text(PasteSource::Clipboard).await.map(|text| text.trim().to_owned()),
    }
}

fn told(progress: Channel<ReportProgress>) -> impl Fn(ReportProgress) {
    move |done| drop(progress.send(done))
}

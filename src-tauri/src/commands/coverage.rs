//! The coverage matrix: on the screen, in a file and on the clipboard.

use portalscope_core::{CoverageFormat, CoverageMatrix, CoverageRows, Endpoint, ExportReport};
use tauri::ipc::Channel;

use super::scopes::aside;
use crate::state::{Answer, Core, SystemClipboard, SystemFileDialogs};

#[tauri::command]
#[specta::specta]
pub async fn open_coverage(
    core: Core<'_>,
    endpoints: Vec<Endpoint>,
    only_gaps: bool,
) -> Answer<CoverageMatrix> {
    let rows = if only_gaps { CoverageRows::Gaps } else { CoverageRows::All };
    aside(&core, move |core| Ok(core.scopes.coverage.open(&endpoints, rows))).await
}

/// Asks for a file and writes the matrix to it; the channel gets the number of rows written. `None`: the dialog was
/// cancelled.
#[tauri::command]
#[specta::specta]
pub async fn export_coverage(
    core: Core<'_>,
    dialogs: SystemFileDialogs<'_>,
    id: String,
    format: CoverageFormat,
    progress: Channel<u32>,
) -> Answer<Option<ExportReport>> {
    let (kind, extension) = match format {
        CoverageFormat::Csv => ("CSV", "csv"),
        CoverageFormat::Markdown => ("Markdown", "md"),
    };
    let name = format!("scope-coverage.{extension}");
    let Some(path) = dialogs.save(&name, kind, extension).await else { return Ok(None) };
    let tell = move |rows| drop(progress.send(rows));
    let report =
        aside(&core, move |core| core.scopes.coverage_export.to_file(&id, format, &path, &tell)).await?;
    Ok(Some(report))
}

#[tauri::command]
#[specta::specta]
pub fn cancel_export(core: Core<'_>, id: String) {
    core.scopes.coverage_export.cancel(&id);
}

#[tauri::command]
#[specta::specta]
pub async fn copy_coverage(
    core: Core<'_>,
    clipboard: SystemClipboard<'_>,
    id: String,
    format: CoverageFormat,
) -> Answer<()> {
    clipboard.copy(aside(&core, move |core| core.scopes.coverage_export.text(&id, format)).await?).await
}

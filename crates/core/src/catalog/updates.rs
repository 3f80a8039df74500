//! Own updates of the catalogue: HubSpot's OpenAPI files, chosen on the disk or fetched from its public index, shown as
//! what they change before they are taken, and undone one after the other.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use portalscope_catalog::{
    Catalog, CatalogDiff, Change, DiffRow, FileOutcome, FileReport, Import, ImportError,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::Result;
use crate::error::{CommandError, Error};
use crate::portalscope::Portalscope;
use crate::scopes::analysis::number;

/// Rows handed out at a time.
const MOST_ROWS: usize = 500;

/// What the catalogue is made of by now.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueState {
    /// The day of its newest facts, as `2026-08-21`.
    pub date: String,
    pub operations: u32,
    pub bundled_date: String,
    /// How many updates are stored, the last one on top.
    pub updates: u32,
    /// Why the stored updates are not in force.
    pub trouble: Option<CommandError>,
}

/// An update that was read and not taken yet.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePreview {
    pub id: String,
    pub added: u32,
    pub changed: u32,
    pub gone: u32,
    pub unchanged: u32,
    pub files_taken: u32,
    pub files_refused: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateList {
    Added,
    Changed,
    Gone,
    Refused,
}

/// One line of a preview: an operation, or a file that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRow {
    pub title: String,
    pub detail: String,
    pub changes: Vec<Change>,
}

pub(crate) struct Pending {
    id: String,
    text: String,
    diff: CatalogDiff,
    files: Vec<FileReport>,
}

impl Portalscope {
    pub fn catalogue_state(&self) -> CatalogueState {
        let catalogue = self.catalogue();
        CatalogueState {
            date: catalogue.date().to_owned(),
            operations: number(catalogue.operations().len()),
            bundled_date: Catalog::bundled().date().to_owned(),
            updates: number(self.catalogues.files().len()),
            trouble: self.catalogues.trouble().as_ref().map(CommandError::from),
        }
    }

    /// Reads files, folders and archives. Nothing is taken yet. Takes seconds for hundreds of files.
    pub fn preview_update_files(&self, paths: &[PathBuf]) -> Result<UpdatePreview> {
        let known = self.catalogue();
        let mut import = Import::new(&known, &self.today());
        for path in paths {
            import.add_path(path);
        }
        self.keep_pending(&import)
    }

    pub(crate) fn today(&self) -> String {
        self.clock.now().to_string().chars().take("2026-11-22".len()).collect()
    }

    pub(crate) fn keep_pending(&self, import: &Import<'_>) -> Result<UpdatePreview> {
        let known = self.catalogue();
        let (text, mut diff) = (import.text(), CatalogDiff::default());
        if import.operations() > 0 {
            let mut texts = self.catalogues.texts().unwrap_or_default();
            texts.push(text.clone());
            diff = Catalog::with_updates(texts.iter().map(String::as_str))?.diff_from(&known);
        }
        let id = uuid::Uuid::now_v7().to_string();
        let pending = Pending { id, text, diff, files: import.files().to_vec() };
        let preview = pending.preview();
        *self.pending() = Some(Arc::new(pending));
        Ok(preview)
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Option<Arc<Pending>>> {
        self.catalogues.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pending_of(&self, id: &str) -> Result<Arc<Pending>> {
        self.pending().as_ref().filter(|pending| pending.id == id).cloned().ok_or(Error::UpdateGone)
    }

    pub fn update_rows(&self, id: &str, list: UpdateList, start: u32, count: u32) -> Result<Vec<UpdateRow>> {
        let pending = self.pending_of(id)?;
        let count = (count as usize).min(MOST_ROWS);
        Ok(pending.rows(list, start as usize, count))
    }

    /// Puts the update into force and keeps it.
    pub fn take_update(&self, id: &str) -> Result<CatalogueState> {
        let pending = self.pending_of(id)?;
        if pending.preview().files_taken == 0 {
            return Err(Error::UpdateGone);
        }
        self.catalogues.keep(&pending.text)?;
        self.catalogues.reload();
        *self.pending() = None;
        Ok(self.catalogue_state())
    }

    /// Takes the last update away; the one before is in force again.
    pub fn undo_update(&self) -> Result<CatalogueState> {
        if let Some(last) = self.catalogues.files().last() {
            std::fs::remove_file(last)?;
        }
        self.catalogues.reload();
        Ok(self.catalogue_state())
    }

    /// Back to the catalogue in the binary.
    pub fn remove_updates(&self) -> Result<CatalogueState> {
        for file in self.catalogues.files() {
            std::fs::remove_file(file)?;
        }
        self.catalogues.reload();
        Ok(self.catalogue_state())
    }
}

impl Pending {
    fn preview(&self) -> UpdatePreview {
        let refused = self.files.iter().filter(|file| matches!(file.outcome, FileOutcome::Refused { .. }));
        let files_refused = refused.count();
        UpdatePreview {
            id: self.id.clone(),
            added: number(self.diff.added.len()),
            changed: number(self.diff.changed.len()),
            gone: number(self.diff.gone.len()),
            unchanged: self.diff.unchanged,
            files_taken: number(self.files.len() - files_refused),
            files_refused: number(files_refused),
        }
    }

    fn rows(&self, list: UpdateList, start: usize, count: usize) -> Vec<UpdateRow> {
        let plain = |rows: &[DiffRow]| {
            rows.iter().skip(start).take(count).map(|row| of_operation(row, &[])).collect()
        };
        match list {
            UpdateList::Added => plain(&self.diff.added),
            UpdateList::Gone => plain(&self.diff.gone),
            UpdateList::Changed => {
                let rows = self.diff.changed.iter().skip(start).take(count);
                rows.map(|row| of_operation(&row.operation, &row.changes)).collect()
            }
            UpdateList::Refused => self.files.iter().filter_map(refused).skip(start).take(count).collect(),
        }
    }
}

fn of_operation(row: &DiffRow, changes: &[Change]) -> UpdateRow {
    let detail = format!("{} {}", row.method, row.path);
    UpdateRow { title: row.title.clone(), detail, changes: changes.to_vec() }
}

fn refused(file: &FileReport) -> Option<UpdateRow> {
    let FileOutcome::Refused { reason, hint, .. } = &file.outcome else { return None };
    // Where it lies on this computer is not needed to know which it is.
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    Some(UpdateRow { title: name.to_owned(), detail: format!("{reason}. {hint}"), changes: Vec::new() })
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        Error::Import(error)
    }
}

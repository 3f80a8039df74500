//! Own updates of the catalog: HubSpot's OpenAPI files, chosen on the disk or fetched from its public index, shown as
//! what they change before they are taken, and undone one after the other.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portalscope_catalog::{Catalog, CatalogDiff, Change, DiffRow, FileOutcome, FileReport, Import};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::Catalogs;
use crate::error::{CommandError, Error, Result};
use crate::ids::new_id;
use crate::platform::clock::{Clock, today};
use crate::platform::numbers::narrow;

/// Rows handed out at a time.
const MAX_ROWS: usize = 500;

/// What the catalog is made of by now.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogState {
    /// The day of its newest facts, as `2026-08-21`.
    pub date: String,
    pub operations: u32,
    pub bundled_date: String,
    /// How many updates are stored, the last one on top.
    pub updates: u32,
    /// Why the stored updates are not in force.
    pub error: Option<CommandError>,
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

pub struct CatalogUpdates {
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
    pending: Mutex<Option<Arc<Pending>>>,
}

impl CatalogUpdates {
    pub(crate) fn new(catalogs: Arc<Catalogs>, clock: Arc<dyn Clock>) -> Self {
        Self { catalogs, clock, pending: Mutex::default() }
    }

    pub fn state(&self) -> CatalogState {
        let catalog = self.catalogs.current();
        CatalogState {
            date: catalog.date().to_owned(),
            operations: narrow(catalog.operations().len()),
            bundled_date: Catalog::bundled().date().to_owned(),
            updates: narrow(self.catalogs.files().len()),
            error: self.catalogs.error().as_ref().map(CommandError::from),
        }
    }

    /// Reads files, folders and archives. Nothing is taken yet. Takes seconds for hundreds of files.
    pub fn preview_files(&self, paths: &[PathBuf]) -> Result<UpdatePreview> {
        let known = self.catalogs.current();
        let mut import = Import::new(&known, &self.today());
        for path in paths {
            import.add_path(path);
        }
        self.set_pending(&import)
    }

    pub(crate) fn today(&self) -> String {
        today(&*self.clock)
    }

    pub(crate) fn set_pending(&self, import: &Import<'_>) -> Result<UpdatePreview> {
        let known = self.catalogs.current();
        let (text, mut diff) = (import.text(), CatalogDiff::default());
        if import.operations() > 0 {
            let mut texts = self.catalogs.texts().unwrap_or_default();
            texts.push(text.clone());
            diff = Catalog::with_updates(texts.iter().map(String::as_str))?.diff_from(&known);
        }
        let id = new_id();
        let pending = Pending { id, text, diff, files: import.files().to_vec() };
        let preview = pending.preview();
        *self.pending() = Some(Arc::new(pending));
        Ok(preview)
    }

    fn pending(&self) -> MutexGuard<'_, Option<Arc<Pending>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pending_of(&self, id: &str) -> Result<Arc<Pending>> {
        self.pending().as_ref().filter(|pending| pending.id == id).cloned().ok_or(Error::UpdateGone)
    }

    pub fn rows(&self, id: &str, list: UpdateList, start: u32, count: u32) -> Result<Vec<UpdateRow>> {
        let pending = self.pending_of(id)?;
        let count = (count as usize).min(MAX_ROWS);
        Ok(pending.rows(list, start as usize, count))
    }

    /// Puts the update into force and keeps it.
    pub fn take(&self, id: &str) -> Result<CatalogState> {
        let pending = self.pending_of(id)?;
        if pending.preview().files_taken == 0 {
            return Err(Error::UpdateGone);
        }
        self.catalogs.save(&pending.text)?;
        self.catalogs.reload();
        *self.pending() = None;
        Ok(self.state())
    }

    /// Takes the last update away; the one before is in force again.
    pub fn undo(&self) -> Result<CatalogState> {
        if let Some(last) = self.catalogs.files().last() {
            std::fs::remove_file(last)?;
        }
        self.catalogs.reload();
        Ok(self.state())
    }

    /// Back to the catalog in the binary.
    pub fn remove_all(&self) -> Result<CatalogState> {
        for file in self.catalogs.files() {
            std::fs::remove_file(file)?;
        }
        self.catalogs.reload();
        Ok(self.state())
    }
}

impl Pending {
    fn preview(&self) -> UpdatePreview {
        let refused = self.files.iter().filter(|file| matches!(file.outcome, FileOutcome::Refused { .. }));
        let files_refused = refused.count();
        UpdatePreview {
            id: self.id.clone(),
            added: narrow(self.diff.added.len()),
            changed: narrow(self.diff.changed.len()),
            gone: narrow(self.diff.gone.len()),
            unchanged: self.diff.unchanged,
            files_taken: narrow(self.files.len() - files_refused),
            files_refused: narrow(files_refused),
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

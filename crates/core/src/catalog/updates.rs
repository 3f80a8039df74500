//! A person's own updates of the catalog: HubSpot's OpenAPI files, from the disk or from its public index. Their changes
//! are previewed before they are applied, and the last update can be undone.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portalscope_catalog::{Catalog, CatalogDiff, Change, DiffRow, FileOutcome, FileReport, Import};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::Catalogs;
use crate::error::{CommandError, Error, Result};
use crate::ids::new_id;
use crate::platform::clock::{Clock, today};
use crate::platform::numbers::narrow;

/// Rows per request.
const MAX_ROWS: usize = 500;

/// The catalog in force, and the updates in it.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogState {
    /// The day of its newest facts, as `2026-08-21`.
    pub date: String,
    /// How many operations it has.
    pub operations: u32,
    /// The day of the newest facts in the binary, as `2026-08-21`.
    pub bundled_date: String,
    /// How many updates are stored.
    pub updates: u32,
    /// Why the stored updates are not in force. `None`: they are, or there are none.
    pub error: Option<CommandError>,
}

/// What an update would change. It is not applied yet.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePreview {
    /// Identifies the update. Only the last one previewed can be applied.
    pub id: String,
    /// Operations that the catalog does not have.
    pub added: u32,
    /// Operations with other facts than in the catalog.
    pub changed: u32,
    /// Operations of the catalog that the update removes.
    pub gone: u32,
    /// Operations whose facts stay the same, in all of the catalog.
    pub unchanged: u32,
    /// Files that were read.
    pub files_taken: u32,
    /// Files that were refused or could not be fetched.
    pub files_refused: u32,
}

/// The list of a preview to read rows of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateList {
    /// New operations.
    Added,
    /// Operations with other facts.
    Changed,
    /// Operations that the update removes.
    Gone,
    /// Files that were refused.
    Refused,
}

/// One row of a preview: an operation, or a file that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRow {
    /// The title of the operation, or the name of the file without its folder.
    pub title: String,
    /// The method and path of the operation, or why the file was refused and what to do.
    pub detail: String,
    /// What changes. Empty except for changed operations.
    pub changes: Vec<Change>,
}

/// An update that was previewed and not applied.
pub(crate) struct Pending {
    id: String,
    text: String,
    diff: CatalogDiff,
    files: Vec<FileReport>,
}

/// Previews, applies and removes updates.
pub struct CatalogUpdates {
    catalogs: Arc<Catalogs>,
    clock: Arc<dyn Clock>,
    pending: Mutex<Option<Arc<Pending>>>,
    /// Set to stop the import in progress.
    cancelled: Mutex<Arc<AtomicBool>>,
}

impl CatalogUpdates {
    pub(crate) fn new(catalogs: Arc<Catalogs>, clock: Arc<dyn Clock>) -> Self {
        Self { catalogs, clock, pending: Mutex::default(), cancelled: Mutex::default() }
    }

    /// The catalog in force.
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

    /// Reads files, folders and zip archives. Nothing is applied. Takes seconds for hundreds of files. A file that
    /// cannot be read is in the preview, not an error.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; [`Error::Update`] if the catalog cannot be built with the new facts.
    pub fn preview_files(&self, paths: &[PathBuf]) -> Result<UpdatePreview> {
        let known = self.catalogs.current();
        let cancelled = Arc::new(AtomicBool::new(false));
        *self.cancelled.lock().unwrap_or_else(PoisonError::into_inner) = cancelled.clone();
        let mut import = Import::new(&known, &self.today()).until(&cancelled);
        for path in paths {
            import.add_path(path);
            if cancelled.load(Ordering::Relaxed) {
                return Err(Error::Cancelled);
            }
        }
        self.set_pending(&import)
    }

    /// Stops the import in progress, if there is one, before its next file.
    pub fn cancel(&self) {
        self.cancelled.lock().unwrap_or_else(PoisonError::into_inner).store(true, Ordering::Relaxed);
    }

    pub(crate) fn today(&self) -> String {
        today(&*self.clock)
    }

    /// Makes the import the update that can be applied, replacing the one before.
    ///
    /// # Errors
    /// [`Error::Update`] if the catalog cannot be built with the new facts.
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

    /// `count` rows of a list, 500 at most, from the one with index `start`.
    ///
    /// # Errors
    /// [`Error::UpdateGone`] if the update was applied, updates were removed since, or another one was previewed.
    pub fn rows(&self, id: &str, list: UpdateList, start: u32, count: u32) -> Result<Vec<UpdateRow>> {
        let pending = self.pending_of(id)?;
        let count = (count as usize).min(MAX_ROWS);
        Ok(pending.rows(list, start as usize, count))
    }

    /// Stores the update and brings it into force.
    ///
    /// # Errors
    /// [`Error::UpdateGone`] if it was applied, updates were removed since, another one was previewed, or no file of it was
    /// read; [`Error::Disk`].
    pub fn take(&self, id: &str) -> Result<CatalogState> {
        let pending = self.pending_of(id)?;
        if pending.preview().files_taken == 0 {
            return Err(Error::UpdateGone);
        }
        self.catalogs.save(&pending.text)?;
        Ok(self.reloaded())
    }

    /// The catalog in force now. What was previewed is dropped: its counts are of the catalog before.
    fn reloaded(&self) -> CatalogState {
        self.catalogs.reload();
        *self.pending() = None;
        self.state()
    }

    /// Removes the last update, and drops what was previewed. Without any, the catalog stays as it is.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub fn undo(&self) -> Result<CatalogState> {
        if let Some(last) = self.catalogs.files().last() {
            std::fs::remove_file(last)?;
        }
        Ok(self.reloaded())
    }

    /// Removes all updates, and drops what was previewed: the catalog in the binary is in force.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub fn remove_all(&self) -> Result<CatalogState> {
        for file in self.catalogs.files() {
            std::fs::remove_file(file)?;
        }
        Ok(self.reloaded())
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
    // The folder is not needed to identify the file, and may name a person.
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    Some(UpdateRow { title: name.to_owned(), detail: format!("{reason}. {hint}"), changes: Vec::new() })
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::*;
    use crate::platform::clock::{Moment, SystemClock};

    const SPEC: &str = r#"{"openapi":"3.0.1","info":{"title":"Kitchen","version":"v1"},"servers":[{"url":"https://api.hubapi.com"}],"paths":{"/kitchen/v1/teapots":{"get":{"operationId":"teapots","responses":{}}}}}"#;

    /// An import reads the clock once it has begun and before its first file; then somebody presses Cancel.
    #[derive(Default)]
    struct CancellingClock {
        updates: OnceLock<Arc<CatalogUpdates>>,
        presses: AtomicBool,
    }

    impl Clock for CancellingClock {
        fn moment(&self) -> Moment {
            if let Some(updates) = self.updates.get().filter(|_| self.presses.load(Ordering::Relaxed)) {
                updates.cancel();
            }
            SystemClock.moment()
        }
    }

    #[test]
    fn a_cancelled_import_leaves_what_was_previewed_and_the_next_one_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("teapots.json");
        std::fs::write(&file, SPEC).unwrap();
        let clock = Arc::new(CancellingClock::default());
        let catalogs = Arc::new(Catalogs::open(folder.path().join("updates")));
        let updates = Arc::new(CatalogUpdates::new(catalogs, clock.clone()));
        clock.updates.set(updates.clone()).ok().unwrap();
        // With nothing in progress there is nothing to cancel, and the next import does not suffer from it.
        updates.cancel();
        let before = updates.preview_files(std::slice::from_ref(&file)).unwrap();
        assert_eq!((before.files_taken, before.added), (1, 1));

        clock.presses.store(true, Ordering::Relaxed);
        let cancelled = updates.preview_files(std::slice::from_ref(&file));
        assert!(matches!(cancelled, Err(Error::Cancelled)), "{cancelled:?}");
        clock.presses.store(false, Ordering::Relaxed);

        assert_eq!(updates.rows(&before.id, UpdateList::Added, 0, 9).unwrap().len(), 1);
        assert_eq!(updates.take(&before.id).unwrap().updates, 1);
        assert_eq!(updates.preview_files(&[file]).unwrap().files_taken, 1);
    }
}

//! Lists every file and folder that the app writes, with its size. A test compares this list with the data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use specta::Type;

use crate::console::responses::Responses;
use crate::error::Result;
use crate::history::History;
use crate::history::engines::files_of;
use crate::platform::data_folder::DataFolder;
use crate::platform::numbers::narrow;
use crate::store::Store;

/// What a file or folder of the app contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// The SQLite file with connections, apps, settings and sets of endpoints, and its side files.
    DataFile,
    /// The SQLite file of the history, its side files, and damaged ones that were set aside.
    History,
    /// The user's updates of the catalog.
    CatalogUpdates,
    /// Consents and grants of the embedded demo portal.
    DemoPortal,
    /// Empty files that lock connections and apps against other processes.
    Locks,
    /// Data of the system's webview for the window.
    Webview,
    /// The folder of the response bodies, in temporary files without a name.
    TemporaryBodies,
    /// The log, which goes to standard error. No file is written.
    Log,
}

/// A file or folder that the app writes.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredPlace {
    /// What it contains.
    pub kind: PlaceKind,
    /// Its absolute path, also if it does not exist yet. `None`: it has no name on the disk.
    pub path: Option<String>,
    /// Its size in bytes; of a folder, the sum of the files in it. 0: it does not exist.
    pub bytes: f64,
    /// The number of rows or files in it. Empty where nothing is counted.
    pub holds: Vec<RowCount>,
}

/// How many things of one kind a place contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowCount {
    /// The name of the table, `connection`, or of what else is counted: `history_entry`, `update`, `lock`,
    /// `response`.
    pub what: String,
    /// How many there are.
    pub count: u32,
}

impl StoredPlace {
    fn folder(kind: PlaceKind, folder: &Path, what: &str) -> Self {
        let (files, bytes) = extent(folder);
        Self { holds: counted(what, files), ..Self::file(kind, folder, bytes) }
    }

    fn file(kind: PlaceKind, path: &Path, bytes: u64) -> Self {
        Self { kind, path: Some(path.display().to_string()), ..Self::unnamed(kind, bytes) }
    }

    #[expect(clippy::cast_precision_loss, reason = "a size to be shown")]
    fn unnamed(kind: PlaceKind, bytes: u64) -> Self {
        Self { kind, path: None, bytes: bytes as f64, holds: Vec::new() }
    }
}

/// Measures every place.
pub(crate) struct StoredPlaces {
    folder: DataFolder,
    store: Arc<Store>,
    history: Arc<History>,
    responses: Arc<Responses>,
}

impl StoredPlaces {
    pub(crate) fn new(
        folder: DataFolder,
        store: Arc<Store>,
        history: Arc<History>,
        responses: Arc<Responses>,
    ) -> Self {
        Self { folder, store, history, responses }
    }

    pub(crate) fn list(&self) -> Result<Vec<StoredPlace>> {
        let (file, demo) = (self.folder.data_file(), self.folder.demo_portal_file());
        let written = ["", "-wal", "-shm", "-journal"].iter().map(|end| size_of(&with_end(&file, end))).sum();
        let tables = self.store.row_counts()?.into_iter();
        let (bodies, body_bytes) = self.responses.extent();
        Ok(vec![
            StoredPlace {
                holds: tables.map(|(what, count)| RowCount { what, count }).collect(),
                ..StoredPlace::file(PlaceKind::DataFile, &file, written)
            },
            self.history(),
            StoredPlace::folder(PlaceKind::CatalogUpdates, &self.folder.catalog_updates(), "update"),
            StoredPlace::file(PlaceKind::DemoPortal, &demo, size_of(&demo)),
            StoredPlace::folder(PlaceKind::Locks, &self.folder.locks(), "lock"),
            StoredPlace {
                holds: Vec::new(),
                ..StoredPlace::folder(PlaceKind::Webview, &self.folder.webview(), "")
            },
            StoredPlace {
                holds: counted("response", bodies),
                ..StoredPlace::file(PlaceKind::TemporaryBodies, &self.folder.spool(), body_bytes)
            },
            StoredPlace::unnamed(PlaceKind::Log, 0),
        ])
    }

    fn history(&self) -> StoredPlace {
        let file = self.folder.history_file();
        let bytes = files_of(&file).iter().map(|file| size_of(file)).sum();
        let entries = self.history.usage().map_or(0, |usage| usage.entries);
        StoredPlace {
            holds: counted("history_entry", usize::try_from(entries).unwrap_or(usize::MAX)),
            ..StoredPlace::file(PlaceKind::History, &file, bytes)
        }
    }
}

fn counted(what: &str, count: usize) -> Vec<RowCount> {
    vec![RowCount { what: what.to_owned(), count: narrow(count) }]
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// In bytes; 0 if the file does not exist.
fn size_of(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |meta| meta.len())
}

/// The number of files in a folder and below, and their size in bytes. Links are not followed.
fn extent(folder: &Path) -> (usize, u64) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.fold((0, 0), |(files, bytes), entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => {
            let (files_below, bytes_below) = extent(&entry.path());
            (files + files_below, bytes + bytes_below)
        }
        Ok(meta) => (files + 1, bytes + meta.len()),
        Err(_) => (files, bytes),
    })
}

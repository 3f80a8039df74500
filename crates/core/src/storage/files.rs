//! The files and folders that the app writes, with their sizes. Every one of them: a test holds this list against the
//! data folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use specta::Type;

use crate::console::responses::Responses;
use crate::error::Result;
use crate::platform::data_folder::DataFolder;
use crate::platform::numbers::narrow;
use crate::store::Store;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    DataFile,
    CatalogUpdates,
    DemoPortal,
    /// Empty files that keep the window and the command line out of each other's refreshes.
    Locks,
    /// What the system's webview keeps for the window.
    Webview,
    TemporaryBodies,
    /// Lines go to standard error; no file is written.
    Log,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredPlace {
    pub kind: PlaceKind,
    /// `None`: it has no name on the disk.
    pub path: Option<String>,
    pub bytes: f64,
    /// What is in it, counted.
    pub holds: Vec<RowCount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowCount {
    /// The name of the table, or what else is counted: `connection`, `response`.
    pub what: String,
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

/// Every place, with what is in it.
pub(crate) struct StoredPlaces {
    folder: DataFolder,
    store: Arc<Store>,
    responses: Arc<Responses>,
}

impl StoredPlaces {
    pub(crate) fn new(folder: DataFolder, store: Arc<Store>, responses: Arc<Responses>) -> Self {
        Self { folder, store, responses }
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
            StoredPlace::folder(PlaceKind::CatalogUpdates, &self.folder.catalog_updates(), "update"),
            StoredPlace::file(PlaceKind::DemoPortal, &demo, size_of(&demo)),
            StoredPlace::folder(PlaceKind::Locks, &self.folder.locks(), "lock"),
            StoredPlace {
                holds: Vec::new(),
                ..StoredPlace::folder(PlaceKind::Webview, &self.folder.webview(), "")
            },
            StoredPlace {
                holds: counted("response", bodies),
                ..StoredPlace::unnamed(PlaceKind::TemporaryBodies, body_bytes)
            },
            StoredPlace::unnamed(PlaceKind::Log, 0),
        ])
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

/// What is not there weighs nothing.
fn size_of(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |meta| meta.len())
}

/// How many files are in a folder and below, and what they weigh. Links are not followed.
fn extent(folder: &Path) -> (usize, u64) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.fold((0, 0), |(files, bytes), entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => {
            let (more, heavier) = extent(&entry.path());
            (files + more, bytes + heavier)
        }
        Ok(meta) => (files + 1, bytes + meta.len()),
        Err(_) => (files, bytes),
    })
}

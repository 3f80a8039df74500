//! The catalog in force: the one in the binary, or that with a person's own updates applied to it.
//!
//! An update is a text file in the data folder. If one cannot be read, the bundled catalog is in force and the error is
//! reported; the app still starts. Updates do not change the demo portal, which enforces the bundled facts.

pub(crate) mod fetch;
pub(crate) mod operation;
pub(crate) mod updates;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use portalscope_catalog::Catalog;

use crate::error::{Error, Result};
use crate::platform::files::{create_private_folder, read_text};

/// Ten times the facts of all of HubSpot's files.
const MAX_UPDATE_BYTES: u64 = 32_000_000;

/// A snapshot of the catalog in force. Cheap to clone, and unchanged when another catalog comes into force.
#[derive(Clone)]
pub(crate) enum CurrentCatalog {
    /// The catalog in the binary.
    Bundled,
    /// The bundled catalog with the stored updates.
    Updated(Arc<Catalog>),
}

impl Deref for CurrentCatalog {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        match self {
            Self::Bundled => Catalog::bundled(),
            Self::Updated(catalog) => catalog,
        }
    }
}

/// The catalog in force, and the stored updates that it is built from.
pub struct Catalogs {
    in_force: RwLock<CurrentCatalog>,
    folder: PathBuf,
    /// Why the stored updates are not in force. `None`: they are, or there are none.
    error: Mutex<Option<Error>>,
}

impl Catalogs {
    /// Applies the updates stored in the folder, which need not exist.
    pub(crate) fn open(folder: PathBuf) -> Self {
        let catalogs =
            Self { in_force: RwLock::new(CurrentCatalog::Bundled), folder, error: Mutex::default() };
        catalogs.reload();
        catalogs
    }

    /// The catalog that verdicts are based on.
    pub(crate) fn current(&self) -> CurrentCatalog {
        self.in_force.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Builds the indexes that the first look-up and the first search would otherwise wait for. Call it once, off the
    /// main thread.
    pub fn prepare(&self) {
        self.current().prepare();
    }

    /// Reads the stored updates again. [`Self::error`] tells if they cannot be read.
    pub(crate) fn reload(&self) {
        let (catalog, error) = match self.read() {
            Ok(catalog) => (catalog, None),
            Err(error) => {
                tracing::warn!("the stored updates of the catalog cannot be read");
                (CurrentCatalog::Bundled, Some(error))
            }
        };
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = catalog;
        *self.error() = error;
    }

    fn read(&self) -> Result<CurrentCatalog> {
        let texts = self.texts()?;
        if texts.is_empty() {
            return Ok(CurrentCatalog::Bundled);
        }
        let catalog = Catalog::with_updates(texts.iter().map(String::as_str))?;
        Ok(CurrentCatalog::Updated(Arc::new(catalog)))
    }

    /// Why the stored updates are not in force.
    pub(crate) fn error(&self) -> MutexGuard<'_, Option<Error>> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The stored updates, oldest first.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let Ok(found) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let is_update = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
        let mut files: Vec<_> =
            found.filter_map(|entry| Some(entry.ok()?.path())).filter(is_update).collect();
        files.sort();
        files
    }

    /// The texts of the stored updates, oldest first.
    ///
    /// # Errors
    /// [`Error::FileTooLarge`], [`Error::FileUnreadable`].
    pub(crate) fn texts(&self) -> Result<Vec<String>> {
        self.files().iter().map(|file| read_text(file, MAX_UPDATE_BYTES)).collect()
    }

    /// Stores an update after all others, whole or not at all. [`Self::reload`] applies it.
    ///
    /// # Errors
    /// [`Error::Disk`].
    pub(crate) fn save(&self, text: &str) -> Result<()> {
        create_private_folder(&self.folder)?;
        let number = self.files().iter().filter_map(|file| number_of(file)).max().unwrap_or(0);
        let number = number.saturating_add(1);
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist_noclobber(self.folder.join(format!("{number:06}.txt"))).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The number that an update's file is named by.
fn number_of(file: &Path) -> Option<u32> {
    file.file_stem()?.to_str()?.parse().ok()
}

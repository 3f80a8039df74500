//! The catalogue in force: the one in the binary, or one with a person's own updates laid over it.
//!
//! An update is a text file in the data folder. One that cannot be read leaves the bundled catalogue in force and says
//! so; it never keeps the app from starting. The demo portal is not asked here: it enforces the bundled facts.

pub(crate) mod fetch;
pub(crate) mod updates;

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use portalscope_catalog::Catalog;

use crate::catalog::updates::Pending;
use crate::error::Error;
use crate::error::Result;
use crate::platform::files::read_text;
use crate::portalscope::{Portalscope, create_private_folder};

/// Ten times what all of HubSpot's files come to as facts.
const LARGEST_UPDATE: u64 = 32_000_000;

/// A catalogue to look things up in. Cheap to clone; one that is held stays as it is while another takes its place.
#[derive(Clone)]
pub(crate) enum Catalogue {
    Bundled,
    Updated(Arc<Catalog>),
}

impl Deref for Catalogue {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        match self {
            Self::Bundled => Catalog::bundled(),
            Self::Updated(catalog) => catalog,
        }
    }
}

pub(crate) struct Catalogues {
    in_force: RwLock<Catalogue>,
    folder: PathBuf,
    /// Why the stored updates are not in force.
    trouble: Mutex<Option<Error>>,
    pub(crate) pending: Mutex<Option<Arc<Pending>>>,
    pub(crate) stop_fetching: tokio::sync::Notify,
}

impl Catalogues {
    /// Lays the stored updates over the bundled catalogue.
    pub(crate) fn open(folder: PathBuf) -> Self {
        let catalogues = Self {
            in_force: RwLock::new(Catalogue::Bundled),
            folder,
            trouble: Mutex::default(),
            pending: Mutex::default(),
            stop_fetching: tokio::sync::Notify::new(),
        };
        catalogues.reload();
        catalogues
    }

    /// Reads the stored updates again. What cannot be read is told by `trouble`, not here.
    pub(crate) fn reload(&self) {
        let (catalogue, trouble) = match self.read() {
            Ok(catalogue) => (catalogue, None),
            Err(error) => {
                tracing::warn!("the stored updates of the catalogue cannot be read");
                (Catalogue::Bundled, Some(error))
            }
        };
        *self.in_force.write().unwrap_or_else(PoisonError::into_inner) = catalogue;
        *self.trouble() = trouble;
    }

    fn read(&self) -> Result<Catalogue> {
        let texts = self.texts()?;
        if texts.is_empty() {
            return Ok(Catalogue::Bundled);
        }
        let catalog = Catalog::with_updates(texts.iter().map(String::as_str))?;
        Ok(Catalogue::Updated(Arc::new(catalog)))
    }

    pub(crate) fn trouble(&self) -> MutexGuard<'_, Option<Error>> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The stored updates, first taken first.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let Ok(found) = std::fs::read_dir(&self.folder) else { return Vec::new() };
        let is_update = |path: &PathBuf| path.extension().is_some_and(|end| end == "txt");
        let mut files: Vec<_> =
            found.filter_map(|entry| Some(entry.ok()?.path())).filter(is_update).collect();
        files.sort();
        files
    }

    pub(crate) fn texts(&self) -> Result<Vec<String>> {
        self.files().iter().map(|file| read_text(file, LARGEST_UPDATE)).collect()
    }

    /// Keeps an update's text, whole or not at all, after all others.
    pub(crate) fn keep(&self, text: &str) -> Result<()> {
        create_private_folder(&self.folder)?;
        let number = self.files().iter().filter_map(|file| number_of(file)).max().unwrap_or(0);
        let number = number.saturating_add(1);
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
        file.persist_noclobber(self.folder.join(format!("{number:06}.txt"))).map_err(|error| error.error)?;
        Ok(())
    }
}

fn number_of(file: &Path) -> Option<u32> {
    file.file_stem()?.to_str()?.parse().ok()
}

impl Portalscope {
    /// The catalogue that every verdict rests on.
    pub(crate) fn catalogue(&self) -> Catalogue {
        self.catalogues.in_force.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Builds what the first search would otherwise wait for. Call it once, off the main thread.
    pub fn prepare_catalogue(&self) {
        self.catalogue().prepare();
    }
}

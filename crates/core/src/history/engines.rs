//! Where the history is: a file for the connections of the data file, and memory for those that are in memory only.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use portalscope_history::{Bounds, History, Options};

use crate::error::Result;
use crate::events::{Event, Events};
use crate::history::keeping::HistoryBounds;
use crate::history::notice::{not_opened, worded};
use crate::history::notices::Notices;
use crate::platform::clock::Clock;
use crate::platform::data_folder::DataFolder;
use crate::secrets::store::SecretStore;

/// Of longer bodies (bytes) only the first part is kept.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// What a caller hands over of a longer body, in bytes: the end of a first part is not kept, see
/// [`portalscope_history::Body`].
pub(crate) const HANDED_OVER_BYTES: usize = MAX_BODY_BYTES + 16 * 1024;

/// The histories of this process.
pub(super) struct Engines {
    folder: DataFolder,
    options: Options,
    /// `None`: it cannot be used, and nothing is kept.
    file: Option<History>,
    /// Made when a connection in memory sends for the first time.
    memory: OnceLock<Option<History>>,
}

impl Engines {
    pub fn open(
        folder: DataFolder,
        bounds: HistoryBounds,
        secrets: Arc<SecretStore>,
        clock: Arc<dyn Clock>,
        notices: &Arc<Notices>,
        events: Arc<Events>,
    ) -> Self {
        let now = move || clock.now().as_millisecond();
        let redact = move |text: &str| Some(secrets.redacted(text)).filter(|clean| clean != text);
        let mut options = Options::new(Arc::new(now), Arc::new(redact));
        options.max_body_bytes = MAX_BODY_BYTES;
        options.bounds = bounds.into();
        let told = Arc::clone(notices);
        options.notify = Arc::new(move |notice| told.tell(worded(&notice)));
        options.changed = Arc::new(move || events.publish(Event::HistoryChanged));
        let file = History::open(&folder.history_file(), options.clone());
        if let Err(error) = &file {
            tracing::warn!("the history cannot be opened: {error}");
            notices.tell(not_opened(error));
        }
        let file = file.ok();
        Self { folder, options, file, memory: OnceLock::new() }
    }

    /// `None`: it cannot be used.
    pub fn file(&self) -> Option<&History> {
        self.file.as_ref()
    }

    /// No other process can reach it, and it ends with this one.
    pub fn memory(&self) -> Option<&History> {
        self.memory.get_or_init(|| History::in_memory(self.options.clone()).ok()).as_ref()
    }

    /// `None`: nothing was sent for a connection in memory.
    pub fn memory_if_used(&self) -> Option<&History> {
        self.memory.get().and_then(Option::as_ref)
    }

    /// Both, as far as there are any.
    pub fn all(&self) -> impl Iterator<Item = &History> {
        self.file.iter().chain(self.memory_if_used())
    }

    /// Of the file, and of memory as well: a session may be long.
    pub fn set_bounds(&self, bounds: HistoryBounds) {
        self.all().for_each(|engine| engine.set_bounds(Bounds::from(bounds)));
    }

    /// The present instant, in milliseconds since 1970 (UTC).
    pub fn now(&self) -> i64 {
        (self.options.clock)()
    }

    /// As it would be written now: secrets may have become known since it was.
    pub fn redacted(&self, text: &str) -> String {
        (self.options.redact)(text).unwrap_or_else(|| text.to_owned())
    }

    /// Removes files that were set aside, and the file itself if it cannot be opened.
    pub fn remove_other_files(&self) -> Result<()> {
        let file = self.folder.history_file();
        for path in files_of(&file) {
            let is_in_use = self.file.is_some() && !is_set_aside(&path, &file);
            if !is_in_use {
                std::fs::remove_file(path)?;
            }
        }
        Ok(())
    }
}

/// The file, what SQLite keeps beside it, and broken ones that were set aside.
pub(crate) fn files_of(file: &Path) -> Vec<PathBuf> {
    let folder = file.parent().and_then(|folder| std::fs::read_dir(folder).ok());
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_of = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix(&stem).is_some_and(|end| end.starts_with(".db") || end.starts_with(".broken-"))
    };
    folder.into_iter().flatten().flatten().map(|entry| entry.path()).filter(is_of).collect()
}

fn is_set_aside(path: &Path, file: &Path) -> bool {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_prefix(&*stem).is_some_and(|end| end.starts_with(".broken-"))
}

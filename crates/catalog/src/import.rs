//! Imports newer facts from HubSpot's OpenAPI files, one or many, from a folder or a zip, into a text in the catalogue's
//! own format.
//!
//! Reads facts only (methods, paths, names of parameters and scopes, plans), never HubSpot's prose. Each file is imported
//! or refused as a whole, with a reason; a refused one does not stop the others. No input is trusted: sizes are counted as
//! bytes arrive, and each character of names and paths is checked before they are written to a text that is parsed again.

mod archive;
mod directory;
mod document;
mod index;
mod reading;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

pub use index::{IndexEntry, SpecIndex, is_index_host};

use crate::catalog::Catalog;
use crate::facts::{Fact, write_facts};

pub(crate) const MAX_FILE_BYTES: usize = 16_000_000;
const MAX_TOTAL_BYTES: usize = 300_000_000;
const MAX_FILES: usize = 5_000;
const MAX_OPERATIONS: usize = 50_000;

/// Why a file, or the whole import, was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file can be fetched again; it may have been cut off.
    #[error("it is not JSON: {0}")]
    MalformedJson(String),
    /// Use the file as JSON. The format that it seems to have.
    #[error("it is {0}, not JSON")]
    OtherFormat(&'static str),
    /// Use an OpenAPI 3 file; this is JSON of another kind.
    #[error("it is not an OpenAPI 3 file")]
    NotOpenApi,
    /// Not for this catalogue: another service's file, or one of HubSpot's own tests.
    #[error("it is not of HubSpot's public API: {0}")]
    NotHubSpot(String),
    /// Import a smaller file. The limit in MB.
    #[error("it is larger than {0} MB")]
    TooLarge(usize),
    /// Import the rest separately.
    #[error("more than {MAX_FILES} files were given; the rest is left out")]
    TooManyFiles,
    /// Import the rest separately. The limit in MB.
    #[error("the files are larger than {0} MB together; the rest is left out")]
    TotalTooLarge(usize),
    /// Not an API of HubSpot's: take the file from HubSpot.
    #[error("it holds more operations than HubSpot has")]
    TooManyOperations,
    /// JSON nested deeper than any published file; take the file from HubSpot.
    #[error("its content is nested too deep")]
    TooDeep,
    /// The path or the name, shortened.
    #[error("`{0}` is no path or name that HubSpot would write")]
    AbsurdName(String),
    /// A path or a member occurs twice, and the two may contradict each other.
    #[error("`{0}` is there twice")]
    Duplicate(String),
    /// A `$ref` that leads back to itself.
    #[error("`{0}` refers to itself")]
    CyclicReference(String),
    /// A `$ref` to a component that the file does not have.
    #[error("`{0}` is referred to and not there")]
    MissingReference(String),
    /// A member has another JSON type than OpenAPI 3 gives it.
    #[error("something has the wrong type: {0}")]
    WrongType(String),
    /// Nothing to import in this file.
    #[error("it has no operation")]
    NoOperations,
    /// The archive can be fetched again; it may have been cut off.
    #[error("the archive cannot be read: {0}")]
    MalformedZip(String),
    /// Do not retry: the archive is made to exhaust the disk or the memory.
    #[error("the archive unpacks to far more than an archive of such files would")]
    ZipBomb,
    /// Check the file's permissions. The reason is the operating system's.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// The other files are not affected.
    #[error("it could not be fetched: {0}")]
    NotFetched(String),
}

impl ImportError {
    /// Stable, for branching.
    pub fn code(&self) -> &'static str {
        match self {
            Self::MalformedJson(_) => "import_malformed_json",
            Self::OtherFormat(_) => "import_other_format",
            Self::NotOpenApi => "import_not_openapi",
            Self::NotHubSpot(_) => "import_not_hubspot",
            Self::TooLarge(_) => "import_file_too_large",
            Self::TooManyFiles => "import_too_many_files",
            Self::TotalTooLarge(_) => "import_total_too_large",
            Self::TooManyOperations => "import_too_many_operations",
            Self::TooDeep => "import_too_deep",
            Self::AbsurdName(_) => "import_absurd_name",
            Self::Duplicate(_) => "import_duplicate",
            Self::CyclicReference(_) => "import_cyclic_reference",
            Self::MissingReference(_) => "import_missing_reference",
            Self::WrongType(_) => "import_wrong_type",
            Self::NoOperations => "import_no_operations",
            Self::MalformedZip(_) => "import_malformed_zip",
            Self::ZipBomb => "import_zip_bomb",
            Self::Unreadable(_) => "import_unreadable",
            Self::NotFetched(_) => "import_not_fetched",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::MalformedJson(_) | Self::MalformedZip(_) => {
                "Fetch the file again; it may have been cut off."
            }
            Self::OtherFormat(_) => "Take the file as JSON in UTF-8, as HubSpot publishes it.",
            Self::NotOpenApi => "Take the files with \"openapi\": \"3...\" at their beginning.",
            Self::NotHubSpot(_) => {
                "Only files whose servers are api.hubapi.com or api.hubspot.com are taken."
            }
            Self::TooLarge(_) | Self::TooManyFiles | Self::TotalTooLarge(_) | Self::TooManyOperations => {
                "Import fewer or smaller files at a time."
            }
            Self::NotFetched(_) => "Fetch again later; the other files are not affected.",
            Self::Unreadable(_) => "Check that the file exists and may be read.",
            Self::TooDeep
            | Self::AbsurdName(_)
            | Self::Duplicate(_)
            | Self::CyclicReference(_)
            | Self::MissingReference(_)
            | Self::WrongType(_)
            | Self::NoOperations
            | Self::ZipBomb => "Use the file as HubSpot publishes it, and from HubSpot.",
        }
    }
}

/// A file, and what became of it.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// As it was given, without control characters.
    pub name: String,
    /// Whether it was imported.
    pub outcome: FileOutcome,
}

/// What became of one file.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum FileOutcome {
    /// All its operations are part of the update.
    Taken {
        /// The title of the API in the file.
        api: String,
        /// The version of its first operation.
        version: String,
        /// How many operations it has.
        operations: u32,
    },
    /// Nothing of it is part of the update.
    Refused {
        /// Stable, from [`ImportError::code`].
        code: String,
        /// What is wrong with the file.
        reason: String,
        /// What to do about it.
        hint: String,
    },
}

/// The files imported so far. Add files, then take [`Import::text`].
#[derive(Debug)]
pub struct Import<'a> {
    /// Gives the area of APIs that are known already.
    known: &'a Catalog,
    /// The day of the facts, as `2026-11-22`.
    date: String,
    facts: BTreeMap<(String, String), Fact>,
    files: Vec<FileReport>,
    /// What was read and unpacked, in bytes.
    bytes: usize,
    cancelled: Option<&'a AtomicBool>,
}

impl<'a> Import<'a> {
    /// `date` is today's, or the day on which the files were fetched.
    pub fn new(known: &'a Catalog, date: &str) -> Self {
        let date = date.chars().filter(|c| c.is_ascii_digit() || *c == '-').take(10).collect();
        Self { known, date, facts: BTreeMap::new(), files: Vec::new(), bytes: 0, cancelled: None }
    }

    /// The import reads no further file once this is true.
    #[must_use]
    pub fn until(self, cancelled: &'a AtomicBool) -> Self {
        Self { cancelled: Some(cancelled), ..self }
    }

    /// What became of each file, in the order they were added.
    pub fn files(&self) -> &[FileReport] {
        &self.files
    }

    /// How many different operations were found.
    pub fn operations(&self) -> usize {
        self.facts.len()
    }

    /// Adds one file: JSON, or a zip, recognized by its first bytes. `name` may be a path, whose folders give the area.
    pub fn add_file(&mut self, name: &str, content: &[u8]) {
        if content.starts_with(b"PK") {
            self.add_zip(name, std::io::Cursor::new(content));
        } else {
            self.add_json(name, content);
        }
    }

    fn add_json(&mut self, name: &str, content: &[u8]) {
        let outcome = self.take(name, content).unwrap_or_else(|error| FileOutcome::refused(&error));
        self.report(name, outcome);
    }

    fn report(&mut self, name: &str, outcome: FileOutcome) {
        self.files.push(FileReport { name: printable(name), outcome });
    }

    /// Reports a file that could not be read.
    pub fn refuse(&mut self, name: &str, error: &ImportError) {
        self.report(name, FileOutcome::refused(error));
    }

    /// Whether another file may be added. Reports the limit once, and a cancellation not at all.
    fn accepts_more(&mut self, name: &str) -> bool {
        if self.cancelled.is_some_and(|cancelled| cancelled.load(Ordering::Relaxed)) {
            return false;
        }
        let over = if self.files.len() >= MAX_FILES {
            ImportError::TooManyFiles
        } else if self.bytes >= MAX_TOTAL_BYTES {
            ImportError::TotalTooLarge(MAX_TOTAL_BYTES / 1_000_000)
        } else {
            return true;
        };
        let outcome = FileOutcome::refused(&over);
        if self.files.last().is_none_or(|last| last.outcome != outcome) {
            self.report(name, outcome);
        }
        false
    }

    fn take(&mut self, name: &str, content: &[u8]) -> Result<FileOutcome, ImportError> {
        self.bytes = self.bytes.saturating_add(content.len());
        if content.len() > MAX_FILE_BYTES {
            return Err(ImportError::TooLarge(MAX_FILE_BYTES / 1_000_000));
        }
        if self.bytes > MAX_TOTAL_BYTES {
            return Err(ImportError::TotalTooLarge(MAX_TOTAL_BYTES / 1_000_000));
        }
        let facts = reading::facts(self.known, &self.date, name, content)?;
        if self.facts.len() + facts.len() > MAX_OPERATIONS {
            return Err(ImportError::TooManyOperations);
        }
        let first = facts.first().ok_or(ImportError::NoOperations)?;
        let (api, version) = (first.api.clone(), first.version.clone());
        let operations = u32::try_from(facts.len()).unwrap_or(u32::MAX);
        for fact in facts {
            self.add(fact);
        }
        Ok(FileOutcome::Taken { api, version, operations })
    }

    /// If two files declare the same operation, the alternatives of both count: each is accepted somewhere.
    fn add(&mut self, fact: Fact) {
        let key = (fact.method.clone(), fact.path.clone());
        let Some(known) = self.facts.get_mut(&key) else {
            self.facts.insert(key, fact);
            return;
        };
        for (own, new) in [(&mut known.oauth, fact.oauth), (&mut known.private_app, fact.private_app)] {
            let unknown: Vec<_> = new.into_iter().filter(|scopes| !own.contains(scopes)).collect();
            own.extend(unknown);
        }
        known.developer |= fact.developer;
        known.deprecated &= fact.deprecated;
    }

    /// All imported facts, as an update for [`Catalog::with_updates`].
    pub fn text(&self) -> String {
        let facts: Vec<Fact> = self.facts.values().cloned().collect();
        let written = write_facts(&facts).expect("BUG: writing to a string cannot fail");
        let mut text = format!("{HEADER}date {}\n", self.date);
        for (api, version) in self.replaced() {
            text.extend(["replaces ", api, " | ", version, "\n"]);
        }
        text.push('\n');
        text.push_str(&written.sets);
        text.push_str(&written.operations);
        text
    }

    /// APIs of which a whole version was imported: at least half of the operations that the catalogue has of it. A file
    /// that has only its title in common with a known API replaces nothing.
    fn replaced(&self) -> Vec<(&'a str, &'a str)> {
        let known: &'a Catalog = self.known;
        let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
        for operation in known.operations().iter().filter(|operation| operation.is_from_file()) {
            let key = (operation.method.to_owned(), operation.path.to_owned());
            let brought = self.facts.get(&key).is_some_and(|fact| fact.api == operation.api);
            let (all, here) = counts.entry((operation.api, operation.version)).or_default();
            *all += 1;
            *here += usize::from(brought);
        }
        let whole = counts.into_iter().filter(|(_, (all, here))| *here > 0 && here * 2 >= *all);
        whole.map(|(api_and_version, _)| api_and_version).collect()
    }
}

impl FileOutcome {
    fn refused(error: &ImportError) -> Self {
        Self::Refused {
            code: error.code().to_owned(),
            reason: error.to_string(),
            hint: error.hint().to_owned(),
        }
    }
}

const HEADER: &str = "# Operations from imported files, laid over the bundled ones. Facts only.\n";

/// A text to be shown: no control characters, at most 200 characters.
fn printable(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

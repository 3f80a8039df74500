//! A report that is made and not saved yet: a file without a name, whose contents can be searched.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use portalscope_redact::Masks;
use zip::ZipArchive;

use crate::error::Result;
use crate::ids::HistoryEntryId;
use crate::platform::files::write_whole;
use crate::report::choice::{ReportChoice, ReportPreview};

/// A file is searched in pieces of this size, in bytes, each with the end of the one before: what is looked for lies whole
/// in one of them, with all that may be needed to read its spelling.
const PIECE: usize = 1024 * 1024;
const OVERLAP: usize = 64 * 1024;

/// A report that is made and not saved yet.
pub(super) struct Prepared {
    pub preview: ReportPreview,
    pub choice: ReportChoice,
    /// Its calls by their numbers, from 1.
    pub calls: Vec<HistoryEntryId>,
    file: Mutex<File>,
}

impl Prepared {
    pub fn new(preview: ReportPreview, choice: ReportChoice, calls: Vec<HistoryEntryId>, file: File) -> Self {
        Self { preview, choice, calls, file: Mutex::new(file) }
    }

    /// Whether a text is in any of the files, in any case and spelling.
    pub fn contains(&self, text: &str) -> Result<bool> {
        // Markup is a spelling of its own.
        let markup = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let wanted = Masks::new(&[text.to_owned(), markup]);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(0))?;
        let mut archive = ZipArchive::new(&mut *file).map_err(io::Error::from)?;
        for at in 0..archive.len() {
            if occurs(&wanted, archive.by_index(at).map_err(io::Error::from)?)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Writes it under a name, whole or not at all.
    pub fn save(&self, path: &Path) -> Result<()> {
        let mut from = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        from.seek(SeekFrom::Start(0))?;
        write_whole(path, |file| Ok(io::copy(&mut *from, file).map(drop)?))
    }
}

fn occurs(wanted: &Masks, mut from: impl Read) -> io::Result<bool> {
    let mut text = Vec::with_capacity(PIECE + OVERLAP);
    loop {
        let read = (&mut from).take(PIECE as u64).read_to_end(&mut text)?;
        if wanted.occur_in(&text) {
            return Ok(true);
        }
        if read < PIECE {
            return Ok(false);
        }
        text.drain(..text.len() - OVERLAP);
    }
}

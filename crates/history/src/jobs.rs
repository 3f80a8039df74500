//! Work that takes long, in steps between which the writer commits what is recorded.

use std::sync::mpsc::SyncSender;

use crate::error::{Error, Result};
use crate::grams::block_of;
use crate::list::{Filter, ids_before};
use crate::redact_again::RedactAgain;
use crate::update::{Outcome, Store};

/// Entries that are looked up at once.
const ENTRIES_PER_STEP: usize = 256;
/// Each block of a removed entry is indexed again, which takes some milliseconds: what is recorded meanwhile waits.
const BLOCKS_PER_STEP: usize = 2;

pub(crate) enum Job {
    Removal(Removal),
    RedactAgain(RedactAgain),
}

impl Job {
    pub fn step(&mut self, store: &mut Store) -> Result<Outcome> {
        match self {
            Self::Removal(removal) => removal.step(store),
            Self::RedactAgain(job) => job.step(store),
        }
    }

    /// Tells the caller, who has the error. What is left for the file is whether that is broken.
    pub fn fail(self, error: Error) -> Error {
        let for_file = if error.is_broken_file() { broken() } else { Error::Closed };
        match self {
            Self::Removal(removal) => drop(removal.reply.send(Err(error))),
            Self::RedactAgain(job) => drop(job.reply.send(Err(error))),
        }
        for_file
    }
}

/// The error of a broken file.
pub(crate) fn broken() -> Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
    Error::Database(rusqlite::Error::SqliteFailure(code, None))
}

/// Removes the entries that a filter finds.
pub(crate) struct Removal {
    filter: Filter,
    /// `None`: nothing was removed yet. Entries that come later stay.
    before: Option<i64>,
    removed: u64,
    reply: SyncSender<Result<u64>>,
}

impl Removal {
    pub fn new(filter: Filter, reply: SyncSender<Result<u64>>) -> Self {
        Self { filter, before: None, removed: 0, reply }
    }

    fn step(&mut self, store: &mut Store) -> Result<Outcome> {
        let before = self.before.unwrap_or(i64::MAX);
        let (mut ids, next) = ids_before(store.database(), &self.filter, before, ENTRIES_PER_STEP)?;
        let mut blocks: Vec<i64> = ids.iter().map(|id| block_of(*id)).collect();
        blocks.dedup();
        let end = blocks.get(BLOCKS_PER_STEP).copied();
        if let Some(end) = end {
            ids.retain(|id| block_of(*id) > end);
        }
        // The ids are in descending order.
        self.before = if end.is_some() { ids.last().copied() } else { next };
        if !ids.is_empty() {
            self.removed += store.remove(&ids)?;
        }
        if self.before.is_some() {
            return Ok(Outcome::More);
        }
        let done = store.finish_removal().map(|()| self.removed);
        // Nobody may wait for it any more.
        let _ = self.reply.send(done);
        Ok(Outcome::Done)
    }
}

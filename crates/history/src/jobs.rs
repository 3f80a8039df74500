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

/// Which entries are removed.
pub(crate) enum Doomed {
    /// Those that a filter finds.
    Found(Filter),
    /// These, the newest first.
    Named(Vec<i64>),
}

impl Doomed {
    /// Some of them with ids before this one, and where to go on.
    fn before(&self, store: &Store, before: i64) -> Result<(Vec<i64>, Option<i64>)> {
        match self {
            Self::Found(filter) => ids_before(store.database(), filter, before, ENTRIES_PER_STEP),
            Self::Named(ids) => {
                let rest = &ids[ids.partition_point(|id| *id >= before)..];
                let some = &rest[..ENTRIES_PER_STEP.min(rest.len())];
                Ok((some.to_vec(), some.last().copied().filter(|_| some.len() < rest.len())))
            }
        }
    }
}

/// Removes entries.
pub(crate) struct Removal {
    doomed: Doomed,
    /// `None`: nothing was removed yet. Entries that come later stay.
    before: Option<i64>,
    removed: u64,
    reply: SyncSender<Result<u64>>,
}

impl Removal {
    pub fn new(doomed: Doomed, reply: SyncSender<Result<u64>>) -> Self {
        Self { doomed, before: None, removed: 0, reply }
    }

    fn step(&mut self, store: &mut Store) -> Result<Outcome> {
        let before = self.before.unwrap_or(i64::MAX);
        let (mut ids, next) = self.doomed.before(store, before)?;
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

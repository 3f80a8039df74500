//! The writer's connection, and the short transactions on it.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::codec::Encoder;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::grams::block_of;
use crate::index::Index;
use crate::insert::Inserter;
use crate::names::{Names, remove_unused};
use crate::open::Location;
use crate::options::Options;
use crate::remove::remove;
use crate::scopes;
use crate::storage::{Totals, used_and_free};

/// Whether a job has more to do after a step.
pub(crate) enum Outcome {
    More,
    Done,
}

/// Free pages that are returned in one step.
const PAGES_PER_STEP: u64 = 128;
/// Without a deletion so many free bytes stay for new entries.
const SPARE_BYTES: u64 = 8 * 1024 * 1024;
/// A reader may be in the way of cutting the log; it is tried again.
const MAX_CHECKPOINT_WAIT_MS: u32 = 100;

/// A change of one entry.
pub(crate) enum Change {
    Note(i64, Option<String>),
    Pin(i64, bool),
}

pub(crate) struct Store {
    database: Connection,
    pub inserter: Inserter,
    pub index: Index,
    /// When another process wrote last, as SQLite counts it.
    data_version: i64,
    /// There may be full blocks without an index.
    index_due: bool,
    /// The log must be emptied of what was deleted.
    checkpoint_due: bool,
    /// Free pages beyond these bytes are returned. `None`: there are no more.
    vacuum_above: Option<u64>,
}

impl Store {
    pub fn open(location: &Location, options: &Options) -> Result<Self> {
        let inserter = Inserter {
            names: Names::default(),
            encoder: Encoder::new(),
            redact: options.redact.clone(),
            max_body_bytes: options.max_body_bytes,
        };
        let database = location.open_writer()?;
        Ok(Self {
            data_version: database.pragma_query_value(None, "data_version", |row| row.get(0))?,
            database,
            inserter,
            index: Index::new(),
            index_due: true,
            checkpoint_due: false,
            vacuum_above: None,
        })
    }

    /// Writes a batch, all of it or nothing.
    pub fn insert(&mut self, batch: &[Entry]) -> Result<()> {
        self.index_due = true;
        self.transact(|database, inserter, _, totals| {
            batch.iter().try_for_each(|entry| inserter.insert(database, totals, entry))
        })
    }

    /// Changes an entry, also for the search.
    pub fn change(&mut self, change: &Change) -> Result<()> {
        self.transact(|database, inserter, index, totals| {
            let (id, changed) = match change {
                Change::Note(id, note) => {
                    let note =
                        note.as_ref().map(|note| (inserter.redact)(note).unwrap_or_else(|| note.clone()));
                    let mut update = database.prepare_cached("UPDATE entry SET note = ?2 WHERE id = ?1")?;
                    (*id, update.execute(rusqlite::params![id, note])?)
                }
                Change::Pin(id, pinned) => {
                    let mut update = database.prepare_cached("UPDATE entry SET pinned = ?2 WHERE id = ?1")?;
                    return found(update.execute(rusqlite::params![id, pinned])?);
                }
            };
            found(changed)?;
            index.refresh(database, totals, block_of(id))
        })?;
        self.checkpoint_due |= matches!(change, Change::Note(..));
        Ok(())
    }

    /// Removes entries in one transaction. Returns how many there were.
    pub fn remove(&mut self, ids: &[i64]) -> Result<u64> {
        self.transact(|database, _, index, totals| remove(database, index, totals, ids))
    }

    /// After a deletion: nothing of it remains in the file, and its pages are returned in the background.
    pub fn finish_removal(&mut self) -> Result<()> {
        self.transact(|database, inserter, _, _| {
            inserter.names.forget();
            remove_unused(database)
        })?;
        self.vacuum_above = Some(0);
        self.checkpoint_due = true;
        self.checkpoint()
    }

    /// After pruning: what is free beyond a reserve is returned.
    pub fn finish_pruning(&mut self) -> Result<()> {
        self.transact(|database, inserter, _, _| {
            inserter.names.forget();
            scopes::remove_unused(database)
        })?;
        if self.vacuum_above.is_none() && self.used_and_free()?.1 > SPARE_BYTES * 2 {
            self.vacuum_above = Some(SPARE_BYTES);
        }
        self.checkpoint_due = true;
        Ok(())
    }

    /// Whether there is something to tidy.
    pub fn has_leftovers(&self) -> bool {
        self.index_due || self.vacuum_above.is_some()
    }

    /// One small step: a block is indexed, or free pages are returned.
    pub fn tidy(&mut self) -> Result<()> {
        if self.index_due {
            self.index_due = false;
            self.index_due = self.transact(|database, _, index, totals| index.advance(database, totals))?;
        } else if let Some(above) = self.vacuum_above.take() {
            let (_, free) = self.used_and_free()?;
            if free > above {
                self.return_pages()?;
                self.vacuum_above = Some(above);
            } else {
                self.checkpoint()?;
            }
        } else if self.checkpoint_due {
            self.checkpoint()?;
        }
        Ok(())
    }

    fn return_pages(&self) -> Result<()> {
        let mut vacuum = self.database.prepare(&format!("PRAGMA incremental_vacuum({PAGES_PER_STEP})"))?;
        let mut rows = vacuum.query([])?;
        while rows.next()?.is_some() {}
        Ok(())
    }

    /// After a write failed: perhaps the log takes the room that it needs.
    pub fn make_room(&mut self) {
        // If the disk is full this may fail as well, and costs nothing.
        let _ = self.checkpoint();
    }

    /// Moves the log into the file and cuts it. If a reader is in the way, the next step tries again.
    fn checkpoint(&mut self) -> Result<()> {
        let set_wait = |wait: u32| self.database.pragma_update(None, "busy_timeout", wait);
        set_wait(MAX_CHECKPOINT_WAIT_MS)?;
        let is_blocked = self.database.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        set_wait(crate::open::MAX_WAIT_MS)?;
        self.checkpoint_due = is_blocked?;
        Ok(())
    }

    /// Whether another process has written since this was asked, or since this one wrote last.
    pub fn was_written_elsewhere(&mut self) -> Result<bool> {
        let version = self.database.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let before = std::mem::replace(&mut self.data_version, version);
        if before != version {
            self.inserter.names.forget();
        }
        Ok(before != version)
    }

    /// Pages used, and free pages, in bytes.
    pub fn used_and_free(&self) -> Result<(u64, u64)> {
        used_and_free(&self.database)
    }

    /// The connection, to read.
    pub fn database(&self) -> &Connection {
        &self.database
    }

    /// A transaction that no other process can write beside. What `work` counts is written at its end.
    pub fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut Inserter, &mut Index, &mut Totals) -> Result<T>,
    ) -> Result<T> {
        let Self { database, inserter, index, data_version, .. } = self;
        let result = database.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Error::from);
        let result = result.and_then(|transaction| {
            let version = transaction.pragma_query_value(None, "data_version", |row| row.get(0))?;
            // Another process may have removed names.
            if std::mem::replace(data_version, version) != version {
                inserter.names.forget();
            }
            let mut totals = Totals::default();
            let done = work(&transaction, inserter, index, &mut totals)?;
            totals.apply(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        if result.is_err() {
            inserter.names.forget();
            *index = Index::new();
        }
        result
    }
}

fn found(changed: usize) -> Result<()> {
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

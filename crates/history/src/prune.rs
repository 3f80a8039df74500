//! Keeps the history within its bounds: the oldest entries that are not pinned go first, a block in each step.

use crate::error::Result;
use crate::grams::{block_of, first_id};
use crate::options::Bounds;
use crate::update::Store;

/// After so many new entries the bounds are looked at.
const ENTRIES_BETWEEN: usize = 128;

/// When the bounds are looked at.
pub(crate) struct Pruning {
    bounds: Bounds,
    since: usize,
    is_due: bool,
    /// Something was removed since the bounds were met last.
    has_removed: bool,
}

impl Pruning {
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, since: 0, is_due: true, has_removed: false }
    }

    pub fn set_bounds(&mut self, bounds: Bounds) {
        self.bounds = bounds;
        self.is_due = true;
    }

    /// So many entries were written.
    pub fn note(&mut self, entries: usize) {
        self.since += entries;
        if self.since >= ENTRIES_BETWEEN {
            self.look_again();
        }
    }

    pub fn look_again(&mut self) {
        self.since = 0;
        self.is_due = true;
    }

    pub fn is_due(&self) -> bool {
        self.is_due
    }

    /// Not before more was written or a while has passed.
    pub fn wait(&mut self) {
        self.is_due = false;
    }

    /// Removes the entries of one block that are beyond the bounds, or finds none. Returns whether there were any.
    pub fn step(&mut self, store: &mut Store, now: i64) -> Result<bool> {
        let ids = self.beyond(store, now)?;
        if ids.is_empty() {
            self.is_due = false;
            if std::mem::take(&mut self.has_removed) {
                store.finish_pruning()?;
            }
            return Ok(false);
        }
        self.has_removed = true;
        store.remove(&ids).map(|removed| removed > 0)
    }

    fn beyond(&self, store: &Store, now: i64) -> Result<Vec<i64>> {
        let max_age = i64::try_from(self.bounds.max_age.as_millis()).unwrap_or(i64::MAX);
        let database = store.database();
        // By age in the order of the clock: it may have been set forward while an old entry was made.
        let mut old = database.prepare_cached(
            "SELECT min(id) FROM (SELECT id FROM entry WHERE pinned = 0 AND at < ?1 LIMIT 256)",
        )?;
        let cutoff = now.saturating_sub(max_age);
        if let Some(id) = old.query_row([cutoff], |row| row.get::<_, Option<i64>>(0))? {
            return of_block(store, id, cutoff);
        }
        if store.used_and_free()?.0 <= self.bounds.max_bytes {
            return Ok(Vec::new());
        }
        let mut oldest =
            database.prepare_cached("SELECT id FROM entry WHERE pinned = 0 ORDER BY id LIMIT 1")?;
        let mut rows = oldest.query([])?;
        match rows.next()? {
            Some(row) => of_block(store, row.get(0)?, i64::MAX),
            None => Ok(Vec::new()),
        }
    }
}

/// The entries of an id's block that are not pinned and were sent before an instant.
fn of_block(store: &Store, id: i64, before: i64) -> Result<Vec<i64>> {
    let block = block_of(id);
    let mut query = store
        .database()
        .prepare_cached("SELECT id FROM entry WHERE id >= ?1 AND id < ?2 AND pinned = 0 AND +at < ?3")?;
    let bounds = [first_id(block), first_id(block + 1), before];
    Ok(query.query_map(bounds, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

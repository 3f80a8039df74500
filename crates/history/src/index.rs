//! Keeps the index of the search: indexes full blocks, and those whose entries have changed.

use rusqlite::{Connection, OptionalExtension, params};

use crate::codec::Decoder;
use crate::error::Result;
use crate::fold::{folded, percent_decoded};
use crate::grams::{Indexer, block_of, first_id};
use crate::storage::{Part, Totals};
use crate::stored::Texts;

/// The job in the table `progress` whose figure is the first block without an index.
const JOB: &str = "index";

/// The first block that has no index; the blocks before it do.
pub(crate) fn indexed_below(database: &Connection) -> Result<i64> {
    let mut query = database.prepare_cached("SELECT below FROM progress WHERE job = ?1")?;
    Ok(query.query_row([JOB], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// The texts of an entry as the search compares them.
pub(crate) fn searched(texts: &Texts) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    let decoded = [&texts.path, &texts.query].into_iter().filter_map(|text| percent_decoded(text));
    let decoded = decoded.map(|text| folded(&text).into_owned().into());
    texts.searched().map(folded).chain(decoded)
}

/// Makes the index of blocks.
pub(crate) struct Index {
    indexer: Indexer,
    pub decoder: Decoder,
}

impl Index {
    pub fn new() -> Self {
        Self { indexer: Indexer::new(), decoder: Decoder::new() }
    }

    /// Indexes the oldest full block that has no index, within a transaction. Returns whether there was one.
    pub fn advance(&mut self, database: &Connection, totals: &mut Totals) -> Result<bool> {
        let block = indexed_below(database)?;
        let mut newest = database.prepare_cached("SELECT max(id) FROM entry")?;
        let newest: Option<i64> = newest.query_row([], |row| row.get(0))?;
        if newest.is_none_or(|newest| block_of(newest) <= block) {
            return Ok(false);
        }
        self.index(database, totals, block)?;
        database
            .prepare_cached("UPDATE progress SET below = ?2 WHERE job = ?1")?
            .execute(params![JOB, block + 1])?;
        Ok(true)
    }

    /// Indexes a block again after its entries have changed, within the same transaction. Nothing of before remains.
    pub fn refresh(&mut self, database: &Connection, totals: &mut Totals, block: i64) -> Result<()> {
        if block < indexed_below(database)? { self.index(database, totals, block) } else { Ok(()) }
    }

    fn index(&mut self, database: &Connection, totals: &mut Totals, block: i64) -> Result<()> {
        remove(database, totals, block)?;
        for id in ids(database, block)? {
            let Some(texts) = Texts::read_searched(database, &mut self.decoder, id)? else { continue };
            let row = u8::try_from(id - first_id(block)).unwrap_or_default();
            searched(&texts).for_each(|text| self.indexer.add(row, &text));
        }
        let mut insert = database.prepare_cached("INSERT INTO gram VALUES (?1, ?2, ?3)")?;
        for (bucket, content) in self.indexer.finish()? {
            totals.add(Part::Index, Some(&content));
            insert.execute(params![block, bucket, content])?;
        }
        Ok(())
    }
}

fn remove(database: &Connection, totals: &mut Totals, block: i64) -> Result<()> {
    let mut delete = database.prepare_cached("DELETE FROM gram WHERE block = ?1 RETURNING content")?;
    let mut rows = delete.query([block])?;
    while let Some(row) = rows.next()? {
        totals.remove(Part::Index, Some(row.get_ref(0)?.as_blob().unwrap_or_default()));
    }
    Ok(())
}

/// The ids of a block's entries, the oldest first.
pub(crate) fn ids(database: &Connection, block: i64) -> Result<Vec<i64>> {
    let mut query = database.prepare_cached("SELECT id FROM entry WHERE id >= ?1 AND id < ?2 ORDER BY id")?;
    let rows = query.query_map([first_id(block), first_id(block + 1)], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

//! Removes entries, with what the roll-ups and the index have of them.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::error::Result;
use crate::grams::block_of;
use crate::index::Index;
use crate::insert::{Content, day_of};
use crate::storage::Totals;

/// What the roll-ups lose.
#[derive(Default)]
struct Losses {
    /// By operation and connection: calls and failures.
    called: BTreeMap<(i64, i64), (i64, i64)>,
    /// By cause, operation and connection.
    failing: BTreeMap<(i64, i64, i64), i64>,
    /// By day, operation and connection.
    seen: BTreeMap<(i64, i64, i64), i64>,
}

/// Removes entries within a transaction. Returns how many there were. Cheapest if they are of few blocks.
pub(crate) fn remove(
    database: &Connection,
    index: &mut Index,
    totals: &mut Totals,
    ids: &[i64],
) -> Result<u64> {
    let mut losses = Losses::default();
    let mut removed = 0;
    for id in ids {
        let Some(connection) = remove_row(database, &mut losses, *id)? else { continue };
        removed += 1;
        Content::remove(database, totals, (*id, connection))?;
    }
    losses.apply(database)?;
    for block in ids.iter().map(|id| block_of(*id)).collect::<BTreeSet<_>>() {
        index.refresh(database, totals, block)?;
    }
    Ok(removed)
}

/// Returns the number of its connection. `None`: it is not there any more.
fn remove_row(database: &Connection, losses: &mut Losses, id: i64) -> Result<Option<i64>> {
    let mut delete = database
        .prepare_cached("DELETE FROM entry WHERE id = ?1 RETURNING operation, connection, cause, at")?;
    let mut rows = delete.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (operation, connection, cause): (i64, i64, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (calls, failures) = losses.called.entry((operation, connection)).or_default();
    *calls += 1;
    *failures += i64::from(cause.is_some());
    *losses.seen.entry((day_of(row.get(3)?), operation, connection)).or_default() += 1;
    if let Some(cause) = cause {
        *losses.failing.entry((cause, operation, connection)).or_default() += 1;
    }
    // The row is gone only when the statement has ended.
    drop(rows);
    Ok(Some(connection))
}

impl Losses {
    fn apply(&self, database: &Connection) -> Result<()> {
        for (key, (calls, failures)) in &self.called {
            uncount_called(database, *key, *calls, *failures)?;
        }
        for (key, failures) in &self.failing {
            uncount_failing(database, *key, *failures)?;
        }
        for ((day, operation, connection), calls) in &self.seen {
            let key = [day, operation, connection, calls];
            database
                .prepare_cached(
                    "UPDATE seen SET calls = calls - ?4 WHERE day = ?1 AND operation = ?2 AND connection = ?3",
                )?
                .execute(key)?;
            database
                .prepare_cached(
                    "DELETE FROM seen WHERE day = ?1 AND operation = ?2 AND connection = ?3 AND calls <= 0",
                )?
                .execute([day, operation, connection])?;
        }
        Ok(())
    }
}

fn uncount_called(database: &Connection, key: (i64, i64), calls: i64, failures: i64) -> Result<()> {
    let mut newest =
        database.prepare_cached("SELECT max(id) FROM entry WHERE operation = ?1 AND connection = ?2")?;
    let (operation, connection) = key;
    let Some(last) = newest.query_row([operation, connection], |row| row.get::<_, Option<i64>>(0))? else {
        let mut delete =
            database.prepare_cached("DELETE FROM called WHERE operation = ?1 AND connection = ?2")?;
        delete.execute([operation, connection])?;
        return Ok(());
    };
    database
        .prepare_cached(
            "UPDATE called SET calls = calls - ?3, failures = failures - ?4, last_id = ?5
             WHERE operation = ?1 AND connection = ?2",
        )?
        .execute([operation, connection, calls, failures, last])?;
    Ok(())
}

fn uncount_failing(database: &Connection, key: (i64, i64, i64), failures: i64) -> Result<()> {
    let (cause, operation, connection) = key;
    let end = |sql: &str| -> Result<Option<i64>> {
        let mut query = database.prepare_cached(sql)?;
        Ok(query.query_row([cause, operation, connection], |row| row.get(0))?)
    };
    let first = end("SELECT min(id) FROM entry WHERE cause = ?1 AND operation = ?2 AND connection = ?3")?;
    let last = end("SELECT max(id) FROM entry WHERE cause = ?1 AND operation = ?2 AND connection = ?3")?;
    let (Some(first), Some(last)) = (first, last) else {
        let mut delete = database
            .prepare_cached("DELETE FROM failing WHERE cause = ?1 AND operation = ?2 AND connection = ?3")?;
        delete.execute([cause, operation, connection])?;
        return Ok(());
    };
    database
        .prepare_cached(
            "UPDATE failing SET failures = failures - ?4, first_id = ?5, last_id = ?6
             WHERE cause = ?1 AND operation = ?2 AND connection = ?3",
        )?
        .execute([cause, operation, connection, failures, first, last])?;
    Ok(())
}

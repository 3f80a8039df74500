//! The scopes that were granted when an entry was sent: each set is stored once, however many entries have it.

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::Result;

/// Notes that an entry, the newest of its connection (its number), has a set.
pub(crate) fn note(database: &Connection, connection: i64, scope_set: i64, entry: i64) -> Result<()> {
    database
        .prepare_cached("INSERT INTO granted VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET last_id = ?3")?
        .execute([connection, scope_set, entry])?;
    Ok(())
}

/// The names of a set. `None`: they were not kept.
pub(crate) fn names(database: &Connection, fingerprint: &str) -> Result<Option<Vec<String>>> {
    let mut query = database.prepare_cached("SELECT names FROM scope_set WHERE fingerprint = ?1")?;
    let names: Option<String> = query.query_row(params![fingerprint], |row| row.get(0)).optional()?;
    Ok(names.map(|names| names.split_whitespace().map(str::to_owned).collect()))
}

/// Removes the sets of connections whose entries are all newer. Entries between them may have gone before.
pub(crate) fn remove_unused(database: &Connection) -> Result<()> {
    database.execute_batch(
        "DELETE FROM granted WHERE last_id < ifnull(
             (SELECT min(id) FROM entry WHERE entry.connection = granted.connection), last_id + 1);
         DELETE FROM scope_set WHERE id NOT IN (SELECT scope_set FROM granted);",
    )?;
    Ok(())
}

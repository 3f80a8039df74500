//! What stands in many entries is stored once: connections, operations, causes.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::scopes;

/// More are forgotten and read again, so that endless different names do not take the memory.
const MAX_REMEMBERED: usize = 10_000;

/// The numbers of the names that were written lately. Valid only for rows that are committed or in this transaction.
#[derive(Default)]
pub(crate) struct Names {
    connections: HashMap<(String, String, i64), i64>,
    operations: HashMap<(String, String, String), i64>,
    causes: HashMap<String, i64>,
    scope_sets: HashMap<String, i64>,
}

impl Names {
    /// After a transaction was rolled back, or another process may have deleted names.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    pub fn connection(&mut self, database: &Connection, key: (String, String, i64)) -> Result<i64> {
        remembered(&mut self.connections, key, |(key, environment, portal)| {
            let values = params![key, environment, portal];
            number(
                database,
                "INSERT INTO connection (key, environment, portal) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET key = key RETURNING id",
                values,
            )
        })
    }

    pub fn operation(&mut self, database: &Connection, key: (String, String, String)) -> Result<i64> {
        remembered(&mut self.operations, key, |(method, template, version)| {
            let values = params![method, template, version];
            number(
                database,
                "INSERT INTO operation (method, template, version) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET method = method RETURNING id",
                values,
            )
        })
    }

    pub fn cause(&mut self, database: &Connection, label: String) -> Result<i64> {
        remembered(&mut self.causes, label, |label| {
            number(
                database,
                "INSERT INTO cause (label) VALUES (?1) ON CONFLICT DO UPDATE SET label = label RETURNING id",
                params![label],
            )
        })
    }

    /// `names`: separated by spaces.
    pub fn scope_set(
        &mut self,
        database: &Connection,
        fingerprint: String,
        names: impl FnOnce() -> String,
    ) -> Result<i64> {
        remembered(&mut self.scope_sets, fingerprint, |fingerprint| {
            number(
                database,
                "INSERT INTO scope_set (fingerprint, names) VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET fingerprint = fingerprint RETURNING id",
                params![fingerprint, names()],
            )
        })
    }
}

fn number(database: &Connection, sql: &str, values: &[&dyn rusqlite::ToSql]) -> Result<i64> {
    Ok(database.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

fn remembered<K: std::hash::Hash + Eq>(
    known: &mut HashMap<K, i64>,
    key: K,
    find: impl FnOnce(&K) -> Result<i64>,
) -> Result<i64> {
    if let Some(id) = known.get(&key) {
        return Ok(*id);
    }
    if known.len() >= MAX_REMEMBERED {
        known.clear();
    }
    let id = find(&key)?;
    known.insert(key, id);
    Ok(id)
}

/// Removes names that no entry has any more. The roll-ups know them all.
pub(crate) fn remove_unused(database: &Connection) -> Result<()> {
    database.execute_batch(
        "DELETE FROM connection WHERE id NOT IN (SELECT connection FROM called);
         DELETE FROM kept WHERE connection NOT IN (SELECT connection FROM called);
         DELETE FROM operation WHERE id NOT IN (SELECT operation FROM called);
         DELETE FROM cause WHERE id NOT IN (SELECT cause FROM failing);",
    )?;
    scopes::remove_unused(database)
}

//! Groups of entries, from roll-ups that the writer keeps: their cost does not grow with the history.

use rusqlite::Connection;

use crate::entry::Kind;
use crate::error::Result;
use crate::insert::day_of;

/// An operation that was called, with ids folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledOperation {
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub operation: String,
    /// The API version.
    pub version: Option<String>,
    /// How often it was called.
    pub calls: u64,
    /// How often that failed.
    pub failures: u64,
    /// The newest entry.
    pub last_id: i64,
    /// What that was.
    pub last_kind: Kind,
    /// When that was sent (milliseconds since 1970, UTC).
    pub last_at: i64,
    /// Its HTTP status.
    pub last_status: Option<u16>,
}

/// Failures with the same cause and operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureGroup {
    /// The label of the cause.
    pub cause: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub operation: String,
    /// How many there are.
    pub failures: u64,
    /// The oldest entry.
    pub first_id: i64,
    /// When that was sent (milliseconds since 1970, UTC).
    pub first_at: i64,
    /// The newest entry.
    pub last_id: i64,
    /// When that was sent.
    pub last_at: i64,
}

/// A version of an operation that was called lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenVersion {
    /// The API version.
    pub version: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub operation: String,
    /// How often it was called.
    pub calls: u64,
    /// The begin of the day (UTC) on which it was called last (milliseconds since 1970).
    pub last_day: i64,
}

/// The condition that a row is of a connection; all, if none is given.
const OF_CONNECTION: &str = "(?1 IS NULL OR connection IN (SELECT id FROM connection WHERE key = ?1))";

/// The operations called, the newest first.
pub(crate) fn called(database: &Connection, connection: Option<&str>) -> Result<Vec<CalledOperation>> {
    let sql = format!(
        "SELECT method, template, version, calls, failures, last_id, at, status, kind FROM
           (SELECT operation, sum(calls) AS calls, sum(failures) AS failures, max(last_id) AS last_id
            FROM called WHERE {OF_CONNECTION} GROUP BY operation) AS called
         JOIN operation ON operation.id = called.operation JOIN entry ON entry.id = last_id
         ORDER BY last_id DESC"
    );
    let mut query = database.prepare_cached(&sql)?;
    let rows = query.query_map([connection], |row| {
        Ok(CalledOperation {
            method: row.get(0)?,
            operation: row.get(1)?,
            version: Some(row.get(2)?).filter(|version: &String| !version.is_empty()),
            calls: row.get(3)?,
            failures: row.get(4)?,
            last_id: row.get(5)?,
            last_at: row.get(6)?,
            last_status: row.get(7)?,
            last_kind: Kind::of(row.get(8)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The failures by cause and operation, the newest first.
pub(crate) fn failing(database: &Connection, connection: Option<&str>) -> Result<Vec<FailureGroup>> {
    let sql = format!(
        "SELECT label, method, template, failures, first_id, first.at, last_id, last.at FROM
           (SELECT cause, operation, sum(failures) AS failures, min(first_id) AS first_id, max(last_id) AS last_id
            FROM failing WHERE {OF_CONNECTION} GROUP BY cause, operation) AS failing
         JOIN cause ON cause.id = failing.cause JOIN operation ON operation.id = failing.operation
         JOIN entry AS first ON first.id = first_id JOIN entry AS last ON last.id = last_id
         ORDER BY last_id DESC"
    );
    let mut query = database.prepare_cached(&sql)?;
    let rows = query.query_map([connection], |row| {
        Ok(FailureGroup {
            cause: row.get(0)?,
            method: row.get(1)?,
            operation: row.get(2)?,
            failures: row.get(3)?,
            first_id: row.get(4)?,
            first_at: row.get(5)?,
            last_id: row.get(6)?,
            last_at: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The versions called since an instant, to the day. Operations without a version are left out.
pub(crate) fn seen(database: &Connection, connection: Option<&str>, since: i64) -> Result<Vec<SeenVersion>> {
    let sql = format!(
        "SELECT version, method, template, calls, day FROM
           (SELECT operation, sum(calls) AS calls, max(day) AS day
            FROM seen WHERE {OF_CONNECTION} AND day >= ?2 GROUP BY operation) AS seen
         JOIN operation ON operation.id = seen.operation WHERE version <> ''
         ORDER BY version, template, method"
    );
    let mut query = database.prepare_cached(&sql)?;
    let rows = query.query_map(rusqlite::params![connection, day_of(since)], |row| {
        Ok(SeenVersion {
            version: row.get(0)?,
            method: row.get(1)?,
            operation: row.get(2)?,
            calls: row.get(3)?,
            last_day: row.get::<_, i64>(4)? * crate::insert::DAY,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

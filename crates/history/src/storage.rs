//! What the history takes: bytes by kind of content, kept as sums with each entry.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::error::Result;
use crate::open::{Location, sizes};

/// A kind of content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Verdicts, explanations, limits and the like.
    Details,
    /// Headers of requests and answers.
    Headers,
    /// Bodies that were sent.
    RequestBodies,
    /// Bodies of answers.
    ResponseBodies,
    /// The index of the search.
    Index,
}

impl Part {
    const ALL: [Self; 5] =
        [Self::Details, Self::Headers, Self::RequestBodies, Self::ResponseBodies, Self::Index];

    fn name(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::Headers => "headers",
            Self::RequestBodies => "request_bodies",
            Self::ResponseBodies => "response_bodies",
            Self::Index => "index",
        }
    }
}

/// What the history takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Entries.
    pub entries: u64,
    /// Entries that are pinned.
    pub pinned: u64,
    /// When the oldest entry was sent (milliseconds since 1970, UTC).
    pub oldest_at: Option<i64>,
    /// How often each kind of content is there, and its compressed bytes.
    pub parts: BTreeMap<Part, (u64, u64)>,
    /// The size of the database: parts, tables and their indexes, without free pages, in bytes.
    pub used_bytes: u64,
    /// Free pages that new entries take, or that are returned in the background, in bytes.
    pub free_bytes: u64,
    /// The size of the file, in bytes; 0 in memory.
    pub file_bytes: u64,
    /// The size of the log beside it, in bytes.
    pub log_bytes: u64,
}

/// What one connection has in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConnectionUsage {
    /// The connection's id.
    pub connection: String,
    /// The environment's key.
    pub environment: String,
    /// The portal's id.
    pub portal: Option<i64>,
    /// Entries.
    pub entries: u64,
    /// Its compressed texts, in bytes: what the parts of [`Usage`] count, without the index of the search.
    pub bytes: u64,
    /// When its oldest entry was sent (milliseconds since 1970, UTC).
    pub oldest_at: i64,
}

/// Changes of the sums within a transaction.
#[derive(Default)]
pub(crate) struct Totals {
    parts: BTreeMap<Part, (i64, i64)>,
    /// Bytes by the number of a connection.
    connections: BTreeMap<i64, i64>,
}

/// The same for texts of one connection.
pub(crate) struct ConnectionTotals<'a> {
    totals: &'a mut Totals,
    connection: i64,
}

impl ConnectionTotals<'_> {
    /// Counts stored content that was added.
    pub fn add(&mut self, part: Part, content: Option<&[u8]>) {
        self.change(part, 1, content);
    }

    /// Counts stored content that was removed.
    pub fn remove(&mut self, part: Part, content: Option<&[u8]>) {
        self.change(part, -1, content);
    }

    fn change(&mut self, part: Part, sign: i64, content: Option<&[u8]>) {
        self.totals.change(part, sign, content);
        *self.totals.connections.entry(self.connection).or_default() += sign * length(content);
    }
}

impl Totals {
    /// For texts of the connection with this number.
    pub fn of(&mut self, connection: i64) -> ConnectionTotals<'_> {
        ConnectionTotals { totals: self, connection }
    }

    /// Counts stored content that was added.
    pub fn add(&mut self, part: Part, content: Option<&[u8]>) {
        self.change(part, 1, content);
    }

    /// Counts stored content that was removed.
    pub fn remove(&mut self, part: Part, content: Option<&[u8]>) {
        self.change(part, -1, content);
    }

    fn change(&mut self, part: Part, sign: i64, content: Option<&[u8]>) {
        if content.is_some() {
            let (entries, bytes) = self.parts.entry(part).or_default();
            *entries += sign;
            *bytes += sign * length(content);
        }
    }

    /// Writes the changes.
    pub fn apply(&self, database: &Connection) -> Result<()> {
        let mut update = database.prepare_cached(
            "INSERT INTO total VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET entries = entries + ?2, bytes = bytes + ?3",
        )?;
        for (part, (entries, bytes)) in &self.parts {
            update.execute(params![part.name(), entries, bytes])?;
        }
        let mut update = database.prepare_cached(
            "INSERT INTO kept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET bytes = bytes + ?2",
        )?;
        for (connection, bytes) in &self.connections {
            update.execute([connection, bytes])?;
        }
        Ok(())
    }
}

fn length(content: Option<&[u8]>) -> i64 {
    content.map_or(0, |content| i64::try_from(content.len()).unwrap_or(i64::MAX))
}

/// Pages used, and free pages, in bytes.
pub(crate) fn used_and_free(database: &Connection) -> Result<(u64, u64)> {
    let figure = |name| database.pragma_query_value(None, name, |row| row.get::<_, u64>(0));
    let (pages, free, size) = (figure("page_count")?, figure("freelist_count")?, figure("page_size")?);
    Ok((pages.saturating_sub(free) * size, free * size))
}

/// What the history takes now.
pub(crate) fn usage(database: &Connection, location: &Location) -> Result<Usage> {
    let (used_bytes, free_bytes) = used_and_free(database)?;
    let (file_bytes, log_bytes) = match location {
        Location::File(file) => sizes(file),
        Location::Memory(_) => (0, 0),
    };
    let one = |sql| database.query_row(sql, [], |row| row.get(0));
    let mut usage = Usage {
        entries: one("SELECT ifnull(sum(calls), 0) FROM called")?,
        pinned: one("SELECT count(*) FROM entry WHERE pinned = 1")?,
        oldest_at: database
            .query_row("SELECT at FROM entry ORDER BY id LIMIT 1", [], |row| row.get(0))
            .map(Some)
            .or_else(
                |error| if error == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(error) },
            )?,
        used_bytes,
        free_bytes,
        file_bytes,
        log_bytes,
        ..Usage::default()
    };
    let mut totals = database.prepare("SELECT entries, bytes FROM total WHERE part = ?1")?;
    for part in Part::ALL {
        let mut rows = totals.query([part.name()])?;
        if let Some(row) = rows.next()? {
            usage.parts.insert(part, (row.get(0)?, row.get(1)?));
        }
    }
    Ok(usage)
}

/// What each connection has, the one with the newest entry first. A connection whose portal became known later counts as
/// two.
pub(crate) fn usage_by_connection(database: &Connection) -> Result<Vec<ConnectionUsage>> {
    let mut query = database.prepare(
        "SELECT key, environment, portal, sum(calls), ifnull((SELECT bytes FROM kept WHERE kept.connection = connection.id), 0),
           (SELECT at FROM entry WHERE entry.id = (SELECT min(id) FROM entry WHERE entry.connection = connection.id))
         FROM connection JOIN called ON called.connection = connection.id
         GROUP BY connection.id ORDER BY max(last_id) DESC",
    )?;
    let usages = query.query_map([], |row| {
        Ok(ConnectionUsage {
            connection: row.get(0)?,
            environment: row.get(1)?,
            portal: Some(row.get(2)?).filter(|portal| *portal != 0),
            entries: row.get(3)?,
            bytes: row.get(4)?,
            oldest_at: row.get::<_, Option<i64>>(5)?.unwrap_or_default(),
        })
    })?;
    Ok(usages.collect::<rusqlite::Result<_>>()?)
}

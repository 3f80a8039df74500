//! Lists, newest first: filters as SQL, and pages by id.

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::entry::{Kind, Who};
use crate::error::Result;
use crate::stored::{COLUMNS, JOINS, Summary};

/// Ids that one page looks at where no index leads to the entries, so that a page comes soon.
const IDS_PER_PAGE: i64 = 20_000;
/// Of failures only a few in a hundred ids are read, but a rare cause may be in none of them.
const IDS_PER_PAGE_OF_FAILURES: i64 = 200_000;

/// Leads to few entries, which need not be in the order of their ids.
const BY_CAUSE: &str = "entry_by_cause";

/// HTTP statuses, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusRange {
    /// The lowest.
    pub from: u16,
    /// The highest.
    pub to: u16,
}

/// Which entries. All conditions must hold; by default there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this connection.
    pub connection: Option<String>,
    /// Of the connections of this portal.
    pub portal: Option<i64>,
    /// Of connections in this environment.
    pub environment: Option<String>,
    /// With this path template.
    pub operation: Option<String>,
    /// With this HTTP method.
    pub method: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// By this sender.
    pub who: Option<Who>,
    /// With an answer of such a status.
    pub status: Option<StatusRange>,
    /// With this label of the cause.
    pub cause: Option<String>,
    /// Sent at or after this instant (milliseconds since 1970, UTC).
    pub since: Option<i64>,
    /// Sent before this instant.
    pub until: Option<i64>,
    /// Only failures.
    pub failures: bool,
    /// Only pinned entries.
    pub pinned: bool,
    /// Only this entry.
    pub id: Option<i64>,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The newest first. There may be fewer than asked for, even none, before the end.
    pub entries: Vec<Summary>,
    /// What to give as `before` for the next page. `None`: this is the end.
    pub next: Option<i64>,
}

/// A filter as SQL.
pub(crate) struct Conditions {
    /// Each begins with `AND`.
    pub sql: String,
    pub values: Vec<Value>,
    /// The index that leads to the entries, newest first.
    index: Option<&'static str>,
    /// A name in the filter stands in no entry.
    pub is_empty: bool,
}

impl Filter {
    pub(crate) fn conditions(&self, database: &Connection) -> Result<Conditions> {
        let mut made = Conditions { sql: String::new(), values: Vec::new(), index: None, is_empty: false };
        let portal = self.portal.map(Value::from);
        let connections = made.names(
            database,
            "connection",
            &[
                ("key", text(self.connection.as_ref())),
                ("environment", text(self.environment.as_ref())),
                ("portal", portal),
            ],
        )?;
        let operations = made.names(
            database,
            "operation",
            &[("template", text(self.operation.as_ref())), ("method", text(self.method.as_ref()))],
        )?;
        let causes = made.names(database, "cause", &[("label", text(self.cause.as_ref()))])?;
        made.index = match (connections, operations) {
            _ if self.pinned => Some("entry_pinned"),
            (_, Some(_)) if causes == Some(1) => Some(BY_CAUSE),
            _ if self.failures || self.cause.is_some() => Some("entry_failed"),
            (Some(1), Some(1)) => Some("entry_of_operation"),
            (Some(1), _) => Some("entry_of_connection"),
            (_, Some(1)) => Some("entry_by_operation"),
            _ => None,
        };
        self.compare(&mut made);
        Ok(made)
    }

    fn compare(&self, made: &mut Conditions) {
        made.compare("kind =", self.kind.map(Kind::number));
        made.compare("who =", self.who.map(Who::number));
        made.compare("status >=", self.status.map(|range| range.from.into()));
        made.compare("status <=", self.status.map(|range| range.to.into()));
        // The sign keeps SQLite from an index by time, whose order is not that of the ids.
        made.compare("+at >=", self.since);
        made.compare("+at <", self.until);
        made.compare("entry.id =", self.id);
        if self.failures || self.cause.is_some() {
            made.sql.push_str(" AND cause IS NOT NULL");
        }
        if self.pinned {
            made.sql.push_str(" AND pinned = 1");
        }
    }
}

fn text(text: Option<&String>) -> Option<Value> {
    text.cloned().map(Value::from)
}

impl Conditions {
    fn compare(&mut self, comparison: &str, value: Option<i64>) {
        let Some(value) = value else { return };
        self.values.push(value.into());
        self.sql.extend([" AND ", comparison, " ?"]);
    }

    /// The condition that a name is one of those with these values. Returns how many those are; `None`: no condition.
    fn names(
        &mut self,
        database: &Connection,
        table: &str,
        wanted: &[(&str, Option<Value>)],
    ) -> Result<Option<usize>> {
        let wanted: Vec<_> =
            wanted.iter().filter_map(|(column, value)| Some((column, value.as_ref()?))).collect();
        if wanted.is_empty() {
            return Ok(None);
        }
        let columns: Vec<_> = wanted.iter().map(|(column, _)| format!("{column} = ?")).collect();
        let sql = format!("SELECT id FROM {table} WHERE {}", columns.join(" AND "));
        let mut query = database.prepare(&sql)?;
        let values = rusqlite::params_from_iter(wanted.iter().map(|(_, value)| *value));
        let ids: Vec<i64> = query.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.is_empty |= ids.is_empty();
        if let [id] = ids[..] {
            self.compare(&format!("entry.{table} ="), Some(id));
        } else {
            let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
            self.sql.extend([" AND entry.", table, " IN (", &ids.join(","), ")"]);
        }
        Ok(Some(ids.len()))
    }

    /// `FROM entry` with the index that is to be used. `NOT INDEXED` is the order of the ids.
    fn from(&self) -> String {
        self.index.map_or_else(
            || "FROM entry NOT INDEXED".to_owned(),
            |name| format!("FROM entry INDEXED BY {name}"),
        )
    }

    /// The values with those of the range of ids before them.
    fn values_from(&self, low: i64, before: i64) -> Vec<Value> {
        [low, before].into_iter().map(Value::from).chain(self.values.iter().cloned()).collect()
    }
}

/// The page of entries with ids before this one.
pub(crate) fn page(database: &Connection, filter: &Filter, before: i64, limit: usize) -> Result<Page> {
    let conditions = filter.conditions(database)?;
    let Some(range) = Range::of(database, &conditions, before)? else { return Ok(Page::default()) };
    let from_where =
        format!("{} {{}} WHERE entry.id >= ? AND entry.id < ? {}", conditions.from(), conditions.sql);
    let newest = format!("ORDER BY entry.id DESC LIMIT {limit}");
    let sql = if conditions.index == Some(BY_CAUSE) {
        // Only the ids are sorted, not all that is told of each.
        let ids = format!("SELECT entry.id {} {newest}", from_where.replace("{}", ""));
        format!("SELECT {COLUMNS} FROM entry {JOINS} WHERE entry.id IN ({ids}) ORDER BY entry.id DESC")
    } else {
        format!("SELECT {COLUMNS} {} {newest}", from_where.replace("{}", JOINS))
    };
    let mut query = database.prepare_cached(&sql)?;
    let values = rusqlite::params_from_iter(conditions.values_from(range.low, range.before));
    let entries: Vec<Summary> = query.query_map(values, Summary::of)?.collect::<rusqlite::Result<_>>()?;
    let next = range.next(limit, entries.len(), entries.last().map(|entry| entry.id));
    Ok(Page { entries, next })
}

/// The ids alone, as those of a page.
pub(crate) fn ids_before(
    database: &Connection,
    filter: &Filter,
    before: i64,
    limit: usize,
) -> Result<(Vec<i64>, Option<i64>)> {
    let conditions = filter.conditions(database)?;
    let Some(range) = Range::of(database, &conditions, before)? else { return Ok((Vec::new(), None)) };
    let sql = format!(
        "SELECT entry.id {} WHERE entry.id >= ? AND entry.id < ? {} ORDER BY entry.id DESC LIMIT {limit}",
        conditions.from(),
        conditions.sql
    );
    let mut query = database.prepare_cached(&sql)?;
    let values = rusqlite::params_from_iter(conditions.values_from(range.low, range.before));
    let ids: Vec<i64> = query.query_map(values, |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let next = range.next(limit, ids.len(), ids.last().copied());
    Ok((ids, next))
}

/// The ids that a page looks at.
struct Range {
    low: i64,
    before: i64,
    /// Nothing is older.
    is_last: bool,
}

impl Range {
    /// `None`: there is nothing before this id.
    fn of(database: &Connection, conditions: &Conditions, before: i64) -> Result<Option<Self>> {
        let Some((oldest, newest)) = ends(database)? else { return Ok(None) };
        let before = before.min(newest.saturating_add(1));
        if conditions.is_empty || before <= oldest {
            return Ok(None);
        }
        let width = match conditions.index {
            None => IDS_PER_PAGE,
            Some("entry_failed") => IDS_PER_PAGE_OF_FAILURES,
            Some(_) => i64::MAX,
        };
        let low = before.saturating_sub(width).max(oldest);
        Ok(Some(Self { low, before, is_last: low == oldest }))
    }

    fn next(&self, limit: usize, found: usize, last: Option<i64>) -> Option<i64> {
        if found >= limit { last } else { Some(self.low).filter(|_| !self.is_last) }
    }
}

/// The oldest and the newest id.
pub(crate) fn ends(database: &Connection) -> Result<Option<(i64, i64)>> {
    let mut query =
        database.prepare_cached("SELECT (SELECT min(id) FROM entry), (SELECT max(id) FROM entry)")?;
    let ends: (Option<i64>, Option<i64>) = query.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(ends.0.zip(ends.1))
}

//! The history for the window: lists, groups, notes, pins and deletions. All of it waits for the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use portalscope_history::{
    CalledOperation, Cancel, FailureGroup, Filter, History as Engine, Query, StatusRange, StoredEntry,
    Summary,
};

use crate::catalog::CurrentCatalog;
use crate::catalog::operation::Endpoint;
use crate::error::{Error, Result};
use crate::history::merge::{self, Merged};
use crate::history::place::{Place, entry_id, read_id};
use crate::history::view::{
    CalledOperationView, FailureGroupView, HistoryCount, HistoryCursor, HistoryLookup, HistoryRow,
    HistoryRows,
};
use crate::history::{History, added};
use crate::ids::{ConnectionId, HistoryEntryId};
use crate::platform::numbers::narrow;

/// Entries of one page.
const MAX_ROWS: u32 = 500;
/// Entries that are counted before something is deleted.
const MAX_COUNTED: usize = 2_000;
const MILLISECONDS_PER_HOUR: i64 = 3_600_000;

/// A page of entries as they are kept, and where the next begins.
pub(crate) struct FoundEntries {
    pub entries: Vec<(HistoryEntryId, Summary)>,
    pub next: Option<HistoryCursor>,
}

/// Reads.
impl History {
    /// A page of what is found, the newest first, 500 rows at most. `cursor`: [`HistoryRows::next`] of the page before.
    ///
    /// # Errors
    /// [`Error::History`] if the history cannot be read, [`Error::HistoryNotKept`] if there is none.
    pub fn rows(
        &self,
        lookup: &HistoryLookup,
        cursor: Option<HistoryCursor>,
        limit: u32,
    ) -> Result<HistoryRows> {
        let Merged { entries, next } = self.merged(lookup, cursor, limit.clamp(1, MAX_ROWS) as usize)?;
        let catalog = self.catalogs.current();
        let rows = entries.into_iter().map(|(place, entry)| self.row(&catalog, place, entry)).collect();
        Ok(HistoryRows { rows, next })
    }

    /// The operations that were called, the last called first. `None`: with all connections.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn operations(&self, connection: Option<&ConnectionId>) -> Result<Vec<CalledOperationView>> {
        let mut sums: BTreeMap<(String, String), CalledOperation> = BTreeMap::new();
        for (_, engine) in self.engines()? {
            for one in engine.called(connection.map(ConnectionId::as_str))? {
                let key = (one.method.clone(), one.operation.clone());
                let sum = match sums.remove(&key) {
                    Some(other) => added(other, one),
                    None => one,
                };
                sums.insert(key, sum);
            }
        }
        let mut sums: Vec<_> = sums.into_values().collect();
        sums.sort_by_key(|one| std::cmp::Reverse((one.last_at, one.last_id)));
        let catalog = self.catalogs.current();
        Ok(sums.into_iter().map(|one| called_view(&catalog, one)).collect())
    }

    /// The failures by cause and operation, the newest first. `None`: of all connections.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn failure_groups(&self, connection: Option<&ConnectionId>) -> Result<Vec<FailureGroupView>> {
        let mut sums: BTreeMap<(String, String, String), FailureGroup> = BTreeMap::new();
        for (_, engine) in self.engines()? {
            for one in engine.failures(connection.map(ConnectionId::as_str))? {
                let key = (one.cause.clone(), one.method.clone(), one.operation.clone());
                let sum = match sums.remove(&key) {
                    Some(other) => FailureGroup {
                        failures: one.failures + other.failures,
                        first_at: one.first_at.min(other.first_at),
                        last_at: one.last_at.max(other.last_at),
                        ..one
                    },
                    None => one,
                };
                sums.insert(key, sum);
            }
        }
        let mut sums: Vec<_> = sums.into_values().collect();
        sums.sort_by_key(|one| std::cmp::Reverse((one.last_at, one.last_id)));
        let catalog = self.catalogs.current();
        Ok(sums.into_iter().map(|one| failure_view(&catalog, one)).collect())
    }

    /// How many entries are found, counted up to a bound.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn count(&self, lookup: &HistoryLookup) -> Result<HistoryCount> {
        let of_connection =
            HistoryLookup { connection: lookup.connection.clone(), ..HistoryLookup::default() };
        if *lookup == of_connection {
            let calls = self.operations(lookup.connection.as_ref())?.iter().map(|one| one.calls).sum();
            return Ok(HistoryCount { entries: calls, or_more: false });
        }
        let Merged { entries, next } = self.merged(lookup, None, MAX_COUNTED)?;
        Ok(HistoryCount { entries: narrow(entries.len()), or_more: next.is_some() })
    }

    /// Now, in a form that begins with the day, as `2027-09-14`.
    pub(crate) fn today(&self) -> String {
        instant(self.engines.now()).to_string()
    }

    /// An entry with all that was kept. `None`: there is none with this id, or not any more.
    pub(crate) fn stored(&self, id: &HistoryEntryId) -> Result<Option<StoredEntry>> {
        let Some((place, number)) = read_id(id) else { return Ok(None) };
        match self.engine_at(place)?.entry(number) {
            Err(portalscope_history::Error::NotFound) => Ok(None),
            entry => Ok(Some(entry?)),
        }
    }

    /// The entry as lists show it.
    pub(crate) fn row_of(&self, id: &HistoryEntryId, entry: Summary) -> HistoryRow {
        let place = read_id(id).map_or(Place::File, |(place, _)| place);
        self.row(&self.catalogs.current(), place, entry)
    }

    /// A page of entries as they are kept, the newest first.
    pub(crate) fn found(
        &self,
        lookup: &HistoryLookup,
        cursor: Option<HistoryCursor>,
    ) -> Result<FoundEntries> {
        let Merged { entries, next } = self.merged(lookup, cursor, MAX_ROWS as usize)?;
        let named = |(place, entry): (Place, Summary)| (entry_id(place, entry.id), entry);
        Ok(FoundEntries { entries: entries.into_iter().map(named).collect(), next })
    }

    fn merged(&self, lookup: &HistoryLookup, cursor: Option<HistoryCursor>, limit: usize) -> Result<Merged> {
        merge::page(self.engines()?, &Query { limit, ..self.query(lookup) }, cursor)
    }

    pub(crate) fn query(&self, lookup: &HistoryLookup) -> Query {
        Query { text: lookup.text.clone(), filter: self.filter(lookup), ..Query::default() }
    }

    fn filter(&self, lookup: &HistoryLookup) -> Filter {
        let ago =
            lookup.last_hours.map(|hours| self.engines.now() - i64::from(hours) * MILLISECONDS_PER_HOUR);
        let statuses = StatusRange {
            from: lookup.min_status.unwrap_or_default(),
            to: lookup.max_status.unwrap_or(u16::MAX),
        };
        Filter {
            connection: lookup.connection.as_ref().map(ToString::to_string),
            operation: lookup.operation.clone(),
            method: lookup.method.clone(),
            kind: lookup.kind.map(Into::into),
            who: lookup.sender.map(Into::into),
            status: (lookup.min_status.is_some() || lookup.max_status.is_some()).then_some(statuses),
            cause: lookup.cause.clone(),
            since: lookup.since.map(Timestamp::as_millisecond).max(ago),
            until: lookup.until.map(Timestamp::as_millisecond),
            failures: lookup.failures,
            pinned: lookup.pinned,
            ..Filter::default()
        }
    }

    fn row(&self, catalog: &CurrentCatalog, place: Place, entry: Summary) -> HistoryRow {
        listed(catalog, entry_id(place, entry.id), entry, &|text| self.engines.redacted(text))
    }

    /// Those that there are.
    pub(super) fn engines(&self) -> Result<impl Iterator<Item = (Place, &Engine)>> {
        let file = self.engines.file().map(|engine| (Place::File, engine));
        let memory = self.engines.memory_if_used().map(|engine| (Place::Memory, engine));
        if file.is_none() && memory.is_none() {
            return Err(Error::HistoryNotKept);
        }
        Ok(file.into_iter().chain(memory))
    }

    fn engine_at(&self, place: Place) -> Result<&Engine> {
        let found = self.engines()?.find(|(other, _)| *other == place);
        found.map(|(_, engine)| engine).ok_or(Error::HistoryEntryGone)
    }
}

/// Changes. Each is told by [`Event::HistoryChanged`](crate::events::Event::HistoryChanged).
impl History {
    /// Writes a note to an entry; an empty one removes it.
    ///
    /// # Errors
    /// [`Error::HistoryEntryGone`], [`Error::History`].
    pub fn set_note(&self, id: &HistoryEntryId, note: &str) -> Result<()> {
        let note = Some(note.trim()).filter(|note| !note.is_empty());
        self.change(id, |engine, number| engine.set_note(number, note))
    }

    /// Pins an entry, so that it is kept beyond the bounds, or no longer.
    ///
    /// # Errors
    /// As [`Self::set_note`].
    pub fn set_pinned(&self, id: &HistoryEntryId, pinned: bool) -> Result<()> {
        self.change(id, |engine, number| engine.set_pinned(number, pinned))
    }

    /// Removes an entry.
    ///
    /// # Errors
    /// As [`Self::set_note`].
    pub fn delete_entry(&self, id: &HistoryEntryId) -> Result<()> {
        self.change(id, Engine::delete)
    }

    /// Removes what is found, pinned entries too, and returns how many there were. Afterwards nothing of it is in the file.
    ///
    /// # Errors
    /// As [`Self::rows`]; a part may have been removed.
    pub async fn delete_found(self: &Arc<Self>, lookup: HistoryLookup) -> Result<u64> {
        let history = Arc::clone(self);
        let removing = move || {
            let deleted: Result<Vec<u64>> =
                history.engines()?.map(|(_, engine)| history.delete_in(engine, &lookup)).collect();
            if lookup == HistoryLookup::default() {
                history.engines.remove_other_files()?;
            }
            Ok(deleted?.into_iter().sum())
        };
        tokio::task::spawn_blocking(removing).await.map_err(|_| Error::Internal)?
    }

    fn delete_in(&self, engine: &Engine, lookup: &HistoryLookup) -> Result<u64> {
        let mut query = Query { limit: MAX_ROWS as usize, ..self.query(lookup) };
        if query.text.trim().is_empty() {
            return Ok(engine.delete_matching(&query.filter)?);
        }
        let mut ids = Vec::new();
        loop {
            let page = engine.search(&query, &Cancel::new())?;
            ids.extend(page.entries.iter().map(|entry| entry.id));
            query.before = page.next;
            if query.before.is_none() {
                return Ok(engine.delete_entries(ids)?);
            }
        }
    }

    fn change(
        &self,
        id: &HistoryEntryId,
        change: impl FnOnce(&Engine, i64) -> portalscope_history::Result<()>,
    ) -> Result<()> {
        let (place, number) = read_id(id).ok_or(Error::HistoryEntryGone)?;
        match change(self.engine_at(place)?, number) {
            Err(portalscope_history::Error::NotFound) => Err(Error::HistoryEntryGone),
            done => Ok(done?),
        }
    }
}

/// An entry as lists show it.
pub(crate) fn listed(
    catalog: &CurrentCatalog,
    id: HistoryEntryId,
    entry: Summary,
    clean: &dyn Fn(&str) -> String,
) -> HistoryRow {
    HistoryRow {
        id,
        kind: entry.kind.into(),
        sender: entry.who.into(),
        title: title_of(catalog, &entry.method, &entry.operation),
        connection: Some(entry.connection).filter(|id| !id.is_empty()).map(Into::into),
        portal: entry.portal.map(|portal| portal.to_string().into()),
        path: clean(&entry.path),
        query: clean(&entry.query),
        method: entry.method,
        operation: entry.operation,
        version: entry.version,
        status: entry.status,
        error: entry.error,
        cause: entry.cause,
        sent_at: instant(entry.started_at),
        duration_ms: entry.duration_ms,
        request_bytes: count_of(entry.request_bytes),
        response_bytes: count_of(entry.response_bytes),
        correlation_id: entry.correlation_id,
        note: entry.note.as_deref().map(clean),
        pinned: entry.pinned,
    }
}

fn called_view(catalog: &CurrentCatalog, one: CalledOperation) -> CalledOperationView {
    CalledOperationView {
        title: title_of(catalog, &one.method, &one.operation),
        endpoint: Endpoint { method: one.method, path: one.operation },
        version: one.version,
        calls: count_of(one.calls),
        failures: count_of(one.failures),
        last_at: instant(one.last_at),
        last_status: one.last_status,
    }
}

fn failure_view(catalog: &CurrentCatalog, one: FailureGroup) -> FailureGroupView {
    FailureGroupView {
        title: title_of(catalog, &one.method, &one.operation),
        endpoint: Endpoint { method: one.method, path: one.operation },
        cause: one.cause,
        failures: count_of(one.failures),
        first_at: instant(one.first_at),
        last_at: instant(one.last_at),
    }
}

pub(crate) fn title_of(catalog: &CurrentCatalog, method: &str, path: &str) -> Option<String> {
    catalog.resolve(method, path).map(|found| found.operation.title().to_owned())
}

pub(crate) fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

pub(crate) fn count_of(count: u64) -> u32 {
    narrow(usize::try_from(count).unwrap_or(usize::MAX))
}

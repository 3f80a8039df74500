//! The history of calls, of token exchanges and refreshes: `crates/history` over a file in the data folder, or in memory for
//! connections that are in memory only. Everything is redacted on the way into it, behind the answer.

pub(crate) mod as_call;
pub(crate) mod consent;
pub(crate) mod engines;
pub(crate) mod extent;
pub(crate) mod facade;
pub(crate) mod keeping;
mod merge;
pub(crate) mod notice;
mod notices;
mod place;
mod redaction;
mod removal;
pub(crate) mod template;
pub(crate) mod token_calls;
mod versions;
pub(crate) mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portalscope_history::{
    CalledOperation, Cancel, Entry, GrantedScopes, Kind, Page, Query, StoredEntry, Summary, Usage, Who,
};
use portalscope_hubspot::Environment;
use serde::Serialize;
use sha2::{Digest, Sha256};
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::environments::key::{EMBEDDED_KEY, outside_server};
use crate::error::{Error, Result};
use crate::events::Events;
use crate::history::engines::Engines;
use crate::history::keeping::{HistoryBounds, Keeping, KeptBodies};
use crate::history::notice::HistoryNotice;
use crate::history::notices::Notices;
use crate::history::redaction::LateRedaction;
use crate::history::template::operation_of;
use crate::ids::{ConnectionId, HubId};
use crate::platform::clock::Clock;
use crate::platform::data_folder::DataFolder;
use crate::platform::numbers::narrow;
use crate::secrets::store::{Learned, SecretStore};
use crate::store::Store;
use crate::store::former_calls::FormerCall;

/// An operation that a connection has called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CalledEndpoint {
    /// The method and the path template; object types are filled in, other values are not.
    pub endpoint: Endpoint,
    /// The title of the operation. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// How often it was called, as far back as the history goes.
    pub calls: u32,
    /// When it was last called (RFC 3339, UTC).
    pub last_at: String,
    /// The HTTP status of the last call. `None`: no answer arrived.
    pub last_status: Option<u16>,
}

/// Records what is sent, and reads it again.
pub struct History {
    engines: Engines,
    late: LateRedaction,
    keeping: Keeping,
    notices: Arc<Notices>,
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
    /// Who sends what is recorded here.
    who: Who,
}

/// Records.
impl History {
    /// Opens the history. If its file cannot be used, that is logged, and what is sent is not kept.
    pub(crate) fn open(
        folder: DataFolder,
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        secrets: Arc<SecretStore>,
        clock: Arc<dyn Clock>,
        who: Who,
        (store, events): (Arc<Store>, Arc<Events>),
    ) -> Result<Self> {
        let (keeping, notices) = (Keeping::open(store)?, Arc::new(Notices::new(events.clone())));
        let engines = Engines::open(folder, keeping.bounds(), secrets.clone(), clock, &notices, events);
        let late = LateRedaction::new(&engines, secrets);
        Ok(Self { engines, late, keeping, notices, connections, catalogs, who })
    }

    /// Takes a secret that became known out of what was kept before, in the background.
    pub(crate) fn redact_again(&self, learned: Learned) {
        self.late.begin(&self.engines, learned);
    }

    /// Takes the calls that an earlier version kept in the data file. If that fails, they stay there for the next time.
    pub(crate) fn take_former_calls(&self, store: &Store) {
        let Some(file) = self.engines.file() else { return };
        let take = |calls: Vec<FormerCall>| {
            calls.iter().filter_map(|call| self.former_entry(call)).for_each(|entry| file.record(entry));
            Ok(file.flush()?)
        };
        if store.move_former_calls(take).is_err() {
            tracing::warn!("the calls of an earlier version could not be moved to the history");
        }
    }

    /// `None`: the connection's record cannot be parsed.
    fn former_entry(&self, call: &FormerCall) -> Option<Entry> {
        let endpoint = Endpoint { method: call.method.clone(), path: call.template.clone() };
        let operation = operation_of(&self.catalogs.current(), &endpoint);
        let entry = Entry {
            method: endpoint.method,
            operation: endpoint.path.clone(),
            path: endpoint.path,
            version: operation.version,
            status: Some(call.status),
            started_at: call.at.as_millisecond(),
            ..Entry::default()
        };
        self.connections.read(&call.connection, |of| owned(entry, of)).ok()
    }

    /// Records what was sent for a connection: queues it, and waits for nothing. Nothing is kept of a connection that was
    /// removed meanwhile. Bodies are kept as was chosen for the portal.
    pub(crate) fn record(&self, connection: &ConnectionId, entry: Entry) {
        let entry = self.named(entry);
        let is_in_memory =
            self.connections.read(connection, ConnectionEntry::is_session_only).unwrap_or(false);
        let Some(engine) = self.engine(is_in_memory) else { return };
        // Queued under the registry's lock: whoever removes the connection removes its history after this, or this comes
        // too late and finds no connection.
        let _ = self.connections.read(connection, |of| {
            let (bodies, _) = self.keeping.bodies(of);
            engine.record(bodies.of(owned(entry, of)));
        });
    }

    /// Records calls that led to no connection.
    pub(crate) fn record_unconnected(&self, environment: &str, is_session_only: bool, entries: Vec<Entry>) {
        let Some(engine) = self.engine(is_session_only) else { return };
        for entry in entries {
            engine.record(Entry { environment: environment.to_owned(), ..self.named(entry) });
        }
    }

    fn engine(&self, is_in_memory: bool) -> Option<&portalscope_history::History> {
        if is_in_memory { self.engines.memory() } else { self.engines.file() }
    }

    fn named(&self, entry: Entry) -> Entry {
        let endpoint = Endpoint { method: entry.method.clone(), path: entry.path.clone() };
        let operation = operation_of(&self.catalogs.current(), &endpoint);
        let who = if entry.who == Who::Check { Who::Check } else { self.who };
        Entry { who, operation: operation.template, version: operation.version, ..entry }
    }
}

/// A code as it is written on the wire.
pub(crate) fn text_of(code: &impl Serialize) -> Option<String> {
    serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned))
}

/// The entry as one of this connection.
fn owned(entry: Entry, of: &ConnectionEntry) -> Entry {
    let record = of.record();
    Entry {
        connection: record.id.as_str().to_owned(),
        environment: record.environment.clone(),
        portal: number_of(&record.identity.hub_id),
        scopes: record.granted_scopes.as_deref().map(granted),
        ..entry
    }
}

/// Each scope once, in their order. The fingerprint has sixteen hexadecimal digits.
fn granted(scopes: &[String]) -> GrantedScopes {
    let names: Vec<String> = scopes.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let digest = Sha256::digest(names.join(" "));
    let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    GrantedScopes { fingerprint: format!("{number:016x}"), names: Some(names) }
}

fn number_of(hub_id: &HubId) -> Option<i64> {
    hub_id.as_str().parse().ok()
}

/// Reads. All of it waits for the disk.
impl History {
    /// The operations that the connection has called, last called first.
    ///
    /// # Errors
    /// [`Error::History`] if the history cannot be read.
    pub fn called_endpoints(&self, connection: &ConnectionId) -> Result<Vec<CalledEndpoint>> {
        let mut called: BTreeMap<(String, String), CalledOperation> = BTreeMap::new();
        // A connection that was saved after it had called has a part of its history in memory.
        for engine in self.engines.all() {
            for one in engine.called(Some(connection))?.into_iter().filter(|one| one.last_kind == Kind::Call)
            {
                let key = (one.method.clone(), one.operation.clone());
                let sum = match called.remove(&key) {
                    Some(other) => added(other, one),
                    None => one,
                };
                called.insert(key, sum);
            }
        }
        let mut called: Vec<_> = called.into_values().collect();
        called.sort_by_key(|one| std::cmp::Reverse((one.last_at, one.last_id)));
        Ok(called.into_iter().map(|one| self.shown(one)).collect())
    }

    fn shown(&self, one: CalledOperation) -> CalledEndpoint {
        let found = self.catalogs.current();
        let found = found.resolve(&one.method, &one.operation);
        CalledEndpoint {
            title: found.map(|found| found.operation.title().to_owned()),
            endpoint: Endpoint { method: one.method, path: one.operation },
            calls: narrow(usize::try_from(one.calls).unwrap_or(usize::MAX)),
            last_at: jiff::Timestamp::from_millisecond(one.last_at).unwrap_or_default().to_string(),
            last_status: one.last_status,
        }
    }

    /// A page of entries, the newest first. Entries of a connection that is in memory only are found where the filter names
    /// that connection.
    ///
    /// # Errors
    /// [`Error::History`] if the history cannot be read, [`Error::HistoryNotKept`] if there is none.
    pub fn search(&self, query: &Query) -> Result<Page> {
        let connection = query.filter.connection.as_deref().map(ConnectionId::from);
        Ok(self.engine_of(connection.as_ref())?.search(query, &Cancel::new())?)
    }

    /// One entry with all that was kept. `connection`: as the filter named it that found the entry. `None`: there is none
    /// with this id, or not any more.
    ///
    /// # Errors
    /// As [`Self::search`].
    pub fn entry(&self, connection: Option<&ConnectionId>, id: i64) -> Result<Option<StoredEntry>> {
        match self.engine_of(connection)?.entry(id) {
            Err(portalscope_history::Error::NotFound) => Ok(None),
            entry => Ok(Some(entry?)),
        }
    }

    /// The scopes that are granted now, to compare with those of an entry. `None`: they are not known, or there is no such
    /// connection.
    pub fn scopes_of(&self, connection: &ConnectionId) -> Option<GrantedScopes> {
        let known = |of: &ConnectionEntry| of.record().granted_scopes.as_deref().map(granted);
        self.connections.read(connection, known).ok().flatten()
    }

    fn engine_of(&self, connection: Option<&ConnectionId>) -> Result<&portalscope_history::History> {
        let in_memory = |id: &ConnectionId| self.connections.read(id, ConnectionEntry::is_session_only);
        let is_in_memory = connection.is_some_and(|id| in_memory(id).unwrap_or(false));
        self.engine(is_in_memory).ok_or(Error::HistoryNotKept)
    }

    /// The address that an entry was sent to, with its query. The embedded demo portal, whose port changes, has no port.
    pub fn url_of(&self, entry: &Summary) -> String {
        let hubspot = || Environment::HubSpot.api_origin().as_str().trim_end_matches('/').to_owned();
        let origin = match outside_server(&entry.environment) {
            Some(server) => format!("http://{server}"),
            None if entry.environment == EMBEDDED_KEY => "http://127.0.0.1".to_owned(),
            None => hubspot(),
        };
        let query = if entry.query.is_empty() { String::new() } else { format!("?{}", entry.query) };
        format!("{origin}{}{query}", entry.path)
    }

    /// Waits until all that was recorded before is on the disk.
    pub fn flush(&self) {
        for engine in self.engines.all() {
            // It fails only if the writer has ended, which has then said why.
            let _ = engine.flush();
        }
    }

    /// What the file takes. `None`: it cannot be used.
    pub(crate) fn usage(&self) -> Option<Usage> {
        self.engines.file()?.usage().ok()
    }
}

/// Removes. Afterwards nothing of it is in the file.
/// What a person sets, and is told.
impl History {
    /// Changes how much is kept. What is beyond goes in the background.
    ///
    /// # Errors
    /// [`Error::SettingsInvalid`], [`Error::Store`].
    pub fn set_bounds(&self, bounds: HistoryBounds) -> Result<()> {
        let bounds = self.keeping.set_bounds(bounds)?;
        self.engines.set_bounds(bounds);
        Ok(())
    }

    /// Chooses which bodies of a connection's calls are kept from now on. `None`: as by default.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], [`Error::Store`].
    pub fn set_kept_bodies(&self, connection: &ConnectionId, bodies: Option<KeptBodies>) -> Result<()> {
        let is_in_memory = self.connections.read(connection, ConnectionEntry::is_session_only)?;
        self.keeping.set_bodies(connection, is_in_memory, bodies)
    }

    /// What a person should know about the history. `None`: all is well.
    pub fn notice(&self) -> Option<HistoryNotice> {
        self.notices.last()
    }

    /// The person has read the notice.
    pub fn put_notice_away(&self) {
        self.notices.put_away();
    }
}

impl From<portalscope_history::Error> for Error {
    fn from(error: portalscope_history::Error) -> Self {
        match error {
            portalscope_history::Error::Cancelled => Self::Cancelled,
            other => Self::History(other),
        }
    }
}

/// Both together, with the last of the later one.
fn added(one: CalledOperation, other: CalledOperation) -> CalledOperation {
    let (later, earlier) = if one.last_at >= other.last_at { (one, other) } else { (other, one) };
    let (calls, failures) = (later.calls + earlier.calls, later.failures + earlier.failures);
    CalledOperation { calls, failures, ..later }
}

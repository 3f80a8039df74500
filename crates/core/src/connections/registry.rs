//! All connections: in memory, in the data file, and told to the window. Whoever changes a record does it by `update`,
//! which merges over what another process wrote, saves, publishes and wakes the background refresher.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use portalscope_hubspot::{RateLimit, Token};
use portalscope_vault::Mode;
use tokio::sync::Notify;

use crate::connections::entry::ConnectionEntry;
use crate::connections::record::ConnectionRecord;
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::events::{Event, Events};
use crate::ids::{AppId, ClientId, ConnectionId};
use crate::platform::clock::Clock;
use crate::store::{Store, StoredConnection};

const OPEN_CONNECTION: &str = "open-connection";
/// By connection.
const LAST_USED: &str = "last-used";

pub struct ConnectionRegistry {
    state: Mutex<State>,
    /// Taken by whoever writes a record, so that memory and data file change in one order. `state` is never locked while
    /// the disk is waited for: whoever only reads waits for nobody.
    writing: Mutex<()>,
    store: Arc<Store>,
    events: Arc<Events>,
    pub(super) clock: Arc<dyn Clock>,
    /// Wakes the background refresher when something that it waits for has changed.
    pub(super) changed: Notify,
    /// Wakes whoever locks unused writing again when it was unlocked.
    pub(super) unlock_changed: Notify,
}

#[derive(Default)]
pub(super) struct State {
    pub entries: BTreeMap<ConnectionId, ConnectionEntry>,
    open: Option<ConnectionId>,
}

/// A connection that was just made, its secrets already stored.
pub(crate) struct NewConnection {
    pub record: ConnectionRecord,
    pub token: Token,
    pub rate_limit: Option<RateLimit>,
    pub client_id: Option<ClientId>,
    pub mode: Mode,
}

/// Names the client id of a connection's app.
type ClientIdOf<'a> = &'a dyn Fn(&ConnectionRecord) -> Option<ClientId>;

impl ConnectionRegistry {
    pub(crate) fn open(
        store: Arc<Store>,
        events: Arc<Events>,
        clock: Arc<dyn Clock>,
        client_id_of: ClientIdOf<'_>,
    ) -> Result<Self> {
        let used: BTreeMap<ConnectionId, Timestamp> = store.setting(LAST_USED)?.unwrap_or_default();
        let mut state = State::default();
        for stored in store.connections()? {
            let client_id = client_id_of(&stored.record);
            let last_used = used.get(&stored.record.id).copied();
            let entry = ConnectionEntry { last_used, ..ConnectionEntry::stored(stored, client_id) };
            state.entries.insert(entry.record.id.clone(), entry);
        }
        let open: Option<ConnectionId> = store.setting(OPEN_CONNECTION)?.flatten();
        state.open = open.filter(|id| state.entries.contains_key(id));
        let state = Mutex::new(state);
        let (changed, unlock_changed) = (Notify::new(), Notify::new());
        let writing = Mutex::default();
        Ok(Self { state, writing, store, events, clock, changed, unlock_changed })
    }

    pub fn views(&self) -> Vec<Connection> {
        let (now, state) = (self.clock.moment(), self.lock());
        state.entries.values().map(|entry| entry.view(state.is_open(&entry.record.id), now)).collect()
    }

    pub fn view(&self, id: &ConnectionId) -> Result<Connection> {
        let (now, state) = (self.clock.moment(), self.lock());
        state.entries.get(id).map(|entry| entry.view(state.is_open(id), now)).ok_or(Error::ConnectionNotFound)
    }

    pub(crate) fn contains(&self, id: &ConnectionId) -> bool {
        self.lock().entries.contains_key(id)
    }

    /// Reads one connection. `read` must not wait for anything.
    pub(crate) fn read<T>(&self, id: &ConnectionId, read: impl FnOnce(&ConnectionEntry) -> T) -> Result<T> {
        self.lock().entries.get(id).map(read).ok_or(Error::ConnectionNotFound)
    }

    pub(crate) fn record(&self, id: &ConnectionId) -> Result<ConnectionRecord> {
        self.read(id, |entry| entry.record.clone())
    }

    /// Every record, and whether its secrets are in memory only.
    pub(crate) fn records(&self) -> Vec<(ConnectionRecord, Mode)> {
        self.lock().entries.values().map(|entry| (entry.record.clone(), entry.mode())).collect()
    }

    pub(crate) fn find(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Option<ConnectionId> {
        self.find_all(wanted).into_iter().next()
    }

    pub(crate) fn find_all(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Vec<ConnectionId> {
        let state = self.lock();
        let found = state.entries.values().filter(|entry| wanted(&entry.record));
        found.map(|entry| entry.record.id.clone()).collect()
    }

    pub(crate) fn of_app(&self, app: &AppId) -> Vec<ConnectionId> {
        self.find_all(|record| record.app.as_deref() == Some(app))
    }

    /// How many connections of an app have their secrets there.
    pub(crate) fn count_of_app(&self, app: &AppId, mode: Mode) -> u32 {
        let is_it =
            |(record, at): &(ConnectionRecord, Mode)| *at == mode && record.app.as_deref() == Some(app);
        u32::try_from(self.records().iter().filter(|found| is_it(found)).count()).unwrap_or(u32::MAX)
    }

    pub fn active(&self) -> Option<ConnectionId> {
        self.lock().open.clone()
    }

    /// Makes it the connection on the screen: the one whose token is kept fresh.
    pub fn set_active(&self, id: Option<ConnectionId>) -> Result<()> {
        if let Some(id) = &id {
            self.view(id)?;
        }
        let before = std::mem::replace(&mut self.lock().open, id.clone());
        self.note_use(id.as_ref());
        self.store.save_setting(OPEN_CONNECTION, &id)?;
        for changed in before.into_iter().chain(id) {
            self.publish(&changed);
        }
        self.wake();
        Ok(())
    }

    /// Saved when another connection is opened: to sort by, a call more or less does not matter.
    fn note_use(&self, id: Option<&ConnectionId>) {
        let now = self.clock.now();
        if let Some(id) = id {
            let _ = self.change(id, |entry| entry.last_used = Some(now));
        }
        if self.store.save_setting(LAST_USED, &self.last_used()).is_err() {
            tracing::warn!("when connections were last used could not be saved");
        }
    }

    /// When each connection was last used, of those in the data file.
    fn last_used(&self) -> BTreeMap<ConnectionId, Timestamp> {
        let state = self.lock();
        let stored = state.entries.values().filter(|entry| !entry.session_only);
        stored.filter_map(|entry| Some((entry.record.id.clone(), entry.last_used?))).collect()
    }

    /// The last step of connecting: from here on the connection exists. One of the same id is replaced.
    pub(crate) fn insert(&self, new: NewConnection) -> Result<Connection> {
        let NewConnection { record, token, rate_limit, client_id, mode } = new;
        let (id, now) = (record.id.clone(), self.clock.now());
        {
            let _writing = self.begin_writing();
            let mut entry = ConnectionEntry::new(record, client_id, mode);
            if mode == Mode::Keyring {
                entry.revision = self.store.save_connection(&entry.record)?;
            }
            entry.token = Some(token);
            let mut state = self.lock();
            if let Some(before) = state.entries.get_mut(&id) {
                entry.take_over(before);
            }
            if let Some(limit) = rate_limit {
                entry.note_rate_limit(limit, now);
            }
            state.entries.insert(id.clone(), entry);
        }
        self.publish(&id);
        self.wake();
        self.view(&id)
    }

    /// Changes a record here and in the data file, on top of what another process wrote meanwhile; then the window is told
    /// and the background refresher looks again. A disk that refuses does not undo it in memory.
    pub(crate) fn update(&self, id: &ConnectionId, change: impl Fn(&mut ConnectionRecord)) -> Result<()> {
        {
            let _writing = self.begin_writing();
            if self.read(id, |entry| entry.session_only)? || self.write(id, &change).is_err() {
                self.change(id, |entry| change(&mut entry.record))?;
            }
        }
        self.publish(id);
        self.wake();
        Ok(())
    }

    /// Again only if another process wrote first; one that was removed there is not put back.
    fn write(&self, id: &ConnectionId, change: &impl Fn(&mut ConnectionRecord)) -> Result<()> {
        let unsaved = |_: &Error| tracing::warn!("a connection's record could not be saved");
        loop {
            let (mut record, known) = self.read(id, |entry| (entry.record.clone(), entry.revision))?;
            change(&mut record);
            if let Some(revision) = self.store.update_connection(&record, known).inspect_err(unsaved)? {
                return self.change(id, |entry| {
                    change(&mut entry.record);
                    entry.revision = revision;
                });
            }
            let stored = self.store.connection(id).inspect_err(unsaved)?;
            let stored = stored.ok_or(Error::ConnectionNotFound).inspect_err(unsaved)?;
            self.change(id, |entry| entry.adopt(stored))?;
        }
    }

    /// Puts a connection that was in memory only into the data file; its secrets are in the keyring by now.
    pub(crate) fn move_to_data_file(&self, id: &ConnectionId) -> Result<()> {
        {
            let _writing = self.begin_writing();
            let revision = self.store.save_connection(&self.record(id)?)?;
            self.change(id, |entry| (entry.revision, entry.session_only) = (revision, false))?;
        }
        self.publish(id);
        Ok(())
    }

    /// Removes it from the data file and from memory.
    pub(crate) fn remove(&self, id: &ConnectionId) -> Result<()> {
        {
            let _writing = self.begin_writing();
            // The data file first: a look at it in between must not bring the connection back.
            self.store.remove_connection(id)?;
            self.take_out(id);
        }
        self.events.publish(Event::ConnectionRemoved(id.to_owned()));
        self.wake();
        Ok(())
    }

    /// Takes what other processes wrote since.
    pub(crate) fn reload(&self, client_id_of: ClientIdOf<'_>) -> Result<()> {
        let revisions = self.store.connection_revisions()?;
        for (id, revision) in &revisions {
            if self.lock().differs(id, *revision) {
                self.reload_one(id, client_id_of)?;
            }
        }
        let gone = self.lock().stored_beyond(&revisions);
        for id in gone {
            self.forget_if_gone(&id)?;
        }
        self.wake();
        Ok(())
    }

    fn reload_one(&self, id: &ConnectionId, client_id_of: ClientIdOf<'_>) -> Result<()> {
        {
            let _writing = self.begin_writing();
            let Some(stored) = self.store.connection(id)? else { return Ok(()) };
            self.lock().take(stored, client_id_of);
        }
        self.publish(id);
        Ok(())
    }

    /// It may have been connected here since the revisions were read.
    fn forget_if_gone(&self, id: &ConnectionId) -> Result<()> {
        let _writing = self.begin_writing();
        let is_gone = !self.store.connection_revisions()?.contains_key(id);
        if is_gone && self.take_out(id) {
            self.events.publish(Event::ConnectionRemoved(id.to_owned()));
        }
        Ok(())
    }

    fn take_out(&self, id: &ConnectionId) -> bool {
        let mut state = self.lock();
        if state.is_open(id) {
            state.open = None;
        }
        state.entries.remove(id).is_some()
    }

    /// Forgets everything that is in memory, once the data file is empty.
    pub(crate) fn clear(&self) {
        let all = std::mem::take(&mut *self.lock());
        for id in all.entries.into_keys() {
            self.events.publish(Event::ConnectionRemoved(id));
        }
        self.wake();
    }

    /// Changes what is known only while the app runs. `change` must not wait for anything.
    pub(super) fn change<T>(
        &self,
        id: &ConnectionId,
        change: impl FnOnce(&mut ConnectionEntry) -> T,
    ) -> Result<T> {
        self.lock().entries.get_mut(id).map(change).ok_or(Error::ConnectionNotFound)
    }

    pub(super) fn publish(&self, id: &ConnectionId) {
        if let Ok(view) = self.view(id) {
            self.events.publish(Event::ConnectionChanged(Box::new(view)));
        }
    }

    /// The background refresher looks again at what is due.
    pub(super) fn wake(&self) {
        self.changed.notify_one();
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin_writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(super) fn is_open(&self, id: &ConnectionId) -> bool {
        self.open.as_deref() == Some(id)
    }

    /// Connections in memory only have no part in the data file.
    fn differs(&self, id: &ConnectionId, revision: i64) -> bool {
        !self.entries.get(id).is_some_and(|entry| entry.session_only || entry.revision == revision)
    }

    fn stored_beyond(&self, revisions: &BTreeMap<ConnectionId, i64>) -> Vec<ConnectionId> {
        let stored = self.entries.values().filter(|entry| !entry.session_only);
        let gone = stored.filter(|entry| !revisions.contains_key(&entry.record.id));
        gone.map(|entry| entry.record.id.clone()).collect()
    }

    /// Takes a record of the data file, unless this is the one that is known.
    fn take(&mut self, stored: StoredConnection, client_id_of: ClientIdOf<'_>) {
        match self.entries.get_mut(&stored.record.id) {
            Some(entry) if entry.revision == stored.revision => {}
            Some(entry) => entry.adopt(stored),
            None => {
                let client_id = client_id_of(&stored.record);
                let entry = ConnectionEntry::stored(stored, client_id);
                self.entries.insert(entry.record.id.clone(), entry);
            }
        }
    }
}

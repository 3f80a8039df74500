//! All connections: in memory, in the data file, and published to the window. Every change of a record goes through
//! `update`, which merges with what another process wrote, saves, publishes and wakes the background refresher.

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
/// The setting with the time of last use by connection.
const LAST_USED: &str = "last-used";

/// All connections, in memory and in the data file.
pub struct ConnectionRegistry {
    state: Mutex<State>,
    /// Locked while a record is written, so that memory and data file change in the same order. `state` is never locked
    /// during disk I/O, so readers do not wait for the disk.
    writing: Mutex<()>,
    store: Arc<Store>,
    events: Arc<Events>,
    pub(super) clock: Arc<dyn Clock>,
    /// Wakes the background refresher when something changes that it depends on.
    pub(super) changed: Notify,
    /// Wakes `lock_unused_writing` when writing was unlocked.
    pub(super) unlock_changed: Notify,
}

#[derive(Default)]
pub(super) struct State {
    pub entries: BTreeMap<ConnectionId, ConnectionEntry>,
    open: Option<ConnectionId>,
}

/// A new connection whose secrets are stored already.
pub(crate) struct NewConnection {
    pub record: ConnectionRecord,
    pub token: Token,
    pub rate_limit: Option<RateLimit>,
    /// `None` for static tokens.
    pub client_id: Option<ClientId>,
    /// Where its secrets are. In session mode the record is not saved either.
    pub mode: Mode,
}

/// Looks up the client id of a connection's app. `None`: it has no app, or the app is gone.
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

    /// All connections for the window, by id.
    pub fn views(&self) -> Vec<Connection> {
        let (now, state) = (self.clock.moment(), self.lock());
        state.entries.values().map(|entry| entry.view(state.is_open(&entry.record.id), now)).collect()
    }

    /// One connection for the window.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`].
    pub fn view(&self, id: &ConnectionId) -> Result<Connection> {
        let (now, state) = (self.clock.moment(), self.lock());
        state.entries.get(id).map(|entry| entry.view(state.is_open(id), now)).ok_or(Error::ConnectionNotFound)
    }

    pub(crate) fn contains(&self, id: &ConnectionId) -> bool {
        self.lock().entries.contains_key(id)
    }

    /// Reads one connection under the lock. `read` must not block.
    pub(crate) fn read<T>(&self, id: &ConnectionId, read: impl FnOnce(&ConnectionEntry) -> T) -> Result<T> {
        self.lock().entries.get(id).map(read).ok_or(Error::ConnectionNotFound)
    }

    pub(crate) fn record(&self, id: &ConnectionId) -> Result<ConnectionRecord> {
        self.read(id, |entry| entry.record.clone())
    }

    /// Every record, and where its secrets are.
    pub(crate) fn records(&self) -> Vec<(ConnectionRecord, Mode)> {
        self.lock().entries.values().map(|entry| (entry.record.clone(), entry.mode())).collect()
    }

    /// The first match by id.
    pub(crate) fn find(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Option<ConnectionId> {
        self.find_all(wanted).into_iter().next()
    }

    pub(crate) fn find_all(&self, wanted: impl Fn(&ConnectionRecord) -> bool) -> Vec<ConnectionId> {
        let state = self.lock();
        let found = state.entries.values().filter(|entry| wanted(&entry.record));
        found.map(|entry| entry.record.id.clone()).collect()
    }

    /// The connections that use this app.
    pub(crate) fn of_app(&self, app: &AppId) -> Vec<ConnectionId> {
        self.find_all(|record| record.app.as_deref() == Some(app))
    }

    /// How many connections of an app store their secrets in this place.
    pub(crate) fn count_of_app(&self, app: &AppId, mode: Mode) -> u32 {
        let is_it =
            |(record, at): &(ConnectionRecord, Mode)| *at == mode && record.app.as_deref() == Some(app);
        u32::try_from(self.records().iter().filter(|found| is_it(found)).count()).unwrap_or(u32::MAX)
    }

    /// The connection that the window shows. `None`: none.
    pub fn active(&self) -> Option<ConnectionId> {
        self.lock().open.clone()
    }

    /// Sets the connection that the window shows; its token is refreshed in the background. `None`: none.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], or [`Error::Store`] if the choice cannot be saved; it then applies until the app
    /// quits.
    pub fn set_active(&self, id: Option<ConnectionId>) -> Result<()> {
        if let Some(id) = &id {
            self.view(id)?;
        }
        let before = std::mem::replace(&mut self.lock().open, id.clone());
        self.note_use(id.as_ref());
        let saved = self.store.save_setting(OPEN_CONNECTION, &id);
        // It is open here even if a restart will not know it.
        for changed in before.into_iter().chain(id) {
            self.publish(&changed);
        }
        self.wake();
        saved
    }

    /// Saves the times of last use, only when another connection is opened: lists are sorted by them, and need no more
    /// precision.
    fn note_use(&self, id: Option<&ConnectionId>) {
        let now = self.clock.now();
        if let Some(id) = id {
            let _ = self.change(id, |entry| entry.last_used = Some(now));
        }
        if self.store.save_setting(LAST_USED, &self.last_used()).is_err() {
            tracing::warn!("when connections were last used could not be saved");
        }
    }

    /// When each connection in the data file was last used.
    fn last_used(&self) -> BTreeMap<ConnectionId, Timestamp> {
        let state = self.lock();
        let stored = state.entries.values().filter(|entry| !entry.session_only);
        stored.filter_map(|entry| Some((entry.record.id.clone(), entry.last_used?))).collect()
    }

    /// Adds a connection, as the last step of connecting. Replaces one of the same id.
    pub(crate) fn insert(&self, new: NewConnection) -> Result<Connection> {
        let NewConnection { mut record, token, rate_limit, client_id, mode } = new;
        let (id, now) = (record.id.clone(), self.clock.now());
        {
            let _writing = self.begin_writing();
            record.label = self.read(&id, |entry| entry.record.label.clone()).unwrap_or_default();
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

    /// Changes a record in memory and in the data file, on top of what another process wrote meanwhile; then publishes it
    /// and wakes the background refresher. If the data file cannot be written, the change stays in memory. `change` may be
    /// called several times.
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

    /// Retries if another process wrote first. Does not restore a record that another process removed.
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

    /// Saves a connection that was in memory only to the data file. Its secrets must be in the keyring already.
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
            // The data file first: a reload in between must not restore the connection.
            self.store.remove_connection(id)?;
            self.take_out(id);
        }
        self.events.publish(Event::ConnectionRemoved(id.to_owned()));
        self.wake();
        Ok(())
    }

    /// Loads what other processes have changed, and publishes it.
    pub(crate) fn reload(&self, client_id_of: ClientIdOf<'_>) -> Result<()> {
        let revisions = self.store.connection_revisions()?;
        for (id, revision) in &revisions {
            if self.lock().differs(id, *revision) {
                self.reload_one(id, client_id_of)?;
            }
        }
        let gone = self.lock().stored_beyond(&revisions);
        for id in gone {
            self.remove_if_gone(&id)?;
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

    /// Checks again under the lock: it may have been connected here since the revisions were read.
    fn remove_if_gone(&self, id: &ConnectionId) -> Result<()> {
        let _writing = self.begin_writing();
        let is_gone = !self.store.connection_revisions()?.contains_key(id);
        if is_gone && self.take_out(id) {
            self.events.publish(Event::ConnectionRemoved(id.to_owned()));
        }
        Ok(())
    }

    /// Removes it from memory. Returns whether it was there.
    fn take_out(&self, id: &ConnectionId) -> bool {
        let mut state = self.lock();
        if state.is_open(id) {
            state.open = None;
        }
        state.entries.remove(id).is_some()
    }

    /// Removes all connections from memory, once the data file is empty.
    pub(crate) fn clear(&self) {
        let all = std::mem::take(&mut *self.lock());
        for id in all.entries.into_keys() {
            self.events.publish(Event::ConnectionRemoved(id));
        }
        self.wake();
    }

    /// Changes an entry in memory only, under the lock. `change` must not block.
    pub(super) fn change<T>(
        &self,
        id: &ConnectionId,
        change: impl FnOnce(&mut ConnectionEntry) -> T,
    ) -> Result<T> {
        self.lock().entries.get_mut(id).map(change).ok_or(Error::ConnectionNotFound)
    }

    /// Sends the connection as it is now to the window.
    pub(super) fn publish(&self, id: &ConnectionId) {
        if let Ok(view) = self.view(id) {
            self.events.publish(Event::ConnectionChanged(Box::new(view)));
        }
    }

    /// Wakes the background refresher.
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

    /// Whether memory has another revision than the data file. Connections in memory only never differ.
    fn differs(&self, id: &ConnectionId, revision: i64) -> bool {
        !self.entries.get(id).is_some_and(|entry| entry.session_only || entry.revision == revision)
    }

    /// Connections that memory has from the data file, but the data file no longer has.
    fn stored_beyond(&self, revisions: &BTreeMap<ConnectionId, i64>) -> Vec<ConnectionId> {
        let stored = self.entries.values().filter(|entry| !entry.session_only);
        let gone = stored.filter(|entry| !revisions.contains_key(&entry.record.id));
        gone.map(|entry| entry.record.id.clone()).collect()
    }

    /// Takes a record from the data file, unless memory has the same revision.
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

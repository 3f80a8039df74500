//! All OAuth apps: in memory, in the data file, and published to the window. Their secrets are in the vault.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::connections::record::ConnectionRecord;
use crate::error::{Error, Result};
use crate::events::{Event, Events};
use crate::ids::{AppId, ClientId};
use crate::oauth_apps::view::OauthApp;
use crate::store::Store;
use crate::store::oauth_apps::OauthAppRecord;

/// All OAuth apps, in memory and in the data file.
pub(crate) struct OauthAppRegistry {
    records: Mutex<Vec<OauthAppRecord>>,
    /// Locked while a record is written, so that memory and data file change in the same order.
    writing: Mutex<()>,
    store: Arc<Store>,
    events: Arc<Events>,
}

impl OauthAppRegistry {
    pub(crate) fn open(store: Arc<Store>, events: Arc<Events>) -> Result<Self> {
        let records = Mutex::new(store.apps()?);
        Ok(Self { records, writing: Mutex::default(), store, events })
    }

    /// The apps for the window, by name. The embedded demo portal's own app is not listed.
    pub(crate) fn list(&self) -> Vec<OauthApp> {
        let mut apps: Vec<_> = self.lock().iter().filter_map(OauthApp::of).collect();
        apps.sort_by_cached_key(|app| (app.name.to_lowercase(), app.id.clone()));
        apps
    }

    pub(crate) fn records(&self) -> Vec<OauthAppRecord> {
        self.lock().clone()
    }

    pub(crate) fn find(&self, wanted: impl Fn(&OauthAppRecord) -> bool) -> Option<OauthAppRecord> {
        self.lock().iter().find(|app| wanted(app)).cloned()
    }

    pub(crate) fn get(&self, id: &AppId) -> Result<OauthAppRecord> {
        self.find(|app| app.id == *id).ok_or(Error::AppNotFound)
    }

    pub(crate) fn contains(&self, id: &AppId) -> bool {
        self.get(id).is_ok()
    }

    /// The client id of a connection's app. `None`: it has no app, or the app is gone.
    pub(crate) fn client_id_of(&self, connection: &ConnectionRecord) -> Option<ClientId> {
        self.find(|app| Some(&app.id) == connection.app.as_ref()).map(|app| app.client_id)
    }

    /// Adds an app, or replaces the one of the same id.
    pub(crate) fn insert(&self, record: OauthAppRecord) -> Result<()> {
        {
            let _writing = self.begin_writing();
            if !record.session_only {
                self.store.save_app(&record)?;
            }
            self.put(record);
        }
        self.publish();
        Ok(())
    }

    /// Replaces `known` by `record`. Fails with [`Error::AppChanged`] if another process changed it meanwhile.
    pub(crate) fn replace(&self, record: OauthAppRecord, known: &OauthAppRecord) -> Result<()> {
        {
            let _writing = self.begin_writing();
            if !record.session_only && !self.store.update_app(&record, known)? {
                return Err(Error::AppChanged);
            }
            self.put(record);
        }
        self.publish();
        Ok(())
    }

    /// Changes a record in memory and in the data file, on top of what another process wrote meanwhile. `change` may be
    /// called several times.
    pub(crate) fn update(&self, id: &AppId, change: impl Fn(&mut OauthAppRecord)) -> Result<OauthAppRecord> {
        loop {
            let known = self.get(id)?;
            let mut record = known.clone();
            change(&mut record);
            match self.replace(record.clone(), &known) {
                Err(Error::AppChanged) => self.reload_one(id)?,
                replaced => return replaced.map(|()| record),
            }
        }
    }

    /// Saves an app that was in memory only to the data file. Its secret must be in the keyring already.
    pub(crate) fn move_to_data_file(&self, id: &AppId) -> Result<()> {
        self.insert(OauthAppRecord { session_only: false, ..self.get(id)? })
    }

    /// Removes an app, from memory also if the data file cannot be written.
    pub(crate) fn remove(&self, id: &AppId) {
        {
            let _writing = self.begin_writing();
            if self.store.remove_app(id).is_err() {
                tracing::warn!("the record of an unused app could not be removed");
            }
            self.lock().retain(|app| app.id != *id);
        }
        self.publish();
    }

    /// Removes all apps from memory, once the data file is empty.
    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.publish();
    }

    /// Loads what other processes have changed. Apps in memory only stay.
    pub(crate) fn reload(&self) -> Result<()> {
        let before = self.list();
        {
            let _writing = self.begin_writing();
            let stored = self.store.apps()?;
            let mut records = self.lock();
            records.retain(|app| app.session_only);
            records.extend(stored);
        }
        if self.list() != before {
            self.publish();
        }
        Ok(())
    }

    fn reload_one(&self, id: &AppId) -> Result<()> {
        let _writing = self.begin_writing();
        match self.store.app(id)? {
            Some(stored) => self.put(stored),
            None => return Err(Error::AppNotFound),
        }
        Ok(())
    }

    fn put(&self, record: OauthAppRecord) {
        let mut records = self.lock();
        records.retain(|app| app.id != record.id);
        records.push(record);
    }

    fn publish(&self) {
        self.events.publish(Event::OauthAppsChanged(self.list()));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<OauthAppRecord>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin_writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Events, OauthAppRecord, OauthAppRegistry, Store};

    #[test]
    fn a_change_is_made_on_top_of_what_another_process_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let open = || {
            let store = Arc::new(Store::open(&folder.path().join("portalscope.db")).unwrap());
            OauthAppRegistry::open(store, Arc::new(Events::new())).unwrap()
        };
        let app = OauthAppRecord { id: "a".into(), environment: "hubspot".into(), ..Default::default() };
        let first = open();
        first.insert(app).unwrap();
        let second = open();
        second.update(&"a".into(), |app| app.name = "renamed".into()).unwrap();
        first.update(&"a".into(), |app| app.has_secret = true).unwrap();
        second.reload().unwrap();
        let app = second.get(&"a".into()).unwrap();
        assert_eq!((app.name.as_str(), app.has_secret), ("renamed", true));
        second.remove(&"a".into());
        assert!(first.update(&"a".into(), |app| app.has_secret = false).is_err(), "it is not put back");
    }
}

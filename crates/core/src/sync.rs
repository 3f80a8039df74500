//! Shares one data folder between processes: the window and the command line use the same keyring and data file.
//!
//! A process that exchanges a connection's secrets locks its lock file first, then reads the record again. Records are
//! only written over the revision that was read, so that nothing another process wrote is overwritten.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::connections::entry::ConnectionEntry;
use crate::connections::lock_file::{Exclusive, lock_file};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::{AppId, ConnectionId};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::store::SecretStore;
use crate::store::Store;

/// Asking SQLite whether another process wrote takes microseconds.
const POLL_INTERVAL: Duration = Duration::from_secs(2);

/// Locks against other processes, and loads their changes.
pub struct SharedFolder {
    locks: PathBuf,
    store: Arc<Store>,
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    secrets: Arc<SecretStore>,
}

impl SharedFolder {
    pub(crate) fn new(
        locks: PathBuf,
        store: Arc<Store>,
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { locks, store, connections, apps, secrets }
    }

    /// Locks a connection's secrets against other tasks and processes, then loads what other processes have changed. Fails
    /// with [`Error::ConnectionBusy`] if another process does not release them within 90 seconds, and with
    /// [`Error::ConnectionNotFound`] for an id that no connection can have.
    pub(crate) async fn exclusive(&self, id: &ConnectionId) -> Result<Exclusive> {
        let session_only = self.connections.read(id, ConnectionEntry::is_session_only);
        let path = self.path_of(id).ok_or(Error::ConnectionNotFound)?;
        self.lock(id, path, session_only.unwrap_or_else(|_| self.secrets.is_session_only())).await
    }

    /// The same for the client secret of an app, with [`Error::AppNotFound`].
    pub(crate) async fn exclusive_app(&self, id: &AppId) -> Result<Exclusive> {
        let path = self.path_of(id).ok_or(Error::AppNotFound)?;
        self.lock(id, path, self.secrets.is_session_only()).await
    }

    /// No file is locked for secrets in memory only, since no other process has them.
    async fn lock(&self, id: &str, path: PathBuf, in_memory_only: bool) -> Result<Exclusive> {
        let refresh_lock = self.connections.refresh_lock(id).lock_owned().await;
        if in_memory_only {
            return Ok(Exclusive::new(refresh_lock, None));
        }
        let file = match lock_file(&path).await {
            // A lock file that cannot be created must not block the refresh: the tokens are in the keyring.
            Err(Error::Disk(_)) => None,
            locked => Some(locked?),
        };
        if file.is_none() || self.reload().is_err() {
            tracing::warn!("the data folder cannot be used; other processes are not seen");
        }
        Ok(Exclusive::new(refresh_lock, file))
    }

    /// Removes the lock file of a removed connection or app. The caller must have the lock.
    pub(crate) fn remove_lock(&self, id: &str) {
        if let Some(path) = self.path_of(id) {
            let _ = std::fs::remove_file(path);
        }
    }

    /// `None` for what is no id: whatever the window sends as one must not become a path.
    fn path_of(&self, id: &str) -> Option<PathBuf> {
        uuid::Uuid::try_parse(id).ok().map(|id| self.locks.join(format!("{id}.lock")))
    }

    /// Loads what other processes change, every two seconds until the app quits. Start it once.
    pub async fn follow(self: Arc<Self>) {
        loop {
            tokio::time::sleep(POLL_INTERVAL).await;
            self.reload_if_possible();
        }
    }

    /// Loads what other processes have changed since the last call. Takes microseconds if there is nothing.
    pub(crate) fn reload(&self) -> Result<()> {
        if self.store.changed_by_other_process()? {
            self.load_changes().inspect_err(|_| self.store.mark_changed())?;
        }
        Ok(())
    }

    /// [`reload`](Self::reload) for callers that can go on with the present state.
    pub(crate) fn reload_if_possible(&self) {
        if self.reload().is_err() {
            tracing::warn!("the data file could not be read again");
        }
    }

    fn load_changes(&self) -> Result<()> {
        self.apps.reload()?;
        self.connections.reload(&|record| self.apps.client_id_of(record))
    }
}

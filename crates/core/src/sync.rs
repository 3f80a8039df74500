//! One data folder, several processes: the window and the command line share keyring and data file.
//!
//! Whoever exchanges a connection's secrets holds its lock file, and reads the record again once it is held. Records
//! are written over the revision that was read; what another process wrote is taken first and never overwritten.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::connections::entry::ConnectionEntry;
use crate::connections::lock::{Exclusive, lock_file};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::{AppId, ConnectionId};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::store::SecretStore;
use crate::store::Store;

/// Asking SQLite whether somebody wrote takes microseconds.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

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

    /// Waits until nobody else works on the secrets of a connection, then sees what others changed.
    pub(crate) async fn exclusive(&self, id: &ConnectionId) -> Result<Exclusive> {
        let session_only = self.connections.read(id, ConnectionEntry::is_session_only);
        self.lock(id, session_only.unwrap_or_else(|_| self.secrets.keeps_in_memory())).await
    }

    /// The same for the client secret of an app.
    pub(crate) async fn exclusive_app(&self, id: &AppId) -> Result<Exclusive> {
        self.lock(id, self.secrets.keeps_in_memory()).await
    }

    /// Nobody else can see what is in memory only, so that no file is locked for it.
    async fn lock(&self, id: &str, in_memory_only: bool) -> Result<Exclusive> {
        let refresh_lock = self.connections.refresh_lock(id).lock_owned().await;
        if in_memory_only {
            return Ok(Exclusive::new(refresh_lock, None));
        }
        let file = match lock_file(&self.path_of(id)).await {
            // A disk that takes no file must not end a connection whose tokens are in the keyring.
            Err(Error::Disk(_)) => None,
            locked => Some(locked?),
        };
        if file.is_none() || self.reload().is_err() {
            tracing::warn!("the data folder cannot be used; other processes are not seen");
        }
        Ok(Exclusive::new(refresh_lock, file))
    }

    /// Removes the lock file of a connection that is no more. Call it while the lock is held.
    pub(crate) fn remove_lock(&self, id: &str) {
        let _ = std::fs::remove_file(self.path_of(id));
    }

    fn path_of(&self, id: &str) -> PathBuf {
        self.locks.join(format!("{id}.lock"))
    }

    /// Looks for what other processes changed, until the app ends. Start it once.
    pub async fn follow(self: Arc<Self>) {
        loop {
            tokio::time::sleep(BETWEEN_LOOKS).await;
            self.reload_if_possible();
        }
    }

    /// Takes what other processes wrote since the last look. Costs next to nothing when they wrote nothing.
    pub(crate) fn reload(&self) -> Result<()> {
        if self.store.changed_elsewhere()? {
            self.take_changes().inspect_err(|_| self.store.look_again())?;
        }
        Ok(())
    }

    /// The same where the present state will do.
    pub(crate) fn reload_if_possible(&self) {
        if self.reload().is_err() {
            tracing::warn!("the data file could not be read again");
        }
    }

    fn take_changes(&self) -> Result<()> {
        self.apps.reload()?;
        self.connections.reload(&|record| self.apps.client_id_of(record))
    }
}

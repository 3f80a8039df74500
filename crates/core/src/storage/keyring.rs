//! Chooses between keyring and memory when the keyring fails, and moves connections back into the keyring.

use std::sync::Arc;

use portalscope_vault::{Health, Mode, Owner};

use crate::connections::entry::ConnectionEntry;
use crate::connections::record::ConnectionRecord;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::error::Result;
use crate::history::History;
use crate::ids::{AppId, ConnectionId};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::keyring_state::StorageState;
use crate::secrets::store::SecretStore;
use crate::sync::SharedFolder;
use crate::tokens::refresh::Refresher;

/// Chooses where secrets are stored.
pub struct KeyringChoice {
    secrets: Arc<SecretStore>,
    refresher: Arc<Refresher>,
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    sync: Arc<SharedFolder>,
    history: Arc<History>,
}

impl KeyringChoice {
    pub(crate) fn new(
        secrets: Arc<SecretStore>,
        refresher: Arc<Refresher>,
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        sync: Arc<SharedFolder>,
        history: Arc<History>,
    ) -> Self {
        Self { secrets, refresher, connections, apps, sync, history }
    }

    /// Calls the keyring again, and stores secrets there from now on if it answers. Refresh tokens that it refused before
    /// are written then.
    pub async fn retry(&self) -> StorageState {
        if self.secrets.try_keyring().await == Health::Ready {
            self.refresher.save_unsaved().await;
        }
        self.secrets.publish_state()
    }

    /// Calls the keyring to see whether it answers, so that the window can warn before the user connects. Does not change
    /// where secrets are stored.
    pub async fn check(&self) -> StorageState {
        self.secrets.check_keyring().await;
        self.secrets.publish_state()
    }

    /// Stores new secrets in memory only, until the app quits.
    pub fn use_session(&self) -> StorageState {
        self.secrets.use_session();
        self.secrets.publish_state()
    }

    /// Moves a connection from memory, with its app's client secret, into the keyring and the data file. Does nothing if it
    /// is there already.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::Error::ConnectionNotFound), or why the keyring or the data file refused. The
    /// connection stays in memory then.
    pub async fn move_to_keyring(&self, id: &ConnectionId) -> Result<Connection> {
        let _lock = self.sync.exclusive(id).await?;
        let record = self.connections.record(id)?;
        if self.connections.read(id, ConnectionEntry::is_session_only)? {
            self.copy_secrets(&record).await?;
            if let Some(app) = record.app.as_ref().filter(|app| self.apps.contains(app)) {
                self.apps.move_to_data_file(app)?;
            }
            self.connections.move_to_data_file(id)?;
            self.history.move_to_file(id).await;
            self.forget_memory(&record);
        }
        self.connections.view(id)
    }

    async fn copy_secrets(&self, record: &ConnectionRecord) -> Result<()> {
        if let Some(app) = &record.app {
            // Copied, not moved: other connections in memory may use the app.
            let app = Owner::app(&record.environment, app, Mode::Session);
            self.secrets.copy_to_keyring(&app).await?;
        }
        let owner = Owner::connection(&record.environment, &record.id, Mode::Session);
        self.secrets.copy_to_keyring(&owner).await.map(drop)
    }

    fn forget_memory(&self, record: &ConnectionRecord) {
        self.secrets.forget_memory(&Owner::connection(&record.environment, &record.id, Mode::Session));
        let is_used = |app: &AppId| self.connections.count_of_app(app, Mode::Session) > 0;
        if let Some(app) = record.app.as_ref().filter(|app| !is_used(app)) {
            self.secrets.forget_memory(&Owner::app(&record.environment, app, Mode::Session));
        }
    }
}

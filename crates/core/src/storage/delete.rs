//! Deletes what is stored, one thing at a time or everything.

use std::sync::Arc;

use portalscope_vault::{Mode, Owner, OwnerName, kind};
use serde::Deserialize;
use specta::Type;

use crate::catalog::updates::CatalogUpdates;
use crate::connect::disconnect::Disconnector;
use crate::connect::flow::ConsentFlows;
use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::console::responses::Responses;
use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{Error, Result};
use crate::history::History;
use crate::ids::ConnectionId;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::service::OauthApps;
use crate::secrets::keyring_state::StorageMode;
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::settings::{Settings, SettingsStore};
use crate::storage::report::{StorageReport, StorageReporter, StoredOwnerId, StoredOwnerKind};
use crate::store::Store;
use crate::sync::SharedFolder;

/// The text that the user must type before everything is deleted.
pub const DELETE_EVERYTHING: &str = "delete everything";

/// What to delete.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum StoredTarget {
    /// The secrets of one connection, app or unknown owner. Its record stays and says that they are gone.
    Secrets {
        /// Whose secrets.
        owner: StoredOwnerId,
        /// Delete those in the keyring or those in memory.
        place: StorageMode,
    },
    /// Consents, grants and history of the embedded demo portal. Its connections then have to be re-authorized.
    DemoPortal,
    /// The user's updates of the catalog.
    CatalogUpdates,
    /// The response bodies in temporary files.
    TemporaryBodies,
    /// What the history has of one connection, which may have been removed. Empty: of calls that led to none.
    PortalHistory {
        /// The connection.
        connection: ConnectionId,
    },
    /// What the history has of connections that were removed.
    RemovedHistory,
    /// What the history has of all connections.
    History,
    /// Secrets, connections, apps, settings, history and all of the above.
    Everything {
        /// The user's confirmation, which must be `delete everything`.
        typed: String,
    },
}

/// The services that own what can be deleted.
pub(crate) struct DataOwners {
    pub reporter: Arc<StorageReporter>,
    pub connections: Arc<ConnectionRegistry>,
    pub apps: Arc<OauthAppRegistry>,
    pub oauth_apps: Arc<OauthApps>,
    pub secrets: Arc<SecretStore>,
    pub staged: Arc<StagedSecrets>,
    pub settings: Arc<SettingsStore>,
    pub environments: Arc<Environments>,
    pub catalog_updates: Arc<CatalogUpdates>,
    pub responses: Arc<Responses>,
    pub flows: Arc<ConsentFlows>,
    pub disconnector: Arc<Disconnector>,
    pub sync: Arc<SharedFolder>,
    pub history: Arc<History>,
    pub store: Arc<Store>,
}

/// Deletes stored data.
pub struct Deletion {
    of: DataOwners,
}

impl Deletion {
    pub(crate) fn new(of: DataOwners) -> Self {
        Self { of }
    }

    /// Deletes the target, and returns a report of what is stored now.
    ///
    /// # Errors
    /// [`Error::ConfirmationMismatch`] if the confirmation is another text, [`Error::ConnectionBusy`] if another process
    /// does not release a connection, or why the keyring, the data file or the disk refused. What was deleted before that
    /// stays deleted; it can be repeated.
    pub async fn delete(&self, target: StoredTarget) -> Result<StorageReport> {
        match target {
            StoredTarget::Secrets { owner, place } => self.delete_secrets(&owner, place).await?,
            StoredTarget::DemoPortal => {
                self.of.environments.forget_demo().await?;
                self.of.history.forget_environment(EMBEDDED_KEY).await?;
            }
            StoredTarget::CatalogUpdates => drop(self.of.catalog_updates.remove_all()?),
            StoredTarget::TemporaryBodies => self.of.responses.discard_all(),
            StoredTarget::PortalHistory { connection } => self.of.history.forget_entries(&connection).await?,
            StoredTarget::RemovedHistory => self.of.history.forget_removed().await?,
            StoredTarget::History => self.of.history.forget_all().await?,
            StoredTarget::Everything { typed } if typed.trim() == DELETE_EVERYTHING => {
                self.delete_everything().await?;
            }
            StoredTarget::Everything { .. } => return Err(Error::ConfirmationMismatch),
        }
        self.of.reporter.report().await
    }

    async fn delete_secrets(&self, owner: &StoredOwnerId, place: StorageMode) -> Result<()> {
        let is_of = |kind| owner.kind == kind;
        let connection = ConnectionId::from(owner.id.clone());
        // Lock unknown connections too: another process may be connecting one right now.
        let is_connection = is_of(StoredOwnerKind::Connection) && uuid::Uuid::parse_str(&owner.id).is_ok();
        let _lock = if is_connection { Some(self.of.sync.exclusive(&connection).await?) } else { None };
        self.remove(&OwnerName::from(owner), place).await?;
        if is_of(StoredOwnerKind::OauthApp) && !self.app_has_secret_outside(owner, place).await? {
            self.of.oauth_apps.note_secret_gone(&owner.id.clone().into())?;
        }
        if is_of(StoredOwnerKind::Connection) && self.has_its_secrets_in(&connection, place) {
            self.of.connections.note_secret_gone(&connection);
        }
        if is_connection && !self.of.connections.contains(&connection) {
            self.of.sync.remove_lock(&owner.id);
        }
        Ok(())
    }

    async fn remove(&self, name: &OwnerName, place: StorageMode) -> Result<()> {
        match (place, Owner::named(name)) {
            (StorageMode::Session, Some(owner)) => self.of.secrets.forget_memory(&owner),
            (StorageMode::Keyring, _) => drop(self.of.secrets.remove_named(name).await?),
            (StorageMode::Session, None) => {}
        }
        Ok(())
    }

    /// An app's client secret may be in the keyring and in memory, where connections of both kinds use it.
    async fn app_has_secret_outside(&self, owner: &StoredOwnerId, place: StorageMode) -> Result<bool> {
        let other = if place == StorageMode::Keyring { Mode::Session } else { Mode::Keyring };
        let copy = Owner::app(&owner.environment, &owner.id, other);
        Ok(self.of.secrets.get::<kind::Client>(&copy).await?.is_some())
    }

    fn has_its_secrets_in(&self, id: &ConnectionId, place: StorageMode) -> bool {
        let in_memory = self.of.connections.read(id, ConnectionEntry::is_session_only);
        in_memory.is_ok_and(|in_memory| in_memory == (place == StorageMode::Session))
    }

    /// Deletes secrets before records: without records, the owners of the remaining entries would be unknown.
    async fn delete_everything(&self) -> Result<()> {
        self.end_flow().await;
        let owners = self.of.reporter.known_owners();
        self.of.disconnector.disconnect_all().await?;
        self.of.secrets.remove_everything(&owners).await?;
        self.of.store.erase()?;
        self.of.history.erase().await?;
        self.of.apps.records().iter().for_each(|app| self.of.sync.remove_lock(&app.id));
        self.of.apps.clear();
        self.of.staged.discard_all();
        self.of.responses.discard_all();
        self.of.environments.forget_demo().await?;
        self.of.catalog_updates.remove_all()?;
        self.of.settings.update(Settings::default())?;
        self.of.connections.clear();
        Ok(())
    }

    /// Cancels a waiting consent flow, and waits for its end: a connection may be being stored.
    async fn end_flow(&self) {
        if let Some(flow) = self.of.flows.waiting() {
            let _ = self.of.flows.cancel(&flow.id);
            let _ = self.of.flows.wait(&flow.id).await;
        }
    }
}

//! Deleting what is stored, one thing at a time or everything.

use portalscope_vault::{Mode, Owner, OwnerName};
use serde::Deserialize;
use specta::Type;

use crate::connections::record::Connection;
use crate::error::Result;
use crate::error::{CommandError, Error};
use crate::portalscope::{Event, Portalscope};
use crate::secrets::keyring_state::StorageMode;
use crate::settings::Settings;
use crate::storage::report::{StorageReport, StoredOwnerId, StoredOwnerKind};
use crate::store::oauth_apps::AppRecord;

/// What must be typed before everything is deleted.
pub const DELETE_EVERYTHING: &str = "delete everything";

/// What is to be deleted.
#[derive(Clone, Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum StoredTarget {
    /// The secrets of one connection, app or unknown owner. Its record stays and says that they are gone.
    Secrets {
        owner: StoredOwnerId,
        place: StorageMode,
    },
    /// Consents and grants of the demo portal inside the app. Its connections must then consent again.
    DemoPortal,
    /// Own updates of the catalogue.
    CatalogueUpdates,
    TemporaryBodies,
    /// Secrets, connections, apps, settings, history. `typed` must be `delete everything`.
    Everything {
        typed: String,
    },
}

impl Portalscope {
    /// Deletes it, and answers what is there now.
    pub async fn delete_stored(&self, target: StoredTarget) -> Result<StorageReport> {
        match target {
            StoredTarget::Secrets { owner, place } => self.delete_secrets(&owner, place).await?,
            StoredTarget::DemoPortal => self.demo.forget().await?,
            StoredTarget::CatalogueUpdates => drop(self.remove_updates()?),
            StoredTarget::TemporaryBodies => self.responses.drop_all(),
            StoredTarget::Everything { typed } if typed.trim() == DELETE_EVERYTHING => {
                self.delete_everything().await?;
            }
            StoredTarget::Everything { .. } => return Err(Error::ConfirmationMismatch),
        }
        self.storage_report().await
    }

    /// Moves a connection that lives in memory, with its app's secret, into the keyring and the data file.
    pub async fn keep_in_keyring(&self, id: &str) -> Result<Connection> {
        let _held = self.exclusive(id).await?;
        let record = self.connections.with(id, |live| live.record.clone())?;
        if !self.connections.with(id, |live| live.session_only)? {
            return self.connections.view(id);
        }
        let moved = async {
            if let Some(app) = &record.app {
                // Others in memory may use the app too: they come along one by one, so its secret is copied.
                self.vault.copy_to_keyring(&Owner::app(&record.environment, app, Mode::Session)).await?;
            }
            let owner = Owner::connection(&record.environment, id, Mode::Session);
            self.vault.copy_to_keyring(&owner).await
        };
        moved.await.inspect_err(|_| {
            self.storage_changed();
        })?;
        if let Some(app) = self.find_app(|app| Some(&app.id) == record.app.as_ref()) {
            self.keep_app(AppRecord { session_only: false, ..app })?;
            self.apps_changed();
        }
        self.connections.with(id, |live| {
            live.revision = self.store.save_connection(&live.record)?;
            live.session_only = false;
            Ok::<_, Error>(())
        })??;
        self.vault.forget_memory(&Owner::connection(&record.environment, id, Mode::Session));
        if let Some(app) = record.app.filter(|app| !self.is_used_in_memory(app)) {
            self.vault.forget_memory(&Owner::app(&record.environment, &app, Mode::Session));
        }
        self.connection_changed(id);
        self.connections.view(id)
    }

    fn is_used_in_memory(&self, app: &str) -> bool {
        self.connections.count(|live| live.session_only && live.record.app.as_deref() == Some(app)) > 0
    }

    async fn delete_secrets(&self, owner: &StoredOwnerId, place: StorageMode) -> Result<()> {
        // One that is not known here may just be connected by another process.
        let is_connection =
            owner.kind == StoredOwnerKind::Connection && uuid::Uuid::parse_str(&owner.id).is_ok();
        let _held = if is_connection { Some(self.exclusive(&owner.id).await?) } else { None };
        let name = OwnerName::from(owner);
        match (place, Owner::named(&name)) {
            (StorageMode::Session, Some(owner)) => self.vault.forget_memory(&owner),
            (StorageMode::Keyring, _) => {
                self.vault.remove_named(&name).await.inspect_err(|_| {
                    self.storage_changed();
                })?;
            }
            (StorageMode::Session, None) => {}
        }
        if owner.kind == StoredOwnerKind::App {
            self.note_app_secret_gone(&owner.id)?;
        }
        if owner.kind == StoredOwnerKind::Connection && self.keeps_its_secrets_in(&owner.id, place) {
            self.note_secret_gone(&owner.id);
        }
        if is_connection && self.connections.view(&owner.id).is_err() {
            self.remove_lock(&owner.id);
        }
        Ok(())
    }

    fn keeps_its_secrets_in(&self, id: &str, place: StorageMode) -> bool {
        let in_memory = self.connections.with(id, |live| live.session_only);
        in_memory.is_ok_and(|in_memory| in_memory == (place == StorageMode::Session))
    }

    /// The connection says from now on that its secret is gone, and nothing of it is left in memory.
    pub(crate) fn note_secret_gone(&self, id: &str) {
        let noted = self.connections.with(id, |live| {
            live.token = None;
            live.unsaved_refresh = None;
        });
        let trouble = CommandError::from(&Error::SecretMissing);
        let noted =
            noted.and_then(|()| self.change_record(id, |record| record.trouble = Some(trouble.clone())));
        if noted.is_ok() {
            self.connection_changed(id);
            self.freshness_changed.notify_one();
        }
    }

    /// The keyring first: were it refused after the records are gone, nobody would know whose its entries are.
    async fn delete_everything(&self) -> Result<()> {
        if let Some(flow) = self.consent.waiting() {
            // It may have ended by itself, and one that is just being stored is stored first.
            let _ = self.cancel_consent(&flow.id);
            let _ = self.await_consent(&flow.id).await;
        }
        let owners = self.known_owners();
        self.disconnect_all().await?;
        self.vault.remove_everything(&owners).await.inspect_err(|_| {
            self.storage_changed();
        })?;
        self.store.erase()?;
        self.app_records().iter().for_each(|app| self.remove_lock(&app.id));
        self.forget_apps();
        self.held.drop_all();
        self.responses.drop_all();
        self.demo.forget().await?;
        self.remove_updates()?;
        self.update_settings(Settings::default())?;
        for (record, _) in self.connections.records() {
            self.connections.remove(&record.id);
            self.emit(Event::ConnectionRemoved(record.id));
        }
        self.freshness_changed.notify_one();
        Ok(())
    }

    /// One by one, each locked against other processes: a refresh under way would store its token afterwards.
    async fn disconnect_all(&self) -> Result<()> {
        for (record, _) in self.connections.records() {
            match self.disconnect(&record.id, false).await {
                Ok(_) | Err(Error::ConnectionNotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

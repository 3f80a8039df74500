//! A person's own OAuth apps: listed, saved, deleted. One app may connect many portals.
//!
//! The record is in the data file, the client secret in the keyring. An app that was saved stays until it is deleted;
//! one that only came with a connection goes with its last one. The demo portal's own app is not listed.

use std::sync::Arc;

use portalscope_vault::{ClientSecret, Mode, OnLateWrite, Owner};

use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::{AppId, ClientId};
use crate::oauth_apps::declared_scopes::{Declaration, DeclaredScopes};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::validate::AppValidator;
use crate::oauth_apps::view::{AppDraft, OauthApp};
use crate::secrets::staged::StagedSecrets;
use crate::secrets::store::SecretStore;
use crate::store::oauth_apps::OauthAppRecord;
use crate::sync::SharedFolder;

pub struct OauthApps {
    registry: Arc<OauthAppRegistry>,
    validator: Arc<AppValidator>,
    connections: Arc<ConnectionRegistry>,
    secrets: Arc<SecretStore>,
    staged: Arc<StagedSecrets>,
    sync: Arc<SharedFolder>,
}

impl OauthApps {
    pub(crate) fn new(
        registry: Arc<OauthAppRegistry>,
        validator: Arc<AppValidator>,
        connections: Arc<ConnectionRegistry>,
        secrets: Arc<SecretStore>,
        staged: Arc<StagedSecrets>,
        sync: Arc<SharedFolder>,
    ) -> Self {
        Self { registry, validator, connections, secrets, staged, sync }
    }

    /// By name.
    pub fn list(&self) -> Vec<OauthApp> {
        self.registry.list()
    }

    /// Saves an app: a new one, or the one of this id with what the form says now.
    pub async fn save(&self, id: Option<&AppId>, draft: AppDraft) -> Result<OauthApp> {
        // Of two processes that save an app, the second sees what the first saved, its secret included.
        let _lock = match id {
            Some(id) => Some(self.sync.exclusive_app(id).await?),
            None => None,
        };
        self.sync.reload()?;
        let before = id.map(|id| self.registry.get(id)).transpose()?;
        if before.as_ref().zip(draft.version.as_ref()).is_some_and(|(app, read)| app.version() != *read) {
            return Err(Error::AppChanged);
        }
        let staged = draft.client_secret.clone();
        let client_id = ClientId::from(draft.client_id.trim().to_owned());
        let secret = self.validator.staged_client_secret(staged.as_deref(), &client_id)?;
        let record = self.validator.record_of_draft(before.as_ref(), draft)?;
        match before {
            None => self.save_new(record.clone(), secret).await?,
            Some(before) => self.save_over(before, &record, secret).await?,
        }
        if let Some(staged) = staged {
            self.staged.discard(&staged);
        }
        OauthApp::of(&record).ok_or(Error::AppNotFound)
    }

    /// The record first: one that is refused must not have touched the keyring.
    async fn save_over(
        &self,
        before: OauthAppRecord,
        record: &OauthAppRecord,
        secret: Option<ClientSecret>,
    ) -> Result<()> {
        self.registry.replace(record.clone(), &before)?;
        let saved = self.save_secret(record, secret, OnLateWrite::Keep).await;
        if saved.is_err() {
            let _ = self.registry.replace(before, record);
        }
        saved
    }

    async fn save_new(&self, record: OauthAppRecord, secret: Option<ClientSecret>) -> Result<()> {
        self.save_secret(&record, secret, OnLateWrite::Remove).await?;
        let owner = Owner::app(&record.environment, &record.id, self.secrets.mode());
        let inserted = self.registry.insert(record);
        if inserted.is_err() {
            let _ = self.secrets.remove_all(&owner).await;
        }
        inserted
    }

    async fn save_secret(
        &self,
        record: &OauthAppRecord,
        secret: Option<ClientSecret>,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        match secret {
            Some(secret) => self.put_secret(record, &secret, on_late_write).await,
            None if record.has_secret => Ok(()),
            None => self.remove_secret(record).await.map(drop),
        }
    }

    /// Wherever a connection of the app looks for it, and where new ones will.
    async fn put_secret(
        &self,
        app: &OauthAppRecord,
        secret: &ClientSecret,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        let mut modes = vec![self.secrets.mode()];
        for id in self.connections.of_app(&app.id) {
            let mode = self.connections.read(&id, ConnectionEntry::mode)?;
            if !modes.contains(&mode) {
                modes.push(mode);
            }
        }
        for mode in modes {
            let owner = Owner::app(&app.environment, &app.id, mode);
            self.secrets.put(&owner, secret, on_late_write).await?;
        }
        Ok(())
    }

    /// Deletes an app that no connection uses, with its secret.
    pub(crate) async fn delete(&self, id: &AppId) -> Result<()> {
        let app = self.registry.get(id)?;
        let users = self.connections.of_app(id).len();
        if users > 0 {
            return Err(Error::AppInUse(users));
        }
        let _lock = self.sync.exclusive_app(id).await?;
        self.remove_secret(&app).await?;
        self.registry.remove(id);
        self.sync.remove_lock(id);
        Ok(())
    }

    async fn remove_secret(&self, app: &OauthAppRecord) -> Result<()> {
        let modes: &[Mode] =
            if app.session_only { &[Mode::Session] } else { &[Mode::Session, Mode::Keyring] };
        for mode in modes {
            self.secrets.remove_all(&Owner::app(&app.environment, &app.id, *mode)).await?;
        }
        Ok(())
    }

    /// Removes an app that only came with a connection, once its last one is gone. Answers how many secrets it had.
    pub(crate) async fn remove_if_unused(&self, environment: &str, id: &AppId, mode: Mode) -> usize {
        let is_kept = self.registry.get(id).is_ok_and(|app| app.kept);
        if is_kept || !self.connections.of_app(id).is_empty() {
            return 0;
        }
        let removed = self.secrets.remove_all(&Owner::app(environment, id, mode)).await.unwrap_or(0);
        self.registry.remove(id);
        removed
    }

    /// Reads what the app declares at HubSpot and stores it. One that cannot be read changes nothing.
    pub fn declare_scopes(&self, app: &AppId, declaration: &Declaration) -> Result<DeclaredScopes> {
        let declared = declaration.read()?;
        self.save_declared(app, Some(&declared))?;
        Ok(declared)
    }

    /// Forgets what was declared; the dry run then looks at names only.
    pub fn forget_declared_scopes(&self, app: &AppId) -> Result<()> {
        self.save_declared(app, None)
    }

    fn save_declared(&self, id: &AppId, declared: Option<&DeclaredScopes>) -> Result<()> {
        self.sync.reload()?;
        self.registry.update(id, |app| app.declared = declared.cloned()).map(drop)
    }

    /// Its secret was deleted by itself: it is asked for when the app is used next.
    pub(crate) fn note_secret_gone(&self, id: &AppId) -> Result<()> {
        match self.registry.update(id, |app| app.has_secret = false) {
            Ok(_) | Err(Error::AppNotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

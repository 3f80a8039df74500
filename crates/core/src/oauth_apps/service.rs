//! Lists, saves and deletes the user's own OAuth apps. One app may connect many portals.
//!
//! The record is in the data file, the client secret in the vault. A saved app stays until it is deleted; one that was
//! only used to connect is removed with its last connection. The demo portal's own app is not listed.

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

/// The user's own OAuth apps.
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

    /// The apps, by name.
    pub fn list(&self) -> Vec<OauthApp> {
        self.registry.list()
    }

    /// Saves a new app, or the changes to the one with this id.
    ///
    /// # Errors
    /// [`Error::AppInvalid`] or [`Error::OtherCredential`] if the form cannot be saved, [`Error::AppNotFound`],
    /// [`Error::AppChanged`] if the app is no longer of the version in `draft`, [`Error::StagedSecretGone`], or why the
    /// keyring or the data file refused. Nothing is saved then.
    pub async fn save(&self, id: Option<&AppId>, draft: AppDraft) -> Result<OauthApp> {
        // If two processes save the same app, the second one sees what the first one saved.
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

    /// Writes the record first, so that the keyring is not changed if the record is refused.
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

    /// Stores the client secret in each place where a connection of the app reads it, and where new ones will.
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
        self.registry.get(id)?;
        let _lock = self.sync.exclusive_app(id).await?;
        let app = self.registry.get(id)?;
        let users = self.connections.of_app(id).len();
        if users > 0 {
            return Err(Error::AppInUse(users));
        }
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

    /// Removes an app that was not saved by the user, once its last connection is gone. Returns how many secrets it had.
    pub(crate) async fn remove_if_unused(&self, environment: &str, id: &AppId, mode: Mode) -> usize {
        let is_kept = self.registry.get(id).is_ok_and(|app| app.kept);
        if is_kept || !self.connections.of_app(id).is_empty() {
            return 0;
        }
        let Ok(removed) = self.secrets.remove_all(&Owner::app(environment, id, mode)).await else {
            // Without its record, nothing would name the secret that is left.
            tracing::warn!("the client secret of an unused app could not be removed; the app stays");
            return 0;
        };
        self.registry.remove(id);
        removed
    }

    /// Parses what the app declares at HubSpot and saves it with the app.
    ///
    /// # Errors
    /// [`Error::Declaration`] if it cannot be parsed, [`Error::AppNotFound`], or [`Error::Store`]. Nothing is saved then.
    pub fn declare_scopes(&self, app: &AppId, declaration: &Declaration) -> Result<DeclaredScopes> {
        let declared = declaration.read()?;
        self.save_declared(app, Some(&declared))?;
        Ok(declared)
    }

    /// Removes the app's declaration. The dry run then checks scope names only.
    ///
    /// # Errors
    /// [`Error::AppNotFound`] or [`Error::Store`].
    pub fn forget_declared_scopes(&self, app: &AppId) -> Result<()> {
        self.save_declared(app, None)
    }

    fn save_declared(&self, id: &AppId, declared: Option<&DeclaredScopes>) -> Result<()> {
        self.sync.reload()?;
        self.registry.update(id, |app| app.declared = declared.cloned()).map(drop)
    }

    /// Records that only its secret was deleted: the app's next use asks for it.
    pub(crate) fn note_secret_gone(&self, id: &AppId) -> Result<()> {
        match self.registry.update(id, |app| app.has_secret = false) {
            Ok(_) | Err(Error::AppNotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

//! Reads the client secrets of apps, and makes the credentials for the token endpoint. Nothing else reads them.

use std::sync::Arc;

use portalscope_hubspot::oauth::AppCredential;
use portalscope_vault::{ClientSecret, Mode, Owner, kind};

use crate::environments::Environments;
use crate::environments::key::EMBEDDED_KEY;
use crate::error::{Error, Result};
use crate::ids::AppId;
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::secrets::store::SecretStore;
use crate::store::oauth_apps::OauthAppRecord;

/// Provides the credentials of OAuth apps.
pub(crate) struct AppCredentials {
    apps: Arc<OauthAppRegistry>,
    secrets: Arc<SecretStore>,
    environments: Arc<Environments>,
}

impl AppCredentials {
    pub(crate) fn new(
        apps: Arc<OauthAppRegistry>,
        secrets: Arc<SecretStore>,
        environments: Arc<Environments>,
    ) -> Self {
        Self { apps, secrets, environments }
    }

    /// The app's credential for a connection whose secrets are stored in the place `mode`.
    pub(crate) async fn of_connection(
        &self,
        environment: &str,
        app: &AppId,
        mode: Mode,
    ) -> Result<AppCredential> {
        let app = self.apps.get(app).map_err(|_| Error::SecretMissing)?;
        let client_secret = if environment == EMBEDDED_KEY {
            // The demo portal may have had another one when the portal was connected.
            ClientSecret::new(self.environments.demo_info().await?.client_secret)
        } else {
            self.client_secret(environment, &app, &[mode]).await?
        };
        let environment = self.environments.resolve(environment).await?;
        Ok(AppCredential { environment, client_id: app.client_id.into(), client_secret })
    }

    /// The client secret for a new connection: from memory, else from the keyring.
    pub(crate) async fn for_new_connection(&self, app: &OauthAppRecord) -> Result<ClientSecret> {
        let is_in_keyring = app.has_secret && !app.session_only;
        let modes: &[Mode] = if is_in_keyring { &[Mode::Session, Mode::Keyring] } else { &[Mode::Session] };
        self.client_secret(&app.environment, app, modes).await
    }

    async fn client_secret(
        &self,
        environment: &str,
        app: &OauthAppRecord,
        modes: &[Mode],
    ) -> Result<ClientSecret> {
        for mode in modes {
            let owner = Owner::app(environment, &app.id, *mode);
            if let Some(secret) = self.secrets.get::<kind::Client>(&owner).await? {
                return Ok(secret);
            }
        }
        Err(Error::AppSecretMissing)
    }
}

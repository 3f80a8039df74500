//! Turns a grant into a connection: identifies the portal, then stores secrets and records.

use std::sync::Arc;

use portalscope_hubspot::oauth::{self, Introspection, TokenGrant};
use portalscope_hubspot::{Client, Credential, RateLimit, Token, account_details};
use portalscope_vault::{AccessToken, ClientSecret, OnLateWrite, Owner, RefreshToken, kind};

use crate::connect::plan::Plan;
use crate::connections::identity::{Identity, expect_portal};
use crate::connections::label::ConnectionLabel;
use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::{ConnectionRegistry, NewConnection};
use crate::connections::token_record::TokenRecord;
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::ids::{AppId, ClientId, ConnectionId, HubId, new_id};
use crate::oauth_apps::registry::OauthAppRegistry;
use crate::oauth_apps::service::OauthApps;
use crate::platform::clock::Clock;
use crate::secrets::store::SecretStore;
use crate::store::oauth_apps::OauthAppRecord;
use crate::sync::SharedFolder;
use crate::tokens::informed_client::InformedClient;

/// A grant whose portal is identified. Nothing of it is stored yet.
pub(crate) struct IdentifiedGrant {
    record: ConnectionRecord,
    app_id: AppId,
    client_id: ClientId,
    /// The app's record if it is new or changed. `None`: the stored one stays as it is.
    app: Option<OauthAppRecord>,
    client_secret: ClientSecret,
    refresh_token: RefreshToken,
    access_token: AccessToken,
    rate_limit: Option<RateLimit>,
}

/// Identifies and stores grants.
pub(crate) struct Grants {
    connections: Arc<ConnectionRegistry>,
    apps: Arc<OauthAppRegistry>,
    oauth_apps: Arc<OauthApps>,
    secrets: Arc<SecretStore>,
    sync: Arc<SharedFolder>,
    client: Arc<InformedClient>,
    clock: Arc<dyn Clock>,
}

impl Grants {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        apps: Arc<OauthAppRegistry>,
        oauth_apps: Arc<OauthApps>,
        secrets: Arc<SecretStore>,
        sync: Arc<SharedFolder>,
        client: Arc<InformedClient>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, apps, oauth_apps, secrets, sync, client, clock }
    }

    /// Checks that the grant is for the expected portal, then reads the account's details.
    /// `client`: to ask about the token with.
    pub(crate) async fn identify(
        &self,
        plan: &Plan,
        client: &Client,
        grant: TokenGrant,
    ) -> Result<IdentifiedGrant> {
        self.secrets.register(&grant.access_token);
        let refresh_token = grant.refresh_token.clone().ok_or(oauth::TokenError::Unexpected)?;
        self.secrets.register(&refresh_token);
        let introspection = oauth::introspect(client, &plan.app, &grant.access_token).await.ok();
        let hub_id = grant.hub_id.clone().or_else(|| introspection.as_ref()?.hub_id.clone());
        let hub_id = HubId::from(hub_id.ok_or(oauth::TokenError::Unexpected)?);
        expect_portal(plan.expected_portal.as_ref(), &hub_id)?;
        let credential = Credential {
            environment: plan.app.environment.clone(),
            token: Token::Access(grant.access_token.clone()),
        };
        let (identity, rate_limit) = self.identity_of(&credential, hub_id, introspection.as_ref()).await?;
        let scopes = grant.scopes.clone().or_else(|| introspection?.scopes);
        Ok(IdentifiedGrant {
            record: self.record_of(plan, identity, scopes, &grant),
            app_id: plan.app_id.clone(),
            client_id: plan.app.client_id.clone().into(),
            app: plan.record.clone(),
            client_secret: plan.app.client_secret.clone(),
            refresh_token,
            access_token: grant.access_token,
            rate_limit,
        })
    }

    /// Details that cannot be read stay unknown: that is no reason to lose the grant. Fails only if they name another
    /// portal.
    async fn identity_of(
        &self,
        credential: &Credential,
        hub_id: HubId,
        introspection: Option<&Introspection>,
    ) -> Result<(Identity, Option<RateLimit>)> {
        let mut identity = Identity::of_hub(hub_id);
        if let Some(found) = introspection {
            identity.app_id.clone_from(&found.app_id);
            identity.user.clone_from(&found.user);
            identity.user_id.clone_from(&found.user_id);
            if let Some(domain) = found.hub_domain.as_ref().filter(|domain| !domain.is_empty()) {
                identity.portal_name.clone_from(domain);
            }
        }
        let Ok(details) = account_details(self.client.get().await, credential).await else {
            return Ok((identity, None));
        };
        let told = details.portal_id.clone().map_or_else(|| identity.hub_id.clone(), HubId::from);
        expect_portal(Some(&identity.hub_id), &told)?;
        let rate_limit = details.rate_limit;
        identity.take_details(details);
        Ok((identity, rate_limit))
    }

    fn record_of(
        &self,
        plan: &Plan,
        identity: Identity,
        granted_scopes: Option<Vec<String>>,
        grant: &TokenGrant,
    ) -> ConnectionRecord {
        let known = self.connection_of(&plan.app_id, &identity.hub_id);
        let lifetime = u32::try_from(grant.expires_in.as_secs()).unwrap_or(u32::MAX);
        let now = self.clock.now();
        ConnectionRecord {
            id: known.unwrap_or_else(|| new_id().into()),
            environment: plan.app.environment.key().to_owned(),
            app: Some(plan.app_id.clone()),
            credential: CredentialKind::Oauth,
            identity,
            granted_scopes,
            requested_scopes: plan.scopes.clone(),
            requested_optional_scopes: plan.optional_scopes.clone(),
            token: Some(TokenRecord::new(lifetime, grant.server_time, now)),
            last_error: None,
            connected_at: now,
            label: ConnectionLabel::default(),
        }
    }

    /// The connection of this app to this portal.
    fn connection_of(&self, app_id: &AppId, hub_id: &HubId) -> Option<ConnectionId> {
        self.connections
            .find(|record| record.app.as_ref() == Some(app_id) && record.identity.hub_id == *hub_id)
    }

    /// Stores the secrets in the vault, then the records in the data file. If a secret is refused, new ones are removed
    /// again. The future must not be dropped before it completes.
    pub(crate) async fn save(&self, mut new: IdentifiedGrant) -> Result<Connection> {
        let mut _lock = self.sync.exclusive(&new.record.id).await?;
        // Another process may have connected the same app and portal meanwhile. Replace that connection.
        let known = self.connection_of(&new.app_id, &new.record.identity.hub_id);
        if let Some(known) = known.filter(|known| *known != new.record.id) {
            self.sync.remove_lock(&new.record.id);
            _lock = self.sync.exclusive(&known).await?;
            new.record.id = known;
        }
        let id = new.record.id.clone();
        let saved = self.save_locked(new).await;
        if saved.is_err() && !self.connections.contains(&id) {
            self.sync.remove_lock(&id);
        }
        saved
    }

    /// [`save`](Self::save) under the connection's lock.
    async fn save_locked(&self, new: IdentifiedGrant) -> Result<Connection> {
        if new.app.is_none() && !self.apps.contains(&new.app_id) {
            // The app was deleted while the consent page was open.
            return Err(Error::AppNotFound);
        }
        let is_new = !self.connections.contains(&new.record.id);
        if let Err(error) = self.put_secrets(&new, is_new).await {
            if is_new {
                let owner = self.owner_of(&new.record);
                let _ = self.secrets.remove_all(&owner).await;
                let mode = self.secrets.mode();
                self.oauth_apps.remove_if_unused(&new.record.environment, &new.app_id, mode).await;
            }
            return Err(error);
        }
        if let Some(app) = new.app {
            self.apps.insert(app)?;
        }
        self.connections.insert(NewConnection {
            record: new.record,
            token: Token::Access(new.access_token),
            rate_limit: new.rate_limit,
            client_id: Some(new.client_id),
            mode: self.secrets.mode(),
        })
    }

    async fn put_secrets(&self, new: &IdentifiedGrant, is_new: bool) -> Result<()> {
        let app = Owner::app(&new.record.environment, &new.app_id, self.secrets.mode());
        let app_is_new = !self.apps.contains(&new.app_id);
        let owner = self.owner_of(&new.record);
        let on_late_write = |is_new| if is_new { OnLateWrite::Remove } else { OnLateWrite::Keep };
        // A known app's secret may have been replaced while the consent page was open.
        if new.app.is_some() || self.secrets.get::<kind::Client>(&app).await?.is_none() {
            self.secrets.put(&app, &new.client_secret, on_late_write(app_is_new)).await?;
        }
        self.secrets.put(&owner, &new.refresh_token, on_late_write(is_new)).await?;
        self.secrets.put(&owner, &new.access_token, on_late_write(is_new)).await
    }

    /// The owner of the connection's secrets where new secrets are stored now.
    fn owner_of(&self, record: &ConnectionRecord) -> Owner {
        Owner::connection(&record.environment, &record.id, self.secrets.mode())
    }
}

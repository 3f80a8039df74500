//! How a grant becomes a connection, how a static token does, and how a connection ends.

use portalscope_hubspot::oauth::{self, Introspection, TokenGrant};
use portalscope_hubspot::{Credential, RateLimit, Token, account_details};
use portalscope_vault::{AccessToken, ClientSecret, Mode, OnLateWrite, Owner, RefreshToken, kind};
use serde::Serialize;
use specta::Type;

use crate::Error;
use crate::account::Identity;
use crate::app::{Event, Portalscope};
use crate::connection::{Connection, ConnectionRecord, CredentialKind, RateLimitFigures, TokenRecord};
use crate::connections::Live;
use crate::error::Result;
use crate::plan::Plan;
use crate::store::AppRecord;

/// A connection of which everything is known and nothing stored.
pub(crate) struct NewConnection {
    record: ConnectionRecord,
    app_id: String,
    client_id: String,
    /// The app's record where it is new or changed.
    app: Option<AppRecord>,
    client_secret: ClientSecret,
    refresh_token: RefreshToken,
    access_token: AccessToken,
    rate_limit: Option<RateLimit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Revocation {
    Revoked,
    NotAsked,
    /// A static token can only be revoked in the portal.
    NotPossible,
    Failed,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DisconnectReport {
    pub secrets_removed: u32,
    pub revoked: Revocation,
    pub message: String,
}

impl Portalscope {
    /// Compares the portal with the one expected, then learns whose it is.
    pub(crate) async fn identify_grant(&self, plan: &Plan, grant: TokenGrant) -> Result<NewConnection> {
        self.redactor.learn("access-token", grant.access_token.expose());
        let refresh_token = grant.refresh_token.clone().ok_or(oauth::TokenError::Unexpected)?;
        self.redactor.learn("refresh-token", refresh_token.expose());
        let introspection = oauth::introspect(&self.client, &plan.app, &grant.access_token).await.ok();
        let hub_id = grant.hub_id.clone().or_else(|| introspection.as_ref()?.hub_id.clone());
        let hub_id = hub_id.ok_or(oauth::TokenError::Unexpected)?;
        expect_portal(plan.expected_portal.as_deref(), &hub_id)?;
        let credential = Credential {
            environment: plan.app.environment.clone(),
            token: Token::Access(grant.access_token.clone()),
        };
        let (identity, rate_limit) = self.identify(&credential, hub_id, introspection.as_ref()).await?;
        let scopes = grant.scopes.clone().or_else(|| introspection?.scopes);
        Ok(NewConnection {
            record: self.grant_record(plan, identity, scopes, &grant),
            app_id: plan.app_id.clone(),
            client_id: plan.app.client_id.clone(),
            app: plan.record.clone(),
            client_secret: plan.app.client_secret.clone(),
            refresh_token,
            access_token: grant.access_token,
            rate_limit,
        })
    }

    /// The details are not worth losing the connection for: what cannot be learnt stays unknown.
    async fn identify(
        &self,
        credential: &Credential,
        hub_id: String,
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
        let Ok(details) = account_details(&self.client, credential).await else {
            return Ok((identity, None));
        };
        expect_portal(Some(&identity.hub_id), details.portal_id.as_deref().unwrap_or(&identity.hub_id))?;
        let rate_limit = details.rate_limit;
        identity.take_details(details);
        Ok((identity, rate_limit))
    }

    /// Reads the account's details again: a portal may be renamed, and may not have answered when it was connected.
    pub(crate) async fn learn_identity(&self, id: &str) -> Result<()> {
        let record = self.connections.with(id, |live| live.record.clone())?;
        let environment = self.environment(&record.environment).await?;
        let Some(token) = self.held_token(&record).await? else { return Ok(()) };
        let details = account_details(&self.client, &Credential { environment, token }).await?;
        expect_portal(details.portal_id.as_deref(), &record.identity.hub_id)?;
        let mut identity = record.identity.clone();
        identity.take_details(details);
        if identity != record.identity {
            self.change_record(id, |record| record.identity.clone_from(&identity))?;
            self.connection_changed(id);
        }
        Ok(())
    }

    fn grant_record(
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
            id: known.unwrap_or_else(new_id),
            environment: plan.app.environment.key().to_owned(),
            app: Some(plan.app_id.clone()),
            credential: CredentialKind::Oauth,
            identity,
            granted_scopes,
            asked_scopes: plan.scopes.clone(),
            asked_optional_scopes: plan.optional_scopes.clone(),
            token: Some(TokenRecord::new(lifetime, grant.server_time, now)),
            trouble: None,
            connected_at: now,
        }
    }

    /// The connection of this app to this portal.
    fn connection_of(&self, app_id: &str, hub_id: &str) -> Option<String> {
        self.connections
            .find(|record| record.app.as_deref() == Some(app_id) && record.identity.hub_id == hub_id)
    }

    /// Puts the secrets into the vault, then the records into the data file. If one of them is refused, what was new
    /// is taken out again. Must run to its end.
    pub(crate) async fn keep_grant(&self, mut new: NewConnection) -> Result<Connection> {
        let mut _held = self.exclusive(&new.record.id).await?;
        // Another process may have connected the same meanwhile: it is one connection.
        let known = self.connection_of(&new.app_id, &new.record.identity.hub_id);
        if let Some(known) = known.filter(|known| *known != new.record.id) {
            self.remove_lock(&new.record.id);
            _held = self.exclusive(&known).await?;
            new.record.id = known;
        }
        let id = new.record.id.clone();
        let kept = self.keep_held_grant(new).await;
        if kept.is_err() && self.connections.view(&id).is_err() {
            self.remove_lock(&id);
        }
        kept
    }

    /// The same while the connection's lock is held.
    async fn keep_held_grant(&self, new: NewConnection) -> Result<Connection> {
        if new.app.is_none() && self.find_app(|app| app.id == new.app_id).is_none() {
            // The app was deleted while the consent page was open.
            return Err(Error::AppNotFound);
        }
        let is_new = self.connections.view(&new.record.id).is_err();
        if let Err(error) = self.put_secrets(&new, is_new).await {
            self.storage_changed();
            if is_new {
                let owner = self.new_owner(&new.record);
                let _ = self.vault.remove_all(&owner).await;
                self.remove_app_if_unused(&new.record.environment, &new.app_id, self.vault.mode()).await;
            }
            return Err(error);
        }
        if let Some(app) = new.app {
            self.keep_app(app)?;
            self.apps_changed();
        }
        let token = Token::Access(new.access_token);
        self.keep_record(new.record, token, new.rate_limit, Some(new.client_id))
    }

    async fn put_secrets(&self, new: &NewConnection, is_new: bool) -> Result<()> {
        let app = Owner::app(&new.record.environment, &new.app_id, self.vault.mode());
        let app_is_new = self.find_app(|known| known.id == new.app_id).is_none();
        let owner = self.new_owner(&new.record);
        let on_late_write = |is_new| if is_new { OnLateWrite::Remove } else { OnLateWrite::Keep };
        // A known app's secret may have been replaced while the consent page was open.
        if new.app.is_some() || self.vault.get::<kind::Client>(&app).await?.is_none() {
            self.vault.put(&app, &new.client_secret, on_late_write(app_is_new)).await?;
        }
        self.vault.put(&owner, &new.refresh_token, on_late_write(is_new)).await?;
        Ok(self.vault.put(&owner, &new.access_token, on_late_write(is_new)).await?)
    }

    /// New secrets go where new connections are kept.
    pub(crate) fn new_owner(&self, record: &ConnectionRecord) -> Owner {
        Owner::connection(&record.environment, &record.id, self.vault.mode())
    }

    /// The last step of connecting: from here on the connection exists.
    pub(crate) fn keep_record(
        &self,
        record: ConnectionRecord,
        token: Token,
        rate_limit: Option<RateLimit>,
        client_id: Option<String>,
    ) -> Result<Connection> {
        let session_only = self.keeps_in_memory();
        let revision = if session_only { 0 } else { self.store.save_connection(&record)? };
        let id = record.id.clone();
        let mut live = Live::new(record, client_id, session_only);
        live.revision = revision;
        live.token = Some(token);
        live.rate_limit = rate_limit.map(|limit| RateLimitFigures::new(limit, self.clock.now()));
        self.connections.insert(live);
        if let Some(limit) = rate_limit {
            self.connections.with(&id, |live| live.usage.take(limit, self.clock.now()))?;
        }
        self.connection_changed(&id);
        self.freshness_changed.notify_one();
        self.connections.view(&id)
    }

    /// Removes every secret of the connection, and of its app when no other connection uses it, then the record.
    pub async fn disconnect(&self, id: &str, revoke: bool) -> Result<DisconnectReport> {
        // A refresh under way ends first: it would store its token after everything was removed.
        let _held = self.exclusive(id).await?;
        let record = self.connections.with(id, |live| live.record.clone())?;
        let (owner, mode) = self.connections.with(id, |live| (live.owner(), live.mode()))?;
        let revoked = self.revoke(&record, &owner, revoke).await;
        let mut removed = self.vault.remove_all(&owner).await.inspect_err(|_| {
            self.storage_changed();
        })?;
        // The data file first: a look at it in between must not bring the connection back.
        self.store.remove_connection(id)?;
        self.connections.remove(id);
        self.remove_lock(id);
        self.store.forget_calls(id)?;
        if let Some(app) = &record.app {
            removed += self.remove_app_if_unused(&record.environment, app, mode).await;
        }
        self.emit(Event::ConnectionRemoved(id.to_owned()));
        self.freshness_changed.notify_one();
        Ok(report(removed, revoked))
    }

    async fn revoke(&self, record: &ConnectionRecord, owner: &Owner, asked: bool) -> Revocation {
        let Some(app_id) = record.app.as_ref() else { return Revocation::NotPossible };
        if !asked {
            return Revocation::NotAsked;
        }
        let revoking = async {
            let mode = self.connections.with(&record.id, |live| live.mode())?;
            let (app, _) = self.app_credential(&record.environment, app_id, mode).await?;
            let token = self.refresh_token(record, owner).await?;
            Ok::<_, Error>(oauth::revoke(&self.client, &app, &token).await?)
        };
        if revoking.await.is_ok() { Revocation::Revoked } else { Revocation::Failed }
    }

    async fn remove_app_if_unused(&self, environment: &str, app_id: &str, mode: Mode) -> usize {
        let is_kept = self.find_app(|app| app.id == app_id).is_some_and(|app| app.kept);
        if is_kept || self.connections.find(|record| record.app.as_deref() == Some(app_id)).is_some() {
            return 0;
        }
        let removed = self.vault.remove_all(&Owner::app(environment, app_id, mode)).await.unwrap_or(0);
        self.forget_app(app_id);
        self.apps_changed();
        removed
    }
}

pub(crate) fn expect_portal(expected: Option<&str>, actual: &str) -> Result<()> {
    match expected.map(str::trim) {
        Some(expected) if expected != actual => {
            // The grant is not revoked: the server may have given the token that a good connection holds.
            Err(Error::WrongPortal { expected: expected.to_owned(), actual: actual.to_owned() })
        }
        _ => Ok(()),
    }
}

fn report(removed: usize, revoked: Revocation) -> DisconnectReport {
    let message = match revoked {
        Revocation::Revoked => "Its access was revoked at the server too.",
        Revocation::NotAsked => "The app is still installed in the portal.",
        Revocation::NotPossible => {
            "The token itself still works: delete it in the portal if it is not needed."
        }
        Revocation::Failed => "The server could not be told to revoke it: remove the app in the portal.",
    };
    DisconnectReport {
        secrets_removed: u32::try_from(removed).unwrap_or(u32::MAX),
        revoked,
        message: message.to_owned(),
    }
}

pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

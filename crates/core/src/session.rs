//! A fresh token for whoever needs one. One refresh at a time per connection, shared by all who wait for it.
//!
//! A refresh never loses the connection: the refresh token before is kept beside the present one, and a new one that the keyring refuses is held in memory and stored with the next.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_hubspot::oauth::{self, AppCredential, TokenError, TokenGrant};
use portalscope_hubspot::{Credential, RateLimit, Token};
use portalscope_vault::{AccessToken, IfLate, Owner, PreviousRefreshToken, RefreshToken, kind};

use crate::app::Portalscope;
use crate::connection::{
    Connection, ConnectionRecord, CredentialKind, LastRefresh, RateLimitFigures, RefreshOutcome, TokenRecord,
};
use crate::connections::is_passing;
use crate::error::Result;
use crate::{CommandError, Error};

/// When a token is due to be renewed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    /// Ahead of its end, as always.
    WhenItsMarginIsReached,
    /// The person asked for it.
    Now,
}

impl Portalscope {
    /// The connection's token with its host, renewed first if its margin is reached.
    pub(crate) async fn credential(self: &Arc<Self>, id: &str) -> Result<Credential> {
        let record = self.connections.with(id, |live| live.record.clone())?;
        let environment = self.environment(&record.environment).await?;
        let token = match record.credential {
            CredentialKind::Oauth => Token::Access(self.access_token(id).await?),
            CredentialKind::PrivateApp | CredentialKind::ServiceKey | CredentialKind::StaticToken => {
                self.held_token(&record).await?.ok_or(Error::SecretMissing)?
            }
        };
        Ok(Credential { environment, token })
    }

    /// Renews the token now, and answers the connection with its new life.
    pub async fn refresh_connection(self: &Arc<Self>, id: &str) -> Result<Connection> {
        let credential = self.connections.with(id, |live| live.record.credential)?;
        if credential != CredentialKind::Oauth {
            return Err(Error::RefreshNotPossible);
        }
        self.renew(id, Due::Now).await?;
        self.connections.view(id)
    }

    /// Renews the token if it is due; trouble that passes is no error while the token still lives.
    async fn access_token(self: &Arc<Self>, id: &str) -> Result<AccessToken> {
        match self.renew(id, Due::WhenItsMarginIsReached).await {
            Err(error) if self.still_lives(id) && is_passing(CommandError::from(&error).code) => {
                tracing::info!("the refresh will be tried again; the present token still lives");
            }
            result => result?,
        }
        let record = self.connections.with(id, |live| live.record.clone())?;
        match self.held_token(&record).await? {
            Some(Token::Access(token)) => Ok(token),
            _ => Err(Error::SecretMissing),
        }
    }

    pub(crate) async fn renew_if_due(self: &Arc<Self>, id: &str) -> Result<()> {
        self.renew(id, Due::WhenItsMarginIsReached).await
    }

    /// A task of its own: whoever asked may go away, a refresh that has begun must not, for the server may already
    /// have given the new token for the old one.
    async fn renew(self: &Arc<Self>, id: &str, due: Due) -> Result<()> {
        let (app, id) = (Arc::clone(self), id.to_owned());
        tokio::spawn(async move { app.renew_to_its_end(&id, due).await }).await.map_err(|_| Error::Fault)?
    }

    async fn renew_to_its_end(&self, id: &str, due: Due) -> Result<()> {
        let asked_at = self.clock.now();
        let gate = self.connections.gate(id);
        let _held = gate.lock().await;
        let record = self.connections.with(id, |live| live.record.clone())?;
        if !self.is_due(&record, due, asked_at) {
            return Ok(());
        }
        self.connections.with(id, |live| live.refreshing = true)?;
        self.connection_changed(id);
        let result = self.exchange_refresh_token(&record).await;
        self.note_refresh(id, &result);
        result
    }

    /// Whoever waited for the gate while another refreshed has what they came for.
    fn is_due(&self, record: &ConnectionRecord, due: Due, asked_at: Timestamp) -> bool {
        let Some(token) = &record.token else { return false };
        match due {
            Due::Now => !token.renewed_since(asked_at),
            Due::WhenItsMarginIsReached => self.clock.now() >= token.refresh_at(),
        }
    }

    async fn exchange_refresh_token(&self, record: &ConnectionRecord) -> Result<()> {
        let app_id = record.app.as_deref().ok_or(Error::RefreshNotPossible)?;
        let owner = self.connections.with(&record.id, |live| live.owner())?;
        let mode = self.connections.with(&record.id, |live| live.mode())?;
        let (app, _) = self.app_credential(&record.environment, app_id, mode).await?;
        let current = self.refresh_token(record, &owner).await?;
        let (grant, used) = match oauth::refresh(&self.client, &app, &current).await {
            Err(TokenError::RefreshToken) => self.refresh_with_previous(&app, &owner).await?,
            result => (result?, current),
        };
        if let Some(hub_id) = grant.hub_id.as_ref().filter(|hub_id| **hub_id != record.identity.hub_id) {
            return Err(Error::WrongPortal {
                expected: record.identity.hub_id.clone(),
                actual: hub_id.clone(),
            });
        }
        self.take_refreshed(record, &owner, &used, grant).await
    }

    /// After a crash between the server's answer and the keyring, the one before may be the one that counts.
    async fn refresh_with_previous(
        &self,
        app: &AppCredential,
        owner: &Owner,
    ) -> Result<(TokenGrant, RefreshToken)> {
        let previous = self.vault.get::<kind::PreviousRefresh>(owner).await?;
        let previous: RefreshToken = previous.ok_or(TokenError::RefreshToken)?.into_kind();
        let grant = oauth::refresh(&self.client, app, &previous).await?;
        Ok((grant, previous))
    }

    pub(crate) async fn refresh_token(
        &self,
        record: &ConnectionRecord,
        owner: &Owner,
    ) -> Result<RefreshToken> {
        if let Some(unsaved) = self.connections.with(&record.id, |live| live.unsaved_refresh.clone())? {
            return Ok(unsaved);
        }
        let token = self.vault.get::<kind::Refresh>(owner).await.inspect_err(|_| {
            self.storage_changed();
        })?;
        let token = token.ok_or(Error::SecretMissing)?;
        self.redactor.learn("refresh-token", token.expose());
        Ok(token)
    }

    async fn take_refreshed(
        &self,
        record: &ConnectionRecord,
        owner: &Owner,
        used: &RefreshToken,
        grant: TokenGrant,
    ) -> Result<()> {
        self.redactor.learn("access-token", grant.access_token.expose());
        let refresh = grant.refresh_token.clone().unwrap_or_else(|| used.clone());
        self.redactor.learn("refresh-token", refresh.expose());
        let lifetime = u32::try_from(grant.expires_in.as_secs()).unwrap_or(u32::MAX);
        let token = TokenRecord::new(lifetime, grant.server_time, self.clock.now());
        self.connections.with(&record.id, |live| {
            live.token = Some(Token::Access(grant.access_token.clone()));
            live.unsaved_refresh = Some(refresh.clone());
            live.record.token = Some(token);
            if grant.scopes.is_some() {
                live.record.granted_scopes.clone_from(&grant.scopes);
            }
        })?;
        self.write_ahead(owner, used, &refresh, &grant.access_token).await?;
        self.connections.with(&record.id, |live| live.unsaved_refresh = None)
    }

    /// The old refresh token is put beside before the new one takes its place; the access token comes last.
    async fn write_ahead(
        &self,
        owner: &Owner,
        used: &RefreshToken,
        refresh: &RefreshToken,
        access: &AccessToken,
    ) -> Result<()> {
        let put = async {
            if refresh != used {
                let previous: PreviousRefreshToken = used.clone().into_kind();
                self.vault.put(owner, &previous, IfLate::Keep).await?;
            }
            self.vault.put(owner, refresh, IfLate::Keep).await?;
            self.vault.put(owner, access, IfLate::Keep).await
        };
        put.await.inspect_err(|_| {
            self.storage_changed();
        })?;
        Ok(())
    }

    /// Stores what the keyring would not take when it was received.
    pub(crate) async fn store_unsaved(&self) {
        for id in self.connections.unsaved() {
            let gate = self.connections.gate(&id);
            let _held = gate.lock().await;
            if self.store_newest(&id).await.is_err() {
                tracing::warn!("a refresh token is still in memory only");
            }
        }
    }

    async fn store_newest(&self, id: &str) -> Result<()> {
        let newest = self
            .connections
            .with(id, |live| (live.owner(), live.unsaved_refresh.clone(), live.token.clone()))?;
        if let (owner, Some(refresh), Some(Token::Access(access))) = newest {
            let before = self.vault.get::<kind::Refresh>(&owner).await?.unwrap_or_else(|| refresh.clone());
            self.write_ahead(&owner, &before, &refresh, &access).await?;
            self.connections.with(id, |live| live.unsaved_refresh = None)?;
        }
        Ok(())
    }

    fn note_refresh(&self, id: &str, result: &Result<()>) {
        let at = self.clock.now();
        let error = result.as_ref().err().map(CommandError::from);
        let outcome = if error.is_none() { RefreshOutcome::Worked } else { RefreshOutcome::Failed };
        let noted = self.connections.with(id, |live| {
            live.refreshing = false;
            live.record.trouble.clone_from(&error);
            if let Some(token) = &mut live.record.token {
                token.last_refresh = Some(LastRefresh { at, outcome, error });
            }
            self.save_record(&live.record, live.session_only);
        });
        if noted.is_ok() {
            self.connection_changed(id);
        }
        self.freshness_changed.notify_one();
    }

    /// Takes what an answer shows beside its body: limits, the server's clock, whether the token was taken.
    pub(crate) fn observe(
        &self,
        id: &str,
        status: u16,
        limit: Option<RateLimit>,
        server_time: Option<Timestamp>,
    ) {
        let now = self.clock.now();
        let observed = self.connections.with(id, |live| {
            if let Some(limit) = limit {
                live.rate_limit = Some(RateLimitFigures::new(limit, now));
            }
            let token = live.record.token.as_mut();
            let skewed = token.zip(server_time).is_some_and(|(token, time)| token.observe_skew(now, time));
            // Any answer but a refusal of the token shows that the server is there and takes it.
            let recovered = status != 401 && live.record.trouble.take().is_some();
            // Saved while the connection is held: one that is being removed must not come back.
            if skewed || recovered {
                self.save_record(&live.record, live.session_only);
            }
        });
        if observed.is_ok() {
            self.connection_changed(id);
        }
    }

    fn still_lives(&self, id: &str) -> bool {
        let now = self.clock.now();
        let lives = |live: &mut crate::connections::Live| {
            live.record.token.as_ref().is_some_and(|token| now < token.expires_at())
        };
        self.connections.with(id, lives).unwrap_or(false)
    }

    fn save_record(&self, record: &ConnectionRecord, session_only: bool) {
        if !session_only && self.store.save_connection(record).is_err() {
            tracing::warn!("a connection's record could not be saved");
        }
    }

    /// The bearer token: as held since it was last read or renewed, else out of the vault.
    async fn held_token(&self, record: &ConnectionRecord) -> Result<Option<Token>> {
        if let Some(token) = self.connections.with(&record.id, |live| live.token.clone())? {
            return Ok(Some(token));
        }
        let owner = self.connections.with(&record.id, |live| live.owner())?;
        let read = async {
            if record.credential == CredentialKind::Oauth {
                let token = self.vault.get::<kind::Access>(&owner).await?;
                return Ok(token.map(|token| {
                    self.redactor.learn("access-token", token.expose());
                    Token::Access(token)
                }));
            }
            let token = self.vault.get::<kind::Static>(&owner).await?;
            Ok(token.map(|token| {
                self.redactor.learn("static-token", token.expose());
                Token::Static(token)
            }))
        };
        let token = read.await.inspect_err(|_: &portalscope_vault::VaultError| {
            self.storage_changed();
        })?;
        self.connections.with(&record.id, |live| live.token.clone_from(&token))?;
        Ok(token)
    }
}

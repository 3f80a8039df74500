//! Renewing a token: one refresh at a time per connection, in all processes together, shared by all who wait for it.
//!
//! A refresh never loses the connection: the refresh token before is kept beside the present one until the present one
//! has worked, and a new one that the keyring refuses is held in memory and stored with the next.

use std::sync::Arc;
use std::time::Duration;

use portalscope_hubspot::Token;
use portalscope_hubspot::oauth::{self, AppCredential, TokenError, TokenGrant};
use portalscope_vault::{AccessToken, OnLateWrite, Owner, PreviousRefreshToken, RefreshToken, kind};

use crate::app::Portalscope;
use crate::attempts::Asker;
use crate::clock::Moment;
use crate::connect::expect_portal;
use crate::connection::{ConnectionRecord, LastRefresh, RefreshOutcome, TokenRecord};
use crate::error::Result;
use crate::{CommandError, Error};

/// When a token is due to be renewed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Due {
    /// Ahead of its end, for a call.
    WhenItsMarginIsReached,
    /// The same for the open connection, which is also brought back from trouble.
    ByKeeper,
    /// The person asked for it.
    Now,
    /// The server refused this token.
    Refused(AccessToken),
}

impl Due {
    fn asker(&self) -> Asker {
        match self {
            Self::WhenItsMarginIsReached | Self::Refused(_) => Asker::Call,
            Self::ByKeeper => Asker::Keeper,
            Self::Now => Asker::Person,
        }
    }
}

impl Portalscope {
    /// A task of its own: whoever asked may go away, a refresh that has begun must not, for the server may already
    /// have given the new token for the old one.
    pub(crate) async fn renew(self: &Arc<Self>, id: &str, due: Due) -> Result<()> {
        let (app, id) = (Arc::clone(self), id.to_owned());
        let renewing = async move {
            let was_asked = due == Due::Now;
            app.renew_to_its_end(&id, due).await?;
            // Nobody waits for it, and its failure says nothing of the token.
            if app.connections.with(&id, |live| was_asked || !live.record.identity.is_known())? {
                tokio::spawn(async move { app.learn_identity(&id).await });
            }
            Ok(())
        };
        tokio::spawn(renewing).await.map_err(|_| Error::Fault)?
    }

    async fn renew_to_its_end(&self, id: &str, due: Due) -> Result<()> {
        let asked = self.clock.moment();
        let _held = self.exclusive(id).await?;
        let record = self.connections.with(id, |live| live.record.clone())?;
        if !self.is_due(&record, &due, asked).await? {
            return Ok(());
        }
        self.connections.with(id, |live| live.refreshing = true)?;
        self.connection_changed(id);
        let result = self.exchange_refresh_token(&record).await;
        self.note_refresh(id, &result);
        result
    }

    /// Whoever waited while another tried shares the outcome: a renewed token, or the trouble.
    async fn is_due(&self, record: &ConnectionRecord, due: &Due, asked: Moment) -> Result<bool> {
        let Some(token) = &record.token else { return Ok(false) };
        if let Some(ended) =
            self.connections.with(&record.id, |live| live.attempts.ended_since(asked.monotonic))?
        {
            return ended.map(|()| false).map_err(Error::AsBefore);
        }
        let now = self.clock.now();
        let is_due = match due {
            Due::Now => !token.renewed_since(asked.wall),
            Due::WhenItsMarginIsReached => token.is_due(now),
            Due::ByKeeper => {
                token.is_due(now) || self.connections.with(&record.id, |live| live.wants_recovery())?
            }
            Due::Refused(refused) => {
                self.held_token(record).await?.is_none_or(|held| held == Token::Access(refused.clone()))
            }
        };
        let now = self.clock.monotonic();
        let trouble =
            self.connections.with(&record.id, |live| live.attempts.must_wait(now, due.asker()).cloned())?;
        match trouble {
            Some(trouble) if is_due => Err(Error::AsBefore(trouble)),
            _ => Ok(is_due),
        }
    }

    async fn exchange_refresh_token(&self, record: &ConnectionRecord) -> Result<()> {
        let app_id = record.app.as_deref().ok_or(Error::RefreshNotPossible)?;
        let (owner, mode) = self.connections.with(&record.id, |live| (live.owner(), live.mode()))?;
        let (app, _) = self.app_credential(&record.environment, app_id, mode).await?;
        let current = self.refresh_token(record, &owner).await?;
        tracing::trace!("step: the server is asked");
        let (grant, used) = match oauth::refresh(&self.client, &app, &current).await {
            Err(TokenError::RefreshToken) => self.refresh_with_previous(&app, &owner).await?,
            result => (result?, current),
        };
        tracing::trace!("step: the server has answered");
        let introspected = match grant.hub_id {
            Some(_) => None,
            // An older endpoint does not name the portal beside the token.
            None => oauth::introspect(&self.client, &app, &grant.access_token).await.ok(),
        };
        let hub_id = grant.hub_id.clone().or_else(|| introspected?.hub_id);
        expect_portal(Some(&record.identity.hub_id), hub_id.as_deref().unwrap_or(&record.identity.hub_id))?;
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

    /// In memory at once, in the keyring next, in the data file last: the record never promises a token that the
    /// keyring does not have.
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
        })?;
        let written = self.write_ahead(owner, used, &refresh, &grant.access_token).await;
        self.change_record(&record.id, |record| {
            record.token = Some(token.clone());
            if grant.scopes.is_some() {
                record.granted_scopes.clone_from(&grant.scopes);
            }
        })?;
        tracing::trace!("step: the record is kept");
        written?;
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
                self.vault.put(owner, &previous, OnLateWrite::Keep).await?;
                tracing::trace!("step: the refresh token before is kept");
            }
            self.vault.put(owner, refresh, OnLateWrite::Keep).await?;
            tracing::trace!("step: the refresh token is kept");
            self.vault.put(owner, access, OnLateWrite::Keep).await?;
            tracing::trace!("step: the access token is kept");
            Ok::<_, portalscope_vault::VaultError>(())
        };
        put.await.inspect_err(|_| {
            self.storage_changed();
        })?;
        Ok(())
    }

    /// Stores what the keyring would not take when it was received.
    pub(crate) async fn store_unsaved(&self) {
        for id in self.connections.unsaved() {
            if self.store_newest(&id).await.is_err() {
                tracing::warn!("a refresh token is still in memory only");
            }
        }
    }

    async fn store_newest(&self, id: &str) -> Result<()> {
        let _held = self.exclusive(id).await?;
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
        let Moment { wall: at, monotonic: now } = self.clock.moment();
        let error = result.as_ref().err().map(CommandError::from);
        let outcome = if error.is_none() { RefreshOutcome::Worked } else { RefreshOutcome::Failed };
        let noted = self.connections.with(id, |live| {
            live.refreshing = false;
            match &error {
                None => live.attempts.worked(now),
                Some(error) => live.attempts.failed(now, error.clone(), retry_after(result)),
            }
        });
        let noted = noted.and_then(|()| {
            self.change_record(id, |record| {
                record.trouble.clone_from(&error);
                if let Some(token) = &mut record.token {
                    token.last_refresh = Some(LastRefresh { at, outcome, error: error.clone() });
                }
            })
        });
        if noted.is_ok() {
            self.connection_changed(id);
        }
        self.freshness_changed.notify_one();
    }
}

fn retry_after(result: &Result<()>) -> Option<Duration> {
    match result {
        Err(Error::Token(TokenError::Busy { retry_after, .. })) => Some(*retry_after),
        _ => None,
    }
}

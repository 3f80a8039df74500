//! Refreshes tokens (RFC 6749, section 6): one refresh at a time per connection, across all processes, whose outcome all
//! waiting callers share.
//!
//! A refresh must not lose the connection. If the refresh token changes, the previous one is stored beside it. A new one
//! that the keyring refuses stays in memory, and is stored later.

use std::sync::Arc;
use std::time::Duration;

use portalscope_hubspot::oauth::{self, AppCredential, TokenError, TokenGrant};
use portalscope_hubspot::{Client, Token};
use portalscope_vault::{AccessToken, RefreshToken};

use crate::connections::backoff::Initiator;
use crate::connections::entry::ConnectionEntry;
use crate::connections::identity::expect_portal;
use crate::connections::record::ConnectionRecord;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::token_record::{LastRefresh, RefreshOutcome, TokenRecord};
use crate::error::{CommandError, Error, Result};
use crate::history::token_calls::RecordingClient;
use crate::ids::{ConnectionId, HubId};
use crate::oauth_apps::credential::AppCredentials;
use crate::platform::clock::{Clock, Moment};
use crate::sync::SharedFolder;
use crate::tokens::account::Accounts;
use crate::tokens::stored::StoredTokens;

/// Why a token is to be refreshed.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum RefreshReason {
    /// It expires soon, and a request needs it.
    Expiring,
    /// It is the open connection's and expires soon, or the last refresh failed with a transient error.
    Background,
    /// The user asked for it, or the access token is gone.
    Manual,
    /// The server refused this token with a 401.
    Unauthorized(AccessToken),
}

impl RefreshReason {
    fn initiator(&self) -> Initiator {
        match self {
            Self::Expiring | Self::Unauthorized(_) => Initiator::Request,
            Self::Background => Initiator::Background,
            Self::Manual => Initiator::User,
        }
    }
}

/// Refreshes the tokens of connections.
pub(crate) struct Refresher {
    connections: Arc<ConnectionRegistry>,
    tokens: Arc<StoredTokens>,
    app_credentials: Arc<AppCredentials>,
    accounts: Arc<Accounts>,
    sync: Arc<SharedFolder>,
    client: RecordingClient,
    clock: Arc<dyn Clock>,
}

impl Refresher {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        tokens: Arc<StoredTokens>,
        app_credentials: Arc<AppCredentials>,
        accounts: Arc<Accounts>,
        sync: Arc<SharedFolder>,
        client: RecordingClient,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, tokens, app_credentials, accounts, sync, client, clock }
    }

    /// Refreshes the token if `reason` still applies once the lock is taken. Runs as a task of its own: a refresh must
    /// complete even if its caller is dropped, since the server may already have issued the new tokens.
    pub(crate) async fn refresh(self: &Arc<Self>, id: &ConnectionId, reason: RefreshReason) -> Result<()> {
        let (refresher, id) = (Arc::clone(self), id.to_owned());
        let refreshing = async move {
            let is_manual = reason == RefreshReason::Manual;
            refresher.refresh_locked(&id, &reason).await?;
            // In the background, since its failure says nothing about the token.
            if refresher.connections.read(&id, |entry| is_manual || !entry.record().identity.is_known())? {
                tokio::spawn(async move { refresher.accounts.refresh_account_details(&id).await });
            }
            Ok(())
        };
        tokio::spawn(refreshing).await.map_err(|_| Error::Internal)?
    }

    async fn refresh_locked(&self, id: &ConnectionId, reason: &RefreshReason) -> Result<()> {
        let requested = self.clock.moment();
        let _lock = self.sync.exclusive(id).await?;
        let record = self.connections.record(id)?;
        if !self.is_due(&record, reason, requested).await? {
            return Ok(());
        }
        self.connections.begin_refresh(id)?;
        let result = self.exchange(&record).await;
        self.note_end(id, &result);
        result
    }

    /// Whether to refresh now. If another caller tried since `requested`, its outcome is shared: no refresh, or its error.
    async fn is_due(
        &self,
        record: &ConnectionRecord,
        reason: &RefreshReason,
        requested: Moment,
    ) -> Result<bool> {
        let Some(token) = &record.token else { return Ok(false) };
        let ended = |at| self.connections.read(&record.id, |entry| entry.backoff().ended_since(at));
        if let Some(ended) = ended(requested.monotonic)? {
            return ended.map(|()| false).map_err(Error::BackingOff);
        }
        let now = self.clock.now();
        let is_due = match reason {
            RefreshReason::Manual => !token.refreshed_since(requested.wall),
            RefreshReason::Expiring => token.is_due(now),
            RefreshReason::Background => {
                token.is_due(now) || self.connections.read(&record.id, ConnectionEntry::wants_recovery)?
            }
            RefreshReason::Unauthorized(refused) => {
                let present = self.tokens.bearer(record).await?;
                present.is_none_or(|present| present == Token::Access(refused.clone()))
            }
        };
        if is_due {
            self.check_backoff(&record.id, reason.initiator())?;
        }
        Ok(is_due)
    }

    fn check_backoff(&self, id: &ConnectionId, initiator: Initiator) -> Result<()> {
        let now = self.clock.monotonic();
        let error = self.connections.read(id, |entry| entry.backoff().must_wait(now, initiator).cloned())?;
        error.map_or(Ok(()), |error| Err(Error::BackingOff(error)))
    }

    async fn exchange(&self, record: &ConnectionRecord) -> Result<()> {
        let app_id = record.app.as_ref().ok_or(Error::RefreshNotPossible)?;
        let mode = self.connections.read(&record.id, ConnectionEntry::mode)?;
        let app = self.app_credentials.of_connection(&record.environment, app_id, mode).await?;
        let current = self.tokens.refresh_token(&record.id).await?;
        let client = self.client.of(&record.id);
        tracing::trace!("step: the server is asked");
        let (grant, used) = match oauth::refresh(&client, &app, &current).await {
            Err(TokenError::RefreshToken) => self.exchange_previous(&client, &app, &record.id).await?,
            result => (result?, current),
        };
        tracing::trace!("step: the server has answered");
        self.check_portal(&client, record, &app, &grant).await?;
        self.take(&record.id, &used, grant).await
    }

    /// Tries the previous refresh token: a crash between writing it and the new one may have left it the valid one.
    async fn exchange_previous(
        &self,
        client: &Client,
        app: &AppCredential,
        id: &ConnectionId,
    ) -> Result<(TokenGrant, RefreshToken)> {
        let previous = self.tokens.previous_refresh_token(id).await?.ok_or(TokenError::RefreshToken)?;
        let grant = oauth::refresh(client, app, &previous).await?;
        Ok((grant, previous))
    }

    async fn check_portal(
        &self,
        client: &Client,
        record: &ConnectionRecord,
        app: &AppCredential,
        grant: &TokenGrant,
    ) -> Result<()> {
        let introspected = match grant.hub_id {
            Some(_) => None,
            // The token response of older endpoints has no `hub_id`.
            None => oauth::introspect(client, app, &grant.access_token).await.ok(),
        };
        let hub_id = grant.hub_id.clone().or_else(|| introspected?.hub_id);
        let expected = &record.identity.hub_id;
        expect_portal(Some(expected), &hub_id.map_or_else(|| expected.clone(), HubId::from))
    }

    /// Stages the new tokens in memory, writes them to the keyring, then updates the record in the data file.
    async fn take(&self, id: &ConnectionId, used: &RefreshToken, grant: TokenGrant) -> Result<()> {
        let refresh = grant.refresh_token.clone().unwrap_or_else(|| used.clone());
        let lifetime = u32::try_from(grant.expires_in.as_secs()).unwrap_or(u32::MAX);
        let token = TokenRecord::new(lifetime, grant.server_time, self.clock.now());
        self.tokens.stage(id, &grant.access_token, &refresh)?;
        let written = self.tokens.write(id, used, &refresh, &grant.access_token).await;
        self.connections.update(id, |record| {
            record.token = Some(token.clone());
            if grant.scopes.is_some() {
                record.granted_scopes.clone_from(&grant.scopes);
            }
        })?;
        tracing::trace!("step: the record is stored");
        written?;
        self.connections.tokens_are_saved(id)
    }

    /// Records the outcome in the backoff and in the connection's record.
    fn note_end(&self, id: &ConnectionId, result: &Result<()>) {
        let moment = self.clock.moment();
        let error = result.as_ref().err().map(CommandError::from);
        let outcome = if error.is_none() { RefreshOutcome::Worked } else { RefreshOutcome::Failed };
        let failed = error.clone().map(|error| (error, retry_after(result)));
        let _ = self.connections.end_refresh(id, moment, failed);
        let _ = self.connections.update(id, |record| {
            record.last_error.clone_from(&error);
            if let Some(token) = &mut record.token {
                token.last_refresh = Some(LastRefresh { at: moment.wall, outcome, error: error.clone() });
            }
        });
    }

    /// Writes all refresh tokens to the keyring that it refused when they were received.
    pub(crate) async fn save_unsaved(&self) {
        for id in self.connections.unsaved() {
            if self.save_newest(&id).await.is_err() {
                tracing::warn!("a refresh token is still in memory only");
            }
        }
    }

    async fn save_newest(&self, id: &ConnectionId) -> Result<()> {
        let _lock = self.sync.exclusive(id).await?;
        self.tokens.write_unsaved(id).await
    }
}

/// The server's `Retry-After`. `None`: the refresh succeeded or failed for another reason.
fn retry_after(result: &Result<()>) -> Option<Duration> {
    match result {
        Err(Error::Token(TokenError::Busy { retry_after, .. })) => Some(*retry_after),
        _ => None,
    }
}

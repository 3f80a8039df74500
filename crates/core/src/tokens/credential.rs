//! Provides a valid credential for calls. Refreshing is in `refresh`.

use std::sync::Arc;

use portalscope_hubspot::{Credential, Token};
use portalscope_vault::AccessToken;

use crate::connections::entry::{ConnectionEntry, is_transient};
use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::environments::Environments;
use crate::error::{CommandError, Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use crate::sync::SharedFolder;
use crate::tokens::refresh::{RefreshReason, Refresher};
use crate::tokens::stored::StoredTokens;

/// Provides the credentials of connections.
pub struct Credentials {
    connections: Arc<ConnectionRegistry>,
    tokens: Arc<StoredTokens>,
    refresher: Arc<Refresher>,
    environments: Arc<Environments>,
    sync: Arc<SharedFolder>,
    clock: Arc<dyn Clock>,
}

impl Credentials {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        tokens: Arc<StoredTokens>,
        refresher: Arc<Refresher>,
        environments: Arc<Environments>,
        sync: Arc<SharedFolder>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, tokens, refresher, environments, sync, clock }
    }

    /// The connection's token and server. The token is refreshed first if it expires soon.
    pub(crate) async fn credential(&self, id: &ConnectionId) -> Result<Credential> {
        self.sync.reload_if_possible();
        let record = self.connections.record(id)?;
        let environment = self.environments.resolve(&record.environment).await?;
        let token = match record.credential {
            CredentialKind::Oauth => Token::Access(self.access_token(id).await?),
            CredentialKind::PrivateApp | CredentialKind::ServiceKey | CredentialKind::StaticToken => {
                self.static_token(&record).await?
            }
        };
        Ok(Credential { environment, token })
    }

    /// Refreshes the token now, and returns the connection with its new lifetime.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], [`Error::RefreshNotPossible`] for a static token, [`Error::BackingOff`] while the
    /// server's `Retry-After` lasts, [`Error::Token`] if the server refuses or cannot be reached, or why the keyring failed.
    pub async fn refresh(&self, id: &ConnectionId) -> Result<Connection> {
        let credential = self.connections.read(id, |entry| entry.record().credential)?;
        if credential != CredentialKind::Oauth {
            return Err(Error::RefreshNotPossible);
        }
        self.refresher.refresh(id, RefreshReason::Manual).await?;
        self.connections.view(id)
    }

    async fn static_token(&self, record: &ConnectionRecord) -> Result<Token> {
        let token = self.tokens.bearer(record).await?.ok_or(Error::SecretMissing);
        token.inspect_err(|_| self.connections.note_secret_gone(&record.id))
    }

    /// Refreshes the token if it is due. A transient failure is ignored while the token is still valid.
    async fn access_token(&self, id: &ConnectionId) -> Result<AccessToken> {
        if self.is_due(id)? {
            match self.refresher.refresh(id, RefreshReason::Expiring).await {
                Err(error) if self.is_still_valid(id) && is_transient(CommandError::from(&error).code) => {
                    tracing::info!("the refresh will be tried again; the present token still lives");
                }
                result => result?,
            }
        }
        let record = self.connections.record(id)?;
        if let Some(Token::Access(token)) = self.tokens.bearer(&record).await? {
            return Ok(token);
        }
        // The access token was removed from the keyring. The refresh token gets a new one.
        self.refresher.refresh(id, RefreshReason::Manual).await?;
        match self.tokens.bearer(&record).await? {
            Some(Token::Access(token)) => Ok(token),
            _ => Err(Error::SecretMissing),
        }
    }

    fn is_due(&self, id: &ConnectionId) -> Result<bool> {
        let now = self.clock.now();
        let is_due =
            |entry: &ConnectionEntry| entry.record().token.as_ref().is_some_and(|token| token.is_due(now));
        self.connections.read(id, is_due)
    }

    fn is_still_valid(&self, id: &ConnectionId) -> bool {
        let now = self.clock.now();
        let lives = |entry: &ConnectionEntry| {
            entry.record().token.as_ref().is_some_and(|token| now < token.expires_at())
        };
        self.connections.read(id, lives).unwrap_or(false)
    }
}

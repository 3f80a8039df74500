//! The tokens of a connection in memory and in the keyring, and the order in which new ones are written.

use std::sync::Arc;

use portalscope_hubspot::Token;
use portalscope_vault::{AccessToken, OnLateWrite, Owner, PreviousRefreshToken, RefreshToken, kind};

use crate::connections::entry::ConnectionEntry;
use crate::connections::record::{ConnectionRecord, CredentialKind};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::secrets::store::SecretStore;

/// Reads, writes and removes the tokens of connections.
pub(crate) struct StoredTokens {
    connections: Arc<ConnectionRegistry>,
    secrets: Arc<SecretStore>,
}

impl StoredTokens {
    pub(crate) fn new(connections: Arc<ConnectionRegistry>, secrets: Arc<SecretStore>) -> Self {
        Self { connections, secrets }
    }

    /// The bearer token, cached or read from the keyring. `None`: it is gone.
    pub(crate) async fn bearer(&self, record: &ConnectionRecord) -> Result<Option<Token>> {
        let (cached, owner) =
            self.connections.read(&record.id, |entry| (entry.token().cloned(), entry.owner()))?;
        if cached.is_some() {
            return Ok(cached);
        }
        let token = if record.credential == CredentialKind::Oauth {
            self.secrets.get::<kind::Access>(&owner).await?.map(Token::Access)
        } else {
            self.secrets.get::<kind::Static>(&owner).await?.map(Token::Static)
        };
        self.connections.cache_token(&record.id, token.as_ref())?;
        Ok(token)
    }

    /// The newest refresh token. Fails with [`Error::SecretMissing`] if it is gone.
    pub(crate) async fn refresh_token(&self, id: &ConnectionId) -> Result<RefreshToken> {
        let (unsaved, owner) =
            self.connections.read(id, |entry| (entry.unsaved_refresh().cloned(), entry.owner()))?;
        if let Some(unsaved) = unsaved {
            return Ok(unsaved);
        }
        self.secrets.get::<kind::Refresh>(&owner).await?.ok_or(Error::SecretMissing)
    }

    /// The refresh token before the current one. `None`: the server has never replaced it.
    pub(crate) async fn previous_refresh_token(&self, id: &ConnectionId) -> Result<Option<RefreshToken>> {
        let owner = self.connections.read(id, ConnectionEntry::owner)?;
        let previous = self.secrets.get::<kind::PreviousRefresh>(&owner).await?;
        Ok(previous.map(PreviousRefreshToken::into_kind))
    }

    /// Stages a new pair in memory, so that it is not lost while the app runs.
    pub(crate) fn stage(
        &self,
        id: &ConnectionId,
        access: &AccessToken,
        refresh: &RefreshToken,
    ) -> Result<()> {
        self.secrets.register(access);
        self.secrets.register(refresh);
        self.connections.stage_tokens(id, access, refresh)
    }

    /// Writes the tokens to the keyring: the refresh token before (`used`), then the new one over it, the access token last.
    pub(crate) async fn write(
        &self,
        id: &ConnectionId,
        used: &RefreshToken,
        refresh: &RefreshToken,
        access: &AccessToken,
    ) -> Result<()> {
        let owner = self.connections.read(id, ConnectionEntry::owner)?;
        if refresh != used {
            let previous: PreviousRefreshToken = used.clone().into_kind();
            self.secrets.put(&owner, &previous, OnLateWrite::Keep).await?;
            tracing::trace!("step: the refresh token before is stored");
        }
        self.secrets.put(&owner, refresh, OnLateWrite::Keep).await?;
        tracing::trace!("step: the refresh token is stored");
        self.secrets.put(&owner, access, OnLateWrite::Keep).await?;
        tracing::trace!("step: the access token is stored");
        Ok(())
    }

    /// Writes tokens to the keyring that it refused when they were received. The caller must have the connection's lock.
    pub(crate) async fn write_unsaved(&self, id: &ConnectionId) -> Result<()> {
        let (owner, unsaved, token) = self
            .connections
            .read(id, |entry| (entry.owner(), entry.unsaved_refresh().cloned(), entry.token().cloned()))?;
        if let (Some(refresh), Some(Token::Access(access))) = (unsaved, token) {
            let before = self.secrets.get::<kind::Refresh>(&owner).await?;
            self.write(id, &before.unwrap_or_else(|| refresh.clone()), &refresh, &access).await?;
            self.connections.tokens_are_saved(id)?;
        }
        Ok(())
    }

    /// Removes every secret of a connection and returns how many there were.
    pub(crate) async fn remove(&self, owner: &Owner) -> Result<usize> {
        self.secrets.remove_all(owner).await
    }
}

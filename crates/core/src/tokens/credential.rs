//! A fresh token for whoever needs one, and what the answers to calls tell of it. Renewing is in `renewal`.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_hubspot::{Credential, RateLimit, Token};
use portalscope_vault::{AccessToken, kind};

use crate::connections::record::{Connection, ConnectionRecord, CredentialKind, RateLimitFigures};
use crate::connections::registry::{Live, is_passing};
use crate::error::Result;
use crate::error::{CommandError, Error};
use crate::portalscope::Portalscope;
use crate::tokens::refresh::Due;

impl Portalscope {
    /// The connection's token with its host, renewed first if its margin is reached.
    pub(crate) async fn credential(self: &Arc<Self>, id: &str) -> Result<Credential> {
        if self.see_changes().is_err() {
            tracing::warn!("the data file could not be read again");
        }
        let record = self.connections.with(id, |live| live.record.clone())?;
        let environment = self.environment(&record.environment).await?;
        let token = match record.credential {
            CredentialKind::Oauth => Token::Access(self.access_token(id).await?),
            CredentialKind::PrivateApp | CredentialKind::ServiceKey | CredentialKind::StaticToken => {
                let token = self.held_token(&record).await?;
                token.ok_or(Error::SecretMissing).inspect_err(|_| self.note_secret_gone(id))?
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
        let now = self.clock.now();
        let is_due = |live: &mut Live| live.record.token.as_ref().is_some_and(|token| token.is_due(now));
        if self.connections.with(id, is_due)? {
            match self.renew(id, Due::WhenItsMarginIsReached).await {
                Err(error) if self.still_lives(id) && is_passing(CommandError::from(&error).code) => {
                    tracing::info!("the refresh will be tried again; the present token still lives");
                }
                result => result?,
            }
        }
        let record = self.connections.with(id, |live| live.record.clone())?;
        if let Some(Token::Access(token)) = self.held_token(&record).await? {
            return Ok(token);
        }
        // Somebody removed it. While the refresh token is there, that costs one refresh and nothing else.
        self.renew(id, Due::Now).await?;
        match self.held_token(&record).await? {
            Some(Token::Access(token)) => Ok(token),
            _ => Err(Error::SecretMissing),
        }
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
        let changed = self.connections.with(id, |live| {
            if let Some(limit) = limit {
                live.rate_limit = Some(RateLimitFigures::new(limit, now));
                live.usage.take(limit, now);
            }
            live.last_used = Some(now);
            if status != 401 {
                live.attempts.token_was_taken();
            }
            let token = live.record.token.clone();
            let skewed =
                token.zip(server_time).is_some_and(|(mut token, time)| token.observe_skew(now, time));
            skewed || (status != 401 && live.record.trouble.is_some())
        });
        let observed = changed.and_then(|changed| {
            if !changed {
                return Ok(());
            }
            self.change_record(id, |record| {
                if let Some((token, time)) = record.token.as_mut().zip(server_time) {
                    token.observe_skew(now, time);
                }
                // Any answer but a refusal of the token shows that the server is there and takes it.
                if status != 401 {
                    record.trouble = None;
                }
            })
        });
        if observed.is_ok() {
            self.connection_changed(id);
        }
    }

    fn still_lives(&self, id: &str) -> bool {
        let now = self.clock.now();
        let lives =
            |live: &mut Live| live.record.token.as_ref().is_some_and(|token| now < token.expires_at());
        self.connections.with(id, lives).unwrap_or(false)
    }

    /// The bearer token: as held since it was last read or renewed, else out of the vault.
    pub(crate) async fn held_token(&self, record: &ConnectionRecord) -> Result<Option<Token>> {
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

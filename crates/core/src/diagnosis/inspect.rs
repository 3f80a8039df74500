//! What HubSpot says of a connection's token.

use std::sync::Arc;

use portalscope_diagnosis::Outcome;
use portalscope_hubspot::{Token, oauth, static_token_info};

use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::oauth_apps::credential::AppCredentials;
use crate::tokens::informed_client::InformedClient;
use crate::tokens::stored::StoredTokens;

/// Asks about tokens.
pub(crate) struct TokenInspector {
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
    apps: Arc<AppCredentials>,
    tokens: Arc<StoredTokens>,
    client: Arc<InformedClient>,
}

impl TokenInspector {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        environments: Arc<Environments>,
        apps: Arc<AppCredentials>,
        tokens: Arc<StoredTokens>,
        client: Arc<InformedClient>,
    ) -> Self {
        Self { connections, environments, apps, tokens, client }
    }

    /// The present token of a connection, as HubSpot sees it.
    ///
    /// # Errors
    /// The connection, its app or its token is gone, or no answer came.
    pub(crate) async fn inspect(&self, id: &ConnectionId) -> Result<Outcome> {
        let record = self.connections.record(id)?;
        let token = self.tokens.bearer(&record).await?.ok_or(Error::SecretMissing)?;
        let client = self.client.get().await;
        match &token {
            Token::Access(token) => {
                let app = record.app.as_ref().ok_or(Error::SecretMissing)?;
                let mode = self.connections.read(id, ConnectionEntry::mode)?;
                let app = self.apps.of_connection(&record.environment, app, mode).await?;
                let found = oauth::introspect(client, &app, token).await?;
                Ok(Outcome::Token { is_active: found.active, scopes: found.scopes })
            }
            Token::Static(token) => {
                let environment = self.environments.resolve(&record.environment).await?;
                let found = static_token_info(client, &environment, token).await.unwrap_or_default();
                // That HubSpot does not tell says nothing about the token.
                Ok(found.map_or(Outcome::NotMade, |found| Outcome::Token {
                    is_active: true,
                    scopes: found.scopes,
                }))
            }
        }
    }
}

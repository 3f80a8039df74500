//! Reads the account's details again: a portal may have been renamed, or its details were not available when it was
//! connected.

use std::sync::Arc;

use portalscope_hubspot::{Credential, account_details};

use crate::connections::identity::expect_portal;
use crate::connections::registry::ConnectionRegistry;
use crate::environments::Environments;
use crate::error::Result;
use crate::ids::{ConnectionId, HubId};
use crate::tokens::informed_client::InformedClient;
use crate::tokens::stored::StoredTokens;

/// Updates the account details of connections.
pub(crate) struct Accounts {
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
    tokens: Arc<StoredTokens>,
    client: Arc<InformedClient>,
}

impl Accounts {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        environments: Arc<Environments>,
        tokens: Arc<StoredTokens>,
        client: Arc<InformedClient>,
    ) -> Self {
        Self { connections, environments, tokens, client }
    }

    /// Reads the account's details and saves what has changed. Does nothing if the token is gone.
    pub(crate) async fn refresh_account_details(&self, id: &ConnectionId) -> Result<()> {
        let record = self.connections.record(id)?;
        let environment = self.environments.resolve(&record.environment).await?;
        let Some(token) = self.tokens.bearer(&record).await? else { return Ok(()) };
        let details = account_details(self.client.get().await, &Credential { environment, token }).await?;
        let actual = details.portal_id.clone().map_or_else(|| record.identity.hub_id.clone(), HubId::from);
        expect_portal(Some(&record.identity.hub_id), &actual)?;
        let mut identity = record.identity.clone();
        identity.take_details(details);
        if identity != record.identity {
            self.connections.update(id, |record| record.identity.clone_from(&identity))?;
        }
        Ok(())
    }
}

//! The request that a draft makes for a connection, and the label that stands for its token wherever it is shown.

use std::sync::Arc;

use portalscope_hubspot::{Environment, Token};

use crate::catalog::{Catalogs, CurrentCatalog};
use crate::connections::registry::ConnectionRegistry;
use crate::console::compose::{Composed, compose};
use crate::console::view::RequestDraft;
use crate::environments::Environments;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::secrets::store::SecretStore;

pub(crate) struct Composer {
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
}

impl Composer {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        environments: Arc<Environments>,
        catalogs: Arc<Catalogs>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { connections, environments, catalogs, secrets }
    }

    pub(crate) async fn compose(
        &self,
        connection: &ConnectionId,
        draft: &RequestDraft,
    ) -> Result<(Environment, Composed)> {
        let key = self.connections.read(connection, |entry| entry.record().environment.clone())?;
        let environment = self.environments.resolve(&key).await?;
        let composed = compose(draft, &environment, &self.catalog());
        Ok((environment, composed))
    }

    pub(crate) fn catalog(&self) -> CurrentCatalog {
        self.catalogs.current()
    }

    pub(crate) fn token_label(&self, connection: &ConnectionId) -> Result<String> {
        self.connections.read(connection, |entry| match entry.token() {
            Some(Token::Access(token)) => self.secrets.register(token).to_string(),
            Some(Token::Static(token)) => self.secrets.register(token).to_string(),
            None => "«access-token»".to_owned(),
        })
    }
}

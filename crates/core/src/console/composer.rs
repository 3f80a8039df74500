//! Composes drafts for a connection, and labels its token wherever the request is shown.

use std::sync::Arc;

use portalscope_hubspot::{Environment, Token};

use crate::catalog::{Catalogs, CurrentCatalog};
use crate::connections::registry::ConnectionRegistry;
use crate::console::compose::{Composed, compose};
use crate::console::view::RequestDraft;
use crate::environments::Environments;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::platform::clock::{Clock, today};
use crate::secrets::store::SecretStore;

/// Composes drafts with the environment and the catalog that apply to a connection.
pub(crate) struct Composer {
    connections: Arc<ConnectionRegistry>,
    environments: Arc<Environments>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
    clock: Arc<dyn Clock>,
}

impl Composer {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        environments: Arc<Environments>,
        catalogs: Arc<Catalogs>,
        secrets: Arc<SecretStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, environments, catalogs, secrets, clock }
    }

    /// Composes the draft for the connection's environment. Problems of the draft are in the result, not errors.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound), and what prevents the demo portal from
    /// starting.
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

    /// The catalog in force.
    pub(crate) fn catalog(&self) -> CurrentCatalog {
        self.catalogs.current()
    }

    /// The day, such as `2027-09-14`.
    pub(crate) fn today(&self) -> String {
        today(&*self.clock)
    }

    /// The label that stands for the connection's token. A fixed one while the token has not been read from the
    /// keyring.
    pub(crate) fn token_label(&self, connection: &ConnectionId) -> Result<String> {
        self.connections.read(connection, |entry| match entry.token() {
            Some(Token::Access(token)) => self.secrets.register(token).to_string(),
            Some(Token::Static(token)) => self.secrets.register(token).to_string(),
            None => "«access-token»".to_owned(),
        })
    }
}

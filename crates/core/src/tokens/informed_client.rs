//! The client for questions whose answers are kept or shown: whose a token is, what it may do, how much of a limit is used.
//! Not for refreshes, which must not wait: of them tokens and names of scopes are kept, and the history, which is redacted
//! as it is written.

use std::sync::Arc;

use portalscope_hubspot::Client;

use crate::tokens::registration::SecretRegistration;

/// A client that knows every stored secret before it asks.
///
/// What servers say is redacted where it arrives, for the secrets that are known then. A server may repeat those of any
/// connection, and a client secret has no form by which it would be recognized otherwise.
pub(crate) struct InformedClient {
    client: Client,
    registration: Arc<SecretRegistration>,
}

impl InformedClient {
    pub(crate) fn new(client: Client, registration: Arc<SecretRegistration>) -> Self {
        Self { client, registration }
    }

    /// The client. Waits for the keyring where stored secrets are not registered yet, and not for one that does not
    /// answer.
    pub(crate) async fn get(&self) -> &Client {
        self.registration.complete().await;
        &self.client
    }
}

//! One request over the network, and what its answer shows beside the body.

use std::fs::File;
use std::sync::Arc;

use portalscope_hubspot::{Client, Credential, OutgoingRequest, RateLimit, Received};

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::observe::Observation;
use crate::connections::registry::ConnectionRegistry;
use crate::console::confirm::effect_of;
use crate::console::view::TokenRenewal;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use portalscope_body::Body;

/// Larger bodies are cut off with an error: they would fill the disk before anybody could read them.
const MAX_BODY_BYTES: u64 = 512 * 1_000_000;

/// What is known of a request that was sent.
pub(super) struct Sent<'a> {
    pub connection: &'a ConnectionId,
    pub endpoint: Endpoint,
    pub url: String,
    pub at: jiff::Timestamp,
    pub renewal: Option<TokenRenewal>,
}

/// An answer whose body is on disk and not read yet.
pub(super) struct Answer {
    pub received: Received,
    pub spool: File,
    pub at: jiff::Timestamp,
}

pub(crate) struct Exchange {
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
    client: Client,
    clock: Arc<dyn Clock>,
}

impl Exchange {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        client: Client,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, catalogs, client, clock }
    }

    /// Sends once and notes what the answer shows beside its body.
    pub(super) async fn send_once(
        &self,
        connection: &ConnectionId,
        credential: &Credential,
        request: OutgoingRequest,
    ) -> Result<Answer> {
        let path = request.path_and_query.split('?').next().unwrap_or_default();
        if effect_of(&self.catalogs.current(), &request.method, path).is_write() {
            self.connections.note_write(connection);
        }
        let at = self.clock.now();
        let spool = Body::spool()?;
        let mut file = tokio::fs::File::from_std(spool.try_clone()?);
        let received = self.client.send(credential, request, &mut file, MAX_BODY_BYTES).await?;
        self.connections.observe(
            connection,
            Observation {
                status: received.status,
                limit: RateLimit::from_headers(&received.headers),
                server_time: received.server_time,
            },
        );
        Ok(Answer { received, spool, at })
    }
}

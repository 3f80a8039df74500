//! Sends one request, and records what the response shows beside its body.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use portalscope_hubspot::{Client, Credential, OutgoingRequest, RateLimit, Received};
use reqwest::Method;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::observe::Observation;
use crate::connections::registry::ConnectionRegistry;
use crate::console::effect::effect_of;
use crate::console::spool::Spool;
use crate::console::view::TokenRenewal;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Clock;
use crate::tokens::registration::SecretRegistration;

/// Larger bodies (bytes, decompressed) end in an error, so that a response cannot fill the disk.
const MAX_BODY_BYTES: u64 = 512 * 1_000_000;

/// A request that was sent, as it is described beside its response.
pub(super) struct Sent<'a> {
    pub connection: &'a ConnectionId,
    pub endpoint: Endpoint,
    pub url: String,
    /// When it was sent; with two attempts, the second.
    pub at: jiff::Timestamp,
    pub renewal: Option<TokenRenewal>,
}

/// A response whose body is in a temporary file and has not been indexed.
pub(super) struct Answer {
    pub received: Received,
    pub spool: File,
    /// When the request was sent.
    pub at: jiff::Timestamp,
}

/// Whether a request that may change something is on its way to the server.
#[derive(Default)]
pub(super) struct Departure(AtomicBool);

impl Departure {
    fn note(&self, method: &Method) {
        self.0.store(!is_safe(method), Ordering::Relaxed);
    }

    /// The error if the request is cancelled now.
    pub fn cancelled(&self) -> Error {
        if self.0.load(Ordering::Relaxed) { Error::CancelledOnItsWay } else { Error::Cancelled }
    }
}

/// RFC 9110 §9.2.1.
pub(super) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Sends requests and records what the responses show about the connection.
pub(crate) struct Exchange {
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
    client: Client,
    clock: Arc<dyn Clock>,
    registration: Arc<SecretRegistration>,
    spool: Spool,
}

impl Exchange {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        client: Client,
        clock: Arc<dyn Clock>,
        registration: Arc<SecretRegistration>,
        spool: Spool,
    ) -> Self {
        Self { connections, catalogs, client, clock, registration, spool }
    }

    /// Sends the request once and spools the body. Records the status, rate limit and server time for the connection; a
    /// write extends the unlocked time of a production portal.
    pub(super) async fn send_once(
        &self,
        connection: &ConnectionId,
        credential: &Credential,
        request: OutgoingRequest,
        departure: &Departure,
    ) -> Result<Answer> {
        if effect_of(&self.catalogs.current(), &request.method, &request.path_and_query).is_write() {
            self.connections.note_write(connection);
        }
        let at = self.clock.now();
        let spool = self.spool.file()?;
        let mut file = tokio::fs::File::from_std(spool.try_clone()?);
        departure.note(&request.method);
        let received = self.client.send(credential, request, &mut file, MAX_BODY_BYTES);
        // The response may repeat any stored secret. The keyring is read while the request is on its way.
        let (received, ()) = tokio::join!(received, self.registration.complete());
        let received = received?;
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

//! Sends one request, and records what the response shows beside its body.

use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use portalscope_body::Body;
use portalscope_history::Entry;
use portalscope_hubspot::{Client, Credential, OutgoingRequest, RateLimit, Received, SendError};
use reqwest::Method;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::observe::Observation;
use crate::connections::registry::ConnectionRegistry;
use crate::console::effect::effect_of;
use crate::console::spool::Spool;
use crate::console::view::TokenRenewal;
use crate::error::{CommandError, Error, Result};
use crate::history::engines::HANDED_OVER_BYTES;
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

/// An answer that refused the token, after which the request was sent again.
pub(super) struct Refused {
    pub entry: Entry,
    pub received: Received,
    /// Of its body, as much as the history takes.
    pub start: Vec<u8>,
    /// The label of the token.
    pub label: String,
}

/// Indexes the body, and reads what the history takes of it.
pub(super) async fn read(spool: File) -> Result<(Body, Vec<u8>)> {
    let read = move || {
        let body = Body::read(spool)?;
        let start = body.start(HANDED_OVER_BYTES)?;
        Ok((body, start))
    };
    tokio::task::spawn_blocking(read).await.map_err(|_| Error::Internal)?
}

/// A request on its way to the server. It outlives the sending, which may be cancelled.
#[derive(Default)]
pub(super) struct Departure(Mutex<OnItsWay>);

#[derive(Default)]
struct OnItsWay {
    /// For the history.
    entry: Option<Entry>,
    may_change: bool,
    times_sent: u32,
    since: Option<Instant>,
    refused: Option<Refused>,
}

impl Departure {
    /// Keeps what is about to be sent, for the history.
    pub fn prepare(&self, entry: Entry) {
        self.lock().entry = Some(entry);
    }

    /// What is being sent, as the history keeps it.
    pub fn sent(&self) -> Entry {
        self.lock().entry.clone().unwrap_or_default()
    }

    fn note(&self, method: &Method, at: jiff::Timestamp) {
        let mut way = self.lock();
        way.may_change = !is_safe(method);
        way.times_sent += 1;
        way.since = Some(Instant::now());
        if let Some(entry) = &mut way.entry {
            entry.started_at = at.as_millisecond();
        }
    }

    /// The error if the request is cancelled now.
    pub fn cancelled(&self) -> Error {
        if self.lock().may_change { Error::CancelledOnItsWay } else { Error::Cancelled }
    }

    /// Keeps the answer that refused the token, for the history. What was sent is sent again.
    pub fn note_refused(&self, received: Received, start: Vec<u8>, label: String) {
        let mut way = self.lock();
        let entry = way.entry.clone();
        way.refused = entry.map(|entry| Refused { entry, received, start, label });
    }

    /// The answer that refused the token, once. `None`: none did.
    pub fn take_refused(&self) -> Option<Refused> {
        self.lock().refused.take()
    }

    /// What was sent, once. `None`: nothing was.
    pub fn take_sent(&self) -> Option<Entry> {
        let mut way = self.lock();
        let since = way.since?;
        let mut entry = way.entry.take()?;
        entry.retries = way.times_sent.saturating_sub(1);
        entry.duration_ms = u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX);
        Some(entry)
    }

    fn lock(&self) -> MutexGuard<'_, OnItsWay> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
    spool: Arc<Spool>,
}

impl Exchange {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        client: Client,
        clock: Arc<dyn Clock>,
        registration: Arc<SecretRegistration>,
        spool: Arc<Spool>,
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
        departure.note(&request.method, at);
        let received = self.client.send(credential, request, &mut file, MAX_BODY_BYTES);
        // The response may repeat any stored secret. The keyring is read while the request is on its way.
        let (received, ()) = tokio::join!(received, self.registration.complete());
        let received = received.map_err(|error| self.no_response(connection, credential, error))?;
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

    /// Names the server, and notes for the connection that it cannot be reached.
    fn no_response(&self, connection: &ConnectionId, credential: &Credential, error: SendError) -> Error {
        let SendError::Network(error) = error else { return error.into() };
        let origin = credential.environment.api_origin();
        let host = origin.host_str().unwrap_or_default();
        let server = origin.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let error = Error::NoResponse { server, error };
        self.connections.note_unreachable(connection, &CommandError::from(&error));
        error
    }
}

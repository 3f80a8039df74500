//! Calls of token endpoints, as the client tells them: exchanges, refreshes and introspections, with labels for secrets.

use std::sync::{Arc, Mutex, PoisonError};

use portalscope_history::{Body, Entry, Header, Kind};
use portalscope_hubspot::Client;
use portalscope_hubspot::oauth::{TokenCall, TokenPurpose};

use crate::error::{CommandError, Error};
use crate::history::History;
use crate::history::text_of;
use crate::ids::ConnectionId;

/// A client whose calls of token endpoints are recorded.
pub(crate) struct RecordingClient {
    client: Client,
    history: Arc<History>,
}

impl RecordingClient {
    pub(crate) fn new(client: Client, history: Arc<History>) -> Self {
        Self { client, history }
    }

    /// The client for one connection.
    pub(crate) fn of(&self, connection: &ConnectionId) -> Client {
        let (history, connection) = (Arc::clone(&self.history), connection.to_owned());
        self.client.telling(Arc::new(move |call| {
            history.record(&connection, entry_of(call));
        }))
    }
}

/// Calls that are made before it is known which connection they are for.
#[derive(Clone, Default)]
pub(crate) struct TokenCalls(Arc<Mutex<Vec<Entry>>>);

impl TokenCalls {
    /// The same client, whose calls of token endpoints are collected here.
    pub(crate) fn collecting(&self, client: &Client) -> Client {
        let calls = self.clone();
        client.telling(Arc::new(move |call| calls.lock().push(entry_of(call))))
    }

    /// Those collected so far.
    pub(crate) fn take(&self) -> Vec<Entry> {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn entry_of(call: TokenCall) -> Entry {
    let kind = match call.purpose {
        TokenPurpose::Exchange => Kind::TokenExchange,
        TokenPurpose::Refresh => Kind::Refresh,
        TokenPurpose::Introspection => Kind::Introspection,
        TokenPurpose::Revocation => Kind::Revocation,
    };
    let entry = Entry {
        kind,
        request_bytes: call.form.len() as u64,
        method: call.method,
        path: call.path,
        request_headers: headers(call.request_headers),
        request_body: (!call.form.is_empty()).then(|| Body::whole(call.form)),
        started_at: call.started_at.as_millisecond(),
        duration_ms: u32::try_from(call.duration.as_millis()).unwrap_or(u32::MAX),
        ..Entry::default()
    };
    match call.answer {
        Ok(answer) => Entry {
            status: Some(answer.status),
            correlation_id: answer
                .headers
                .iter()
                .find(|(name, _)| name == "x-hubspot-correlation-id")
                .map(|(_, value)| value.clone()),
            response_bytes: answer.size,
            response_headers: headers(answer.headers),
            response_body: Some(Body::whole(answer.body)),
            ..entry
        },
        Err(error) => {
            let error = CommandError::from(Error::Network(error));
            Entry { error: text_of(&error.code), explanation: serde_json::to_string(&error).ok(), ..entry }
        }
    }
}

fn headers(headers: Vec<(String, String)>) -> Vec<Header> {
    headers.into_iter().map(|(name, value)| Header { name, value }).collect()
}

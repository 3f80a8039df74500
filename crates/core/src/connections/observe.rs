//! Updates a connection from the headers of a response: rate limits, the server's clock, whether the token was accepted.

use jiff::Timestamp;
use portalscope_hubspot::RateLimit;

use crate::connections::entry::{ConnectionEntry, is_transient};
use crate::connections::registry::ConnectionRegistry;
use crate::error::{CommandError, ErrorCode};
use crate::ids::ConnectionId;

/// What one response shows about its connection.
#[derive(Clone, Copy)]
pub(crate) struct Observation {
    /// The HTTP status.
    pub status: u16,
    /// `None`: it has no rate limit headers.
    pub limit: Option<RateLimit>,
    /// The `Date` header (RFC 9110, section 6.6.1). `None`: missing or malformed.
    pub server_time: Option<Timestamp>,
}

impl Observation {
    /// Any response but a 401 shows that the server accepts the token.
    fn accepts_token(self) -> bool {
        self.status != 401
    }
}

impl ConnectionRegistry {
    /// Applies a response to its connection: rate limits, last use and clock skew; an accepted token clears the last
    /// error.
    pub(crate) fn observe(&self, id: &ConnectionId, seen: Observation) {
        let now = self.clock.now();
        let Ok(changes_record) = self.change(id, |entry| entry.observe(seen, now)) else { return };
        if !changes_record {
            return self.publish(id);
        }
        let _ = self.update(id, |record| {
            if let Some((token, time)) = record.token.as_mut().zip(seen.server_time) {
                token.observe_skew(now, time);
            }
            if seen.accepts_token() {
                record.last_error = None;
            }
        });
    }
}

impl ConnectionRegistry {
    /// Records that the server could not be reached, until a response shows that it can. An answer that only took too
    /// long or broke off says nothing of the kind, and what the person has to mend stays told.
    pub(crate) fn note_unreachable(&self, id: &ConnectionId, error: &CommandError) {
        if error.code != ErrorCode::NetworkUnreachable {
            return;
        }
        let _ = self.update(id, |record| {
            if record.last_error.as_ref().is_none_or(|known| is_transient(known.code)) {
                record.last_error = Some(error.clone());
            }
        });
    }
}

impl ConnectionEntry {
    /// Returns whether the record has to be changed as well.
    fn observe(&mut self, seen: Observation, now: Timestamp) -> bool {
        if let Some(limit) = seen.limit {
            self.note_rate_limit(limit, now);
        }
        self.last_used = Some(now);
        if seen.accepts_token() {
            self.backoff.token_was_accepted();
        }
        let token = self.record.token.clone().zip(seen.server_time);
        let is_skewed = token.is_some_and(|(mut token, time)| token.observe_skew(now, time));
        is_skewed || (seen.accepts_token() && self.record.last_error.is_some())
    }
}

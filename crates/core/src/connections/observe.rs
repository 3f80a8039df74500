//! What an answer shows beside its body: limits, the server's clock, whether the token was accepted.

use jiff::Timestamp;
use portalscope_hubspot::RateLimit;

use crate::connections::entry::ConnectionEntry;
use crate::connections::registry::ConnectionRegistry;
use crate::ids::ConnectionId;

/// The facts of one answer.
#[derive(Clone, Copy)]
pub(crate) struct Observation {
    pub status: u16,
    pub limit: Option<RateLimit>,
    pub server_time: Option<Timestamp>,
}

impl Observation {
    /// Any answer but a refusal of the token shows that the server is there and accepts it.
    fn accepts_token(self) -> bool {
        self.status != 401
    }
}

impl ConnectionRegistry {
    pub(crate) fn observe(&self, id: &ConnectionId, seen: Observation) {
        let now = self.clock.now();
        let Ok(is_news) = self.change(id, |entry| entry.observe(seen, now)) else { return };
        if !is_news {
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

impl ConnectionEntry {
    /// Whether the record is to be changed.
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

//! Emails that an app sends to one person.

use std::collections::VecDeque;

/// Of older ones the status is forgotten.
const MAX_KEPT: usize = 1_000;

/// What became of a send, in HubSpot's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SendResult {
    Sent,
    /// The app has sent with this id before.
    IdempotentIgnore,
    InvalidToAddress,
    PreviouslyBounced,
}

impl SendResult {
    /// As the API writes it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Sent => "SENT",
            Self::IdempotentIgnore => "IDEMPOTENT_IGNORE",
            Self::InvalidToAddress => "INVALID_TO_ADDRESS",
            Self::PreviouslyBounced => "PREVIOUSLY_BOUNCED",
        }
    }
}

/// A send. The time is in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct SingleSend {
    pub(crate) status_id: String,
    /// The app's own id, which it sends once.
    pub(super) send_id: Option<String>,
    pub(crate) at_ms: i64,
    pub(crate) result: SendResult,
    /// The event of a message that was sent.
    pub(crate) event: Option<String>,
}

/// The last sends of an account.
#[derive(Debug, Default)]
pub(crate) struct SingleSends(VecDeque<SingleSend>);

impl SingleSends {
    /// The send with this status id.
    pub(crate) fn find(&self, status_id: &str) -> Option<&SingleSend> {
        self.0.iter().find(|send| send.status_id == status_id)
    }

    /// Keeps a send, and forgets the oldest if there are too many.
    pub(super) fn keep(&mut self, send: SingleSend) {
        if self.0.len() == MAX_KEPT {
            self.0.pop_front();
        }
        self.0.push_back(send);
    }

    /// Whether the app has sent a message with this id of its own.
    pub(super) fn has_sent(&self, send_id: &str) -> bool {
        self.0.iter().any(|send| send.send_id.as_deref() == Some(send_id) && send.result == SendResult::Sent)
    }
}

//! What is handed to a history when it is opened.

use std::sync::Arc;
use std::time::Duration;

use crate::notice::Notice;

/// Redacts a text before it is written. `None`: nothing was found, and the text is written as it is.
pub type Redact = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// The present instant, in milliseconds since 1970 (UTC).
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How much is kept. The oldest entries that are not pinned go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The size of the database, in bytes.
    pub max_bytes: u64,
    /// The age of an entry.
    pub max_age: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { max_bytes: 500_000_000, max_age: Duration::from_hours(30 * 24) }
    }
}

/// What a history is opened with.
#[derive(Clone)]
pub struct Options {
    /// How much is kept at first; see [`crate::History::set_bounds`].
    pub bounds: Bounds,
    /// Longer bodies (bytes) are cut to their first part.
    pub max_body_bytes: usize,
    /// Tells the present instant, for the age of entries.
    pub clock: Clock,
    /// Every text of an entry passes it on the writer's thread, headers as lines of `name: value`.
    pub redact: Redact,
    /// Is told what the person should know. Called on the writer's thread, or on that of the caller.
    pub notify: Arc<dyn Fn(Notice) + Send + Sync>,
    /// Is called on the writer's thread after entries were written, changed or removed, also by another process; of many
    /// changes in a row some times a second.
    pub changed: Arc<dyn Fn() + Send + Sync>,
}

impl Options {
    /// The usual bounds, bodies up to 256 kB, and nobody who is told.
    pub fn new(clock: Clock, redact: Redact) -> Self {
        let bounds = Bounds::default();
        let (notify, changed) = (Arc::new(|_| ()), Arc::new(|| ()));
        Self { bounds, max_body_bytes: 256 * 1024, clock, redact, notify, changed }
    }
}

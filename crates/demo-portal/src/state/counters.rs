//! Counts of the requests that a portal has served.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

/// How many requests of each kind a portal has served since it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Authorization codes exchanged for tokens.
    pub token_exchanges: u64,
    /// Calls of the token endpoints, including refused ones.
    pub token_calls: u64,
    /// Refresh tokens exchanged for access tokens.
    pub refreshes: u64,
    /// Tokens revoked. Revoking an unknown token is not counted.
    pub revocations: u64,
    /// Calls of the API, including refused ones. The OAuth endpoints are not counted.
    pub api_calls: u64,
    /// Requests refused because their `Host` was not the portal's own.
    pub foreign_host_requests: u64,
}

/// The counters behind [`Counters`], each of which changes on its own.
#[derive(Debug, Default)]
pub(crate) struct AtomicCounters {
    pub(crate) token_exchanges: AtomicU64,
    pub(crate) token_calls: AtomicU64,
    pub(crate) refreshes: AtomicU64,
    pub(crate) revocations: AtomicU64,
    pub(crate) api_calls: AtomicU64,
    pub(crate) foreign_host_requests: AtomicU64,
}

impl AtomicCounters {
    /// A snapshot of all counters.
    pub(crate) fn read(&self) -> Counters {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Counters {
            token_exchanges: read(&self.token_exchanges),
            token_calls: read(&self.token_calls),
            refreshes: read(&self.refreshes),
            revocations: read(&self.revocations),
            api_calls: read(&self.api_calls),
            foreign_host_requests: read(&self.foreign_host_requests),
        }
    }
}

/// Adds one to a counter.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::SeqCst);
}

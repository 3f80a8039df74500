//! How often a portal was asked for what.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

/// How often a portal was asked for what, since it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Codes exchanged for tokens.
    pub token_exchanges: u64,
    /// Calls of the token endpoints, refused ones included.
    pub token_calls: u64,
    /// Refresh tokens exchanged for access tokens.
    pub refreshes: u64,
    pub revocations: u64,
    /// Calls that reached the API, refused ones included; the OAuth endpoints are not counted.
    pub api_calls: u64,
    /// Requests refused since their `Host` was not the portal's own.
    pub foreign_host_requests: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counted {
    pub(crate) token_exchanges: AtomicU64,
    pub(crate) token_calls: AtomicU64,
    pub(crate) refreshes: AtomicU64,
    pub(crate) revocations: AtomicU64,
    pub(crate) api_calls: AtomicU64,
    pub(crate) foreign_host_requests: AtomicU64,
}

impl Counted {
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

pub(crate) fn count(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::SeqCst)
}

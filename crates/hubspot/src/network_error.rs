//! Why no answer came. Says it in stable words, without the URL, which may carry a token.

use std::error::Error as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Name not found, no route, nothing listens. Check the network, then try again.
    #[error("the server cannot be reached")]
    Unreachable,
    /// No answer in time. Try again; HubSpot itself gives up after 100 seconds.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The secure connection failed: often a company proxy whose certificate this computer does not trust.
    #[error("no secure connection could be made")]
    Tls,
    /// The answer broke off. Try again.
    #[error("the answer broke off")]
    Broken,
}

impl From<reqwest::Error> for NetworkError {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        if mentions_tls(&error) {
            return Self::Tls;
        }
        if error.is_connect() { Self::Unreachable } else { Self::Broken }
    }
}

/// reqwest has no question for it, so the chain of causes is searched for the TLS library's own words.
fn mentions_tls(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if text.contains("certificate") || text.contains("TLS") || text.contains("HandshakeFailure") {
            return true;
        }
        cause = inner.source();
    }
    false
}

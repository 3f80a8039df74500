//! The account and credential behind an authenticated call.

use std::sync::Arc;

use portalscope_catalog::GrantedScopes;

use super::{accounts::Account, rate_limit::RateLimit};

/// The kind of credential that a call was made with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    OAuth,
    ServiceKey,
    PrivateApp,
}

impl CredentialKind {
    /// The rate limit that applies to this kind of credential.
    pub(crate) fn rate_limit(self) -> RateLimit {
        match self {
            Self::OAuth => RateLimit::OAuth,
            Self::ServiceKey | Self::PrivateApp => RateLimit::Static,
        }
    }

    /// Calls with the same name share a burst window of the rate limiter.
    pub(crate) fn app(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::ServiceKey => "service-key",
            Self::PrivateApp => "private-app",
        }
    }
}

/// Who makes a call, and what they may do.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) account: &'static Account,
    pub(crate) kind: CredentialKind,
    pub(crate) granted: Arc<GrantedScopes>,
}

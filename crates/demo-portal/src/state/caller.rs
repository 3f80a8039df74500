//! Who a call was made by, once its credential is known.

use std::sync::Arc;

use portalscope_catalog::GrantedScopes;

use super::{accounts::Account, rate_limit::Plan};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    OAuth,
    ServiceKey,
    PrivateApp,
}

impl CredentialKind {
    pub(crate) fn plan(self) -> Plan {
        match self {
            Self::OAuth => Plan::OAuth,
            Self::ServiceKey | Self::PrivateApp => Plan::Static,
        }
    }

    /// What the rate limiter counts together.
    pub(crate) fn app(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::ServiceKey => "service-key",
            Self::PrivateApp => "private-app",
        }
    }
}

#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) account: &'static Account,
    pub(crate) kind: CredentialKind,
    pub(crate) granted: Arc<GrantedScopes>,
}

//! What a running portal keeps: accounts, credentials, grants, limits, scenarios and its clock.

pub(crate) mod accounts;
pub(crate) mod caller;
pub(crate) mod clock;
pub(crate) mod consents;
pub(crate) mod counters;
pub(crate) mod credentials;
pub(crate) mod file;
pub(crate) mod grants;
pub(crate) mod lock;
pub(crate) mod rate_limit;
pub(crate) mod scenarios;
pub(crate) mod scopes;

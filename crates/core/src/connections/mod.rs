//! The connections: what is kept of each, and what is known only while the app runs.

pub(crate) mod backoff;
pub(crate) mod identity;
pub(crate) mod record;
pub(crate) mod registry;
pub(crate) mod usage;

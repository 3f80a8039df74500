//! Secrets: stored ones, and pasted ones that are staged until they are used.

pub(crate) mod cleanup;
pub(crate) mod format;
pub(crate) mod keyring_state;
pub(crate) mod staged;
pub(crate) mod store;

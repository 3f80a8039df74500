//! Secrets: where they are kept, and those that were pasted and not used yet.

pub(crate) mod cleanup;
pub(crate) mod format;
pub(crate) mod keyring_state;
pub(crate) mod staged;
pub(crate) mod store;

//! Bearer tokens: read from the keyring, handed out, refreshed, kept fresh.

pub(crate) mod account;
pub(crate) mod background;
pub(crate) mod credential;
pub(crate) mod refresh;
pub(crate) mod stored;

//! From a grant or a pasted token to a connection, and back.

pub(crate) mod begin;
pub(crate) mod flow;
pub(crate) mod grant;
pub(crate) mod preview;
pub(crate) mod static_token;

//! The protocol crate over real sockets, without core or window.

mod failures;
mod flow;
mod forwarded;
mod oidc;
mod rfc;
pub mod scripted;
mod usage;
mod versions;

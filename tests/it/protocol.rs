//! The protocol crate by itself, over real sockets: no core, no window.

mod flow;
mod forwarded;
mod oidc;
mod rfc;
pub mod scripted;
mod trouble;
mod usage;
mod versions;

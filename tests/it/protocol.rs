//! The protocol crate by itself, over real sockets: no core, no window.

mod failures;
mod flow;
mod forwarded;
mod oidc;
mod rfc;
pub mod scripted;
mod usage;
mod versions;

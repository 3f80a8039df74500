//! The protocol crate by itself, over real sockets: no core, no window.

mod flow;
mod forwarded;
mod scripted;
mod usage;
mod versions;

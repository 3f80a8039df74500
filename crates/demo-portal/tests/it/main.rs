//! The demo portal as a client meets it: over HTTP, started from Rust.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod catalogue;
mod client;
mod crm;
mod edge;
mod hostile;
mod oauth;
#[path = "../../../../tests/it/ports.rs"]
mod ports;
mod restart;
mod scenarios;
mod scopes;

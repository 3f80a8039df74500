//! The demo portal as a client meets it: over HTTP, started from Rust.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod catalogue;
mod client;
mod crm;
mod edge;
mod oauth;
mod restart;
mod scenarios;
mod scopes;

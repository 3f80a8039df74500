//! Tests of the demo portal over HTTP, as a client uses it.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod catalog;
mod client;
mod crm;
mod edge;
mod failures;
mod hostile;
mod legacy;
mod oauth;
mod operations;
#[path = "../../../../tests/it/ports.rs"]
mod ports;
mod restart;
mod scenarios;
mod schemas;
mod scopes;

//! The demo portal as a client meets it: over HTTP, started from Rust.

mod client;
mod crm;
mod edge;
mod oauth;
mod restart;
mod scenarios;
mod scopes;

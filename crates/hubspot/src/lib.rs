//! HubSpot's protocol: OAuth, requests, rate limits, error bodies.
//!
//! Secrets leave the process only in this crate, and only to the [`Environment`] they were issued in: the host of every
//! request comes from the credential, never from the caller. The crate stores nothing and does not know the window.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod body;
mod client;
mod client_options;
mod environment;
mod error_body;
mod headers;
mod identity;
mod network_error;
pub mod oauth;
mod public;
mod rate_limit;
mod server_text;
mod usage;

pub use client::{Client, Credential, OutgoingRequest, Received, SendError};
pub use client_options::{ClientOptions, Now, ProxyChoice, TimeLimits};
pub use environment::{Environment, Hublet, Token};
pub use error_body::{ErrorBody, NamedInContext};
pub use headers::{HeaderLine, HeaderOrigin, HeaderProblem, compose_headers};
pub use identity::{AccountDetails, IdentityError, TokenInfo, account_details, static_token_info};
pub use network_error::NetworkError;
pub use public::PublicAnswer;
pub use rate_limit::RateLimit;
pub use server_text::is_scope;
pub use usage::{ApiUsage, api_usage};

//! A stand-in for HubSpot on the loopback interface, for demonstrations and tests. It answers as HubSpot's
//! API and OAuth server do, with generated data that is fixed by a seed, and can be told to fail in the ways
//! HubSpot fails.
//!
//! It makes no network requests and listens on 127.0.0.1 only.
//!
//! Each module uses only those below it:
//!
//! - `server`: the public handle; `listing`: the failures that can be shown
//! - `edge`: what every request passes
//! - `api`, `oauth`: the handlers
//! - `portal`: the state that they share
//! - `seed`: generated records
//! - `crm`: the data model
//! - `config`
//! - `state`: accounts, credentials, grants, limits, scenarios, the clock
//! - `http`, `text`: independent of any portal

#![deny(missing_docs)]

mod api;
mod config;
mod crm;
mod edge;
mod http;
mod listing;
mod oauth;
mod portal;
mod seed;
mod server;
mod state;
mod text;

pub use config::{DemoConfig, DemoInfo};
pub use edge::listed::{Answering, ListedOperation, operations};
pub use listing::{FailureScenario, failure_scenarios};
pub use server::{DemoPortal, StartError};
pub use state::counters::Counters;
pub use state::file::private_static_keys;
pub use state::scenarios::{Connect, FailureId, PlannedCall, Scenario, ScenarioState, UnknownScenario};

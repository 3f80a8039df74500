//! A HubSpot stand-in on loopback, for learning and for tests. It answers as HubSpot's API and OAuth server do, with
//! made-up data that a seed fixes, and can be told to fail in the ways HubSpot fails.
//!
//! It never talks to the network and never listens on anything but 127.0.0.1.

mod account_info;
mod accounts;
mod answer;
mod call;
mod clock;
mod config;
mod control;
mod credentials;
mod crm;
mod data;
mod edge;
mod errors;
mod generic;
mod grants;
mod handle;
mod legacy;
mod oauth;
mod portal;
mod rate_limit;
mod scenarios;
mod scopes;
mod state_file;

pub use config::{DemoConfig, DemoInfo};
pub use handle::{DemoPortal, StartError};
pub use portal::Counters;
pub use scenarios::{Scenario, ScenarioState, UnknownScenario};

//! A HubSpot stand-in on loopback, for learning and for tests. It answers as HubSpot's API and OAuth server do, with
//! made-up data that a seed fixes, and can be told to fail in the ways HubSpot fails.
//!
//! It never talks to the network and never listens on anything but 127.0.0.1.

mod api;
mod config;
mod crm;
mod edge;
mod http;
mod oauth;
mod portal;
mod seed;
mod server;
mod state;

pub use config::{DemoConfig, DemoInfo};
pub use server::{DemoPortal, StartError};
pub use state::counters::Counters;
pub use state::scenarios::{Scenario, ScenarioState, UnknownScenario};

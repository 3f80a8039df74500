//! Failures that can be switched on by name. This module names and describes them, with the refusals that depend on the
//! call alone; `edge`, `oauth` and the search apply them.

mod account;
mod active;
mod credential;
mod effect;
mod exchange;
mod exchanges;
mod failure;
mod limits;
mod list;
mod property;
mod record;
mod request;
mod scope;
mod server;
mod switches;

use std::str::FromStr;

use serde::Serialize;

pub(crate) use account::wrong_hublet;
pub(crate) use active::ActiveScenarios;
pub(crate) use effect::{Effect, Limit, StoredRecord};
pub(crate) use exchange::{Exchange, Told};
pub(crate) use failure::Happens;
pub use failure::{Connect, PlannedCall};
pub use list::FailureId;
pub use switches::Scenario;

/// No scenario has this name; [`Scenario::all`] lists those that exist.
#[derive(Debug, thiserror::Error)]
#[error("no scenario is called `{0}`")]
pub struct UnknownScenario(String);

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, UnknownScenario> {
        Self::all().find(|scenario| scenario.name() == name).ok_or_else(|| UnknownScenario(name.into()))
    }
}

/// A scenario as a list of switches shows it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ScenarioState {
    /// The scenario's [name](Scenario::name).
    pub name: &'static str,
    /// A short label.
    pub title: &'static str,
    /// What the scenario does, in a sentence.
    pub description: &'static str,
    /// Whether it is on.
    pub on: bool,
}

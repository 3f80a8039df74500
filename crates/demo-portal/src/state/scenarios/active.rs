//! The scenarios that are on, and what has begun of them.

use std::{
    collections::BTreeSet,
    sync::{Mutex, atomic::AtomicU64},
};

use super::{
    ScenarioState,
    effect::{Asked, Effect, Limit},
    list::FailureId,
    switches::Scenario,
};
use crate::{
    http::{call::Call, errors::ApiError},
    state::{caller::Caller, lock::lock},
};

/// While [`Scenario::SearchLag`] is on, later changes than this are not found.
const INDEXING_LAG_MS: i64 = 30_000;

/// The scenarios that are on.
#[derive(Debug, Default)]
pub(crate) struct ActiveScenarios {
    on: Mutex<BTreeSet<Scenario>>,
    /// Failures that have begun, with the account; 0 for a caller that is not known.
    begun: Mutex<BTreeSet<(FailureId, u64)>>,
    /// Counts what failures decide by turns.
    tally: AtomicU64,
}

impl ActiveScenarios {
    /// Starts with these scenarios on.
    pub(crate) fn new(on: impl IntoIterator<Item = Scenario>) -> Self {
        Self { on: Mutex::new(on.into_iter().collect()), ..Self::default() }
    }

    /// Whether a scenario is on.
    pub(crate) fn is_on(&self, scenario: Scenario) -> bool {
        lock(&self.on).contains(&scenario)
    }

    /// Switches a scenario on or off. What it has changed in the records stays.
    pub(crate) fn set(&self, scenario: Scenario, on: bool) {
        let mut active = lock(&self.on);
        if on {
            active.insert(scenario)
        } else {
            active.remove(&scenario)
        };
        if let Scenario::Failure(id) = scenario {
            lock(&self.begun).retain(|(begun, _)| *begun != id);
        }
    }

    /// All scenarios, with whether each is on.
    pub(crate) fn states(&self) -> Vec<ScenarioState> {
        Scenario::all()
            .map(|scenario| ScenarioState {
                name: scenario.name(),
                title: scenario.title(),
                description: scenario.description(),
                on: self.is_on(scenario),
            })
            .collect()
    }

    /// The failures that are on.
    pub(crate) fn failures(&self) -> Vec<FailureId> {
        let id = |scenario: &Scenario| match scenario {
            Scenario::Failure(id) => Some(*id),
            _ => None,
        };
        lock(&self.on).iter().filter_map(id).collect()
    }

    /// The effects of the failures that are on.
    pub(crate) fn effects(&self) -> impl Iterator<Item = &'static Effect> {
        self.failures().into_iter().flat_map(|id| id.failure().effects)
    }

    /// Those of the failures that have begun.
    pub(crate) fn begun_effects(&self) -> impl Iterator<Item = &'static Effect> {
        let has_begun = |id: &FailureId| lock(&self.begun).iter().any(|(begun, _)| begun == id);
        let ids: Vec<FailureId> = self.failures().into_iter().filter(has_begun).collect();
        ids.into_iter().flat_map(|id| id.failure().effects)
    }

    /// Lets a failure begin in an account; false if it had.
    pub(crate) fn begin(&self, id: FailureId, portal_id: u64) -> bool {
        lock(&self.begun).insert((id, portal_id))
    }

    /// A call as the effects look at it.
    pub(crate) fn asked<'a>(
        &'a self,
        call: &'a Call,
        caller: &'a Caller,
        any_of: &'a [Vec<String>],
    ) -> Asked<'a> {
        Asked { call, caller, any_of, tally: &self.tally }
    }

    /// The first refusal of a failure that has begun.
    pub(crate) fn refusal(&self, asked: &Asked) -> Option<ApiError> {
        self.begun_effects().find_map(|effect| match effect {
            Effect::Refuse(refuse) => refuse(asked),
            _ => None,
        })
    }

    /// The scopes that a credential has of these.
    pub(crate) fn granted<'a>(&self, scopes: impl Iterator<Item = &'a String>) -> Vec<String> {
        let only_oauth = self.is_on(Scenario::MissingScope);
        let withheld: Vec<&str> = self
            .effects()
            .filter_map(|effect| match effect {
                Effect::Withhold(prefixes) => Some(*prefixes),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        let has = |scope: &&String| {
            (!only_oauth || *scope == "oauth") && !withheld.iter().any(|prefix| scope.starts_with(prefix))
        };
        scopes.filter(has).cloned().collect()
    }

    /// Whether credentials have fewer scopes than were granted.
    pub(crate) fn withholds_scopes(&self) -> bool {
        self.is_on(Scenario::MissingScope)
            || self.effects().any(|effect| matches!(effect, Effect::Withhold(_)))
    }

    /// Whether the static credentials are refused.
    pub(crate) fn has_revoked_keys(&self) -> bool {
        self.is_on(Scenario::InvalidKey)
            || self.begun_effects().any(|effect| matches!(effect, Effect::Revoke))
    }

    /// The limit that others have used up.
    pub(crate) fn exhausted(&self) -> Option<Limit> {
        let begun = self.begun_effects().find_map(|effect| match effect {
            Effect::Exhaust(limit) => Some(*limit),
            _ => None,
        });
        let by_switch = |scenario, limit| self.is_on(scenario).then_some(limit);
        begun
            .or_else(|| by_switch(Scenario::DailyLimit, Limit::Daily))
            .or_else(|| by_switch(Scenario::RateLimited, Limit::TenSecondly))
    }

    /// How old changes must be for search to find them, in milliseconds.
    pub(crate) fn index_lag_ms(&self) -> Option<i64> {
        let of_failure = self.effects().find_map(|effect| match effect {
            Effect::IndexLag(ms) => Some(*ms),
            _ => None,
        });
        of_failure.or_else(|| self.is_on(Scenario::SearchLag).then_some(INDEXING_LAG_MS))
    }
}

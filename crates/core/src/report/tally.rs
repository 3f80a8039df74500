//! What a report sums up of its calls while they go by, the oldest first. Bounded, however many there are.

use std::collections::{BTreeMap, HashMap};

use portalscope_history::GrantedScopes;
use portalscope_report::{
    Call, CallKind, Diagnosis, FailureGroup, Grant, LimitPoint, RateFigures, TimelineEvent, VersionCount,
};

use crate::history::facade::instant;
use crate::platform::numbers::narrow;

/// Stretches of time that the rate limits are told of.
const STRETCHES: i64 = 240;
const MAX_FAILURE_GROUPS: usize = 500;
const MAX_GRANTS: usize = 200;
const TOO_MANY_REQUESTS: u16 = 429;

/// The sums.
pub(super) struct Tally {
    limits: Vec<Stretch>,
    first_at: i64,
    last_at: i64,
    calls: u32,
    failures: u32,
    refused: u32,
    groups: HashMap<(String, String, String), FailureGroup>,
    versions: BTreeMap<String, u32>,
    grants: Vec<Grant>,
    by_fingerprint: HashMap<String, u32>,
    present: Option<u32>,
    changes: Vec<TimelineEvent>,
}

#[derive(Clone, Default)]
struct Stretch {
    calls: u32,
    refused: u32,
    lowest: RateFigures,
}

/// What a report tells of all its calls.
pub(super) struct Sums {
    pub calls: u32,
    pub failures: u32,
    pub refused: u32,
    pub first_at: Option<String>,
    pub last_at: Option<String>,
    pub groups: Vec<FailureGroup>,
    pub limits: Vec<LimitPoint>,
    pub versions: Vec<VersionCount>,
    pub grants: Vec<Grant>,
    /// Changes of the granted scopes.
    pub changes: Vec<TimelineEvent>,
}

impl Tally {
    /// Of calls that were sent between these instants (milliseconds since 1970), both included.
    pub fn new(first_at: i64, last_at: i64) -> Self {
        Self {
            limits: vec![Stretch::default(); usize::try_from(STRETCHES).unwrap_or_default()],
            first_at,
            last_at: last_at.max(first_at),
            calls: 0,
            failures: 0,
            refused: 0,
            groups: HashMap::new(),
            versions: BTreeMap::new(),
            grants: Vec::new(),
            by_fingerprint: HashMap::new(),
            present: None,
            changes: Vec::new(),
        }
    }

    /// The number of a set of scopes. A set that differs from the one before is a change.
    pub fn grant(&mut self, at: i64, call: u32, scopes: Option<&GrantedScopes>) -> Option<u32> {
        let scopes = scopes?;
        let number = match self.by_fingerprint.get(&scopes.fingerprint) {
            Some(number) => *number,
            None if self.grants.len() >= MAX_GRANTS => return None,
            None => {
                let number = narrow(self.grants.len());
                self.grants.push(Grant { first_at: instant(at).to_string(), scopes: scopes.names.clone() });
                self.by_fingerprint.insert(scopes.fingerprint.clone(), number);
                number
            }
        };
        let before = self.present.replace(number).filter(|before| *before != number);
        if let Some(before) = before {
            let sentence = self.change(before, number);
            let at = instant(at).to_string();
            let what = "scopes_changed".to_owned();
            self.changes.push(TimelineEvent { at, what, failed: false, sentence, call: Some(call) });
        }
        Some(number)
    }

    fn change(&self, before: u32, after: u32) -> String {
        let names = |number: u32| self.grants.get(number as usize).and_then(|grant| grant.scopes.as_ref());
        let (Some(before), Some(after)) = (names(before), names(after)) else {
            return "The granted scopes changed.".to_owned();
        };
        let without = |list: &[String], other: &[String]| -> Vec<String> {
            list.iter().filter(|name| !other.contains(name)).cloned().collect()
        };
        let (added, gone) = (without(after, before), without(before, after));
        let part = |word: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{word}: {}", names.join(" ")))
        };
        let parts: Vec<_> = [part("added", &added), part("gone", &gone)].into_iter().flatten().collect();
        format!("The granted scopes changed; {}.", parts.join("; "))
    }

    /// Counts a call. `at`: milliseconds since 1970.
    pub fn add(&mut self, at: i64, call: &Call) {
        self.calls += 1;
        if let Some(version) = &call.version {
            *self.versions.entry(version.clone()).or_default() += 1;
        }
        if call.kind == CallKind::Call {
            self.add_limits(at, call);
        }
        if let Some(diagnosis) = &call.diagnosis {
            self.failures += 1;
            self.add_failure(call, diagnosis);
        }
    }

    fn add_limits(&mut self, at: i64, call: &Call) {
        let stretch = (at - self.first_at).max(0) * STRETCHES / (self.last_at - self.first_at + 1);
        let Some(stretch) = usize::try_from(stretch).ok().and_then(|at| self.limits.get_mut(at)) else {
            return;
        };
        stretch.calls += 1;
        if call.status == Some(TOO_MANY_REQUESTS) {
            stretch.refused += 1;
            self.refused += 1;
        }
        if let Some(figures) = call.rate_limit {
            stretch.lowest = lowest(stretch.lowest, figures);
        }
    }

    fn add_failure(&mut self, call: &Call, diagnosis: &Diagnosis) {
        let label = diagnosis.causes.first().map_or("", |cause| &cause.label);
        let key = (label.to_owned(), call.method.clone(), call.operation.clone());
        let is_full = self.groups.len() >= MAX_FAILURE_GROUPS;
        let (count, first_at) = match self.groups.get(&key) {
            Some(group) => (group.count, group.first_at.clone()),
            None if is_full => return,
            None => (0, call.started_at.clone()),
        };
        let group = FailureGroup {
            method: call.method.clone(),
            operation: call.operation.clone(),
            status: call.status,
            count: count + 1,
            first_at,
            last_at: call.started_at.clone(),
            call: call.number,
            correlation_id: call.correlation_id.clone(),
            causes: diagnosis.causes.clone(),
            unknown: diagnosis.unknown.clone(),
            cannot_tell: diagnosis.cannot_tell,
        };
        self.groups.insert(key, group);
    }

    pub fn into_sums(self) -> Sums {
        let mut groups: Vec<_> = self.groups.into_values().collect();
        groups.sort_by_key(|group| std::cmp::Reverse((group.count, group.call)));
        let mut versions: Vec<_> =
            self.versions.into_iter().map(|(version, calls)| VersionCount { version, calls }).collect();
        versions.sort_by_key(|one| std::cmp::Reverse(one.calls));
        let (first_at, span) = (self.first_at, self.last_at - self.first_at + 1);
        let begins = |number: usize| {
            let number = i64::try_from(number).unwrap_or_default();
            instant(first_at + number * span / STRETCHES).to_string()
        };
        let limits = self.limits.into_iter().enumerate().filter(|(_, stretch)| stretch.calls > 0);
        let limits = limits.map(|(number, stretch)| LimitPoint {
            at: begins(number),
            calls: stretch.calls,
            refused: stretch.refused,
            lowest: stretch.lowest,
        });
        let known = (self.calls > 0).then_some(());
        Sums {
            calls: self.calls,
            failures: self.failures,
            refused: self.refused,
            first_at: known.map(|()| instant(self.first_at).to_string()),
            last_at: known.map(|()| instant(self.last_at).to_string()),
            groups,
            limits: limits.collect(),
            versions,
            grants: self.grants,
            changes: self.changes,
        }
    }
}

/// The highest of what is allowed, the lowest of what is left.
fn lowest(before: RateFigures, now: RateFigures) -> RateFigures {
    let least = |one: Option<u32>, other: Option<u32>| one.into_iter().chain(other).min();
    RateFigures {
        max: before.max.max(now.max),
        remaining: least(before.remaining, now.remaining),
        interval_ms: now.interval_ms.or(before.interval_ms),
        daily_max: before.daily_max.max(now.daily_max),
        daily_remaining: least(before.daily_remaining, now.daily_remaining),
    }
}

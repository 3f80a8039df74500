//! The smallest set of scopes that allows a chosen set of calls, with the reason for each scope.
//!
//! The answer is exact. It adds as few scopes as possible to those granted, then uses as few as possible, and among
//! equals prefers reading to writing, not sensitive to sensitive, granular to coarse. The candidates are the scopes that
//! a chosen call names and those already granted: a coarse scope that no call names is never proposed.

mod cover;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use crate::call::Call;
use crate::catalog::Catalog;
use crate::requirement::AnyOf;
use crate::scopes::{self, GrantedScopes, ScopeNames};
use crate::verdict::{CredentialKind, VerdictKind};
use cover::{Alternative, Clause};

/// Part of every OAuth installation, and so never more than is needed.
const ALWAYS_GRANTED: &str = "oauth";

/// The scopes to have, and why.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct Solution {
    /// All scopes that the calls need, those already granted among them, by name.
    pub scopes: Vec<String>,
    /// For each of `scopes`, the calls that rely on it, as `GET /crm/v3/owners`.
    pub because: Vec<Reason>,
    /// Calls that no scope can allow, or whose scopes are not known.
    pub impossible: Vec<Impossible>,
    /// Granted scopes that can be revoked together without any of the calls being refused.
    pub unneeded: Vec<String>,
}

/// The calls that rely on a scope.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// The scope that is needed.
    pub scope: String,
    /// The calls that need it, as `GET /crm/v3/owners`.
    pub operations: Vec<String>,
}

/// A call that is not part of the solution.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Impossible {
    /// As it was given.
    pub method: String,
    /// As it was given.
    pub path: String,
    /// Why no scope helps.
    pub verdict: VerdictKind,
}

/// The candidate scopes, with the cost of each.
#[derive(Default)]
struct Candidates {
    names: Vec<String>,
    costs: Vec<u64>,
    /// Which candidates provide a scope, by its name without revision.
    providers: HashMap<String, Vec<usize>>,
}

impl Catalog {
    /// The smallest set of scopes with which the credential may make all calls that can be allowed. `granted` are the
    /// scopes that it has by now.
    pub fn solve(&self, calls: &[Call], granted: &[String], credential: CredentialKind) -> Solution {
        let granted_scopes: GrantedScopes = granted.iter().collect();
        let mut impossible = Vec::new();
        let mut wanted: Vec<(&Call, AnyOf)> = Vec::new();
        for call in calls.iter().collect::<BTreeSet<_>>() {
            let verdict = self.verdict(&call.method, &call.path, Some(&granted_scopes), credential);
            match verdict.kind {
                VerdictKind::Allowed if verdict.satisfied_by.is_some_and(|met| met.is_empty()) => {}
                VerdictKind::Allowed | VerdictKind::MissingScopes => wanted.push((call, verdict.any_of)),
                kind => impossible.push(Impossible::new(call, kind)),
            }
        }
        let candidates = Candidates::new(&wanted, granted);
        let clauses: Vec<Clause> = wanted.iter().map(|(_, any_of)| candidates.clause(any_of)).collect();
        let chosen = cover::cheapest(clauses.clone(), &candidates.costs);
        let calls: Vec<&Call> = wanted.iter().map(|(call, _)| *call).collect();
        let because = candidates.reasons(&calls, &clauses, &chosen);
        let scopes: Vec<String> = because.iter().map(|reason| reason.scope.clone()).collect();
        Solution { unneeded: unneeded(granted, &scopes), scopes, because, impossible }
    }
}

fn unneeded(granted: &[String], needed: &[String]) -> Vec<String> {
    let needed: BTreeSet<&str> = needed.iter().map(|scope| scopes::without_revision(scope)).collect();
    let unneeded = |scope: &&String| {
        !needed.contains(scopes::without_revision(scope)) && scope.as_str() != ALWAYS_GRANTED
    };
    let unneeded: BTreeSet<&String> = granted.iter().filter(unneeded).collect();
    unneeded.into_iter().cloned().collect()
}

impl Impossible {
    fn new(call: &Call, verdict: VerdictKind) -> Self {
        Self { method: call.method.clone(), path: call.path.clone(), verdict }
    }
}

impl Candidates {
    fn new(wanted: &[(&Call, AnyOf)], granted: &[String]) -> Self {
        let named = wanted.iter().flat_map(|(_, any_of)| any_of.iter().flatten());
        let mut by_name: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
        for scope in granted {
            by_name.insert(scopes::without_revision(scope), (scope, true));
        }
        for scope in named.filter(|scope| ScopeNames::bundled().is_grantable(scope)) {
            let known = by_name.entry(scopes::without_revision(scope)).or_insert((scope, false));
            known.0 = if known.1 { known.0 } else { known.0.min(scope) };
        }
        let mut candidates = Self::default();
        for (scope, is_granted) in by_name.into_values() {
            candidates.add(scope, is_granted);
        }
        candidates
    }

    fn add(&mut self, scope: &str, is_granted: bool) {
        let provided: GrantedScopes = [scope].into_iter().collect();
        for name in provided.names() {
            self.providers.entry(name.to_owned()).or_default().push(self.names.len());
        }
        self.names.push(scope.to_owned());
        self.costs.push(cost(scope, is_granted));
    }

    fn providers(&self, scope: &str) -> &[usize] {
        self.providers.get(scopes::without_revision(scope)).map_or(&[], Vec::as_slice)
    }

    /// The alternatives as candidates: a scope is provided by itself or by a coarser one.
    fn clause(&self, any_of: &AnyOf) -> Clause {
        any_of.iter().flat_map(|scopes| self.ways(scopes)).collect()
    }

    /// All combinations of candidates that provide all of the scopes; none if one of them has no provider.
    fn ways(&self, scopes: &[String]) -> Vec<Alternative> {
        let mut ways: Vec<Alternative> = vec![Vec::new()];
        for scope in scopes {
            let providers = self.providers(scope);
            ways =
                ways.iter().flat_map(|way| providers.iter().map(|provider| with(way, *provider))).collect();
        }
        ways
    }

    fn reasons(&self, calls: &[&Call], clauses: &[Clause], chosen: &[usize]) -> Vec<Reason> {
        let mut operations: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (call, clause) in calls.iter().zip(clauses) {
            for item in self.cheapest_met(clause, chosen) {
                operations.entry(item).or_default().push(format!("{} {}", call.method, call.path));
            }
        }
        let reason = |(item, operations): (usize, _)| Reason { scope: self.names[item].clone(), operations };
        operations.into_iter().map(reason).collect()
    }

    /// The cheapest of the alternatives that the chosen scopes meet.
    fn cheapest_met(&self, clause: &Clause, chosen: &[usize]) -> Alternative {
        let is_met = |way: &&Alternative| way.iter().all(|item| chosen.contains(item));
        let cost = |way: &&Alternative| way.iter().map(|item| self.costs[*item]).sum::<u64>();
        clause.iter().filter(is_met).min_by_key(cost).cloned().unwrap_or_default()
    }
}

fn with(way: &[usize], item: usize) -> Alternative {
    let mut items = way.to_vec();
    if let Err(place) = items.binary_search(&item) {
        items.insert(place, item);
    }
    items
}

/// The preferences as one number, each far above the sum of all below it: new, at all, writing, sensitive, coarse.
fn cost(scope: &str, is_granted: bool) -> u64 {
    let exposure = scopes::exposure(scope);
    let digits = [!is_granted, true, exposure.writes, exposure.sensitive, exposure.coarse];
    digits.into_iter().fold(0, |cost, digit| (cost << 12) + u64::from(digit))
}

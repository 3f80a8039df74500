//! Analyzes a list of endpoints for a connection: a verdict for each, the scopes that all of them need together, and the
//! granted scopes that none of them needs.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use portalscope_catalog::{Call, GrantedScopes, Solution, Sunset, Verdict, VerdictKind};
use serde::Serialize;
use specta::Type;

use crate::catalog::operation::{Endpoint, successor_of};
use crate::error::Result;
use crate::history::History;
use crate::platform::clock::{Clock, today};
use crate::platform::numbers::narrow;
use crate::scopes::access::{AnalysisSubject, ScopeAccess, ScopeContext};

/// Alternatives per row; the details of an endpoint list all of them.
const ALTERNATIVES_IN_ROW: usize = 3;

/// What a list of endpoints needs, and what of it is granted. Row numbers count from 0.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeAnalysis {
    /// One per endpoint, in the order of the list.
    pub rows: Vec<AnalyzedEndpoint>,
    /// How many rows are allowed.
    pub allowed: u32,
    /// Whether HubSpot tells the granted scopes. If not, `needed` counts from none.
    pub granted_known: bool,
    /// All scopes that the list needs; those not granted come first.
    pub needed: Vec<NeededScope>,
    /// Rows that no scope can allow, or whose requirement is not known.
    pub impossible: Vec<u32>,
    /// Granted scopes that the list or the connection's past calls do not need.
    pub unused: Vec<UnusedScope>,
    /// How many operations the connection has called. 0 for a credential yet to be made.
    pub called: u32,
}

/// One endpoint of the list with its verdict.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnalyzedEndpoint {
    /// As it is in the list.
    pub endpoint: Endpoint,
    /// The title of the operation. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// The API version in the path, such as `v3` or `2026-03`. `None`: the catalog does not know the call.
    pub version: Option<String>,
    /// Whether HubSpot marks the operation as deprecated.
    pub deprecated: bool,
    /// The verdict, with the first three alternatives only.
    pub verdict: Verdict,
    /// How many alternatives there are in all.
    pub alternatives: u32,
    /// The call that replaces this one. `None`: none is known.
    pub successor: Option<Endpoint>,
    /// When HubSpot ends support or the operation. `None`: nothing was announced.
    pub sunset: Option<Sunset>,
    /// Whether the date of the sunset has come.
    pub sunset_passed: bool,
}

/// A scope that the list needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NeededScope {
    /// HubSpot's name of the scope.
    pub scope: String,
    /// Whether the connection has it, itself or implied by another.
    pub granted: bool,
    /// The rows that rely on it, in ascending order.
    pub because: Vec<u32>,
}

/// A granted scope that the list, the past calls, or both do not need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnusedScope {
    /// HubSpot's name of the scope.
    pub scope: String,
    /// Whether an endpoint of the list needs it.
    pub by_list: bool,
    /// Whether a past call needed it.
    pub by_history: bool,
}

/// Analyzes lists of endpoints.
pub struct ScopeAnalyzer {
    access: Arc<ScopeAccess>,
    history: Arc<History>,
    clock: Arc<dyn Clock>,
}

impl ScopeAnalyzer {
    pub(crate) fn new(access: Arc<ScopeAccess>, history: Arc<History>, clock: Arc<dyn Clock>) -> Self {
        Self { access, history, clock }
    }

    /// Analyzes a list. Takes milliseconds for hundreds of endpoints; call it off the main thread.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`](crate::error::Error::ConnectionNotFound),
    /// [`Error::Store`](crate::error::Error::Store) if the history cannot be read.
    pub fn analyze(&self, subject: &AnalysisSubject, endpoints: &[Endpoint]) -> Result<ScopeAnalysis> {
        let context = self.access.of_subject(subject)?;
        let today = today(&*self.clock);
        let rows: Vec<_> = endpoints.iter().map(|endpoint| analyzed(&context, endpoint, &today)).collect();
        let solution = solve(&context, endpoints);
        let called = self.called(subject)?;
        let allowed = rows.iter().filter(|row| row.verdict.kind == VerdictKind::Allowed).count();
        let numbers = RowNumbers::new(endpoints);
        Ok(ScopeAnalysis {
            allowed: narrow(allowed),
            granted_known: context.scopes.is_some(),
            needed: needed(&solution, &numbers, context.granted.as_ref()),
            impossible: numbers.of_impossible(&solution),
            unused: unused(&solution, &solve(&context, &called)),
            called: narrow(called.len()),
            rows,
        })
    }

    /// The operations that the connection has called; none for a credential yet to be made.
    fn called(&self, subject: &AnalysisSubject) -> Result<Vec<Endpoint>> {
        let AnalysisSubject::Connection { id } = subject else { return Ok(Vec::new()) };
        Ok(self.history.called_endpoints(id)?.into_iter().map(|call| call.endpoint).collect())
    }
}

fn solve(context: &ScopeContext, endpoints: &[Endpoint]) -> Solution {
    let calls: Vec<Call> = endpoints.iter().map(Endpoint::to_call).collect();
    context.catalog.solve(&calls, context.scopes.as_deref().unwrap_or_default(), context.credential)
}

fn analyzed(context: &ScopeContext, endpoint: &Endpoint, today: &str) -> AnalyzedEndpoint {
    let Endpoint { method, path } = endpoint;
    let found = context.catalog.resolve(method, path);
    let verdict = context.judge(method, path);
    let sunset = found.as_ref().and_then(|found| found.sunset(today));
    AnalyzedEndpoint {
        endpoint: endpoint.clone(),
        title: found.as_ref().map(|found| found.operation.title().to_owned()),
        version: found.as_ref().map(|found| found.version.clone()),
        deprecated: found.as_ref().is_some_and(|found| found.operation.deprecated),
        alternatives: narrow(verdict.any_of.len()),
        verdict: shortened(verdict),
        successor: found.as_ref().and_then(|found| successor_of(&context.catalog, found, path)),
        sunset_passed: sunset.as_ref().is_some_and(|sunset| sunset.has_come(today)),
        sunset,
    }
}

/// Keeps the first alternatives: the one that is met, else those that lack the fewest scopes.
fn shortened(mut verdict: Verdict) -> Verdict {
    let met = verdict.satisfied_by.clone();
    let least = verdict.missing.first().cloned().unwrap_or_default();
    verdict.any_of.sort_by_key(|scopes| {
        let lacking = scopes.iter().filter(|scope| least.contains(scope)).count();
        (met.as_ref() != Some(scopes), lacking != least.len())
    });
    verdict.any_of.truncate(ALTERNATIVES_IN_ROW);
    let shown: HashSet<&String> = verdict.any_of.iter().flatten().collect();
    verdict.missing.retain(|scopes| scopes.iter().all(|scope| shown.contains(scope)));
    verdict
}

/// Row numbers by the name that the solver uses for a call: `GET /crm/v3/owners`.
struct RowNumbers(HashMap<String, Vec<u32>>);

impl RowNumbers {
    fn new(endpoints: &[Endpoint]) -> Self {
        let mut numbers: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, endpoint) in endpoints.iter().enumerate() {
            let name = format!("{} {}", endpoint.method, endpoint.path);
            numbers.entry(name).or_default().push(narrow(at));
        }
        Self(numbers)
    }

    fn of(&self, name: &str) -> &[u32] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn of_all<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut rows: Vec<u32> = names.flat_map(|name| self.of(name)).copied().collect();
        rows.sort_unstable();
        rows
    }

    fn of_impossible(&self, solution: &Solution) -> Vec<u32> {
        let names: Vec<_> =
            solution.impossible.iter().map(|one| format!("{} {}", one.method, one.path)).collect();
        self.of_all(names.iter().map(String::as_str))
    }
}

/// Scopes not granted come first, otherwise in the solver's order.
fn needed(solution: &Solution, numbers: &RowNumbers, granted: Option<&GrantedScopes>) -> Vec<NeededScope> {
    let mut needed: Vec<_> = solution
        .because
        .iter()
        .map(|reason| NeededScope {
            scope: reason.scope.clone(),
            granted: granted.is_some_and(|granted| granted.holds(&reason.scope)),
            because: numbers.of_all(reason.operations.iter().map(String::as_str)),
        })
        .collect();
    needed.sort_by_key(|scope| scope.granted);
    needed
}

fn unused(list: &Solution, history: &Solution) -> Vec<UnusedScope> {
    let (list, history): (BTreeSet<_>, BTreeSet<_>) =
        (list.unneeded.iter().collect(), history.unneeded.iter().collect());
    let named = list.union(&history).map(|scope| UnusedScope {
        scope: (*scope).clone(),
        by_list: !list.contains(scope),
        by_history: !history.contains(scope),
    });
    named.collect()
}

//! What a list of endpoints needs of a connection: a verdict for each, the scopes that all of them need together, the
//! smallest addition, and which granted scopes nothing needs.

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

/// Alternatives shown in a row; the details of an endpoint have all of them.
const ALTERNATIVES_IN_ROW: usize = 3;

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeAnalysis {
    /// In the order of the list.
    pub rows: Vec<AnalyzedEndpoint>,
    pub allowed: u32,
    /// False: HubSpot does not tell which scopes this credential has, so what is needed is counted from nothing.
    pub granted_known: bool,
    /// All scopes that the list needs, those granted among them.
    pub needed: Vec<NeededScope>,
    /// Rows that no scope can allow, or of which it is not known.
    pub impossible: Vec<u32>,
    /// Granted scopes that the list, or what the connection called so far, does not need.
    pub unused: Vec<UnusedScope>,
    /// How many operations the connection has called so far.
    pub called: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnalyzedEndpoint {
    pub endpoint: Endpoint,
    /// `None`: the catalog does not know it.
    pub title: Option<String>,
    pub version: Option<String>,
    pub deprecated: bool,
    /// With the first few alternatives only.
    pub verdict: Verdict,
    pub alternatives: u32,
    pub successor: Option<Endpoint>,
    pub sunset: Option<Sunset>,
    /// The date of the sunset has come.
    pub sunset_passed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NeededScope {
    pub scope: String,
    pub granted: bool,
    /// The rows that rely on it.
    pub because: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnusedScope {
    pub scope: String,
    /// An endpoint of the list needs it.
    pub by_list: bool,
    /// A call of the past needed it.
    pub by_history: bool,
}

pub struct ScopeAnalyzer {
    access: Arc<ScopeAccess>,
    history: Arc<History>,
    clock: Arc<dyn Clock>,
}

impl ScopeAnalyzer {
    pub(crate) fn new(access: Arc<ScopeAccess>, history: Arc<History>, clock: Arc<dyn Clock>) -> Self {
        Self { access, history, clock }
    }

    /// Judges a list. Takes some milliseconds for hundreds of endpoints; call it off the main thread.
    pub fn analyze(&self, subject: &AnalysisSubject, endpoints: &[Endpoint]) -> Result<ScopeAnalysis> {
        let context = self.access.of_subject(subject)?;
        let today = today(&*self.clock);
        let rows: Vec<_> = endpoints.iter().map(|endpoint| analyzed(&context, endpoint, &today)).collect();
        let solution = solve(&context, endpoints);
        let called = self.called(subject)?;
        let allowed = rows.iter().filter(|row| row.verdict.kind == VerdictKind::Allowed).count();
        let places = Places::new(endpoints);
        Ok(ScopeAnalysis {
            allowed: narrow(allowed),
            granted_known: context.scopes.is_some(),
            needed: needed(&solution, &places, context.granted.as_ref()),
            impossible: places.of_impossible(&solution),
            unused: unused(&solution, &solve(&context, &called)),
            called: narrow(called.len()),
            rows,
        })
    }

    /// What the connection called so far.
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

/// The alternative that is met, or those that lack least, come first and the rest is cut.
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

/// Rows by the name that the solver gives them.
struct Places(HashMap<String, Vec<u32>>);

impl Places {
    fn new(endpoints: &[Endpoint]) -> Self {
        let mut places: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, endpoint) in endpoints.iter().enumerate() {
            let name = format!("{} {}", endpoint.method, endpoint.path);
            places.entry(name).or_default().push(narrow(at));
        }
        Self(places)
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

fn needed(solution: &Solution, places: &Places, granted: Option<&GrantedScopes>) -> Vec<NeededScope> {
    let mut needed: Vec<_> = solution
        .because
        .iter()
        .map(|reason| NeededScope {
            scope: reason.scope.clone(),
            granted: granted.is_some_and(|granted| granted.holds(&reason.scope)),
            because: places.of_all(reason.operations.iter().map(String::as_str)),
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

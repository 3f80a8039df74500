//! What a list of endpoints needs of a connection: a verdict for each, the scopes that all of them need together, the
//! smallest addition, and which granted scopes nothing needs.

use std::collections::{BTreeSet, HashMap, HashSet};

use portalscope_catalog::{Call, GrantedScopes, Solution, Sunset, Verdict, VerdictKind};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::record::CredentialKind;
use crate::error::Result;
use crate::portalscope::Portalscope;
use crate::scopes::facts::successor_of;
use crate::scopes::search::{Endpoint, Holder, catalogue_credential};

/// Alternatives shown in a row; the details of an endpoint have all of them.
const ALTERNATIVES_IN_ROW: usize = 3;

/// Whose scopes the list is held against.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Against {
    Connection {
        id: String,
    },
    /// A credential yet to be made, with nothing granted.
    New {
        credential: CredentialKind,
    },
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeAnalysis {
    /// In the order of the list.
    pub rows: Vec<AnalysedEndpoint>,
    pub allowed: u32,
    /// False: HubSpot does not tell which scopes this credential has, so what is needed is counted from nothing.
    pub granted_known: bool,
    /// All scopes that the list needs, those granted among them.
    pub needed: Vec<NeededScope>,
    /// Rows that no scope can allow, or of which it is not known.
    pub impossible: Vec<u32>,
    /// Granted scopes that the list, or what the connection called so far, does not need.
    pub spare: Vec<SpareScope>,
    /// How many operations the connection has called so far.
    pub called: u32,
}

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AnalysedEndpoint {
    pub endpoint: Endpoint,
    /// `None`: the catalogue does not know it.
    pub title: Option<String>,
    pub version: Option<String>,
    pub deprecated: bool,
    /// With the first few alternatives only.
    pub verdict: Verdict,
    pub alternatives: u32,
    pub successor: Option<Endpoint>,
    pub sunset: Option<Sunset>,
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
pub struct SpareScope {
    pub scope: String,
    /// An endpoint of the list needs it.
    pub by_list: bool,
    /// A call of the past needed it.
    pub by_history: bool,
}

impl Portalscope {
    /// Judges a list. Takes some milliseconds for hundreds of endpoints; call it off the main thread.
    pub fn analyse_endpoints(&self, against: &Against, endpoints: &[Endpoint]) -> Result<ScopeAnalysis> {
        let holder = self.holder_of(against)?;
        let rows: Vec<_> = endpoints.iter().map(|endpoint| analysed(&holder, endpoint)).collect();
        let solution = solve(&holder, endpoints);
        let history = match against {
            Against::Connection { id } => self.store.called(id)?,
            Against::New { .. } => Vec::new(),
        };
        let called: Vec<_> =
            history.into_iter().map(|call| Endpoint { method: call.method, path: call.template }).collect();
        let allowed = rows.iter().filter(|row| row.verdict.kind == VerdictKind::Allowed).count();
        let places = Places::new(endpoints);
        Ok(ScopeAnalysis {
            allowed: number(allowed),
            granted_known: holder.scopes.is_some(),
            needed: needed(&solution, &places, holder.granted.as_ref()),
            impossible: places.of_impossible(&solution),
            spare: spare(&solution, &solve(&holder, &called)),
            called: number(called.len()),
            rows,
        })
    }

    pub(crate) fn holder_of(&self, against: &Against) -> Result<Holder> {
        match against {
            Against::Connection { id } => self.holder(id),
            Against::New { credential } => Ok(Holder {
                catalogue: self.catalogue(),
                scopes: Some(Vec::new()),
                granted: Some(GrantedScopes::default()),
                credential: catalogue_credential(*credential),
            }),
        }
    }
}

fn solve(holder: &Holder, endpoints: &[Endpoint]) -> Solution {
    let calls: Vec<Call> = endpoints.iter().map(call).collect();
    holder.catalogue.solve(&calls, holder.scopes.as_deref().unwrap_or_default(), holder.credential)
}

pub(crate) fn call(endpoint: &Endpoint) -> Call {
    Call { method: endpoint.method.clone(), path: endpoint.path.clone() }
}

fn analysed(holder: &Holder, endpoint: &Endpoint) -> AnalysedEndpoint {
    let Endpoint { method, path } = endpoint;
    let found = holder.catalogue.resolve(method, path);
    let verdict = holder.judge(method, path);
    AnalysedEndpoint {
        endpoint: endpoint.clone(),
        title: found.as_ref().map(|found| found.operation.title().to_owned()),
        version: found.as_ref().map(|found| found.version.clone()),
        deprecated: found.as_ref().is_some_and(|found| found.operation.deprecated),
        alternatives: number(verdict.any_of.len()),
        verdict: shortened(verdict),
        successor: found.as_ref().and_then(|found| successor_of(&holder.catalogue, found, path)),
        sunset: found.and_then(|found| found.operation.sunset().cloned()),
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
            places.entry(name).or_default().push(number(at));
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

fn spare(list: &Solution, history: &Solution) -> Vec<SpareScope> {
    let (list, history): (BTreeSet<_>, BTreeSet<_>) =
        (list.unneeded.iter().collect(), history.unneeded.iter().collect());
    let named = list.union(&history).map(|scope| SpareScope {
        scope: (*scope).clone(),
        by_list: !list.contains(scope),
        by_history: !history.contains(scope),
    });
    named.collect()
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

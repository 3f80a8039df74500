//! The coverage matrix: a list of endpoints against every connected portal. Worked out once, handed out in windows: two
//! million cells are never sent at a time.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_catalog::{Call, Catalog, VerdictKind};
use serde::Serialize;
use specta::Type;

use crate::app::Portalscope;
use crate::endpoints::{Endpoint, Holder};
use crate::error::Result;
use crate::scope_analysis::{call, number};
use crate::{EnvironmentLabel, Error};

/// The largest window, in cells: more than the largest screen shows.
const LARGEST_WINDOW: usize = 20_000;

/// What there is to ask windows of.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageHead {
    pub id: String,
    pub endpoints: u32,
    pub portals: u32,
    /// Rows that were left out because every portal allows them.
    pub left_out: u32,
    /// Cells that are allowed, of all rows.
    pub allowed: u32,
    pub cells: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageWindow {
    pub rows: Vec<CoverageRow>,
    pub columns: Vec<CoverageColumn>,
    /// One list a row, one kind a column.
    pub cells: Vec<Vec<VerdictKind>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageRow {
    pub endpoint: Endpoint,
    pub title: String,
    /// In how many portals it is allowed.
    pub allowed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageColumn {
    pub connection: String,
    pub name: String,
    pub hub_id: String,
    pub environment: EnvironmentLabel,
    /// How many endpoints it allows.
    pub allowed: u32,
}

/// A part of the matrix: where it begins and how much of it.
#[derive(Clone, Copy, Debug, serde::Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageArea {
    pub row: u32,
    pub rows: u32,
    pub column: u32,
    pub columns: u32,
}

/// A matrix that was worked out.
pub(crate) struct Coverage {
    id: String,
    pub(crate) rows: Vec<CoverageRow>,
    pub(crate) columns: Vec<CoverageColumn>,
    /// One list a column, of all endpoints; `shown` says which of them are rows.
    kinds: Vec<Vec<VerdictKind>>,
    shown: Vec<usize>,
    pub(crate) stop: AtomicBool,
}

/// The matrix on the screen; a new one takes its place.
#[derive(Default)]
pub(crate) struct OpenCoverage {
    last: Mutex<Option<Arc<Coverage>>>,
}

impl Coverage {
    pub(crate) fn new(
        catalog: &Catalog,
        endpoints: &[Endpoint],
        portals: Vec<(CoverageColumn, portalscope_catalog::Holder)>,
        only_gaps: bool,
    ) -> Self {
        let calls: Vec<Call> = endpoints.iter().map(call).collect();
        let (mut columns, holders): (Vec<_>, Vec<_>) = portals.into_iter().unzip();
        let kinds = catalog.verdict_matrix(&calls, &holders);
        for (column, kinds) in columns.iter_mut().zip(&kinds) {
            column.allowed = number(kinds.iter().filter(|kind| is_allowed(**kind)).count());
        }
        let in_row = |at: usize| kinds.iter().filter(|kinds| is_allowed(kinds[at])).count();
        let shown: Vec<usize> =
            (0..endpoints.len()).filter(|at| !only_gaps || in_row(*at) < columns.len()).collect();
        let rows = shown.iter().map(|at| row(catalog, &endpoints[*at], number(in_row(*at)))).collect();
        let id = uuid::Uuid::now_v7().to_string();
        Self { id, rows, columns, kinds, shown, stop: AtomicBool::new(false) }
    }

    pub(crate) fn kind(&self, row: usize, column: usize) -> VerdictKind {
        self.kinds[column][self.shown[row]]
    }

    fn head(&self) -> CoverageHead {
        let all = self.kinds.first().map_or(self.shown.len(), Vec::len);
        CoverageHead {
            id: self.id.clone(),
            endpoints: number(self.rows.len()),
            portals: number(self.columns.len()),
            left_out: number(all - self.shown.len()),
            allowed: self.columns.iter().map(|column| column.allowed).sum(),
            cells: number(all * self.columns.len()),
        }
    }

    /// The part of the area that exists. An area that is too large is cut.
    pub(crate) fn window(&self, area: CoverageArea) -> CoverageWindow {
        let rows = range(area.row, area.rows, self.rows.len());
        let most = LARGEST_WINDOW / rows.len().max(1);
        let columns = range(area.column, area.columns.min(number(most)), self.columns.len());
        let cells = rows.clone().map(|row| columns.clone().map(|column| self.kind(row, column)).collect());
        CoverageWindow {
            cells: cells.collect(),
            rows: self.rows[rows].to_vec(),
            columns: self.columns[columns].to_vec(),
        }
    }
}

fn range(start: u32, count: u32, length: usize) -> std::ops::Range<usize> {
    let start = (start as usize).min(length);
    start..start.saturating_add((count as usize).min(LARGEST_WINDOW)).min(length)
}

fn is_allowed(kind: VerdictKind) -> bool {
    kind == VerdictKind::Allowed
}

fn row(catalog: &Catalog, endpoint: &Endpoint, allowed: u32) -> CoverageRow {
    let found = catalog.resolve(&endpoint.method, &endpoint.path);
    let title = found.map_or_else(|| endpoint.path.clone(), |found| found.operation.title().to_owned());
    CoverageRow { endpoint: endpoint.clone(), title, allowed }
}

impl Portalscope {
    /// Works a matrix out, for all connections by name. Takes a while for thousands; call it off the main thread.
    pub fn open_coverage(&self, endpoints: &[Endpoint], only_gaps: bool) -> Result<CoverageHead> {
        let mut portals = Vec::new();
        for connection in self.connections.views() {
            let Holder { granted, credential, .. } = self.holder(&connection.id)?;
            let column = CoverageColumn {
                connection: connection.id,
                name: connection.identity.portal_name,
                hub_id: connection.identity.hub_id,
                environment: connection.environment,
                allowed: 0,
            };
            portals.push((column, portalscope_catalog::Holder { granted, credential }));
        }
        portals.sort_by_cached_key(|(column, _)| (column.name.to_lowercase(), column.hub_id.clone()));
        let coverage = Coverage::new(&self.catalogue(), endpoints, portals, only_gaps);
        let head = coverage.head();
        *self.coverage.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(coverage));
        Ok(head)
    }

    pub fn coverage_window(&self, id: &str, area: CoverageArea) -> Result<CoverageWindow> {
        Ok(self.coverage(id)?.window(area))
    }

    pub(crate) fn coverage(&self, id: &str) -> Result<Arc<Coverage>> {
        let last = self.coverage.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|coverage| coverage.id == id).cloned().ok_or(Error::CoverageGone)
    }
}

#[cfg(test)]
mod tests {
    use super::{Coverage, CoverageArea, CoverageColumn};
    use crate::{Endpoint, EnvironmentLabel};
    use portalscope_catalog::VerdictKind::{Allowed, MissingScopes};
    use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, Holder};

    fn portal(name: &str, scopes: &str) -> (CoverageColumn, Holder) {
        let column = CoverageColumn {
            connection: name.to_owned(),
            name: name.to_owned(),
            hub_id: "1".to_owned(),
            environment: EnvironmentLabel::Production,
            allowed: 0,
        };
        let granted = Some(GrantedScopes::parse(scopes));
        (column, Holder { granted, credential: CredentialKind::Oauth })
    }

    fn endpoint(method: &str, path: &str) -> Endpoint {
        Endpoint { method: method.to_owned(), path: path.to_owned() }
    }

    const ALL: CoverageArea = CoverageArea { row: 0, rows: u32::MAX, column: 0, columns: u32::MAX };

    #[test]
    fn a_cell_is_the_verdict_of_its_row_for_its_column() {
        let endpoints = [
            endpoint("GET", "/crm/objects/2026-03/contacts"),
            endpoint("POST", "/crm/objects/2026-03/contacts"),
            endpoint("GET", "/account-info/2026-03/details"),
        ];
        let portals = || vec![portal("A", "crm.objects.contacts.read"), portal("B", "oauth")];
        let window = Coverage::new(Catalog::bundled(), &endpoints, portals(), false).window(ALL);
        assert_eq!(
            window.cells,
            [[Allowed, MissingScopes], [MissingScopes, MissingScopes], [Allowed, Allowed]]
        );
        assert_eq!(window.rows.iter().map(|row| row.allowed).collect::<Vec<_>>(), [1, 0, 2]);
        assert_eq!(window.columns.iter().map(|column| column.allowed).collect::<Vec<_>>(), [2, 1]);
        let gaps = Coverage::new(Catalog::bundled(), &endpoints, portals(), true);
        assert_eq!(gaps.rows.len(), 2, "what every portal allows is no gap");
        assert_eq!(gaps.head().left_out, 1);
        assert_eq!(gaps.window(ALL).columns[0].allowed, 2, "counts are of all endpoints");
    }

    #[test]
    fn windows_beyond_the_edge_are_cut_and_none_is_huge() {
        let endpoints: Vec<_> = (0..300).map(|at| endpoint("GET", &format!("/nobody/knows/{at}"))).collect();
        let portals = (0..300).map(|at| portal(&format!("P{at}"), "oauth")).collect();
        let coverage = Coverage::new(Catalog::bundled(), &endpoints, portals, false);
        let window = coverage.window(CoverageArea { row: 290, rows: 50, column: 295, columns: 50 });
        assert_eq!((window.rows.len(), window.columns.len()), (10, 5));
        let window = coverage.window(CoverageArea { row: 900, rows: 50, column: 0, columns: 5 });
        assert!(window.cells.is_empty());
        let all = coverage.window(ALL);
        assert!(all.rows.len() * all.columns.len() <= super::LARGEST_WINDOW);
    }

    /// `cargo xtask bench catalog` runs it in a release build.
    #[test]
    #[ignore = "a measurement: it prints and does not judge"]
    #[expect(clippy::print_stdout, reason = "a measurement is printed")]
    fn two_million_cells_measured() {
        let endpoints: Vec<_> = Catalog::bundled()
            .operations()
            .iter()
            .take(2_000)
            .map(|op| endpoint(op.method, op.path))
            .collect();
        let some = "oauth crm.objects.contacts.read crm.objects.deals.read tickets automation";
        let portals: Vec<_> = (0..1_000).map(|at| portal(&format!("P{at}"), some)).collect();
        let started = std::time::Instant::now();
        let coverage = Coverage::new(Catalog::bundled(), &endpoints, portals, false);
        println!("matrix worked out  {:?}", started.elapsed());
        let mut times: Vec<_> = (0..1_000u32)
            .map(|at| {
                let area = CoverageArea { row: at * 2 % 1_960, rows: 40, column: at % 980, columns: 20 };
                let started = std::time::Instant::now();
                let window = coverage.window(area);
                let bytes = serde_json::to_string(&window).expect("plain data").len();
                (started.elapsed(), bytes)
            })
            .collect();
        times.sort_unstable();
        println!("window of 40 x 20  median {:?}, worst {:?}", times[500], times[999]);
    }
}

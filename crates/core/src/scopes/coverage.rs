//! The coverage matrix: a list of endpoints against every connected portal. Worked out and handed out whole, a digit for
//! each cell: two million of them are two megabytes, and whoever scrolls waits for nothing.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_catalog::{Call, Catalog, VerdictKind};
use serde::Serialize;
use specta::Type;

use crate::connections::identity::EnvironmentLabel;
use crate::error::Error;
use crate::error::Result;
use crate::portalscope::Portalscope;
use crate::scopes::analysis::{call, number};
use crate::scopes::search::{Endpoint, Holder};

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageMatrix {
    pub id: String,
    pub rows: Vec<CoverageRow>,
    pub columns: Vec<CoverageColumn>,
    /// What the digits of the rows stand for.
    pub legend: Vec<VerdictKind>,
    /// Rows that were left out because every portal allows them.
    pub left_out: u32,
    /// Cells that are allowed, of all rows.
    pub allowed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageRow {
    pub endpoint: Endpoint,
    pub title: String,
    /// In how many portals it is allowed.
    pub allowed: u32,
    /// A digit for each column: the place of its verdict in the legend.
    pub verdicts: String,
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

/// A matrix that was worked out, for exports of what is on the screen.
pub(crate) struct Coverage {
    pub(crate) matrix: CoverageMatrix,
    pub(crate) stop: AtomicBool,
}

/// The matrix on the screen; a new one takes its place.
#[derive(Default)]
pub(crate) struct OpenCoverage {
    last: Mutex<Option<Arc<Coverage>>>,
}

impl CoverageMatrix {
    fn new(
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
        let mut matrix = Self {
            id: uuid::Uuid::now_v7().to_string(),
            rows: Vec::new(),
            legend: Vec::new(),
            left_out: 0,
            allowed: columns.iter().map(|column| column.allowed).sum(),
            columns,
        };
        for (at, endpoint) in endpoints.iter().enumerate() {
            matrix.add(catalog, endpoint, kinds.iter().map(|kinds| kinds[at]), only_gaps);
        }
        matrix
    }

    fn add(
        &mut self,
        catalog: &Catalog,
        endpoint: &Endpoint,
        kinds: impl Iterator<Item = VerdictKind> + Clone,
        only_gaps: bool,
    ) {
        let allowed = kinds.clone().filter(|kind| is_allowed(*kind)).count();
        if only_gaps && allowed == self.columns.len() {
            self.left_out += 1;
            return;
        }
        let found = catalog.resolve(&endpoint.method, &endpoint.path);
        let title = found.map_or_else(|| endpoint.path.clone(), |found| found.operation.title().to_owned());
        let verdicts = kinds.map(|kind| self.digit(kind)).collect();
        self.rows.push(CoverageRow { endpoint: endpoint.clone(), title, allowed: number(allowed), verdicts });
    }

    /// There are fewer kinds than digits.
    fn digit(&mut self, kind: VerdictKind) -> char {
        let place = self.legend.iter().position(|known| *known == kind).unwrap_or_else(|| {
            self.legend.push(kind);
            self.legend.len() - 1
        });
        u32::try_from(place).ok().and_then(|place| char::from_digit(place, 10)).expect("BUG: seven kinds")
    }

    pub(crate) fn kinds<'a>(&'a self, row: &'a CoverageRow) -> impl Iterator<Item = VerdictKind> + 'a {
        row.verdicts.bytes().map(|digit| self.legend[usize::from(digit - b'0')])
    }
}

fn is_allowed(kind: VerdictKind) -> bool {
    kind == VerdictKind::Allowed
}

impl Portalscope {
    /// Works a matrix out, for all connections by name. Takes a while for thousands; call it off the main thread.
    pub fn open_coverage(&self, endpoints: &[Endpoint], only_gaps: bool) -> Result<CoverageMatrix> {
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
        let matrix = CoverageMatrix::new(&self.catalogue(), endpoints, portals, only_gaps);
        let coverage = Coverage { matrix: matrix.clone(), stop: AtomicBool::new(false) };
        *self.coverage.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(coverage));
        Ok(matrix)
    }

    pub(crate) fn coverage(&self, id: &str) -> Result<Arc<Coverage>> {
        let last = self.coverage.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|coverage| coverage.matrix.id == id).cloned().ok_or(Error::CoverageGone)
    }
}

#[cfg(test)]
mod tests {
    use super::{CoverageColumn, CoverageMatrix};
    use crate::connections::identity::EnvironmentLabel;
    use crate::scopes::search::Endpoint;
    use portalscope_catalog::VerdictKind::{self, Allowed, MissingScopes, UnknownOperation};
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

    fn cells(matrix: &CoverageMatrix) -> Vec<Vec<VerdictKind>> {
        matrix.rows.iter().map(|row| matrix.kinds(row).collect()).collect()
    }

    #[test]
    fn a_cell_is_the_verdict_of_its_row_for_its_column() {
        let endpoints = [
            endpoint("GET", "/crm/objects/2026-03/contacts"),
            endpoint("POST", "/crm/objects/2026-03/contacts"),
            endpoint("GET", "/account-info/2026-03/details"),
            endpoint("GET", "/nobody/knows"),
        ];
        let portals = || vec![portal("A", "crm.objects.contacts.read"), portal("B", "oauth")];
        let matrix = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals(), false);
        assert_eq!(
            cells(&matrix),
            [
                [Allowed, MissingScopes],
                [MissingScopes, MissingScopes],
                [Allowed, Allowed],
                [UnknownOperation, UnknownOperation]
            ]
        );
        assert_eq!(matrix.rows.iter().map(|row| row.allowed).collect::<Vec<_>>(), [1, 0, 2, 0]);
        assert_eq!(matrix.columns.iter().map(|column| column.allowed).collect::<Vec<_>>(), [2, 1]);
        let gaps = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals(), true);
        assert_eq!(gaps.rows.len(), 3, "what every portal allows is no gap");
        assert_eq!(gaps.left_out, 1);
        assert_eq!((gaps.columns[0].allowed, gaps.allowed), (2, 3), "counts are of all endpoints");
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
        let matrix = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals, false);
        println!("matrix worked out  {:?}", started.elapsed());
        let started = std::time::Instant::now();
        let bytes = serde_json::to_string(&matrix).expect("plain data").len();
        println!("matrix as message  {:?}, {bytes} bytes", started.elapsed());
    }
}

//! The coverage matrix: a list of endpoints against every connected portal. Worked out and handed out whole, a digit for
//! each cell: two million of them are two megabytes, and whoever scrolls waits for nothing.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_catalog::{Call, Catalog, VerdictKind};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::identity::EnvironmentLabel;
use crate::connections::registry::ConnectionRegistry;
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, HubId, new_id};
use crate::platform::numbers::narrow;
use crate::scopes::access::{ScopeAccess, ScopeContext};

#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageMatrix {
    pub id: String,
    pub rows: Vec<CoverageRow>,
    pub columns: Vec<CoverageColumn>,
    /// What the digits of the rows stand for.
    pub legend: Vec<VerdictKind>,
    /// Rows that were skipped because every portal allows them.
    pub skipped: u32,
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
    pub connection: ConnectionId,
    pub name: String,
    pub hub_id: HubId,
    pub environment: EnvironmentLabel,
    /// How many endpoints it allows.
    pub allowed: u32,
}

/// Which rows a matrix has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageRows {
    All,
    /// Without those that every portal allows.
    Gaps,
}

/// A matrix that was worked out, for exports of what is on the screen.
pub(crate) struct OpenMatrix {
    pub(crate) matrix: CoverageMatrix,
    pub(crate) stop: AtomicBool,
}

impl CoverageMatrix {
    fn new(
        catalog: &Catalog,
        endpoints: &[Endpoint],
        portals: Vec<(CoverageColumn, portalscope_catalog::CredentialScopes)>,
        rows: CoverageRows,
    ) -> Self {
        let calls: Vec<Call> = endpoints.iter().map(Endpoint::to_call).collect();
        let (mut columns, holders): (Vec<_>, Vec<_>) = portals.into_iter().unzip();
        let kinds = catalog.verdict_matrix(&calls, &holders);
        for (column, kinds) in columns.iter_mut().zip(&kinds) {
            column.allowed = narrow(kinds.iter().filter(|kind| is_allowed(**kind)).count());
        }
        let mut matrix = Self {
            id: new_id(),
            rows: Vec::new(),
            legend: Vec::new(),
            skipped: 0,
            allowed: columns.iter().map(|column| column.allowed).sum(),
            columns,
        };
        for (at, endpoint) in endpoints.iter().enumerate() {
            matrix.add(catalog, endpoint, kinds.iter().map(|kinds| kinds[at]), rows);
        }
        matrix
    }

    fn add(
        &mut self,
        catalog: &Catalog,
        endpoint: &Endpoint,
        kinds: impl Iterator<Item = VerdictKind> + Clone,
        rows: CoverageRows,
    ) {
        let allowed = kinds.clone().filter(|kind| is_allowed(*kind)).count();
        if rows == CoverageRows::Gaps && allowed == self.columns.len() {
            self.skipped += 1;
            return;
        }
        let found = catalog.resolve(&endpoint.method, &endpoint.path);
        let title = found.map_or_else(|| endpoint.path.clone(), |found| found.operation.title().to_owned());
        let verdicts = kinds.map(|kind| self.digit(kind)).collect();
        self.rows.push(CoverageRow { endpoint: endpoint.clone(), title, allowed: narrow(allowed), verdicts });
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

pub struct Coverage {
    access: Arc<ScopeAccess>,
    catalogs: Arc<Catalogs>,
    connections: Arc<ConnectionRegistry>,
    /// The matrix on the screen; a new one takes its place.
    last: Mutex<Option<Arc<OpenMatrix>>>,
}

impl Coverage {
    pub(crate) fn new(
        access: Arc<ScopeAccess>,
        catalogs: Arc<Catalogs>,
        connections: Arc<ConnectionRegistry>,
    ) -> Self {
        Self { access, catalogs, connections, last: Mutex::default() }
    }

    /// Works a matrix out, for all connections by name. Takes a while for thousands; call it off the main thread.
    pub fn open(&self, endpoints: &[Endpoint], rows: CoverageRows) -> Result<CoverageMatrix> {
        let mut portals = Vec::new();
        for connection in self.connections.views() {
            let ScopeContext { granted, credential, .. } = self.access.of_connection(&connection.id)?;
            let column = CoverageColumn {
                connection: connection.id,
                name: connection.identity.portal_name,
                hub_id: connection.identity.hub_id,
                environment: connection.environment,
                allowed: 0,
            };
            portals.push((column, portalscope_catalog::CredentialScopes { granted, credential }));
        }
        portals.sort_by_cached_key(|(column, _)| (column.name.to_lowercase(), column.hub_id.clone()));
        let matrix = CoverageMatrix::new(&self.catalogs.current(), endpoints, portals, rows);
        let open = OpenMatrix { matrix: matrix.clone(), stop: AtomicBool::new(false) };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(open));
        Ok(matrix)
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<OpenMatrix>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|open| open.matrix.id == id).cloned().ok_or(Error::CoverageGone)
    }
}

#[cfg(test)]
mod tests {
    use super::{CoverageColumn, CoverageMatrix, CoverageRows, Endpoint, EnvironmentLabel};
    use portalscope_catalog::VerdictKind::{self, Allowed, MissingScopes, UnknownOperation};
    use portalscope_catalog::{Catalog, CredentialKind, CredentialScopes, GrantedScopes};

    fn portal(name: &str, scopes: &str) -> (CoverageColumn, CredentialScopes) {
        let column = CoverageColumn {
            connection: name.into(),
            name: name.to_owned(),
            hub_id: "1".into(),
            environment: EnvironmentLabel::Production,
            allowed: 0,
        };
        let granted = Some(GrantedScopes::parse(scopes));
        (column, CredentialScopes { granted, credential: CredentialKind::Oauth })
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
        let matrix = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals(), CoverageRows::All);
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
        let gaps = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals(), CoverageRows::Gaps);
        assert_eq!(gaps.rows.len(), 3, "what every portal allows is no gap");
        assert_eq!(gaps.skipped, 1);
        assert_eq!((gaps.columns[0].allowed, gaps.allowed), (2, 3), "counts are of all endpoints");
    }
}

//! The coverage matrix: a list of endpoints against every connected portal. Computed and sent to the window whole, one
//! digit per cell: two million cells are two megabytes, and scrolling needs no further request.

use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_catalog::{Call, Catalog, CredentialScopes, VerdictKind};
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::identity::EnvironmentLabel;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::ids::{ConnectionId, HubId, new_id};
use crate::platform::numbers::narrow;
use crate::scopes::access::catalog_credential;

/// Verdicts of endpoints (rows) for all connections (columns).
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageMatrix {
    /// Identifies the matrix for exports. Only the last one computed can be exported.
    pub id: String,
    /// The endpoints in the order of the list.
    pub rows: Vec<CoverageRow>,
    /// The connections by portal name.
    pub columns: Vec<CoverageColumn>,
    /// The verdicts that the digits in the rows stand for: digit 0 is the first.
    pub legend: Vec<VerdictKind>,
    /// How many rows were skipped because every portal allows them.
    pub skipped: u32,
    /// How many cells are allowed, including those of skipped rows.
    pub allowed: u32,
}

/// One endpoint of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageRow {
    /// As it is in the list.
    pub endpoint: Endpoint,
    /// The title of the operation; the path if the catalog does not know the call.
    pub title: String,
    /// HubSpot's file says otherwise than practice: its verdicts are probable only.
    pub probable: bool,
    /// How many portals allow it.
    pub allowed: u32,
    /// One digit per column: the index of its verdict in the legend.
    pub verdicts: String,
}

/// One connection of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoverageColumn {
    /// The connection.
    pub connection: ConnectionId,
    /// The portal's name.
    pub name: String,
    /// The portal's Hub ID.
    pub hub_id: HubId,
    /// The kind of portal, for its mark.
    pub environment: EnvironmentLabel,
    /// How many endpoints it allows, including those of skipped rows.
    pub allowed: u32,
}

/// Which rows a matrix has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageRows {
    /// Every endpoint.
    All,
    /// Without the endpoints that every portal allows.
    Gaps,
}

/// The matrix on the screen, for exports.
pub(crate) struct OpenMatrix {
    pub(crate) matrix: CoverageMatrix,
    /// How often its exports were cancelled. An export ends when this is no longer what it was at its beginning.
    pub(crate) cancellations: AtomicU32,
}

impl CoverageMatrix {
    fn new(
        catalog: &Catalog,
        endpoints: &[Endpoint],
        portals: Vec<(CoverageColumn, CredentialScopes)>,
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

    /// Adds a row with one verdict per column, unless `rows` skips it.
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
        let probable = found.as_ref().is_some_and(|found| found.operation.in_file.is_some());
        let title = found.map_or_else(|| endpoint.path.clone(), |found| found.operation.title().to_owned());
        let verdicts = kinds.map(|kind| self.digit(kind)).collect();
        self.rows.push(CoverageRow {
            endpoint: endpoint.clone(),
            title,
            probable,
            allowed: narrow(allowed),
            verdicts,
        });
    }

    /// The digit of a verdict, added to the legend if it is new. There are fewer kinds of verdicts than digits.
    fn digit(&mut self, kind: VerdictKind) -> char {
        let place = self.legend.iter().position(|known| *known == kind).unwrap_or_else(|| {
            self.legend.push(kind);
            self.legend.len() - 1
        });
        u32::try_from(place).ok().and_then(|place| char::from_digit(place, 10)).expect("BUG: seven kinds")
    }

    /// The verdicts of a row, one per column.
    pub(crate) fn kinds<'a>(&'a self, row: &'a CoverageRow) -> impl Iterator<Item = VerdictKind> + 'a {
        row.verdicts.bytes().map(|digit| self.legend[usize::from(digit - b'0')])
    }
}

fn is_allowed(kind: VerdictKind) -> bool {
    kind == VerdictKind::Allowed
}

/// The column of a connection, and the scopes to judge it by.
fn portal(connection: Connection) -> (CoverageColumn, CredentialScopes) {
    let scopes = CredentialScopes {
        granted: connection.granted_scopes.as_ref().map(|scopes| scopes.iter().collect()),
        credential: catalog_credential(connection.credential),
    };
    let column = CoverageColumn {
        connection: connection.id,
        name: connection.identity.portal_name,
        hub_id: connection.identity.hub_id,
        environment: connection.environment,
        allowed: 0,
    };
    (column, scopes)
}

/// Computes coverage matrices, and stores the last one for exports.
pub struct Coverage {
    catalogs: Arc<Catalogs>,
    connections: Arc<ConnectionRegistry>,
    /// The matrix on the screen; a new one replaces it.
    last: Mutex<Option<Arc<OpenMatrix>>>,
}

impl Coverage {
    pub(crate) fn new(catalogs: Arc<Catalogs>, connections: Arc<ConnectionRegistry>) -> Self {
        Self { catalogs, connections, last: Mutex::default() }
    }

    /// Computes a matrix for all connections as they are now; one that is removed meanwhile changes nothing in it. Takes a
    /// while for thousands of endpoints; call it off the main thread.
    pub fn open(&self, endpoints: &[Endpoint], rows: CoverageRows) -> CoverageMatrix {
        let mut portals: Vec<_> = self.connections.views().into_iter().map(portal).collect();
        portals.sort_by_cached_key(|(column, _)| (column.name.to_lowercase(), column.hub_id.clone()));
        let matrix = CoverageMatrix::new(&self.catalogs.current(), endpoints, portals, rows);
        let open = OpenMatrix { matrix: matrix.clone(), cancellations: AtomicU32::new(0) };
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(open));
        matrix
    }

    /// The matrix with this id.
    ///
    /// # Errors
    /// [`Error::CoverageGone`] if another one was computed since.
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

    #[test]
    fn a_row_whose_verdicts_practice_contradicts_is_probable_only() {
        let endpoints =
            [endpoint("GET", "/events/v3/events"), endpoint("GET", "/crm/objects/2026-03/contacts")];
        let portals = vec![portal("A", "oauth")];
        let matrix = CoverageMatrix::new(Catalog::bundled(), &endpoints, portals, CoverageRows::All);
        assert_eq!(matrix.rows.iter().map(|row| row.probable).collect::<Vec<_>>(), [true, false]);
    }
}

//! The history of calls: which operations a connection has called. Every call with a response is recorded.

use std::sync::Arc;

use portalscope_catalog::Catalog;
use serde::Serialize;
use specta::Type;

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::registry::ConnectionRegistry;
use crate::error::Result;
use crate::ids::ConnectionId;
use crate::secrets::store::SecretStore;
use crate::store::Store;
use crate::store::calls::{CallCount, CallRecord};

/// An operation that a connection has called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CalledEndpoint {
    /// The method and the path template; object types are filled in, other values are not stored.
    pub endpoint: Endpoint,
    /// The title of the operation. `None`: the catalog does not know the call.
    pub title: Option<String>,
    /// How often it was called, among the last 5,000 calls of the connection.
    pub calls: u32,
    /// When it was last called (RFC 3339, UTC).
    pub last_at: String,
    /// The HTTP status of the last call.
    pub last_status: u16,
}

/// Records calls without their values, and reads them by connection.
pub struct History {
    store: Arc<Store>,
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
}

impl History {
    pub(crate) fn new(
        store: Arc<Store>,
        connections: Arc<ConnectionRegistry>,
        catalogs: Arc<Catalogs>,
        secrets: Arc<SecretStore>,
    ) -> Self {
        Self { store, connections, catalogs, secrets }
    }

    /// The operations that the connection has called, last called first.
    ///
    /// # Errors
    /// [`Error::Store`](crate::error::Error::Store) if the data file cannot be read.
    pub fn called_endpoints(&self, connection: &ConnectionId) -> Result<Vec<CalledEndpoint>> {
        let catalog = self.catalogs.current();
        let shown = |call: CallCount| CalledEndpoint {
            title: catalog
                .resolve(&call.method, &call.template)
                .map(|found| found.operation.title().to_owned()),
            endpoint: Endpoint { method: call.method, path: call.template },
            calls: call.calls,
            last_at: call.last_at,
            last_status: call.last_status,
        };
        Ok(self.store.called(connection)?.into_iter().map(shown).collect())
    }

    /// Records a call in the background: a commit may wait for the disk, and the response must not.
    pub(crate) fn record(
        self: &Arc<Self>,
        connection: &ConnectionId,
        endpoint: &Endpoint,
        at: jiff::Timestamp,
        status: u16,
    ) {
        let template = self.secrets.redacted(&template_of(&self.catalogs.current(), endpoint));
        let (history, connection, method) =
            (Arc::clone(self), connection.to_owned(), endpoint.method.clone());
        tokio::task::spawn_blocking(move || {
            let call =
                CallRecord { connection: &connection, at, method: &method, template: &template, status };
            if history.write(&call).is_err() {
                tracing::warn!("a call could not be written to the history");
            }
        });
    }

    /// Writes the call, and removes it again if the connection was disconnected meanwhile. Checking after the write
    /// leaves nothing behind: a disconnect first removes the connection, then its calls.
    fn write(&self, call: &CallRecord<'_>) -> Result<()> {
        self.store.record_call(call)?;
        if self.connections.contains(call.connection) { Ok(()) } else { self.forget(call.connection) }
    }

    /// Removes all calls of a connection.
    pub(crate) fn forget(&self, connection: &ConnectionId) -> Result<()> {
        self.store.forget_calls(connection)
    }
}

/// The operation's path template under the version that was called. Object types stay, since the scopes depend on them;
/// other values of the path are removed.
fn template_of(catalog: &Catalog, endpoint: &Endpoint) -> String {
    let Some(found) = catalog.resolve(&endpoint.method, &endpoint.path) else {
        return without_values(&endpoint.path);
    };
    let operation = found.operation;
    let template = operation.path.replace(operation.version, &found.version);
    if operation.narrowing.is_none() {
        return template;
    }
    let is_type = |name: &str| name.to_ascii_lowercase().contains("objecttype");
    let types = found.path_values.iter().filter(|(name, _)| is_type(name));
    types.fold(template, |path, (name, value)| path.replace(&format!("{{{name}}}"), value))
}

/// For a path that the catalog does not know: segments that may be values become `{value}`.
fn without_values(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let hidden = |segment: &str| {
        let is_version = segment.strip_prefix('v').is_some_and(|digits| digits.parse::<u8>().is_ok())
            || matches!(segment.as_bytes(), [b'2', b'0', _, _, b'-', ..] if segment.len() <= "2026-09-beta".len());
        let is_word = segment.len() <= 40
            && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-' || byte == b'_');
        if is_word || is_version { segment.to_owned() } else { "{value}".to_owned() }
    };
    path.split('/').map(hidden).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::template_of;
    use crate::catalog::operation::Endpoint;
    use portalscope_catalog::Catalog;

    fn template(method: &str, path: &str) -> String {
        template_of(Catalog::bundled(), &Endpoint { method: method.to_owned(), path: path.to_owned() })
    }

    #[test]
    fn ids_and_tokens_in_paths_are_left_out_and_object_types_stay() {
        for (method, path, expected) in [
            ("GET", "/crm/objects/2026-03/contacts/512", "/crm/objects/2026-03/contacts/{contactId}"),
            ("GET", "/crm/v3/objects/2-123/7", "/crm/v3/objects/2-123/{objectId}"),
            ("GET", "/oauth/v1/access-tokens/CJSecretValue", "/oauth/v1/access-tokens/{token}"),
            ("GET", "/nobody/v1/knows/ada@example.com/512/v2", "/nobody/v1/knows/{value}/{value}/v2"),
        ] {
            assert_eq!(template(method, path), expected, "{path}");
        }
    }

    #[test]
    fn a_later_version_keeps_its_own_date() {
        assert_eq!(
            template("GET", "/crm/objects/2026-09/contacts/512"),
            "/crm/objects/2026-09/contacts/{contactId}"
        );
    }
}

//! The scopes and the kind of credential that a verdict is given for: those of a connection, or of one yet to be made.

use std::sync::Arc;

use jiff::Timestamp;
use portalscope_catalog::{CredentialKind as CatalogCredential, GrantedScopes, Verdict};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::catalog::{Catalogs, CurrentCatalog};
use crate::connections::record::CredentialKind;
use crate::connections::registry::ConnectionRegistry;
use crate::connections::token_record::TokenRecord;
use crate::error::Result;
use crate::ids::ConnectionId;

/// What the catalog has to know about a credential to judge a call.
pub(crate) struct ScopeContext {
    pub catalog: CurrentCatalog,
    /// The granted scopes as HubSpot lists them. `None`: HubSpot does not tell this credential's.
    pub scopes: Option<Vec<String>>,
    /// The same with the scopes that they imply.
    pub granted: Option<GrantedScopes>,
    pub credential: CatalogCredential,
    /// When the token was issued and when it ends, by this computer's clock. `None`: it does not end.
    pub token_life: Option<(Timestamp, Timestamp)>,
    /// When the connection was made last, with the scopes that it has.
    pub connected_at: Option<Timestamp>,
}

impl ScopeContext {
    /// The verdict on a call. `path`: concrete or a template, without a query.
    pub(crate) fn judge(&self, method: &str, path: &str) -> Verdict {
        self.catalog.verdict(method, path, self.granted.as_ref(), self.credential)
    }
}

/// Whose scopes a list of endpoints is judged for.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AnalysisSubject {
    /// A connection, with the scopes granted to it.
    Connection {
        /// The connection.
        id: ConnectionId,
    },
    /// A credential yet to be made, with no scope granted.
    New {
        /// Its kind, which decides what it can be granted.
        credential: CredentialKind,
    },
}

/// Reads the scopes of connections, with the catalog in force.
pub(crate) struct ScopeAccess {
    connections: Arc<ConnectionRegistry>,
    catalogs: Arc<Catalogs>,
}

impl ScopeAccess {
    pub(crate) fn new(connections: Arc<ConnectionRegistry>, catalogs: Arc<Catalogs>) -> Self {
        Self { connections, catalogs }
    }

    pub(crate) fn of_connection(&self, id: &ConnectionId) -> Result<ScopeContext> {
        self.connections.read(id, |entry| {
            let record = entry.record();
            let scopes = record.granted_scopes.clone();
            ScopeContext {
                granted: scopes.as_ref().map(|scopes| scopes.iter().collect()),
                scopes,
                token_life: record.token.as_ref().map(TokenRecord::life),
                connected_at: Some(record.connected_at),
                ..self.without_scopes(catalog_credential(record.credential))
            }
        })
    }

    /// For what no connection is known for.
    pub(crate) fn of_nobody(&self) -> ScopeContext {
        self.without_scopes(CatalogCredential::Oauth)
    }

    fn without_scopes(&self, credential: CatalogCredential) -> ScopeContext {
        let catalog = self.catalogs.current();
        ScopeContext {
            catalog,
            scopes: None,
            granted: None,
            credential,
            token_life: None,
            connected_at: None,
        }
    }

    pub(crate) fn of_subject(&self, subject: &AnalysisSubject) -> Result<ScopeContext> {
        match subject {
            AnalysisSubject::Connection { id } => self.of_connection(id),
            AnalysisSubject::New { credential } => Ok(ScopeContext {
                scopes: Some(Vec::new()),
                granted: Some(GrantedScopes::default()),
                ..self.without_scopes(catalog_credential(*credential))
            }),
        }
    }
}

/// The catalog's kind of credential. A static token of unknown kind is judged as a private app's.
pub(crate) fn catalog_credential(kind: CredentialKind) -> CatalogCredential {
    match kind {
        CredentialKind::Oauth => CatalogCredential::Oauth,
        CredentialKind::ServiceKey => CatalogCredential::ServiceKey,
        CredentialKind::PrivateApp | CredentialKind::StaticToken => CatalogCredential::PrivateApp,
    }
}

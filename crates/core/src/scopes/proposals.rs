//! The scopes for what an app must do, told in a sentence or by calls, as text to hand on; and misspelt names of scopes.

use std::sync::Arc;

use portalscope_catalog::{Call, ScopeProposal, ScopeSlip};

use crate::catalog::Catalogs;
use crate::catalog::operation::Endpoint;
use crate::connections::record::CredentialKind;
use crate::scopes::access::catalog_credential;
use crate::secrets::store::SecretStore;

/// Proposes scopes, by the catalog in force.
pub struct ScopeProposals {
    catalogs: Arc<Catalogs>,
    secrets: Arc<SecretStore>,
}

impl ScopeProposals {
    pub(crate) fn new(catalogs: Arc<Catalogs>, secrets: Arc<SecretStore>) -> Self {
        Self { catalogs, secrets }
    }

    /// The scopes for what a sentence says. What is repeated of it is redacted.
    pub fn of_sentence(&self, sentence: &str, credential: CredentialKind) -> ScopeProposal {
        self.catalogs.current().propose(&self.secrets.redacted(sentence), catalog_credential(credential))
    }

    /// The scopes for these endpoints.
    pub fn of_endpoints(&self, endpoints: &[Endpoint], credential: CredentialKind) -> ScopeProposal {
        let call =
            |endpoint: &Endpoint| Call { method: endpoint.method.clone(), path: endpoint.path.clone() };
        let calls: Vec<Call> = endpoints.iter().map(call).collect();
        self.catalogs.current().propose_for(&calls, catalog_credential(credential))
    }

    /// The names among these that are no scopes of an app.
    pub fn slips(&self, names: &[String]) -> Vec<ScopeSlip> {
        self.catalogs.current().scope_slips(names)
    }
}

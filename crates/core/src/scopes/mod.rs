//! What a connection may call, and which scopes a list of endpoints needs.

pub(crate) mod access;
pub(crate) mod analysis;
pub(crate) mod coverage;
pub(crate) mod coverage_export;
pub(crate) mod facts;
pub(crate) mod proposals;
pub(crate) mod search;
pub(crate) mod sets;

use std::sync::Arc;

use crate::ground::Ground;
use crate::scopes::access::ScopeAccess;
use crate::scopes::analysis::ScopeAnalyzer;
use crate::scopes::coverage::Coverage;
use crate::scopes::coverage_export::CoverageExport;
use crate::scopes::facts::OperationReference;
use crate::scopes::proposals::ScopeProposals;
use crate::scopes::search::EndpointSearch;
use crate::scopes::sets::EndpointSets;

/// The services about scopes and endpoints.
pub struct Scopes {
    /// Searches the catalog and judges single endpoints.
    pub search: EndpointSearch,
    /// The details of an endpoint, and the tree of all.
    pub operations: OperationReference,
    /// What a list of endpoints needs.
    pub analyzer: ScopeAnalyzer,
    /// The scopes for what an app must do, as text to hand on.
    pub proposals: ScopeProposals,
    /// The chosen endpoints and the saved sets of them.
    pub sets: EndpointSets,
    /// A list of endpoints against every portal.
    pub coverage: Arc<Coverage>,
    /// The same as a file or text.
    pub coverage_export: CoverageExport,
}

impl Scopes {
    pub(crate) fn new(ground: &Ground) -> Self {
        let Ground { connections, catalogs, secrets, history, store, clock, .. } = ground;
        let access = Arc::new(ScopeAccess::new(connections.clone(), catalogs.clone()));
        let coverage = Arc::new(Coverage::new(catalogs.clone(), connections.clone()));
        Self {
            search: EndpointSearch::new(access.clone(), catalogs.clone(), secrets.clone()),
            operations: OperationReference::new(access.clone(), catalogs.clone(), clock.clone()),
            analyzer: ScopeAnalyzer::new(access, history.clone(), clock.clone()),
            proposals: ScopeProposals::new(catalogs.clone(), secrets.clone()),
            sets: EndpointSets::new(store.clone(), secrets.clone(), clock.clone()),
            coverage_export: CoverageExport::new(coverage.clone(), secrets.clone()),
            coverage,
        }
    }
}

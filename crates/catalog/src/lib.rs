//! The operations of HubSpot's API, what each of them requires, and search over them.
//!
//! The facts are text files in `data/`, packed into the binary and parsed once. Nothing here uses the network, and only
//! [`Import`] reads files, those that a person chooses. Nothing is guessed: where no scope is known for an operation, the
//! verdict says so.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod app_link;
mod bundle;
mod call;
mod catalog;
mod claim;
mod consent;
mod data;
mod edit_distance;
mod evaluate;
mod facts;
mod groups;
mod import;
mod kept_lines;
mod lines;
mod listing;
mod matrix;
mod near;
mod notes;
mod objects;
mod operation;
mod paths;
mod proposal;
mod requirement;
mod scope_slips;
mod scopes;
mod search;
mod search_query;
mod search_words;
mod segments;
mod solver;
mod spellings;
mod sunset;
mod title;
mod update;
mod verdict;
mod versions;

pub use app_link::AppLink;
pub use call::Call;
pub use catalog::Catalog;
pub use claim::{Agreement, Claim, ClaimBesideView};
pub use consent::{
    AppScopes, ConsentCode, ConsentDryRun, ConsentEffect, ConsentFinding, ConsentInputError, RequestedScopes,
};
pub use facts::{Fact, QueryFact, WrittenFacts, with_object_names, write_facts};
pub use groups::{Api, ApiVersion, Group};
pub use import::{FileOutcome, FileReport, Import, ImportError, IndexEntry, SpecIndex, is_index_host};
pub use lines::DataError;
pub use listing::{ApiAddress, LineFault, LineOutcome, ListedCall, ReadLine, ReadList};
pub use matrix::CredentialScopes;
pub use near::{Near, Slip};
pub use notes::OperationNote;
pub use objects::{ObjectType, ObjectTypes};
pub use operation::{
    Certainty, Effect, Exemption, Narrowing, Operation, Parameter, Requirement, Resolved, Tier, UserLevel,
};
pub use proposal::{ProposedCall, ProposedScope, ScopeProposal};
pub use scope_slips::ScopeSlip;
pub use scopes::{GrantedScopes, ScopeNames};
pub use solver::{Impossible, Reason, Solution};
pub use sunset::{OtherDate, Sunset, SunsetKind, supported_until};
pub use update::{CatalogDiff, Change, ChangedFact, ChangedRow, DiffRow};
pub use verdict::{CredentialKind, Verdict, VerdictKind};

//! Verdicts of many calls for many connections at once: what a call needs is worked out once, not for each connection.
//!
//! Gives kinds alone; ask `Catalog::verdict` for the words of a single cell.

use std::collections::HashMap;

use crate::call::Call;
use crate::catalog::Catalog;
use crate::evaluate::{Gate, gate};
use crate::scopes::{GrantedScopes, ScopeNames};
use crate::verdict::{CredentialKind, VerdictKind};

/// What decides about a connection's calls.
#[derive(Clone, Debug)]
pub struct Holder {
    /// `None` where the granted scopes are not known.
    pub granted: Option<GrantedScopes>,
    /// What kind of token it has.
    pub credential: CredentialKind,
}

/// What a call comes to for one kind of credential.
enum Column {
    Settled(VerdictKind),
    /// Alternatives, as indexes of scope names.
    Scopes(Vec<Vec<usize>>),
}

#[derive(Default)]
struct Names {
    list: Vec<String>,
    by_name: HashMap<String, usize>,
}

impl Catalog {
    /// One row a connection, one kind a call, both in the order given.
    pub fn verdict_matrix(&self, calls: &[Call], holders: &[Holder]) -> Vec<Vec<VerdictKind>> {
        let mut names = Names::default();
        let mut columns: Vec<(CredentialKind, Vec<Column>)> = Vec::new();
        for holder in holders {
            if !columns.iter().any(|(credential, _)| *credential == holder.credential) {
                let row = calls.iter().map(|call| self.column(call, holder.credential, &mut names)).collect();
                columns.push((holder.credential, row));
            }
        }
        let grantable: Vec<bool> =
            names.list.iter().map(|name| ScopeNames::bundled().is_grantable(name)).collect();
        let row = |holder: &Holder| {
            let columns = columns.iter().filter(|(credential, _)| *credential == holder.credential);
            let held = holder.granted.as_ref().map(|granted| names.held(granted));
            columns.flat_map(|(_, row)| row).map(|column| column.kind(held.as_deref(), &grantable)).collect()
        };
        holders.iter().map(row).collect()
    }

    fn column(&self, call: &Call, credential: CredentialKind, names: &mut Names) -> Column {
        let Some(found) = self.resolve(&call.method, &call.path) else {
            return Column::Settled(VerdictKind::UnknownOperation);
        };
        match gate(found.operation, &found.path_values, credential) {
            Gate::Settled(verdict) => Column::Settled(verdict.kind),
            Gate::Scopes(any_of) => {
                let indexes =
                    |scopes: Vec<String>| scopes.into_iter().map(|name| names.index(name)).collect();
                Column::Scopes(any_of.into_iter().map(indexes).collect())
            }
        }
    }
}

impl Names {
    fn index(&mut self, name: String) -> usize {
        *self.by_name.entry(name).or_insert_with_key(|name| {
            self.list.push(name.clone());
            self.list.len() - 1
        })
    }

    fn held(&self, granted: &GrantedScopes) -> Vec<bool> {
        self.list.iter().map(|name| granted.holds(name)).collect()
    }
}

impl Column {
    /// The same decision as in `evaluate`, over flags instead of names.
    fn kind(&self, held: Option<&[bool]>, grantable: &[bool]) -> VerdictKind {
        let (any_of, held) = match (self, held) {
            (Self::Settled(kind), _) => return *kind,
            (Self::Scopes(_), None) => return VerdictKind::Undeclared,
            (Self::Scopes(any_of), Some(held)) => (any_of, held),
        };
        if any_of.iter().any(|scopes| scopes.iter().all(|scope| held[*scope])) {
            VerdictKind::Allowed
        } else if any_of.iter().any(|scopes| scopes.iter().all(|scope| held[*scope] || grantable[*scope])) {
            VerdictKind::MissingScopes
        } else {
            VerdictKind::NotGrantable
        }
    }
}

//! Verdicts of many calls for many connections: what a call requires is determined once, not for each connection.
//!
//! Returns kinds only; `Catalog::verdict` gives the explanation of a single cell.

use std::collections::HashMap;

use crate::call::Call;
use crate::catalog::Catalog;
use crate::evaluate::{Evaluation, evaluate_operation};
use crate::scopes::{GrantedScopes, ScopeNames};
use crate::verdict::{CredentialKind, VerdictKind};

/// What decides which calls a connection may make.
#[derive(Clone, Debug)]
pub struct CredentialScopes {
    /// `None` where the granted scopes are not known.
    pub granted: Option<GrantedScopes>,
    /// What kind of token it has.
    pub credential: CredentialKind,
}

/// What a call comes to for one kind of credential.
enum Column {
    Final(VerdictKind),
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
    pub fn verdict_matrix(&self, calls: &[Call], credentials: &[CredentialScopes]) -> Vec<Vec<VerdictKind>> {
        let mut names = Names::default();
        let mut columns: Vec<(CredentialKind, Vec<Column>)> = Vec::new();
        for one in credentials {
            if !columns.iter().any(|(credential, _)| *credential == one.credential) {
                let row = calls.iter().map(|call| self.column(call, one.credential, &mut names)).collect();
                columns.push((one.credential, row));
            }
        }
        let grantable: Vec<bool> =
            names.list.iter().map(|name| ScopeNames::bundled().is_grantable(name)).collect();
        let row = |one: &CredentialScopes| {
            let columns = columns.iter().filter(|(credential, _)| *credential == one.credential);
            let granted = one.granted.as_ref().map(|granted| names.flags(granted));
            columns
                .flat_map(|(_, row)| row)
                .map(|column| column.kind(granted.as_deref(), &grantable))
                .collect()
        };
        credentials.iter().map(row).collect()
    }

    fn column(&self, call: &Call, credential: CredentialKind, names: &mut Names) -> Column {
        let Some(found) = self.resolve(&call.method, &call.path) else {
            return Column::Final(VerdictKind::UnknownOperation);
        };
        match evaluate_operation(found.operation, &found.path_values, credential) {
            Evaluation::Final(verdict) => Column::Final(verdict.kind),
            Evaluation::ByScopes(any_of) => {
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

    fn flags(&self, granted: &GrantedScopes) -> Vec<bool> {
        self.list.iter().map(|name| granted.holds(name)).collect()
    }
}

impl Column {
    /// The same decision as in `evaluate`, over flags instead of names.
    fn kind(&self, granted: Option<&[bool]>, grantable: &[bool]) -> VerdictKind {
        let (any_of, granted) = match (self, granted) {
            (Self::Final(kind), _) => return *kind,
            (Self::Scopes(_), None) => return VerdictKind::Undeclared,
            (Self::Scopes(any_of), Some(granted)) => (any_of, granted),
        };
        if any_of.iter().any(|scopes| scopes.iter().all(|scope| granted[*scope])) {
            VerdictKind::Allowed
        } else if any_of.iter().any(|scopes| scopes.iter().all(|scope| granted[*scope] || grantable[*scope]))
        {
            VerdictKind::MissingScopes
        } else {
            VerdictKind::NotGrantable
        }
    }
}

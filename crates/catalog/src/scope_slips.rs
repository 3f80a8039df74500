//! Names of scopes that HubSpot would not grant, found where they are typed.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::scopes::ScopeNames;

/// A name that no app can be granted, as far as is known.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ScopeSlip {
    /// As it was typed.
    pub name: String,
    /// What is wrong with it, as a sentence.
    pub sentence: String,
    /// The known name in nearly the same letters.
    pub meant: Option<String>,
}

impl Catalog {
    /// The names among these that are no scopes of an app, in their order.
    pub fn scope_slips(&self, names: &[String]) -> Vec<ScopeSlip> {
        names.iter().filter_map(|name| self.scope_slip(name)).collect()
    }

    fn scope_slip(&self, name: &str) -> Option<ScopeSlip> {
        let table = ScopeNames::bundled();
        let near = || self.nearest_scope(name).filter(|known| table.is_grantable(known)).map(str::to_owned);
        let (sentence, meant) = if table.is_made_up(name) {
            ("is no scope of HubSpot's; leave it out.", None)
        } else if !table.is_grantable(name) {
            ("cannot be granted to apps.", None)
        } else if self.knows_scope(name) {
            return None;
        } else {
            ("is not a scope that Portalscope knows.", near())
        };
        Some(ScopeSlip { name: name.to_owned(), sentence: format!("{name} {sentence}"), meant })
    }
}

//! Names of scopes: which one implies which other, and which no app can be granted.
//!
//! The table is `data/scope_names.txt`. That scopes imply each other is known nowhere else.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::bundle;

/// The relations between names of scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeNames {
    implied: HashMap<String, Vec<String>>,
    internal: Vec<String>,
    developer: Vec<String>,
    made_up: Vec<String>,
}

impl ScopeNames {
    /// The table in `data/`, parsed once.
    pub fn bundled() -> &'static ScopeNames {
        static NAMES: OnceLock<ScopeNames> = OnceLock::new();
        NAMES.get_or_init(|| Self::parse(bundle::text("scope_names.txt")))
    }

    /// Reads the table. Lines of another form are ignored; a test makes sure that the bundled table has none.
    fn parse(text: &str) -> Self {
        let mut names = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            names.take_line(line);
        }
        names
    }

    fn take_line(&mut self, line: &str) {
        if let Some((coarse, granular)) = line.split_once(" => ") {
            let implied = self.implied.entry(coarse.to_owned()).or_default();
            implied.extend(granular.split_whitespace().map(str::to_owned));
        } else if let Some((one, other)) = line.split_once(" = ") {
            self.implied.entry(one.to_owned()).or_default().push(other.to_owned());
            self.implied.entry(other.to_owned()).or_default().push(one.to_owned());
        } else if let Some(name) = line.strip_prefix("internal ") {
            self.internal.push(name.to_owned());
        } else if let Some(name) = line.strip_prefix("developer ") {
            self.developer.push(name.to_owned());
        } else if let Some(name) = line.strip_prefix("made-up ") {
            self.made_up.push(name.to_owned());
        }
    }

    /// Whether an app can be granted this scope at all.
    pub fn is_grantable(&self, scope: &str) -> bool {
        !self.internal.iter().any(|pattern| matches(pattern, scope))
            && !self.is_developer(scope)
            && !self.is_made_up(scope)
    }

    /// Whether the name is one that people expect and HubSpot does not define, such as `offline_access`.
    pub fn is_made_up(&self, scope: &str) -> bool {
        self.made_up.iter().any(|name| name == scope) || scope.contains('*')
    }

    /// Every name in the table that stands for a scope.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        let granular = self.implied.values().flatten();
        self.implied.keys().chain(granular).map(String::as_str)
    }

    /// Whether the name denotes the app's own credential rather than a scope of a portal.
    pub fn is_developer(&self, scope: &str) -> bool {
        self.developer.iter().any(|pattern| matches(pattern, scope))
    }

    /// The names that replace a scope from before HubSpot split its scopes, such as `tickets`; empty for all others.
    pub fn successors(&self, scope: &str) -> &[String] {
        if scope.contains('.') { &[] } else { self.implied_by(scope) }
    }

    fn implied_by(&self, scope: &str) -> &[String] {
        self.implied.get(scope).map_or(&[], Vec::as_slice)
    }
}

fn matches(pattern: &str, scope: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == scope, |start| scope.starts_with(start))
}

/// `crm.objects.companies.sensitive.write.v2` and the name without `.v2` are one scope.
pub(crate) fn without_revision(scope: &str) -> &str {
    scope.strip_suffix(".v2").unwrap_or(scope)
}

/// What granting a scope exposes. Of two that are both enough, the one with the lesser exposure is preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exposure {
    pub writes: bool,
    pub sensitive: bool,
    /// A name from before HubSpot split its scopes: one word for many permissions.
    pub coarse: bool,
}

/// A scope exposes what it implies. A name from before HubSpot split its scopes includes writing, unless it contains `read`.
pub(crate) fn exposure(scope: &str) -> Exposure {
    let implied = ScopeNames::bundled().implied_by(without_revision(scope));
    let says = |words: &[&str]| {
        let mut names = std::iter::once(scope).chain(implied.iter().map(String::as_str));
        names.any(|name| words.iter().any(|word| name.contains(word)))
    };
    let one_word = !scope.contains('.');
    Exposure {
        writes: says(&["write", "delete", "publish"])
            || (one_word && !scope.contains("read") && scope != "oauth"),
        sensitive: says(&["sensitive"]),
        coarse: one_word || implied.len() > 1,
    }
}

/// The scopes granted to a connection, with everything that they imply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantedScopes {
    names: BTreeSet<String>,
}

impl GrantedScopes {
    /// Scopes separated by spaces or commas, as in an authorize URL or pasted by a person.
    pub fn parse(text: &str) -> Self {
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|scope| !scope.is_empty()).collect()
    }

    /// Whether the scope is granted by its own name, by the name with or without `.v2`, or by a coarser scope.
    pub fn holds(&self, scope: &str) -> bool {
        self.names.contains(without_revision(scope))
    }

    /// All scopes, those implied included, without revisions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Adds a scope and what it implies.
    pub fn insert(&mut self, scope: &str) {
        let mut pending = vec![without_revision(scope).to_owned()];
        while let Some(scope) = pending.pop() {
            if self.names.insert(scope.clone()) {
                pending.extend(ScopeNames::bundled().implied_by(&scope).iter().cloned());
            }
        }
    }
}

impl<S: AsRef<str>> FromIterator<S> for GrantedScopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let mut granted = Self::default();
        for scope in scopes {
            granted.insert(scope.as_ref());
        }
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_scope_implies_its_granular_ones_and_not_the_reverse() {
        let coarse = GrantedScopes::parse("tickets hubdb");
        assert!(coarse.holds("crm.objects.tickets.read"));
        assert!(coarse.holds("hubdb.rows.write"));
        assert!(!GrantedScopes::parse("crm.objects.tickets.read").holds("tickets"));
    }

    #[test]
    fn a_revision_suffix_makes_no_difference_in_either_direction() {
        let scope = "crm.objects.companies.sensitive.write";
        assert!(GrantedScopes::parse(&format!("{scope}.v2")).holds(scope));
        assert!(GrantedScopes::parse(scope).holds(&format!("{scope}.v2")));
    }

    #[test]
    fn pasted_lists_may_use_commas_and_line_ends() {
        let granted = GrantedScopes::parse("oauth, crm.lists.read\ncrm.lists.write");
        assert!(
            granted.holds("oauth") && granted.holds("crm.lists.read") && granted.holds("crm.lists.write")
        );
    }

    #[test]
    fn a_coarse_scope_exposes_no_less_than_its_granular_ones() {
        for (coarse, granular) in &ScopeNames::bundled().implied {
            for scope in granular {
                let (coarse, granular) = (exposure(coarse), exposure(scope));
                assert!(
                    coarse.writes >= granular.writes && coarse.sensitive >= granular.sensitive,
                    "{scope}"
                );
            }
        }
        assert!(!exposure("sales-email-read").writes && !exposure("crm.objects.contacts.read").writes);
    }

    #[test]
    fn internal_names_are_not_grantable() {
        let names = ScopeNames::bundled();
        assert!(!names.is_grantable("price-book-read"));
        assert!(!names.is_grantable("developers-write"));
        assert!(names.is_developer("webhooks-journal-data-access"));
        assert!(names.is_grantable("crm.objects.contacts.read"));
    }
}

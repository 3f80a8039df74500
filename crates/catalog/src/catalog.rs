//! The catalogue as a whole: parsed once, searched by template, path and words, and asked for verdicts.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use crate::bundle;
use crate::data;
use crate::edit_distance::edit_distance;
use crate::evaluate::evaluate;
use crate::lines::{DataError, ScopeSets, content_lines};
use crate::listing::first_call::first_call;
use crate::objects::{ObjectType, ObjectTypes};
use crate::operation::{Operation, Resolved};
use crate::paths::{self, Capitals, PathTree};
use crate::scopes::{GrantedScopes, ScopeNames, without_revision};
use crate::search::SearchIndex;
use crate::segments::path_only;
use crate::spellings::Spellings;
use crate::title::unversioned_key;
use crate::verdict::{CredentialKind, Verdict, VerdictKind};

/// All operations known, and the ways to find them.
#[derive(Debug)]
pub struct Catalog {
    date: String,
    operations: Vec<Operation>,
    tree: OnceLock<PathTree>,
    search: OnceLock<SearchIndex>,
    scopes: OnceLock<BTreeSet<String>>,
}

impl Catalog {
    /// The catalogue in the binary. The first call parses it (a few milliseconds), later ones cost nothing.
    pub fn bundled() -> &'static Catalog {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| Self::load().expect("BUG: a test parses the bundled catalogue"))
    }

    /// Parses the bundled files again, for tests and measurements.
    ///
    /// # Errors
    /// A bundled file has a line that cannot be parsed; a test keeps that from being shipped.
    pub fn load() -> Result<Catalog, DataError> {
        let (mut operations, mut sets) = Self::bundled_operations()?;
        Self::override_facts(&mut operations, &mut sets)?;
        Ok(Self::of(
            operations,
            data::parse_date(bundle::text("operations.txt")).unwrap_or_default().to_owned(),
        ))
    }

    /// The operations of the bundled files, without the overrides.
    pub(crate) fn bundled_operations() -> Result<(Vec<Operation>, ScopeSets), DataError> {
        let mut sets = ScopeSets::default();
        sets.add("scope_sets.txt", bundle::text("scope_sets.txt"))?;
        sets.add("handwritten.txt", bundle::text("handwritten.txt"))?;
        let mut operations =
            data::parse_operations("operations.txt", bundle::text("operations.txt"), &mut sets)?;
        let by_hand = bundle::text("handwritten.txt");
        operations.extend(data::parse_operations("handwritten.txt", by_hand, &mut sets)?);
        Ok((operations, sets))
    }

    pub(crate) fn of(mut operations: Vec<Operation>, date: String) -> Self {
        Spellings::of(&operations).remove_twins(&mut operations);
        Self { date, operations, tree: OnceLock::new(), search: OnceLock::new(), scopes: OnceLock::new() }
    }

    /// Applies the overrides to the operations that they name, and to imported ones that differ from those in their
    /// version only.
    pub(crate) fn override_facts(
        operations: &mut [Operation],
        sets: &mut ScopeSets,
    ) -> Result<(), DataError> {
        for (number, line) in content_lines(bundle::text("overrides.txt")) {
            let fault = |what: String| DataError::new("overrides.txt", number, what);
            let mut words = line.split_whitespace();
            let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let words: Vec<&'static str> = words.collect();
            let key = std::cell::OnceCell::new();
            let is_meant = |operation: &&mut Operation| {
                let later = || {
                    *key.get_or_init(|| unversioned_key(method, path))
                        == unversioned_key(operation.method, operation.path)
                };
                let named = operation.path == path && operation.method == method;
                named || (operation.is_imported() && later())
            };
            for operation in operations.iter_mut().filter(is_meant) {
                // A successor belongs to the version that names it, not to later ones.
                let all = operation.path == path;
                let in_file = operation.requirement.clone();
                for word in words.iter().filter(|word| all || !word.starts_with("next=")) {
                    data::apply(operation, word, sets).map_err(fault)?;
                }
                operation.keep_contradicted(in_file);
            }
        }
        Ok(())
    }

    fn tree(&self) -> &PathTree {
        self.tree.get_or_init(|| PathTree::new(&self.operations))
    }

    /// The operations at a path with the template that it fits, best match first; one whose template is the path itself
    /// precedes all others.
    pub(crate) fn at(&self, path: &str, capitals: Capitals) -> impl Iterator<Item = (&Operation, &str)> {
        let found = self.tree().at(path, capitals).into_iter();
        let mut found: Vec<_> =
            found.map(|found| (&self.operations[found.operation], found.path.as_ref())).collect();
        found.sort_by_key(|(_, template)| *template != path);
        found.into_iter()
    }

    /// The day on which the facts were read, as `2026-08-21`.
    pub fn date(&self) -> &str {
        &self.date
    }

    /// Builds the path tree and the search index, which the first lookup and the first search would otherwise build (about
    /// ten milliseconds). Call it from a background thread at start.
    pub fn prepare(&self) {
        self.tree();
        self.index();
    }

    fn index(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::new(&self.operations))
    }

    /// All operations, by product area, API, version and path.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation with this template, whatever its parameters are called. Where the catalogue has no rows of a newer
    /// release, such as `2026-09`, those of `2026-03` are found.
    pub fn find(&self, method: &str, template: &str) -> Option<&Operation> {
        let requested = path_only(template);
        let mut found = self.at(requested, Capitals::Count);
        let is_it = |(op, own): &(&Operation, &str)| {
            op.method.eq_ignore_ascii_case(method) && paths::is_template_of(requested, own)
        };
        found.find(is_it).map(|(operation, _)| operation)
    }

    /// The operation that a concrete path, a template or a URL calls.
    pub fn resolve(&self, method: &str, path_or_url: &str) -> Option<Resolved<'_>> {
        let path = path_only(path_or_url);
        let mut found = self.at(path, Capitals::Count);
        let (operation, own) = found.find(|(op, _)| op.method.eq_ignore_ascii_case(method))?;
        let version = paths::called_version(operation, path).to_owned();
        Some(Resolved {
            operation,
            template: own.replace(operation.version, &version),
            version,
            path_values: paths::values(own, path),
        })
    }

    /// The methods known at a concrete path; empty where the path is not known at all.
    pub fn methods_at(&self, path: &str) -> Vec<&'static str> {
        let mut methods: Vec<_> = self.at(path, Capitals::Count).map(|(op, _)| op.method).collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }

    /// At most `limit` operations that match what was typed or pasted, best match first.
    pub fn search(&self, text: &str, limit: usize) -> Vec<&Operation> {
        let found = self.index().search(text, limit);
        let mut hits = self.pasted(text);
        hits.extend(found.into_iter().map(|at| &self.operations[at]));
        let mut seen = HashSet::new();
        hits.retain(|operation| seen.insert((operation.method, operation.path)));
        hits.truncate(limit);
        hits
    }

    /// Operations at a pasted path, URL or command; with a method in it, that method's first.
    fn pasted(&self, text: &str) -> Vec<&Operation> {
        let Some((method, path)) = first_call(text) else { return Vec::new() };
        let mut found: Vec<&Operation> = Vec::new();
        for (operation, _) in self.at(path_only(&path), Capitals::Count) {
            if !found.iter().any(|better| better.method == operation.method) {
                found.push(operation);
            }
        }
        found.sort_by_key(|op| (method.as_deref() != Some(op.method), op.method != "GET"));
        found
    }

    /// Whether a connection may make a call. `path` is concrete, or a template with its values filled in.
    /// `granted` is `None` where the granted scopes are not known.
    pub fn verdict(
        &self,
        method: &str,
        path: &str,
        granted: Option<&GrantedScopes>,
        credential: CredentialKind,
    ) -> Verdict {
        match self.resolve(method, path) {
            Some(found) => evaluate(found.operation, &found.path_values, granted, credential),
            None => self.unknown(method, path),
        }
    }

    /// Every scope that an operation, an object type or the table of names contains.
    fn scopes(&self) -> &BTreeSet<String> {
        self.scopes.get_or_init(|| {
            let declared = self.operations.iter().flat_map(Operation::declared_scopes).flatten();
            let objects = ObjectTypes::bundled().all().iter().flat_map(ObjectType::scopes);
            let table = ScopeNames::bundled().all();
            let names = declared.chain(objects).map(String::as_str).chain(table).chain(["oauth"]);
            names.map(|name| without_revision(name).to_owned()).collect()
        })
    }

    /// Whether the catalogue contains this name, with or without `.v2`.
    pub fn knows_scope(&self, name: &str) -> bool {
        self.scopes().contains(without_revision(name))
    }

    /// The known name at an edit distance of at most two.
    pub(crate) fn nearest_scope(&self, name: &str) -> Option<&str> {
        let distances =
            self.scopes().iter().filter_map(|known| Some((edit_distance(name, known)?, known.as_str())));
        distances.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
    }

    fn unknown(&self, method: &str, path: &str) -> Verdict {
        let methods = self.methods_at(path);
        let sentence = if methods.is_empty() {
            let near =
                self.near(method, path).map(|near| format!(" {}", near.sentence())).unwrap_or_default();
            format!("The catalogue does not know this call.{near}")
        } else {
            format!("The catalogue knows this path, but only with {}.", methods.join(", "))
        };
        Verdict::new(VerdictKind::UnknownOperation, Vec::new(), sentence)
    }
}

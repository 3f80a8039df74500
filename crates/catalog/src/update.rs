//! Updates of the bundled catalogue with imported facts, and the differences between two catalogues.
//!
//! An import may state less than the catalogue: HubSpot's newer files name internal scopes, or none. The known facts are
//! preserved then. Overrides apply to imported rows too, also if only the version in their path differs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::Serialize;

use crate::catalog::Catalog;
use crate::data;
use crate::evaluate::evaluate;
use crate::lines::{DataError, ScopeSets, content_lines};
use crate::operation::{Operation, Parameter, Requirement, Tier};
use crate::scopes::{GrantedScopes, ScopeNames};
use crate::title::unversioned_key;
use crate::verdict::CredentialKind;
use crate::versions::{age, is_dated};

/// What an update would change, in three lists.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct CatalogDiff {
    /// Only in the later catalogue.
    pub added: Vec<DiffRow>,
    /// In both, with other facts.
    pub changed: Vec<ChangedRow>,
    /// Only in the earlier catalogue.
    pub gone: Vec<DiffRow>,
    /// How many operations are the same in both.
    pub unchanged: u32,
}

/// An operation that one of the two catalogues lacks.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct DiffRow {
    /// In capitals.
    pub method: String,
    /// The template.
    pub path: String,
    /// Plain words, such as "Read a contact".
    pub title: String,
    /// The product area, such as "CRM".
    pub group: String,
    /// The API within the area.
    pub api: String,
    /// Such as `2026-03` or `v3`.
    pub version: String,
}

/// An operation of both catalogues, and what differs.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ChangedRow {
    /// As the later catalogue has it.
    pub operation: DiffRow,
    /// At least one.
    pub changes: Vec<Change>,
}

/// One fact before and after, in words.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Which fact differs.
    pub fact: ChangedFact,
    /// Its value in the earlier catalogue.
    pub before: String,
    /// Its value in the later catalogue.
    pub after: String,
}

/// The facts that are compared.
#[derive(Serialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum ChangedFact {
    /// The scopes or the kind of credential.
    Requirement,
    /// Whether HubSpot marks it as deprecated.
    Deprecated,
    /// Query parameters.
    Parameters,
    /// Content types of the request's body.
    Body,
    /// The lowest plan of each product.
    Plans,
    /// Whether user-level apps may call it.
    UserLevel,
    /// Rate limits that it does not count against.
    RateLimitExemptions,
}

/// One update, read.
struct Update<'a> {
    operations: Vec<Operation>,
    /// API and version of which the update is complete.
    replaces: HashSet<(&'a str, &'a str)>,
}

impl Catalog {
    /// The bundled catalogue with updates applied in their order. Omit one to undo it. Their lines stay in memory
    /// until the process ends, each once: operations borrow from them.
    ///
    /// # Errors
    /// An update has a line that cannot be parsed, or updates of more than 64 MB in all were read since the process began.
    pub fn with_updates<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Catalog, DataError> {
        let (mut operations, mut sets) = Self::bundled_operations()?;
        let mut date = Catalog::bundled().date().to_owned();
        for text in texts {
            let update = read_update(text, &mut sets)?;
            // An update may be older than the bundled facts: the app was updated since.
            if let Some(newer) = data::parse_date(text).filter(|own| *own > date.as_str()) {
                newer.clone_into(&mut date);
            }
            apply_update(&mut operations, update);
        }
        Self::override_facts(&mut operations, &mut sets)?;
        Ok(Self::of(operations, date))
    }

    /// The same for a single update.
    ///
    /// # Errors
    /// The update has a line that cannot be parsed.
    pub fn with_update(text: &str) -> Result<Catalog, DataError> {
        Self::with_updates([text])
    }

    /// What differs from an earlier catalogue, by path.
    pub fn diff_from(&self, earlier: &Catalog) -> CatalogDiff {
        let key = |op: &Operation| (op.path, op.method);
        let before: BTreeMap<_, &Operation> = earlier.operations().iter().map(|op| (key(op), op)).collect();
        let after: BTreeMap<_, &Operation> = self.operations().iter().map(|op| (key(op), op)).collect();
        let mut diff = CatalogDiff::default();
        for (key, new) in &after {
            match before.get(key) {
                None => diff.added.push(DiffRow::of(new)),
                Some(old) => diff.compare(old, new),
            }
        }
        let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
        diff.gone.extend(gone.map(|(_, operation)| DiffRow::of(operation)));
        diff
    }
}

impl CatalogDiff {
    fn compare(&mut self, old: &Operation, new: &Operation) {
        let changes = changes(old, new);
        if changes.is_empty() {
            self.unchanged += 1;
        } else {
            self.changed.push(ChangedRow { operation: DiffRow::of(new), changes });
        }
    }
}

impl DiffRow {
    fn of(operation: &Operation) -> Self {
        Self {
            method: operation.method.to_owned(),
            path: operation.path.to_owned(),
            title: operation.title().to_owned(),
            group: operation.group.to_owned(),
            api: operation.api.to_owned(),
            version: operation.version.to_owned(),
        }
    }
}

fn read_update<'a>(text: &'a str, sets: &mut ScopeSets) -> Result<Update<'a>, DataError> {
    sets.add("update", text)?;
    let replaces = content_lines(text).filter_map(|(_, line)| line.strip_prefix("replaces "));
    let replaces = replaces.filter_map(|line| line.split_once(" | ")).collect();
    Ok(Update { operations: data::parse_update(text, sets)?, replaces })
}

fn apply_update(operations: &mut Vec<Operation>, update: Update<'_>) {
    let imported: HashSet<_> = update.operations.iter().map(|op| (op.method, op.path)).collect();
    let remains = |op: &Operation| {
        let replaced = op.is_from_file() && update.replaces.contains(&(op.api, op.version));
        !replaced || imported.contains(&(op.method, op.path))
    };
    operations.retain(remains);
    let mut places = HashMap::new();
    let mut counterparts: HashMap<String, usize> = HashMap::new();
    for (at, operation) in operations.iter().enumerate() {
        places.insert((operation.method, operation.path), at);
        let counterpart = counterparts.entry(unversioned_key(operation.method, operation.path)).or_insert(at);
        if age(operation.version) < age(operations[*counterpart].version) {
            *counterpart = at;
        }
    }
    let releases = newest_releases(&update.operations);
    for mut new in update.operations {
        let place = places.get(&(new.method, new.path)).copied();
        let counterpart = place.or_else(|| counterparts.get(&unversioned_key(new.method, new.path)).copied());
        if let Some(known) = counterpart.map(|at| &operations[at]) {
            preserve_known_facts(&mut new, known);
        }
        match place {
            Some(at) => {
                new.next = new.next.or(operations[at].next);
                operations[at] = new;
            }
            None => operations.push(new),
        }
    }
    mark_superseded(operations, &releases);
}

/// The newest dated version that an update has of each call, by method and path without version.
fn newest_releases(operations: &[Operation]) -> HashMap<String, &'static str> {
    let mut newest: HashMap<String, &'static str> = HashMap::new();
    for operation in operations.iter().filter(|operation| is_dated(operation.version)) {
        let known =
            newest.entry(unversioned_key(operation.method, operation.path)).or_insert(operation.version);
        *known = operation.version.max(known);
    }
    newest
}

/// Names the newer release that an update contains as the successor of the same calls in older dated versions.
fn mark_superseded(operations: &mut [Operation], releases: &HashMap<String, &'static str>) {
    for operation in operations.iter_mut().filter(|operation| is_dated(operation.version)) {
        let newer = releases.get(&unversioned_key(operation.method, operation.path)).copied();
        let newer = newer.filter(|newer| *newer > operation.version);
        operation.next = newer.or(operation.next);
    }
}

/// A file that names no scope, or only HubSpot's internal ones, does not replace a known requirement.
fn preserve_known_facts(new: &mut Operation, known: &Operation) {
    let says_something = match &new.requirement {
        Requirement::Undeclared => false,
        Requirement::Scopes(any_of) => {
            any_of.iter().any(|scopes| scopes.iter().all(|scope| ScopeNames::bundled().is_grantable(scope)))
        }
        _ => true,
    };
    if !says_something && known.requirement != Requirement::Undeclared {
        new.requirement = known.requirement.clone();
        new.narrowing = known.narrowing;
        new.certainty = known.certainty;
        new.oauth_only = known.oauth_only;
    }
    if new.tiers.is_empty() {
        new.tiers = known.tiers.clone();
    }
}

fn changes(old: &Operation, new: &Operation) -> Vec<Change> {
    let facts = [
        (ChangedFact::Requirement, requirement(old), requirement(new)),
        (ChangedFact::Deprecated, old.deprecated.to_string(), new.deprecated.to_string()),
        (ChangedFact::Parameters, parameters(old), parameters(new)),
        (ChangedFact::Body, old.content_types.join(", "), new.content_types.join(", ")),
        (ChangedFact::Plans, plans(&old.tiers), plans(&new.tiers)),
        (ChangedFact::UserLevel, format!("{:?}", old.user_level), format!("{:?}", new.user_level)),
        (
            ChangedFact::RateLimitExemptions,
            format!("{:?}", old.rate_limit_exemptions),
            format!("{:?}", new.rate_limit_exemptions),
        ),
    ];
    let differs = |(fact, before, after): (ChangedFact, String, String)| {
        (before != after).then_some(Change { fact, before, after })
    };
    facts.into_iter().filter_map(differs).collect()
}

/// The alternatives in an order of their own, or what decides where there are none.
fn requirement(operation: &Operation) -> String {
    let kind = match &operation.requirement {
        Requirement::DeveloperCredential(_) => return "the app's own credential".to_owned(),
        Requirement::AnyToken => return "any token".to_owned(),
        Requirement::NoCredential => return "no credential".to_owned(),
        Requirement::Undeclared => return "not known".to_owned(),
        Requirement::Scopes(_) | Requirement::Object(_) => operation.narrowing,
    };
    let none = GrantedScopes::default();
    let any_of = match (&operation.requirement, kind) {
        (Requirement::Scopes(any_of), Some(_)) => any_of.to_vec(),
        _ => evaluate(operation, &[], Some(&none), CredentialKind::Oauth).any_of,
    };
    let sorted: BTreeSet<String> = any_of
        .into_iter()
        .map(|mut scopes| {
            scopes.sort();
            scopes.join(" and ")
        })
        .collect();
    sorted.into_iter().collect::<Vec<_>>().join(", or ")
}

fn parameters(operation: &Operation) -> String {
    let word = |parameter: &Parameter| {
        let must = if parameter.required { " (required)" } else { "" };
        format!("{}: {}{must}", parameter.name, parameter.kind)
    };
    let words: BTreeSet<String> = operation.query_parameters.iter().map(word).collect();
    words.into_iter().collect::<Vec<_>>().join(", ")
}

fn plans(tiers: &[Tier]) -> String {
    let words: BTreeSet<String> =
        tiers.iter().map(|tier| format!("{} {}", tier.product, tier.plan)).collect();
    words.into_iter().collect::<Vec<_>>().join(", ")
}

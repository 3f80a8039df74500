//! Extracts the facts of one OpenAPI document, in the styles of both of HubSpot's generators.
//!
//! They write alternatives and pairs of scopes differently, one writes records of a type as `{objectType}` in each type's
//! file, and one writes the app's own credential as a scope. The rest of their differences is handled in `facts`.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::IgnoredAny;
use serde_json::Value;

use super::document::{
    Body, Components, Document, Kind, Operation, Parameter, SecurityRequirement, other_format,
};
use super::{ImportError, printable};
use crate::catalog::Catalog;
use crate::facts::{Fact, MAX_SPECIFIC_ALTERNATIVES, QueryFact, with_object_names};
use crate::listing::hosts::is_hubspot_api;
use crate::objects::ObjectTypes;
use crate::segments::{parameter_name, segments};
use crate::versions::is_version;

const MAX_PATHS: usize = 5_000;
const MAX_ALTERNATIVES: usize = 1_000;
const MAX_PATH_BYTES: usize = 300;
const MAX_NAME_BYTES: usize = 200;
/// References that lead to another reference.
const MAX_REFERENCE_HOPS: usize = 20;

/// All operations of a file.
pub(super) fn facts(
    known: &Catalog,
    date: &str,
    name: &str,
    content: &[u8],
) -> Result<Vec<Fact>, ImportError> {
    let document = document(content)?;
    let shared = shared_facts(known, date, name, &document)?;
    let reader = Reader { document: &document, shared };
    let mut facts = Vec::new();
    let mut seen = BTreeSet::new();
    if document.paths.0.len() > MAX_PATHS {
        return Err(ImportError::TooManyOperations);
    }
    for (path, item) in &document.paths.0 {
        if !seen.insert(path) {
            return Err(ImportError::Duplicate(printable(path)));
        }
        let methods = [
            ("GET", &item.get),
            ("POST", &item.post),
            ("PUT", &item.put),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
            ("HEAD", &item.head),
        ];
        for (method, operation) in methods {
            if let Some(operation) = operation {
                facts.push(reader.fact(method, path, &item.parameters, operation)?);
            }
        }
    }
    Ok(facts)
}

fn document(content: &[u8]) -> Result<Document, ImportError> {
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    if let Some(format) = other_format(content) {
        return Err(ImportError::OtherFormat(format));
    }
    match content.trim_ascii_start().first() {
        Some(b'{') => {}
        Some(b'[') => return Err(ImportError::NotOpenApi),
        _ => {
            let value = serde_json::from_slice::<IgnoredAny>(content);
            return Err(value.map_or_else(|error| fault(&error), |_| ImportError::NotOpenApi));
        }
    }
    let kind: Kind = serde_json::from_slice(content).map_err(|error| fault(&error))?;
    if !kind.openapi.is_some_and(|version| version.starts_with("3.")) {
        return Err(ImportError::NotOpenApi);
    }
    serde_json::from_slice(content).map_err(|error| fault(&error))
}

fn fault(error: &serde_json::Error) -> ImportError {
    let said = error.to_string();
    if said.contains("recursion limit") {
        return ImportError::TooDeep;
    }
    if said.contains("duplicate field") {
        return ImportError::Duplicate(printable(&said));
    }
    match error.classify() {
        serde_json::error::Category::Data => ImportError::WrongType(printable(&said)),
        _ => ImportError::MalformedJson(printable(&said)),
    }
}

/// The facts that all operations of a file share.
fn shared_facts(known: &Catalog, date: &str, name: &str, document: &Document) -> Result<Fact, ImportError> {
    check_servers(document)?;
    let api = title(&document.info.title)?;
    let folders = Folders::of(name);
    let operations = known.operations();
    let group = match operations.iter().find(|operation| operation.api == api) {
        Some(operation) => operation.group.to_owned(),
        None => title(folders.group.unwrap_or("Imported"))?,
    };
    let rollout = folders.rollout.map(|id| format!(" (rollout {id})")).unwrap_or_default();
    let mut tiers = BTreeMap::new();
    for (product, plan) in document.tiers.iter().chain(&document.info.tiers).flatten() {
        tiers.insert(word(product)?, word(plan)?);
    }
    Ok(Fact { group, api, source: format!("import of {date}{rollout}"), tiers, ..Fact::default() })
}

fn check_servers(document: &Document) -> Result<(), ImportError> {
    let wrong = |what: &str| Err(ImportError::NotHubSpot(printable(what)));
    if document.servers.is_empty() {
        return wrong("it names no server");
    }
    for server in &document.servers {
        let host = server.url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        if !host.is_some_and(is_hubspot_api) {
            return wrong(&format!("its server is {}", server.url));
        }
    }
    let title = document.info.title.to_lowercase();
    if title.starts_with("test ") || title.starts_with("bucket_test") {
        return wrong("it is a test");
    }
    Ok(())
}

/// The facts in the folder names of HubSpot's collection: `<Group>/<Feature>/Rollouts/<id>/<version>/<file>.json`.
#[derive(Default)]
struct Folders<'a> {
    group: Option<&'a str>,
    rollout: Option<&'a str>,
}

impl<'a> Folders<'a> {
    fn of(name: &'a str) -> Self {
        let parts: Vec<&str> = name.split(['/', '\\']).collect();
        let Some(at) = parts.iter().position(|part| *part == "Rollouts").filter(|at| *at >= 2) else {
            return Self::default();
        };
        let rollout =
            parts.get(at + 1).copied().filter(|id| id.len() < 12 && id.bytes().all(|b| b.is_ascii_digit()));
        Self { group: Some(parts[at - 2]), rollout }
    }
}

struct Reader<'a> {
    document: &'a Document,
    shared: Fact,
}

impl Reader<'_> {
    fn fact(
        &self,
        method: &str,
        path: &str,
        of_path: &[Parameter],
        operation: &Operation,
    ) -> Result<Fact, ImportError> {
        let path = checked_path(path)?;
        let mut fact = Fact { method: method.to_owned(), ..self.shared.clone() };
        fact.version = self.version(&path)?;
        self.security(operation, &mut fact)?;
        fact.path = self.with_object(&path, &fact);
        fact.query = self.query(of_path, &operation.parameters)?;
        fact.body = self.body(operation.request_body.as_ref())?;
        fact.deprecated = operation.deprecated;
        fact.exempt = exemptions(&operation.exemptions);
        fact.user_level = operation
            .user_level
            .as_ref()
            .map(|level| if level.internal_only { "internal" } else { "public" }.to_owned());
        Ok(fact)
    }

    /// The version in the path, else the document's.
    fn version(&self, path: &str) -> Result<String, ImportError> {
        let own = self.document.info.version.as_str();
        if is_version(own) && segments(path).any(|segment| segment == own) {
            return Ok(own.to_owned());
        }
        let in_path = segments(path).find(|segment| is_version(segment));
        let version = in_path.or_else(|| is_version(own).then_some(own));
        word(version.unwrap_or("v1"))
    }

    fn security(&self, operation: &Operation, fact: &mut Fact) -> Result<(), ImportError> {
        let requirements = operation.security.as_ref().or(self.document.security.as_ref());
        let mut legacy = Vec::new();
        for requirement in requirements.into_iter().flatten().take(MAX_ALTERNATIVES) {
            let scopes = scopes(requirement)?;
            match self.scheme(requirement) {
                Scheme::Oauth => push(&mut fact.oauth, scopes),
                Scheme::PrivateApp => push(&mut fact.private_app, scopes),
                Scheme::Developer => fact.developer = true,
                Scheme::Legacy => push(&mut legacy, scopes),
            }
        }
        if fact.oauth.is_empty() && fact.private_app.is_empty() && !fact.developer {
            fact.oauth = legacy;
        }
        Ok(())
    }

    /// By HubSpot's names of schemes; others by their type.
    fn scheme(&self, requirement: &SecurityRequirement) -> Scheme {
        let mut kinds = requirement.keys().map(|name| match name.as_str() {
            "developer_hapikey" => Scheme::Developer,
            "oauth2" | "oauth2_1" => Scheme::Oauth,
            "private_apps" => Scheme::PrivateApp,
            name if name.ends_with("_legacy") => Scheme::Legacy,
            name => match self.document.components.security_schemes.get(name) {
                Some(scheme) if scheme.kind == "apiKey" && scheme.name == "hapikey" => Scheme::Developer,
                _ => Scheme::Oauth,
            },
        });
        kinds.next().unwrap_or(Scheme::Legacy)
    }

    /// One generator writes `/crm/objects/<version>/{objectType}` in the file of each object type: the type is the
    /// file's, as its title says and its scopes confirm.
    fn with_object(&self, path: &str, fact: &Fact) -> String {
        let named = with_object_names(path);
        let title = self.shared.api.to_lowercase().replace(' ', "_");
        let narrow = fact.oauth.len() <= MAX_SPECIFIC_ALTERNATIVES
            && fact.private_app.len() <= MAX_SPECIFIC_ALTERNATIVES;
        let of_records = named.starts_with("/crm/objects/") || named.starts_with("/crm/v3/objects/");
        match ObjectTypes::bundled().find(&title).filter(|_| narrow && of_records) {
            Some(object) => {
                let own = |segment| if segment == "{objectType}" { object.name.as_str() } else { segment };
                named.split('/').map(own).collect::<Vec<_>>().join("/")
            }
            None => named,
        }
    }

    fn query(&self, of_path: &[Parameter], own: &[Parameter]) -> Result<Vec<QueryFact>, ImportError> {
        let mut query = BTreeMap::new();
        for parameter in of_path.iter().chain(own) {
            let parameter = self.followed(parameter)?;
            if parameter.place == "query" {
                let fact = QueryFact {
                    name: name(&parameter.name)?,
                    required: parameter.required,
                    kind: parameter_kind(&parameter.schema),
                };
                query.insert(fact.name.clone(), fact);
            }
        }
        Ok(query.into_values().collect())
    }

    fn followed<'a>(&'a self, parameter: &'a Parameter) -> Result<&'a Parameter, ImportError> {
        let target = |reference: &str| {
            let name = reference.strip_prefix("#/components/parameters/")?;
            self.components().parameters.get(name)
        };
        follow(parameter, |parameter| parameter.reference.as_deref(), target)
    }

    fn body(&self, body: Option<&Body>) -> Result<Option<Vec<String>>, ImportError> {
        let Some(body) = body else { return Ok(None) };
        let target = |reference: &str| {
            let name = reference.strip_prefix("#/components/requestBodies/")?;
            self.components().request_bodies.get(name)
        };
        let body = follow(body, |body| body.reference.as_deref(), target)?;
        let types: Vec<String> =
            body.content.0.iter().map(|(kind, _)| content_type(kind)).collect::<Result<_, _>>()?;
        Ok(Some(if types.is_empty() { vec!["*/*".to_owned()] } else { types }))
    }

    fn components(&self) -> &Components {
        &self.document.components
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Oauth,
    PrivateApp,
    Developer,
    /// Counts only if no other scheme is declared.
    Legacy,
}

fn follow<'a, T>(
    start: &'a T,
    reference: impl Fn(&T) -> Option<&str>,
    target: impl Fn(&str) -> Option<&'a T>,
) -> Result<&'a T, ImportError> {
    let mut here = start;
    for _ in 0..MAX_REFERENCE_HOPS {
        let Some(to) = reference(here) else { return Ok(here) };
        here = target(to).ok_or_else(|| ImportError::MissingReference(printable(to)))?;
    }
    Err(ImportError::CyclicReference(printable(reference(start).unwrap_or_default())))
}

fn push(any_of: &mut Vec<Vec<String>>, scopes: Vec<String>) {
    if !scopes.is_empty() && !any_of.contains(&scopes) {
        any_of.push(scopes);
    }
}

fn scopes(requirement: &SecurityRequirement) -> Result<Vec<String>, ImportError> {
    let mut scopes: Vec<String> =
        requirement.values().flatten().map(|scope| word(scope)).collect::<Result<_, _>>()?;
    scopes.sort();
    scopes.dedup();
    Ok(scopes)
}

/// `integer`, or `array<string>`; 3.1 also has lists of types, with `null` among them.
fn parameter_kind(schema: &Value) -> String {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    };
    match kind {
        Some(kind @ ("integer" | "number" | "boolean" | "object")) => kind.to_owned(),
        Some("array") => match parameter_kind(&schema["items"]) {
            inner if inner.starts_with("array") => "array<string>".to_owned(),
            inner => format!("array<{inner}>"),
        },
        _ => "string".to_owned(),
    }
}

fn exemptions(given: &[String]) -> Vec<String> {
    let known = ["daily", "ten-secondly"].into_iter();
    known.filter(|name| given.iter().any(|given| given == name)).map(str::to_owned).collect()
}

/// Slashes, letters, digits and whole `{name}` segments; nothing with a meaning in another format.
fn checked_path(path: &str) -> Result<String, ImportError> {
    let good = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    let is_segment = |segment: &str| match parameter_name(segment) {
        Some(name) => !name.is_empty() && name.chars().all(good),
        None => !segment.is_empty() && segment.chars().all(good) && segment != "." && segment != "..",
    };
    let inner = path.strip_prefix('/').unwrap_or_default();
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if path.len() > MAX_PATH_BYTES || inner.is_empty() || !inner.split('/').all(is_segment) {
        return Err(ImportError::AbsurdName(cut(path)));
    }
    Ok(path.to_owned())
}

/// A scope, a plan, a version: one word.
fn word(text: &str) -> Result<String, ImportError> {
    let good = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    checked(text, good)
}

/// A parameter: also with brackets.
fn name(text: &str) -> Result<String, ImportError> {
    let good = |c: char| c.is_ascii_alphanumeric() || "-._[]".contains(c);
    checked(text, good)
}

fn content_type(text: &str) -> Result<String, ImportError> {
    let bare = text.split(';').next().unwrap_or_default().trim();
    let good = |c: char| c.is_ascii_alphanumeric() || "-+./*".contains(c);
    checked(bare, good)
}

/// A title of an API or an area.
fn title(text: &str) -> Result<String, ImportError> {
    let good = |c: char| c.is_alphanumeric() || " -_.&()/".contains(c);
    checked(text.trim(), good)
}

fn checked(text: &str, good: impl Fn(char) -> bool) -> Result<String, ImportError> {
    if text.is_empty() || text.len() > MAX_NAME_BYTES || !text.chars().all(good) {
        return Err(ImportError::AbsurdName(cut(text)));
    }
    Ok(text.to_owned())
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

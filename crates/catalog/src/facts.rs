//! Writes facts about operations in the catalogue's text format, and corrects the irregularities of HubSpot's files.
//!
//! Used to compile the bundled files and to import newer ones, so that both follow the same rules. Titles are not
//! written: they follow from method and path.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Write as _};

use crate::objects::ObjectTypes;
use crate::operation::{Effect, Narrowing};
use crate::requirement::AnyOf;
use crate::scopes::ScopeNames;
use crate::versions::successor_path;

/// A set of more alternatives than this gets a name and a line of its own.
const MAX_INLINE_ALTERNATIVES: usize = 4;
/// A longer list of alternatives is that of all object types, which the type in the path narrows down.
pub(crate) const MAX_SPECIFIC_ALTERNATIVES: usize = 9;
/// The version whose successors are written in the short form.
const CURRENT_RELEASE: &str = "2026-03";

/// What a file states about one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// In capitals.
    pub method: String,
    /// The template, with `{name}` for each parameter.
    pub path: String,
    /// HubSpot's product area, such as "CRM".
    pub group: String,
    /// The API within the area, such as "Contacts".
    pub api: String,
    /// Such as `v3` or `2026-03`.
    pub version: String,
    /// Which file the fact is from, and its date.
    pub source: String,
    /// Alternatives for a token of an OAuth installation.
    pub oauth: AnyOf,
    /// Alternatives for a private app's token.
    pub private_app: AnyOf,
    /// Requires the app's own credential.
    pub developer: bool,
    /// Query parameters.
    pub query: Vec<QueryFact>,
    /// Content types; `None` where the operation has no body.
    pub body: Option<Vec<String>>,
    /// The file marks it as deprecated.
    pub deprecated: bool,
    /// The lowest plan by product.
    pub tiers: BTreeMap<String, String>,
    /// `public` or `internal`; `None` where the file does not say.
    pub user_level: Option<String>,
    /// Rate limits that it does not count against: `daily`, `ten-secondly`.
    pub exempt: Vec<String>,
    /// The path of its successor.
    pub next: Option<String>,
}

/// A query parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryFact {
    /// As it is written in the URL.
    pub name: String,
    /// Calls without it are refused.
    pub required: bool,
    /// The type, such as `integer` or `array<string>`.
    pub kind: String,
}

/// Facts in the form of the two generated files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenFacts {
    /// Headings with their operations.
    pub operations: String,
    /// `$name = scopes` lines that the operations refer to.
    pub sets: String,
}

/// Replaces type ids by names: `0-3` and `deals` address the same operation, and the catalogue has the name.
pub fn with_object_names(path: &str) -> String {
    let objects = ObjectTypes::bundled();
    let named = |segment: &str| match segment.starts_with("0-").then(|| objects.find(segment)).flatten() {
        Some(object) => object.name.clone(),
        None => segment.to_owned(),
    };
    path.split('/').map(named).collect::<Vec<_>>().join("/")
}

/// Writes the facts, grouped by heading. The result does not depend on their order.
///
/// # Errors
/// Never in practice: writing to a string cannot fail.
pub fn write_facts(facts: &[Fact]) -> Result<WrittenFacts, fmt::Error> {
    let mut sets = Sets::default();
    let mut sections: BTreeMap<String, BTreeMap<(&str, &str), String>> = BTreeMap::new();
    let mut sorted: Vec<&Fact> = facts.iter().collect();
    sorted.sort_by(|a, b| (&a.api, &a.path, &a.method).cmp(&(&b.api, &b.path, &b.method)));
    for fact in sorted {
        let line = write_operation(fact, &mut sets)?;
        sections.entry(heading(fact)).or_default().insert((&fact.path, &fact.method), line);
    }
    let mut operations = String::new();
    for (heading, lines) in sections {
        write!(operations, "\n[{heading}]\n")?;
        for line in lines.values() {
            operations.push_str(line);
            operations.push('\n');
        }
    }
    Ok(WrittenFacts { operations, sets: sets.write()? })
}

fn heading(fact: &Fact) -> String {
    let mut heading = format!("{} | {} | {} | {}", fact.group, fact.api, fact.version, fact.source);
    if !fact.tiers.is_empty() {
        let tiers: Vec<String> =
            fact.tiers.iter().map(|(product, plan)| format!("{product}={plan}")).collect();
        heading = format!("{heading} | {}", tiers.join(" "));
    }
    heading
}

fn write_operation(fact: &Fact, sets: &mut Sets) -> Result<String, fmt::Error> {
    let mut line = format!("{} {}", fact.method, fact.path);
    line.push_str(&requirement(fact, sets));
    if !fact.query.is_empty() {
        write!(line, " query={}", fact.query.iter().map(write_query).collect::<Vec<_>>().join(","))?;
    }
    if let Some(types) = &fact.body {
        write!(line, " body={}", types.iter().map(|kind| short(kind)).collect::<Vec<_>>().join(","))?;
    }
    if fact.deprecated {
        line.push_str(" deprecated");
    }
    if let Some(level) = &fact.user_level {
        write!(line, " user-level={level}")?;
    }
    if !fact.exempt.is_empty() {
        write!(line, " exempt={}", fact.exempt.join(","))?;
    }
    if let Some(path) = &fact.next {
        let forms = [CURRENT_RELEASE.to_owned(), format!(">{CURRENT_RELEASE}")];
        let short = forms.iter().find(|form| successor_path(&fact.path, &fact.version, form) == *path);
        write!(line, " next={}", short.unwrap_or(path))?;
    }
    Ok(line)
}

fn write_query(query: &QueryFact) -> String {
    let kind = if query.kind == "string" { String::new() } else { format!(":{}", query.kind) };
    format!("{}{}{kind}", query.name, if query.required { "!" } else { "" })
}

fn short(content_type: &str) -> &str {
    match content_type {
        "application/json" => "json",
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "text/plain" => "text",
        "*/*" => "any",
        other => other,
    }
}

fn requirement(fact: &Fact, sets: &mut Sets) -> String {
    let mut any_of = fact.oauth.clone();
    any_of.extend(fact.private_app.iter().filter(|all| !fact.oauth.contains(all)).cloned());
    let names = ScopeNames::bundled();
    let for_developers = any_of.iter().flatten().all(|scope| names.is_developer(scope));
    if fact.developer || (!any_of.is_empty() && for_developers) {
        return sets.word("developer", fact, any_of);
    }
    any_of.retain(|all| !all.iter().any(|scope| scope.starts_with("ACCEPTANCE_TEST")));
    if any_of == [["oauth"]] {
        return " auth=any-token".to_owned();
    }
    // A bare `oauth` among the alternatives would make every call look allowed.
    any_of.retain(|all| all != &["oauth"]);
    if any_of.is_empty() {
        return String::new();
    }
    if let Some(object) = object_that_decides(fact, &any_of) {
        return format!(" object={object}");
    }
    let narrowing = narrowing(fact).filter(|_| any_of.len() > MAX_SPECIFIC_ALTERNATIVES);
    let scopes = sets.word("scopes", fact, any_of);
    narrowing.map_or(scopes.clone(), |narrowing| format!("{scopes} narrow={narrowing}"))
}

/// The type of records for which the file states too wide a requirement, or another one than the table of types.
fn object_that_decides(fact: &Fact, any_of: &AnyOf) -> Option<String> {
    let rest = fact.path.strip_prefix("/crm/")?;
    let segment = rest.split('/').skip_while(|s| *s != "objects").skip(1).find(|s| *s != fact.version)?;
    let object = ObjectTypes::bundled().find(segment)?;
    let effect = Effect::by_rule(&fact.method, &fact.path);
    let table = object.requirement(Narrowing::Record, effect);
    if any_of.len() > MAX_SPECIFIC_ALTERNATIVES {
        return table.map(|_| object.name.clone());
    }
    let table = table?;
    let in_table: BTreeSet<&String> = table.iter().flatten().collect();
    let same_scopes = any_of.iter().flatten().all(|scope| in_table.contains(scope));
    let same = table.iter().collect::<BTreeSet<_>>() == any_of.iter().collect::<BTreeSet<_>>();
    (same_scopes && !same).then(|| object.name.clone())
}

/// What the object types in the path address, if it has any.
fn narrowing(fact: &Fact) -> Option<&'static str> {
    let path = fact.path.as_str();
    if !path.contains("bjectType}") && !path.contains("bjectTypeId}") {
        return None;
    }
    let about_types = path.contains("/definitions/") || path.ends_with("/types") || path.contains("/limits/");
    let labels = path.contains("/labels") && !path.contains("/batch/");
    if about_types || labels || path.contains("/object-library/") {
        return Some("definition");
    }
    if path.contains("/associations") {
        return Some("association");
    }
    if path.contains("/pipelines/") {
        return Some("pipeline");
    }
    if path.contains("/properties/") || path.contains("/property-validations/") {
        return Some("schema");
    }
    Some("record")
}

/// Long lists of scopes, named after the first API that has them.
#[derive(Default)]
struct Sets {
    names: HashMap<String, String>,
    by_name: BTreeMap<String, String>,
}

impl Sets {
    fn word(&mut self, key: &str, fact: &Fact, mut any_of: AnyOf) -> String {
        any_of.sort();
        if any_of.is_empty() {
            return format!(" auth={key}");
        }
        let text = any_of.iter().map(|all| all.join("+")).collect::<Vec<_>>().join("|");
        if any_of.len() <= MAX_INLINE_ALTERNATIVES {
            return format!(" {key}={text}");
        }
        format!(" {key}={}", self.name(fact, any_of.len(), text))
    }

    fn name(&mut self, fact: &Fact, size: usize, text: String) -> String {
        if let Some(name) = self.names.get(&text) {
            return name.clone();
        }
        let base = format!("${}-{size}", fact.api.to_lowercase().replace(' ', "-"));
        let mut name = base.clone();
        for number in 2.. {
            if !self.by_name.contains_key(&name) {
                break;
            }
            name = format!("{base}-{number}");
        }
        self.by_name.insert(name.clone(), text.clone());
        self.names.insert(text, name.clone());
        name
    }

    fn write(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        for (name, set) in &self.by_name {
            writeln!(text, "{name} = {set}")?;
        }
        Ok(text)
    }
}

//! Compiles a folder of endpoint facts into `data/operations.txt` and `data/scope_sets.txt`.
//!
//! `cargo run -p portalscope-catalog --example compile_facts -- FOLDER [DATA]`, where FOLDER holds `endpoints.jsonl` and
//! `path_map.tsv`. The files kept by hand (objects, overrides, handwritten, titles, scope names) are not touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use portalscope_catalog::{Effect, Narrowing, ObjectTypes, ScopeNames, successor_path};
use serde::Deserialize;

const SHIPPED: [&str; 4] = ["v1", "v3", "v4", "2026-03"];
const DATED: &str = "2026-03";
/// Alternatives up to which a set is written on the operation's own line.
const INLINE: usize = 4;
/// A list of alternatives longer than this is a general gate that the object type narrows.
const GATE: usize = 9;

type AnyOf = Vec<Vec<String>>;

#[derive(Deserialize)]
struct Row {
    method: String,
    path: String,
    group: String,
    api: String,
    version: String,
    auth: Auth,
    #[serde(default)]
    query_params: Vec<Query>,
    #[serde(default)]
    has_body: bool,
    #[serde(default)]
    body_content_types: Vec<String>,
    #[serde(default)]
    deprecated: bool,
    #[serde(default)]
    tiers: BTreeMap<String, String>,
    user_level: Option<String>,
    #[serde(default)]
    rate_limit_exempt: Vec<String>,
    spec: Spec,
}

#[derive(Deserialize)]
struct Auth {
    #[serde(default)]
    oauth2: AnyOf,
    #[serde(default)]
    private_app: AnyOf,
    #[serde(default)]
    developer_credential: bool,
    #[serde(default)]
    developer_key: bool,
}

#[derive(Deserialize)]
struct Query {
    name: String,
    required: bool,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Spec {
    rollout: String,
    date: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let facts = arguments.next().ok_or("the folder of facts is wanted")?;
    let data = arguments.next().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    let rows = shipped(read_rows(&facts.join("endpoints.jsonl"))?);
    let successors = read_successors(&facts.join("path_map.tsv"), &rows)?;
    let mut sets = Sets::default();
    let operations = write_operations(&rows, &successors, &mut sets)?;
    fs::write(data.join("operations.txt"), operations)?;
    fs::write(data.join("scope_sets.txt"), sets.write()?)?;
    Ok(())
}

fn read_rows(file: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    let rows = text.lines().enumerate().map(|(at, line)| {
        let mut row: Row = serde_json::from_str(line).map_err(|e| format!("line {}: {e}", at + 1))?;
        row.path = with_object_names(&row.path);
        Ok(row)
    });
    rows.collect()
}

/// `0-3` and `deals` address the same operation; the catalogue keeps the name.
fn with_object_names(path: &str) -> String {
    let objects = ObjectTypes::bundled();
    let named = |segment: &str| match segment.starts_with("0-").then(|| objects.find(segment)).flatten() {
        Some(object) => object.name.clone(),
        None => segment.to_owned(),
    };
    path.split('/').map(named).collect::<Vec<_>>().join("/")
}

/// The shipped versions, and the betas that no dated release covers: neither the same operation, nor the one on any
/// object type, dated or beta itself.
fn shipped(rows: Vec<Row>) -> Vec<Row> {
    let key = |row: &Row, path: String| (row.method.clone(), path);
    let released: HashSet<_> = rows
        .iter()
        .filter(|row| row.version == DATED)
        .map(|row| key(row, unversioned(&row.path, row)))
        .collect();
    let general: HashSet<_> = rows
        .iter()
        .filter(|row| row.version == DATED || row.version.ends_with("-beta"))
        .map(|row| key(row, unversioned(&row.path, row)))
        .filter(|(_, path)| path.starts_with("/crm/objects/{}"))
        .collect();
    let kept = rows.into_iter().filter(|row| {
        let beta = row.version.ends_with("-beta");
        let in_general = |path| path != unversioned(&row.path, row) && general.contains(&key(row, path));
        SHIPPED.contains(&row.version.as_str())
            || (beta
                && !released.contains(&key(row, unversioned(&row.path, row)))
                && !generalised(row).is_some_and(in_general))
    });
    kept.collect()
}

fn unversioned(path: &str, row: &Row) -> String {
    let segments = path.split('/').filter(|segment| *segment != row.version);
    segments
        .map(|segment| if segment.starts_with('{') { "{}" } else { segment })
        .collect::<Vec<_>>()
        .join("/")
}

/// `/crm/objects/{}/...` for an operation on one object type.
fn generalised(row: &Row) -> Option<String> {
    let path = unversioned(&row.path, row);
    let rest = path.strip_prefix("/crm/objects/")?;
    let (object, rest) = rest.split_once('/').unwrap_or((rest, ""));
    ObjectTypes::bundled().find(object)?;
    Some(format!("/crm/objects/{{}}/{rest}").trim_end_matches('/').to_owned())
}

/// Legacy operation to the path that takes its place: the dated release, or a beta that is shipped.
fn read_successors(file: &Path, rows: &[Row]) -> Result<HashMap<(String, String), String>, Box<dyn Error>> {
    let known: HashSet<&str> = rows.iter().map(|row| row.path.as_str()).collect();
    let text = fs::read_to_string(file)?;
    let mut successors = HashMap::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [method, legacy, later @ ..] = columns.as_slice() else { continue };
        let paths = later.iter().map(|path| with_object_names(path));
        if let Some(path) = paths.into_iter().find(|path| known.contains(path.as_str())) {
            successors.insert(((*method).to_owned(), with_object_names(legacy)), path);
        }
    }
    Ok(successors)
}

fn write_operations(
    rows: &[Row],
    successors: &HashMap<(String, String), String>,
    sets: &mut Sets,
) -> Result<String, Box<dyn Error>> {
    let mut sections: BTreeMap<String, BTreeMap<(String, String), String>> = BTreeMap::new();
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.sort_by(|a, b| (&a.api, &a.path, &a.method).cmp(&(&b.api, &b.path, &b.method)));
    for row in sorted {
        let successor = successors.get(&(row.method.clone(), row.path.clone()));
        let line = write_operation(row, successor, sets)?;
        sections.entry(heading(row)).or_default().insert((row.path.clone(), row.method.clone()), line);
    }
    let date = rows.iter().map(|row| row.spec.date.as_str()).max().unwrap_or_default();
    let mut text = format!("{OPERATIONS_HEADER}date {date}\n");
    for (heading, lines) in sections {
        write!(text, "\n[{heading}]\n")?;
        for line in lines.values() {
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok(text)
}

const OPERATIONS_HEADER: &str = "\
# Operations of HubSpot's API: facts only, read from HubSpot's published OpenAPI files.
# Made by examples/compile_facts.rs. Do not edit: corrections belong in overrides.txt, more operations in handwritten.txt.
#
#   [group | api | version | source | product=lowest-plan ...]
#   METHOD /path key=value ...
#
";

const SETS_HEADER: &str = "\
# Long lists of scopes by name; any one of the alternatives opens the gate.
# Made by examples/compile_facts.rs together with operations.txt. Do not edit.

";

fn heading(row: &Row) -> String {
    let mut heading = format!(
        "{} | {} | {} | spec {} of {}",
        row.group, row.api, row.version, row.spec.rollout, row.spec.date
    );
    if !row.tiers.is_empty() {
        let tiers: Vec<String> =
            row.tiers.iter().map(|(product, plan)| format!("{product}={plan}")).collect();
        heading = format!("{heading} | {}", tiers.join(" "));
    }
    heading
}

fn write_operation(row: &Row, successor: Option<&String>, sets: &mut Sets) -> Result<String, Box<dyn Error>> {
    let mut line = format!("{} {}", row.method, row.path);
    line.push_str(&requirement(row, sets));
    if !row.query_params.is_empty() {
        write!(line, " query={}", row.query_params.iter().map(write_query).collect::<Vec<_>>().join(","))?;
    }
    if row.has_body {
        write!(
            line,
            " body={}",
            row.body_content_types.iter().map(|t| short(t)).collect::<Vec<_>>().join(",")
        )?;
    }
    if row.deprecated {
        line.push_str(" deprecated");
    }
    if let Some(level) = &row.user_level {
        write!(line, " user-level={level}")?;
    }
    if !row.rate_limit_exempt.is_empty() {
        write!(line, " exempt={}", row.rate_limit_exempt.join(","))?;
    }
    if let Some(path) = successor {
        let forms = [DATED.to_owned(), format!(">{DATED}")];
        let short = forms.iter().find(|form| successor_path(&row.path, &row.version, form) == *path);
        write!(line, " next={}", short.unwrap_or(path))?;
    }
    Ok(line)
}

fn write_query(query: &Query) -> String {
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

fn requirement(row: &Row, sets: &mut Sets) -> String {
    let mut any_of = row.auth.oauth2.clone();
    any_of.extend(row.auth.private_app.iter().filter(|all| !row.auth.oauth2.contains(all)).cloned());
    let names = ScopeNames::bundled();
    let for_developers = any_of.iter().flatten().all(|scope| names.is_developer(scope));
    if row.auth.developer_credential || row.auth.developer_key || (!any_of.is_empty() && for_developers) {
        return sets.word("developer", row, any_of);
    }
    any_of.retain(|all| !all.iter().any(|scope| scope.starts_with("ACCEPTANCE_TEST")));
    if any_of == [["oauth"]] {
        return " auth=any-token".to_owned();
    }
    // Beside other alternatives a bare `oauth` would make everything look granted.
    any_of.retain(|all| all != &["oauth"]);
    if any_of.is_empty() {
        return String::new();
    }
    if let Some(object) = object_that_decides(row, &any_of) {
        return format!(" object={object}");
    }
    let narrowing = narrowing(row).filter(|_| any_of.len() > GATE);
    let scopes = sets.word("scopes", row, any_of);
    narrowing.map_or(scopes.clone(), |narrowing| format!("{scopes} narrow={narrowing}"))
}

/// Records of a type whose requirement the file states too wide, or otherwise than the table of object types.
fn object_that_decides(row: &Row, any_of: &AnyOf) -> Option<String> {
    let rest = row.path.strip_prefix("/crm/")?;
    let segment = rest.split('/').skip_while(|s| *s != "objects").skip(1).find(|s| *s != row.version)?;
    let object = ObjectTypes::bundled().find(segment)?;
    let effect = Effect::by_rule(&row.method, &row.path);
    let table = object.requirement(Narrowing::Record, effect);
    if any_of.len() > GATE {
        return table.map(|_| object.name.clone());
    }
    let table = table?;
    let in_table: BTreeSet<&String> = table.iter().flatten().collect();
    let same_scopes = any_of.iter().flatten().all(|scope| in_table.contains(scope));
    let same = table.iter().collect::<BTreeSet<_>>() == any_of.iter().collect::<BTreeSet<_>>();
    (same_scopes && !same).then(|| object.name.clone())
}

/// What the object types in the path stand for, where the path has any.
fn narrowing(row: &Row) -> Option<&'static str> {
    let path = row.path.as_str();
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

/// Long lists of scopes, named after the first API that uses them.
#[derive(Default)]
struct Sets {
    names: HashMap<String, String>,
    by_name: BTreeMap<String, String>,
}

impl Sets {
    fn word(&mut self, key: &str, row: &Row, mut any_of: AnyOf) -> String {
        any_of.sort();
        if any_of.is_empty() {
            return format!(" auth={key}");
        }
        let text = any_of.iter().map(|all| all.join("+")).collect::<Vec<_>>().join("|");
        if any_of.len() <= INLINE {
            return format!(" {key}={text}");
        }
        format!(" {key}={}", self.name(row, any_of.len(), text))
    }

    fn name(&mut self, row: &Row, size: usize, text: String) -> String {
        if let Some(name) = self.names.get(&text) {
            return name.clone();
        }
        let base = format!("${}-{size}", row.api.to_lowercase().replace(' ', "-"));
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

    fn write(&self) -> Result<String, std::fmt::Error> {
        let mut text = SETS_HEADER.to_owned();
        for (name, set) in &self.by_name {
            writeln!(text, "{name} = {set}")?;
        }
        Ok(text)
    }
}

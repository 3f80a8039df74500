//! Compiles a folder of endpoint facts into `data/operations.txt` and `data/scope_sets.txt`.
//!
//! `cargo run -p portalscope-catalog --example compile_facts -- FOLDER [DATA]`, where FOLDER holds `endpoints.jsonl` and
//! `path_map.tsv`. What the rows declare is copied unchanged to `tests/fixtures/declared.txt`, for a test that follows none
//! of the rules by which the data files are made. The files kept by hand (objects, overrides, handwritten, titles, scope names) are not touched.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use portalscope_catalog::{Fact, ObjectTypes, QueryFact, with_object_names, write_facts};
use serde::Deserialize;

const SHIPPED: [&str; 4] = ["v1", "v3", "v4", "2026-03"];
const DATED: &str = "2026-03";

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

impl Query {
    fn fact(&self) -> QueryFact {
        QueryFact { name: self.name.clone(), required: self.required, kind: self.kind.clone() }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let folder = arguments.next().ok_or("the folder of facts is missing")?;
    let data = arguments.next().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    let rows = shipped(read_rows(&folder.join("endpoints.jsonl"))?);
    let successors = read_successors(&folder.join("path_map.tsv"), &rows)?;
    let newest = rows.iter().map(|row| row.spec.date.as_str()).max().unwrap_or_default();
    let written = write_facts(&facts(&rows, &successors))?;
    let operations = format!("{OPERATIONS_HEADER}date {newest}\n{}", written.operations);
    fs::write(data.join("operations.txt"), operations)?;
    fs::write(data.join("scope_sets.txt"), format!("{SETS_HEADER}{}", written.sets))?;
    let declared = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/declared.txt");
    fs::write(declared, write_declared(&rows))?;
    Ok(())
}

/// One row a line: method, path, then what each scheme declares. Long lists are numbered and written once.
fn write_declared(rows: &[Row]) -> String {
    let (mut lists, mut lines) = (Vec::new(), Vec::new());
    for row in rows {
        let mut line = format!("{} {}", row.method, row.path);
        for (key, any_of) in [("oauth2", &row.auth.oauth2), ("private_app", &row.auth.private_app)] {
            let text = any_of.iter().map(|all| all.join("+")).collect::<Vec<_>>().join("|");
            if text.len() > 200 && !lists.contains(&text) {
                lists.push(text.clone());
            }
            match lists.iter().position(|list| *list == text) {
                Some(number) => line.extend([" ", key, "=#", &number.to_string()]),
                None if text.is_empty() => {}
                None => line.extend([" ", key, "=", &text]),
            }
        }
        if row.auth.developer_credential || row.auth.developer_key {
            line.push_str(" developer");
        }
        lines.push(line);
    }
    lines.sort();
    let lists: Vec<String> = lists.iter().enumerate().map(|(at, list)| format!("#{at} {list}")).collect();
    [lists, lines].concat().join("\n") + "\n"
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
                && !generalized(row).is_some_and(in_general))
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
fn generalized(row: &Row) -> Option<String> {
    let path = unversioned(&row.path, row);
    let rest = path.strip_prefix("/crm/objects/")?;
    let (object, rest) = rest.split_once('/').unwrap_or((rest, ""));
    ObjectTypes::bundled().find(object)?;
    Some(format!("/crm/objects/{{}}/{rest}").trim_end_matches('/').to_owned())
}

/// Legacy operations with the paths of their successors: the dated release, or a beta that is shipped.
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

fn facts(rows: &[Row], successors: &HashMap<(String, String), String>) -> Vec<Fact> {
    let fact = |row: &Row| Fact {
        method: row.method.clone(),
        path: row.path.clone(),
        group: row.group.clone(),
        api: row.api.clone(),
        version: row.version.clone(),
        source: format!("spec {} of {}", row.spec.rollout, row.spec.date),
        oauth: row.auth.oauth2.clone(),
        private_app: row.auth.private_app.clone(),
        developer: row.auth.developer_credential || row.auth.developer_key,
        query: row.query_params.iter().map(Query::fact).collect(),
        body: row.has_body.then(|| row.body_content_types.clone()),
        deprecated: row.deprecated,
        tiers: row.tiers.clone(),
        user_level: row.user_level.clone(),
        exempt: row.rate_limit_exempt.clone(),
        next: successors.get(&(row.method.clone(), row.path.clone())).cloned(),
    };
    rows.iter().map(fact).collect()
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
# Long lists of scopes by name; any one of the alternatives is enough.
# Made by examples/compile_facts.rs together with operations.txt. Do not edit.

";

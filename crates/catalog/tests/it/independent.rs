//! Every row of the data files, evaluated a second time straight from their text and compared with the catalogue.
//!
//! Shares no code with the crate: plain splitting of lines, maps and sets of strings, one rule after the other.

use std::collections::{BTreeMap, BTreeSet};

use portalscope_catalog::{Catalog, CredentialKind, GrantedScopes, VerdictKind};

const OPERATIONS: &str = include_str!("../../data/operations.txt");
const BY_HAND: &str = include_str!("../../data/handwritten.txt");
pub const OVERRIDES: &str = include_str!("../../data/overrides.txt");
const SETS: &str = include_str!("../../data/scope_sets.txt");
const NAMES: &str = include_str!("../../data/scope_names.txt");
const OBJECTS: &str = include_str!("../../data/objects.txt");

/// One choice of object types for the parameters of a path: the first, and the second of a pair.
const FILLINGS: [(&str, &str); 6] = [
    ("contacts", "companies"),
    ("0-3", "tickets"),
    ("emails", "line_items"),
    ("2-77", "0-1"),
    ("p_car", "notes"),
    ("unicorns", "contacts"),
];

const CREDENTIALS: [CredentialKind; 4] = [
    CredentialKind::Oauth,
    CredentialKind::PrivateApp,
    CredentialKind::ServiceKey,
    CredentialKind::DeveloperKey,
];

pub type Row<'a> = BTreeMap<&'a str, &'a str>;

pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Method and path with the row's words, overrides applied.
fn rows() -> BTreeMap<(&'static str, &'static str), Row<'static>> {
    let mut rows: BTreeMap<_, Row> = BTreeMap::new();
    for line in lines(OPERATIONS).chain(lines(BY_HAND)).chain(lines(OVERRIDES)) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.len() < 2 || !words[1].starts_with('/') || words[0].starts_with(['[', '$']) {
            continue;
        }
        let row = rows.entry((words[0], words[1])).or_default();
        for word in &words[2..] {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            if ["scopes", "object", "developer", "auth"].contains(&key) {
                for other in ["scopes", "object", "developer", "auth"] {
                    row.remove(other);
                }
            }
            row.insert(key, value);
        }
    }
    rows
}

/// A requirement; a set written out.
fn spelt_out(text: &str) -> String {
    let set = lines(SETS).chain(lines(BY_HAND)).find_map(|line| {
        let (name, set) = line.split_once(" = ")?;
        (name == text).then_some(set)
    });
    set.unwrap_or(text).to_owned()
}

/// The line of an object type, by any of its names.
pub fn object(name: &str) -> Option<Row<'static>> {
    let is_custom = (name.starts_with("2-") && name[2..].parse::<u64>().is_ok()) || name.starts_with("p_");
    let name = if is_custom { "custom" } else { name };
    lines(OBJECTS).find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let known = words[0] == name || words[1] == name || words[2].split(',').any(|other| other == name);
        known.then(|| words[3..].iter().filter_map(|word| word.split_once('=')).collect())
    })
}

pub fn object_requirement(object: &Row, schema: bool, write: bool) -> Option<String> {
    let key = match (schema, write) {
        (false, false) => "read",
        (false, true) => "write",
        (true, false) => "schema-read",
        (true, true) => "schema-write",
    };
    if let Some(own) = object.get(key) {
        return (*own != "?").then(|| (*own).to_owned());
    }
    let stem = object.get("stem")?;
    Some(match key {
        "read" => format!("crm.objects.{stem}.read"),
        "write" => format!("crm.objects.{stem}.write"),
        "schema-read" => format!("crm.schemas.{stem}.read|crm.objects.{stem}.read"),
        _ => format!("crm.schemas.{stem}.write"),
    })
}

fn writes(method: &str, path: &str, row: &Row) -> bool {
    if let Some(effect) = row.get("effect") {
        return *effect == "write";
    }
    let looks_up = ["/search", "/read", "/introspect", "/query"]
        .iter()
        .any(|end| method == "POST" && path.ends_with(end));
    !(method == "GET" || method == "HEAD" || looks_up)
}

/// These scopes and all that they imply, without `.v2`.
fn closure(granted: &BTreeSet<String>) -> BTreeSet<String> {
    let plain = |name: &str| name.strip_suffix(".v2").unwrap_or(name).to_owned();
    let mut granted: BTreeSet<String> = granted.iter().map(|name| plain(name)).collect();
    loop {
        let before = granted.len();
        for line in lines(NAMES) {
            if let Some((one, many)) = line.split_once(" => ")
                && granted.contains(one)
            {
                granted.extend(many.split_whitespace().map(plain));
            }
            if let Some((one, other)) = line.split_once(" = ")
                && (granted.contains(one) || granted.contains(other))
            {
                granted.extend([plain(one), plain(other)]);
            }
        }
        if granted.len() == before {
            return granted;
        }
    }
}

fn can_be_asked_for(scope: &str) -> bool {
    !lines(NAMES).any(|line| {
        let pattern = line.strip_prefix("internal ").or_else(|| line.strip_prefix("developer "));
        pattern.is_some_and(|pattern| match pattern.strip_suffix('*') {
            Some(start) => scope.starts_with(start),
            None => scope == pattern,
        })
    })
}

fn decide(any_of: &str, granted: &BTreeSet<String>) -> VerdictKind {
    let holds = |scope: &str| granted.contains(scope.strip_suffix(".v2").unwrap_or(scope));
    if any_of.split('|').any(|all| all.split('+').all(holds)) {
        VerdictKind::Allowed
    } else if any_of.split('|').any(|all| all.split('+').all(|scope| holds(scope) || can_be_asked_for(scope)))
    {
        VerdictKind::MissingScopes
    } else {
        VerdictKind::NotGrantable
    }
}

pub fn is_object_parameter(segment: &str) -> bool {
    let name = segment.trim_matches(['{', '}']);
    segment.starts_with('{') && (name.ends_with("bjectType") || name.ends_with("bjectTypeId"))
}

/// The path with its object types filled in, and those types in order.
fn fill(path: &str, filling: (&'static str, &'static str)) -> (String, Vec<&'static str>) {
    let mut types = Vec::new();
    let segments = path.split('/').map(|segment| {
        if !is_object_parameter(segment) {
            return segment;
        }
        let chosen = if types.is_empty() { filling.0 } else { filling.1 };
        types.push(chosen);
        chosen
    });
    (segments.collect::<Vec<_>>().join("/"), types)
}

/// The row's own rule first, then the kind of credential.
fn expected(
    (method, path): (&str, &str),
    row: &Row,
    types: &[&str],
    granted: &BTreeSet<String>,
    credential: CredentialKind,
) -> VerdictKind {
    let with_scopes = for_a_portals_token(method, path, row, types, granted);
    let static_token = matches!(credential, CredentialKind::PrivateApp | CredentialKind::ServiceKey);
    match with_scopes {
        VerdictKind::Undeclared => VerdictKind::Undeclared,
        kind if row.get("auth") == Some(&"none") => kind,
        VerdictKind::NeedsDeveloperCredential if credential == CredentialKind::DeveloperKey => {
            VerdictKind::Allowed
        }
        VerdictKind::NeedsDeveloperCredential => VerdictKind::NeedsDeveloperCredential,
        _ if credential == CredentialKind::DeveloperKey => VerdictKind::NotGrantable,
        _ if static_token && row.get("only") == Some(&"oauth") => VerdictKind::NotGrantable,
        kind => kind,
    }
}

fn for_a_portals_token(
    method: &str,
    path: &str,
    row: &Row,
    types: &[&str],
    granted: &BTreeSet<String>,
) -> VerdictKind {
    let write = writes(method, path, row);
    match row.get("auth") {
        Some(&("none" | "any-token")) => return VerdictKind::Allowed,
        Some(&"developer") => return VerdictKind::NeedsDeveloperCredential,
        Some(_) => return VerdictKind::Undeclared,
        None => {}
    }
    if row.contains_key("developer") {
        return VerdictKind::NeedsDeveloperCredential;
    }
    if let Some(name) = row.get("object") {
        let any_of = object(name).and_then(|object| object_requirement(&object, false, write));
        return any_of.map_or(VerdictKind::Undeclared, |any_of| decide(&any_of, granted));
    }
    let Some(scopes) = row.get("scopes") else { return VerdictKind::Undeclared };
    let Some(narrow) = row.get("narrow") else { return decide(&spelt_out(scopes), granted) };
    by_types(narrow, types, write, granted)
}

/// An association requires the scopes of both types, anything else those of one.
fn by_types(narrow: &str, types: &[&str], write: bool, granted: &BTreeSet<String>) -> VerdictKind {
    let mut kinds = Vec::new();
    for name in types {
        let Some(object) = object(name) else { return VerdictKind::DependsOnObjectType };
        let schema = ["schema", "pipeline"].contains(&narrow);
        let Some(any_of) = object_requirement(&object, schema, write) else { return VerdictKind::Undeclared };
        kinds.push(decide(&any_of, granted));
    }
    let all = narrow == "association";
    let allowed = |kind: &VerdictKind| *kind == VerdictKind::Allowed;
    let enough = if all { kinds.iter().all(allowed) } else { kinds.iter().any(allowed) };
    if enough { VerdictKind::Allowed } else { VerdictKind::MissingScopes }
}

/// No scope, all scopes, and different subsets.
fn grants() -> Vec<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for text in [OPERATIONS, BY_HAND, SETS, OBJECTS] {
        let names = text.split(|c: char| c.is_whitespace() || "|+=".contains(c));
        all.extend(
            names.filter(|name| name.starts_with("crm.") || name.contains("-read")).map(str::to_owned),
        );
    }
    let part = |nth: usize| all.iter().skip(nth).step_by(3).cloned().collect();
    let coarse = ["tickets", "content", "e-commerce", "contacts", "hubdb", "files"].map(str::to_owned);
    vec![BTreeSet::new(), part(0), part(1), part(2), coarse.into(), all.clone()]
}

#[test]
fn every_row_of_the_data_has_the_verdict_that_its_text_says() {
    let catalog = Catalog::bundled();
    let grants: Vec<_> = grants().into_iter().map(|granted| (closure(&granted), granted)).collect();
    let rows = rows();
    let mut differences = Vec::new();
    let mut compared = 0;
    for ((method, template), row) in &rows {
        for filling in FILLINGS {
            let (path, types) = fill(template, filling);
            // Where an object has an operation of its own, the filled path belongs to that one.
            let called = catalog.resolve(method, &path).expect("every row is in the catalogue").operation;
            if called.path != *template {
                continue;
            }
            for (nth, (effective, granted)) in grants.iter().enumerate() {
                let granted: GrantedScopes = granted.iter().collect();
                // Other kinds of credentials depend little on the scopes.
                let credentials = if nth % 3 == 0 { &CREDENTIALS[..] } else { &CREDENTIALS[..1] };
                for credential in credentials.iter().copied() {
                    let kind = catalog.verdict(method, &path, Some(&granted), credential).kind;
                    let wanted = expected((method, template), row, &types, effective, credential);
                    compared += 1;
                    if kind != wanted {
                        let by = format!("{method} {path} by {credential:?}");
                        differences.push(format!("{by}: {kind:?}, by the text {wanted:?}"));
                    }
                }
            }
            if types.is_empty() {
                break;
            }
        }
    }
    assert_eq!(rows.len(), catalog.operations().len() + 6, "six rows are there twice");
    assert!(compared > 30_000, "{compared}");
    differences.truncate(30);
    assert!(differences.is_empty(), "{differences:#?}");
}

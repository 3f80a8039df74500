//! The floors of `crates/core`: a file imports only files on its own floor or below, and no two files import each
//! other. All paths that begin with `crate::` are checked, in `use` lines and in code, outside of test modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A file counts to the longest name here that it begins with, so parts of one room may lie on
/// several floors: the plain types of a room are below the services that keep them.
const FLOORS: &[&[&str]] = &[
    &["ids", "platform/clock", "platform/core_dumps", "platform/log", "platform/numbers", "platform/text"],
    &["links/problem", "secrets/format", "console/confirmation", "console/doubt"],
    &["error"],
    &["platform", "secrets/cleanup", "environments/key", "catalog/operation"],
    &[
        "connections/identity",
        "connections/refresh_margin",
        "connections/token_record",
        "connections/backoff",
        "connections/label",
    ],
    &["connections/unlock", "connections/usage"],
    &["connections/record", "connections/view", "connections/lock_file", "oauth_apps/declared_scopes"],
    &["store"],
    &["connections/entry", "oauth_apps/view", "secrets/keyring_state", "history/notice"],
    &["events"],
    &["secrets", "settings"],
    &["environments", "catalog"],
    &["connections", "oauth_apps/registry"],
    &["sync", "history"],
    &["ground"],
    &["oauth_apps"],
    &["tokens"],
    &["limits", "scopes"],
    &["connect"],
    &["console", "diagnosis/gather"],
    &["diagnosis"],
    &["links", "report"],
    &["storage"],
    &["seed", "portalscope"],
    &["lib"],
];

/// Each file with the files that it imports, both by their names under `src` without the end.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_file_of_core_imports_from_a_floor_above_its_own() {
    for (file, imports) in imports() {
        for other in imports {
            let (from, to) = (floor_of(&file), floor_of(&other));
            assert!(from >= to, "{file} (floor {from}) imports {other} (floor {to})");
        }
    }
}

#[test]
fn no_files_of_core_import_each_other_in_a_circle() {
    let imports = imports();
    for file in imports.keys() {
        let circle = way_back(file, &imports);
        assert!(circle.is_none(), "a circle: {}", circle.unwrap_or_default().join(" -> "));
    }
}

#[test]
fn nothing_in_core_but_its_root_imports_the_facade() {
    let imports = imports();
    let users = imports.iter().filter(|(_, imports)| imports.contains("portalscope"));
    assert_eq!(users.map(|(file, _)| file.as_str()).collect::<Vec<_>>(), ["lib"]);
}

#[test]
fn every_floor_is_lived_on() {
    let files = imports();
    for name in FLOORS.concat() {
        assert!(files.keys().any(|file| stands_under(file, name)), "no file is called {name}");
    }
}

fn floor_of(file: &str) -> usize {
    let named =
        FLOORS.iter().enumerate().flat_map(|(floor, names)| names.iter().map(move |name| (floor, *name)));
    let fitting = named.filter(|(_, name)| stands_under(file, name));
    fitting.max_by_key(|(_, name)| name.len()).unwrap_or_else(|| panic!("{file} has no floor")).0
}

fn stands_under(file: &str, name: &str) -> bool {
    file == name || file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

/// The cycle of files from `start` back to itself, if there is one.
fn way_back(start: &str, imports: &Imports) -> Option<Vec<String>> {
    let mut ways = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in &imports[way.last().unwrap()] {
            let longer = [way.clone(), vec![next.clone()]].concat();
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                ways.push(longer);
            }
        }
    }
    None
}

fn imports() -> Imports {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/core/src");
    let files = rust_files(&source);
    let module = |file: &PathBuf| {
        let name = file.strip_prefix(&source).unwrap().with_extension("");
        let name = name.to_str().unwrap().replace('\\', "/");
        name.strip_suffix("/mod").map_or(name.clone(), str::to_owned)
    };
    let names: BTreeSet<String> = files.iter().map(module).collect();
    let imports_of = |file: &PathBuf| {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
        let own = module(file);
        let found = paths(&code).into_iter().filter_map(|path| file_of(&path, &names));
        (own.clone(), found.filter(|other| *other != own).collect())
    };
    files.iter().map(imports_of).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect()
}

/// Every path in the crate that the code names. The root names its modules without `crate::` where it hands them out.
fn paths(code: &str) -> Vec<String> {
    let code: String = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .fold(String::new(), |text, line| text + line.trim() + " ");
    let inside = code.split("crate::").skip(1).flat_map(|rest| expanded(end_of_path(rest)));
    let handed_out = code.split("pub use ").skip(1).flat_map(|rest| expanded(end_of_path(rest)));
    inside.chain(handed_out).collect()
}

/// `a::{b, c::{d, e}}` up to its end.
fn end_of_path(text: &str) -> &str {
    let mut depth = 0_usize;
    let ends = |(_, letter): &(usize, char)| {
        match letter {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            _ => {}
        }
        depth == 0 && !(letter.is_alphanumeric() || "_:{}".contains(*letter))
    };
    text.char_indices().find(ends).map_or(text, |(end, _)| &text[..end])
}

fn expanded(path: &str) -> Vec<String> {
    let Some((start, group)) = path.split_once('{') else { return vec![path.trim().replace("::", "/")] };
    let group = group.trim_end().strip_suffix('}').unwrap_or(group);
    let (mut parts, mut depth) = (vec![String::new()], 0_usize);
    for letter in group.chars() {
        match letter {
            ',' if depth == 0 => parts.push(String::new()),
            _ => {
                depth = (depth + usize::from(letter == '{')).saturating_sub(usize::from(letter == '}'));
                parts.last_mut().unwrap().push(letter);
            }
        }
    }
    let parts = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    parts.flat_map(|part| expanded(&format!("{start}{part}"))).collect()
}

/// The longest beginning of the path that is a file.
fn file_of(path: &str, names: &BTreeSet<String>) -> Option<String> {
    let mut name = path;
    loop {
        if names.contains(name) {
            return Some(name.to_owned());
        }
        name = name.rsplit_once('/')?.0;
    }
}

#[test]
fn paths_in_groups_are_read_whole() {
    let code = "use crate::a::b::{C, d::{E, F}};\nfn x() { crate::g::h(1) }\npub use i::J;\n// crate::no\n";
    assert_eq!(paths(code), ["a/b/C", "a/b/d/E", "a/b/d/F", "g/h", "i/J"]);
}

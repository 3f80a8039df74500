//! `docs/facts.md` names a test for each fact, and these tests exist.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::{
    fs,
    path::{Path, PathBuf},
};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of every file that may hold tests.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() && !matches!(name.as_str(), "node_modules" | "target" | "dist" | "corpus") {
            sources(&entry, text);
        } else if [".rs", ".test.tsx", ".test.js"].iter().any(|end| name.ends_with(end)) {
            text.push_str(&fs::read_to_string(&entry).unwrap());
        }
    }
}

#[test]
fn every_fact_in_the_documentation_has_a_test_that_exists() {
    let table = fs::read_to_string(repository().join("docs/facts.md")).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() >= 40);
    let mut text = String::new();
    for folder in ["crates", "tests/sdk", "ui/src/features"] {
        sources(&repository().join(folder), &mut text);
    }
    for row in rows {
        let tests = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for test in tests.split(", ").map(|name| name.trim_matches('`')) {
            let exists = text.contains(&format!("fn {test}(")) || text.contains(&format!("test(\"{test}"));
            assert!(exists || text.contains(&format!("test(`{test} ")), "no test is named {test}: {row}");
        }
    }
}

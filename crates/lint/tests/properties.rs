//! Any text ends, and every finding stands where it says.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod checks;

use std::fs;
use std::path::Path;

use portalscope_lint::rules;
use proptest::prelude::*;

/// A text of the rules' own examples, with parts cut out, doubled and put together.
fn mangled() -> impl Strategy<Value = String> {
    let examples: Vec<&'static str> =
        rules().iter().flat_map(|rule| rule.wrong.iter().chain(rule.right).copied()).collect();
    let part =
        (proptest::sample::select(examples), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let part = part.prop_map(|(text, from, to)| {
        let (from, to) = (from.index(text.len() + 1), to.index(text.len() + 1));
        let (from, to) = (text.floor_char_boundary(from.min(to)), text.floor_char_boundary(from.max(to)));
        text[from..to].to_owned()
    });
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_text_ends(text in "(?s).{0,300}") {
        checks::any(text.as_bytes());
    }

    #[test]
    fn examples_cut_and_put_together_end(text in mangled()) {
        checks::any(text.as_bytes());
    }

    #[test]
    fn any_letters_in_the_place_of_a_token_end(token in "[ \"'{}<>$a-f0-9\u{200b}\u{a0}pat\\-:]{0,60}", line_end in "\n|\r\n|") {
        checks::any(format!("GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer {token}{line_end}").as_bytes());
    }
}

#[test]
fn what_holds_for_any_bytes_holds_for_those_that_the_fuzzer_kept() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/lint");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        checks::any(&fs::read(&file).unwrap());
    }
}

/// The list in the documentation is that of the program.
#[test]
fn every_rule_is_in_the_list() {
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/lint.md")).unwrap();
    for rule in rules() {
        let row = format!(
            "| `{}` | {} | {} | {} |",
            rule.name,
            severity(rule),
            label(rule),
            rule.about.replace('|', "\\|")
        );
        assert!(list.lines().any(|line| line == row), "add to docs/lint.md: {row}");
    }
    assert_eq!(list.lines().filter(|line| line.starts_with("| `")).count(), rules().len());
}

fn severity(rule: &portalscope_lint::Rule) -> String {
    format!("{:?}", rule.severity).to_lowercase()
}

fn label(rule: &portalscope_lint::Rule) -> String {
    rule.label.map_or_else(String::new, |label| format!("`{label}`"))
}

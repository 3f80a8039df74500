//! Scores the diagnosis over failures with known causes: `cargo run --release --example score -- FILE [--verbose]`. Each line
//! of the file is an object with `stage`, `request`, `response`, and with `cause`, `cause_group`, `hard` and `not_evident`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for figures")]

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, CauseCertainty, Diagnosis, diagnose};
use serde_json::Value;

#[derive(Default)]
struct Score {
    cases: usize,
    first: usize,
    first_group: usize,
    among_five: usize,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let text = std::fs::read_to_string(arguments.next().expect("a file")).unwrap();
    let verbose = arguments.next().is_some();
    let mut scores = [Score::default(), Score::default(), Score::default()];
    let (mut invented, mut wrong_certain) = (0, 0);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let document: Value = serde_json::from_str(line).unwrap();
        let found = diagnose(&Case::from_json(&document).unwrap(), Catalog::bundled(), "2026-11-28");
        let class = match (document["hard"] == true, document["not_evident"] == true) {
            (true, _) => 1,
            (false, true) => 2,
            (false, false) => 0,
        };
        let (cause, group) = (document["cause"].as_str().unwrap(), document["cause_group"].as_str().unwrap());
        let score = &mut scores[class];
        score.cases += 1;
        let is_first = found.causes.first().is_some_and(|first| first.label.label() == cause);
        score.first += usize::from(is_first);
        score.first_group +=
            usize::from(found.causes.first().is_some_and(|first| first.label.group() == group));
        score.among_five += usize::from(found.causes.iter().any(|named| named.label.label() == cause));
        let named =
            |at_least: CauseCertainty| found.causes.iter().filter(move |named| named.certainty >= at_least);
        let made_up = named(CauseCertainty::Likely).filter(|named| named.label.group() != group).count();
        invented += made_up;
        wrong_certain += named(CauseCertainty::Certain).filter(|named| named.label.label() != cause).count();
        if verbose && (!is_first || made_up > 0) {
            show(&document, class, &found);
        }
    }
    for (name, score) in ["evident", "hard", "not evident"].iter().zip(&scores) {
        println!(
            "{name}: {} cases, first right {} ({} by group), among five {}",
            score.cases, score.first, score.first_group, score.among_five
        );
    }
    println!(
        "invented (certain or likely, of another group): {invented}; certain and wrong: {wrong_certain}"
    );
}

fn show(document: &Value, class: usize, found: &Diagnosis) {
    let causes: Vec<String> =
        found.causes.iter().map(|named| format!("{} {:?}", named.label, named.certainty)).collect();
    println!("{} [{}] {}: {}", document["id"], ["E", "H", "N"][class], document["cause"], causes.join(" > "));
}

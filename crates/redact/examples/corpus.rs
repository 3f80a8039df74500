//! Scores the redaction against a corpus: `cargo run -p portalscope-redact --example corpus FILE...`
//!
//! A line is one document: `{"id", "text", "known": [[KIND, VALUE]] or [VALUE], "secrets": [must be gone],
//! "keep": [must survive; "*" is the whole text unchanged], "format", "personal": {"mode", "gone", "keep"}}`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a program for developers")]

use std::collections::BTreeMap;

use portalscope_redact::{PersonalData, Redactor};
use serde_json::Value;

/// No window of a secret this long may be left.
const WINDOW: usize = 8;

fn main() {
    let (mut failed, mut all) = (0, 0);
    let verbose = std::env::args().any(|argument| argument == "-v");
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for file in std::env::args().skip(1).filter(|argument| argument != "-v") {
        for line in std::fs::read_to_string(&file).unwrap().lines().filter(|line| !line.trim().is_empty()) {
            let case: Value = serde_json::from_str(line).unwrap();
            let faults = faults(&case);
            all += 1;
            let kind = kinds.entry(case["kind"].as_str().unwrap_or("?").to_owned()).or_default();
            kind.1 += 1;
            if faults.is_empty() {
                continue;
            }
            failed += 1;
            kind.0 += 1;
            println!("{}: {}", case["id"].as_str().unwrap_or("?"), faults.join("; "));
            if verbose {
                println!("--- {}\n+++ {}\n", text_of(&case), clean(&case));
            }
        }
    }
    for (kind, (failed, all)) in kinds {
        println!("{kind:20} {:4} of {all}", all - failed);
    }
    println!("{} of {all} pass", all - failed);
}

fn text_of(case: &Value) -> String {
    case["text"].as_str().unwrap_or_default().to_owned()
}

fn mode(case: &Value) -> PersonalData {
    match case["personal"]["mode"].as_str() {
        Some("mask") => PersonalData::Mask,
        Some("remove") => PersonalData::Remove,
        _ => PersonalData::Keep,
    }
}

fn clean(case: &Value) -> String {
    let redactor = Redactor::new();
    for known in case["known"].as_array().into_iter().flatten() {
        let (kind, value) = match known {
            Value::Array(pair) => (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()),
            Value::Object(one) => (
                one.get("kind").and_then(Value::as_str).unwrap_or("secret"),
                one.get("value").and_then(Value::as_str).unwrap(),
            ),
            other => ("secret", other.as_str().unwrap()),
        };
        redactor.register(kind, value);
    }
    redactor.text_with(&text_of(case), mode(case))
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn faults(case: &Value) -> Vec<String> {
    let (text, clean) = (text_of(case), clean(case));
    let mut faults = Vec::new();
    for secret in strings(&case["secrets"]) {
        if let Some(left) = left_of(secret, &clean) {
            faults.push(format!("LEAK {left:?} of {secret:?}"));
        }
    }
    for gone in strings(&case["personal"]["gone"]).filter(|gone| clean.contains(*gone)) {
        faults.push(format!("LEAK personal {gone:?}"));
    }
    for keep in strings(&case["keep"]).chain(strings(&case["personal"]["keep"])) {
        if keep == "*" && clean != text {
            faults.push(format!("CHANGED {:?}", changed(&text, &clean)));
        } else if keep != "*" && !clean.contains(keep) {
            faults.push(format!("LOST {keep:?}"));
        }
    }
    if ["json", "har"].contains(&case["format"].as_str().unwrap_or_default())
        && serde_json::from_str::<Value>(&text).is_ok()
        && serde_json::from_str::<Value>(&clean).is_err()
    {
        faults.push("BROKEN json".to_owned());
    }
    let again = Redactor::new().text_with(&clean, mode(case));
    if again != clean {
        faults.push(format!("AGAIN {:?}", changed(&clean, &again)));
    }
    faults
}

/// A short secret has to be gone whole, a longer one in all its windows.
fn left_of<'a>(secret: &'a str, clean: &str) -> Option<&'a str> {
    let ends: Vec<usize> = secret.char_indices().map(|(at, _)| at).chain([secret.len()]).collect();
    if ends.len() <= WINDOW {
        return clean.contains(secret).then_some(secret);
    }
    ends.windows(WINDOW + 1)
        .map(|window| &secret[window[0]..window[WINDOW]])
        .find(|window| clean.contains(*window))
}

fn changed(before: &str, after: &str) -> String {
    let at = before.bytes().zip(after.bytes()).take_while(|(left, right)| left == right).count();
    let at = before.floor_char_boundary(at);
    let end = before.floor_char_boundary(before.len().min(at + 60));
    before[before.floor_char_boundary(at.saturating_sub(30))..end].to_owned()
}

//! Each rule finds what its wrong examples have, not what its right ones have, and its fixes mend.

use portalscope_catalog::Catalog;

use crate::{Finding, Fix, Severity, lint, rules};

const TODAY: &str = "2026-11-27";

fn found(text: &str) -> Vec<Finding> {
    lint(text, Catalog::bundled(), TODAY).unwrap_or_default()
}

#[test]
fn every_rule_finds_its_wrong_examples_and_leaves_the_right_ones_alone() {
    let mut failures = Vec::new();
    for rule in rules() {
        let has = |text: &str| found(text).iter().any(|finding| finding.rule == rule.name);
        failures.extend(
            rule.wrong.iter().filter(|text| !has(text)).map(|text| format!("{} misses {text}", rule.name)),
        );
        failures.extend(
            rule.right.iter().filter(|text| has(text)).map(|text| format!("{} alarms {text}", rule.name)),
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn right_examples_have_no_errors_of_any_rule() {
    let mut failures = Vec::new();
    for text in rules().iter().flat_map(|rule| rule.right) {
        let errors: Vec<_> =
            found(text).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        let is_alone = |finding: &Finding| finding.rule == "authorization-missing" && text.contains("docs");
        failures
            .extend(errors.iter().filter(|e| !is_alone(e)).map(|error| format!("{}: {text}", error.rule)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_text_with_its_fixes_applied_has_no_such_finding() {
    let mut failures = Vec::new();
    for rule in rules() {
        for text in rule.wrong {
            let findings: Vec<Finding> =
                found(text).into_iter().filter(|finding| finding.rule == rule.name).collect();
            let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| finding.fix.as_ref()).collect();
            if fixes.is_empty() {
                continue;
            }
            let mut mended = (*text).to_owned();
            for fix in fixes.iter().rev() {
                mended = fix.apply(&mended).expect("a fix lies within its text");
            }
            let left = found(&mended)
                .iter()
                .filter(|finding| finding.rule == rule.name && finding.fix.is_some())
                .count();
            if left > 0 {
                failures.push(format!("{}: {text} -> {mended}", rule.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn names_of_rules_are_unique_and_in_kebab_case() {
    let mut names: Vec<&str> = rules().iter().map(|rule| rule.name).collect();
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

/// Messages and fixes tell kinds and lengths, and no part of a token that is longer than its beginning.
#[test]
fn no_finding_repeats_a_secret() {
    for text in rules().iter().flat_map(|rule| rule.wrong.iter().chain(rule.right)) {
        let written = serde_json::to_string(&found(text)).expect("findings are written as JSON");
        for secret in ["4f8a-b6a0", "93d5-4f8a", "07b2-93d5", "BzMxIHAAEA", "LTRmOGEt", "eyJzdWIi"] {
            assert!(!written.contains(secret), "{text}: {written}");
        }
    }
}

//! From a failing call to its causes: evidence in, ranked causes out.
//!
//! Pure: no network, no clock, no state. Each rule is a file in `rules/` with its examples, listed in `rules/mod.rs`; it looks at what
//! HubSpot's answers, paths, headers and tokens mean, and adds causes with what speaks for them. A cause is `certain` only where the evidence excludes the
//! others. What is quoted may hold what was sent: callers redact it before they show it.

#![deny(missing_docs)]

mod case;
mod cause;
mod check;
mod example;
mod facts;
mod finding;
mod page;
mod read;
mod rule;
mod rules;
mod status;
mod text;
mod token;

use portalscope_catalog::Catalog;

pub use case::{Case, Known, Request, Response, Stage};
pub use cause::{Cause, Who};
pub use check::{Check, Found, Outcome, between};
pub use example::Example;
pub use finding::{CauseCertainty, Diagnosis, Evidence, RankedCause};
pub use page::Page;
pub use read::read;
pub use rule::Rule;

use facts::Facts;
use finding::Findings;

/// Every rule, in the order in which they are asked.
pub fn rules() -> &'static [Rule] {
    rules::RULES
}

/// The causes of a failed call. `today` is a day such as `2027-09-14`.
pub fn diagnose(case: &Case, catalog: &Catalog, today: &str) -> Diagnosis {
    let made: Vec<Check> = case.known.checks.iter().map(|found| found.check).collect();
    findings(rules::RULES, &Facts::new(case, catalog, today)).into_diagnosis(&made)
}

/// What these rules find.
fn findings(rules: &[Rule], facts: &Facts<'_>) -> Findings {
    let mut findings = Findings::default();
    for rule in rules {
        (rule.find)(facts, &mut findings);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-28";

    #[test]
    fn every_rule_has_examples_and_tells_their_causes() {
        for rule in rules() {
            assert!(!rule.examples.is_empty(), "{}", rule.name);
            for example in rule.examples {
                let case = example.case().unwrap();
                let found = diagnose(&case, Catalog::bundled(), TODAY);
                let named = found.causes.iter().find(|cause| cause.label == example.cause);
                let named = named.unwrap_or_else(|| panic!("{}: {example:?}\n{found:?}", rule.name));
                assert!(!named.evidence.is_empty() && found.causes.len() <= 5, "{}: {example:?}", rule.name);
                if let Some(certainty) = example.certainty {
                    let first = (found.causes[0].label, found.causes[0].certainty);
                    assert_eq!(first, (example.cause, certainty), "{}: {example:?}\n{found:?}", rule.name);
                }
            }
        }
    }

    #[test]
    fn an_example_stands_with_the_rule_that_tells_it() {
        for (at, rule) in rules().iter().enumerate() {
            for example in rule.examples {
                let case = example.case().unwrap();
                let facts = Facts::new(&case, Catalog::bundled(), TODAY);
                let weight = |end: usize| findings(&rules()[..end], &facts).weight(example.cause);
                assert!(weight(at + 1) > weight(at), "{}: {example:?}", rule.name);
            }
        }
    }
}

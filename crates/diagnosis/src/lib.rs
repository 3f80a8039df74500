//! From a failing call to its causes: evidence in, ranked causes out.
//!
//! Pure: no network, no clock, no state. Each rule is a file in `rules/`; it looks at what HubSpot's answers, paths, headers
//! and tokens mean, and adds causes with what speaks for them. A cause is `certain` only where the evidence excludes the
//! others. What is quoted may hold what was sent: callers redact it before they show it.

#![deny(missing_docs)]

mod case;
mod cause;
mod check;
mod facts;
mod finding;
mod page;
mod read;
mod rule;
mod rules;
mod text;
mod token;

use portalscope_catalog::Catalog;

pub use case::{Case, Known, Request, Response, Stage};
pub use cause::{Cause, Who};
pub use check::{Check, Found, Outcome, between};
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
    let facts = Facts::new(case, catalog, today);
    let mut findings = Findings::default();
    for rule in rules::RULES {
        (rule.find)(&facts, &mut findings);
    }
    let made: Vec<Check> = case.known.checks.iter().map(|found| found.check).collect();
    findings.into_diagnosis(&made)
}

//! Judges requests before they are sent: what HubSpot would refuse or not read as it is meant, at which place, and the edit
//! that mends it.
//!
//! Each rule is a file in `rules/` with examples of its own. Pure: no network, no clock, no state. What a rule knows of
//! operations, scopes and dates is the catalogue's; the forms of tokens are the redaction's. Messages never repeat a secret.
//! A request that is right has no error; where the text does not show whether it is right, nothing is claimed.

#![deny(missing_docs)]

mod address;
mod credential;
mod document;
mod finding;
mod json;
mod known;
mod rule;
mod rules;
mod subject;

use portalscope_catalog::Catalog;
use portalscope_formats::{Reading, Request};

pub use finding::{At, Finding, Fix, Part, Place, Severity};
pub use rule::Rule;

use document::Document;
use known::Known;
use rule::Check;
use subject::Subject;

/// More findings than anybody reads, for each rule and request. Rules may end after one more.
const MAX_OF_A_RULE: usize = 20;
/// More requests than anybody pastes.
const MAX_REQUESTS: usize = 1_000;

/// What is known of a request beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The sender adds a credential of its own, so that the request needs none.
    pub has_own_credential: bool,
}

/// There is nothing in the text that could be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NothingFound;

/// Every rule, by what it looks at.
pub fn rules() -> &'static [Rule] {
    rules::RULES
}

/// Judges all requests in a text, in whatever form; also webhook receivers and the files of apps and of HubSpot's command
/// line. `today` is a day such as `2027-09-14`. Findings come in the order of the text.
///
/// # Errors
/// [`NothingFound`]: the text is none of these.
pub fn lint(text: &str, catalog: &Catalog, today: &str) -> Result<Vec<Finding>, NothingFound> {
    let reading = portalscope_formats::read(text);
    let mut findings = whole(text, catalog);
    let has_requests = reading.as_ref().is_some_and(|reading| !reading.requests.is_empty());
    if !has_requests && findings.is_empty() && !rules::is_known_document(text) {
        return Err(NothingFound);
    }
    if let Some(reading) = reading {
        findings.extend(of_reading(text, &reading, &Known::new(catalog, today, Context::default())));
    }
    document::number(text, &mut findings);
    Ok(findings)
}

/// Judges the requests that were read from a text already, as [`lint`] does.
pub fn lint_reading(
    text: &str,
    reading: &Reading,
    catalog: &Catalog,
    today: &str,
    context: Context,
) -> Vec<Finding> {
    let mut findings = of_reading(text, reading, &Known::new(catalog, today, context));
    document::number(text, &mut findings);
    findings
}

/// Judges one request that was not read from a text, such as a draft. Its findings have no places and no fixes; errors
/// come first.
pub fn lint_request(request: &Request, catalog: &Catalog, today: &str, context: Context) -> Vec<Finding> {
    let known = Known::new(catalog, today, context);
    let mut findings = judged(&Subject::new(request, None, &known));
    findings.sort_by_key(|finding| finding.severity);
    findings
}

fn of_reading(text: &str, reading: &Reading, known: &Known<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for (at, request) in reading.requests.iter().take(MAX_REQUESTS).enumerate() {
        let mut findings = judged(&Subject::new(request, Some((text, reading.form)), known));
        for finding in &mut findings {
            finding.request = Some(at);
        }
        all.append(&mut findings);
    }
    all.extend(rules::unjudged(&reading.requests, MAX_REQUESTS));
    all
}

fn judged(subject: &Subject<'_>) -> Vec<Finding> {
    let mut all = Vec::new();
    for rule in rules::RULES {
        if let Check::Request(check) = rule.check {
            let mut findings = Vec::new();
            check(subject, &mut findings);
            limit(&mut findings);
            all.append(&mut findings);
        }
    }
    all
}

fn whole(text: &str, catalog: &Catalog) -> Vec<Finding> {
    let document = Document { text, catalog };
    let mut all = Vec::new();
    for rule in rules::RULES {
        if let Check::Document(check) = rule.check {
            let mut findings = Vec::new();
            check(&document, &mut findings);
            limit(&mut findings);
            all.append(&mut findings);
        }
    }
    all
}

/// Cuts a rule's findings, and says so in the last one.
fn limit(findings: &mut Vec<Finding>) {
    if findings.len() > MAX_OF_A_RULE {
        findings.truncate(MAX_OF_A_RULE);
        if let Some(last) = findings.last_mut() {
            last.message.push_str(" (There are more of this kind, which are not listed.)");
        }
    }
}

#[cfg(test)]
mod tests;

//! What is worth knowing of a call beside its scopes: limits of its own, what practice shows. Nothing is decided by it.
//!
//! The table is `data/notes.txt`.

use std::sync::OnceLock;

use serde::Serialize;

use crate::bundle;
use crate::data::parse_certainty;
use crate::lines::{DataError, content_lines};
use crate::operation::{Certainty, Operation};

/// A fact about a call, in plain words.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct OperationNote {
    /// One or more sentences.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
    /// The status of a failed call that it explains. `None`: it explains no failure.
    pub status: Option<u16>,
}

#[derive(Debug)]
struct Rule {
    /// Beginnings of paths, each up to `{date}` and after it.
    starts: Vec<(String, Option<String>)>,
    note: OperationNote,
}

impl Operation {
    /// What is known of the call beside its scopes, in the order of the table.
    pub fn notes(&self) -> impl Iterator<Item = &'static OperationNote> {
        bundled().iter().filter(|rule| rule.fits(self)).map(|rule| &rule.note)
    }
}

impl Rule {
    fn fits(&self, operation: &Operation) -> bool {
        self.starts.iter().any(|(start, after_date)| {
            let Some(rest) = operation.path.strip_prefix(start.as_str()) else { return false };
            let Some(after_date) = after_date else { return true };
            let is_dated = operation.version.starts_with("20");
            is_dated && rest.strip_prefix(operation.version).is_some_and(|rest| rest.starts_with(after_date))
        })
    }
}

fn bundled() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| parse(bundle::text("notes.txt")).expect("BUG: a test parses the bundled notes"))
}

fn parse(text: &str) -> Result<Vec<Rule>, DataError> {
    let rule = |(number, line)| parse_rule(line).map_err(|what| DataError::new("notes.txt", number, what));
    content_lines(text).map(rule).collect()
}

fn parse_rule(line: &str) -> Result<Rule, String> {
    let parts: Vec<&str> = line.split(" | ").collect();
    let [certainty, source, starts, text, status @ ..] = parts.as_slice() else {
        return Err("how sure it is, a source, paths and sentences are wanted".to_owned());
    };
    let status = match status {
        [] => None,
        [status] => Some(status.parse().map_err(|_| format!("`{status}` is no status"))?),
        _ => return Err("nothing is wanted behind the status".to_owned()),
    };
    let certainty = parse_certainty(certainty)?;
    let note = OperationNote { text: (*text).to_owned(), source: (*source).to_owned(), certainty, status };
    let starts = starts.split_whitespace().map(|start| match start.split_once("{date}") {
        Some((before, after)) => (before.to_owned(), Some(after.to_owned())),
        None => (start.to_owned(), None),
    });
    Ok(Rule { starts: starts.collect(), note })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalog;

    #[test]
    fn every_note_is_about_some_call() {
        for rule in parse(bundle::text("notes.txt")).unwrap() {
            for start in &rule.starts {
                let alone = Rule { starts: vec![start.clone()], note: rule.note.clone() };
                let fits = Catalog::bundled().operations().iter().any(|operation| alone.fits(operation));
                assert!(fits, "no call begins with {start:?}");
            }
        }
    }

    #[test]
    fn a_line_that_lacks_something_is_refused() {
        assert!(parse("reported | someone | /a").is_err());
        assert_eq!(parse("# a comment\nsurely | someone | /a | It is.").unwrap_err().line, 2);
    }
}

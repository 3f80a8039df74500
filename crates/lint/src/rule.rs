//! A rule: its name, what it is for, examples that hold it to its word, and its check.

use crate::document::Document;
use crate::finding::{At, Finding, Severity};
use crate::subject::Subject;

/// A check of one kind of mistake.
#[derive(Debug)]
pub struct Rule {
    /// Stable, in kebab case.
    pub name: &'static str,
    /// Of most of its findings; single ones may matter less.
    pub severity: Severity,
    /// The cause as the diagnosis of failed calls calls it, where one corresponds.
    pub label: Option<&'static str>,
    /// What is wrong and what HubSpot makes of it, in one sentence.
    pub about: &'static str,
    /// Texts that it finds something in.
    pub wrong: &'static [&'static str],
    /// Texts like those that are right.
    pub right: &'static [&'static str],
    pub(crate) check: Check,
}

impl Rule {
    /// What it found, of the severity that most of its findings have.
    pub(crate) fn finding(&self, at: At, message: impl Into<String>) -> Finding {
        Finding {
            rule: self.name,
            label: self.label,
            severity: self.severity,
            request: None,
            at,
            message: message.into(),
            fix: None,
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// Each request of a text, or a draft.
    Request(fn(&Subject<'_>, &mut Vec<Finding>)),
    /// Told by the linter itself.
    Limit,
    /// The text as a whole.
    Document(fn(&Document<'_>, &mut Vec<Finding>)),
}

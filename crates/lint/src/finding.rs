//! What a rule tells: which part is wrong, why, and the edit that mends it.

use serde::Serialize;

use portalscope_formats::Span;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// HubSpot refuses the request, or does something else than is meant.
    Error,
    /// It may fail, or HubSpot ignores a part of it.
    Warning,
    /// It works; good to know.
    Info,
}

/// The part of a request, or of another text, that a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The method.
    Method,
    /// Scheme, host and path.
    Url,
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
    /// The body, or one of its fields.
    Body,
    /// A credential, wherever it stands.
    Credential,
    /// A text that is no request: a webhook receiver, a configuration file.
    Document,
}

/// A place in the text that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// In bytes from the start of the text.
    pub start: usize,
    /// In bytes, exclusive.
    pub end: usize,
    /// Counted from one.
    pub line: usize,
    /// In characters, counted from one.
    pub column: usize,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct At {
    /// The kind of part.
    pub part: Part,
    /// The name of the header, parameter or field, if it has one that may be shown.
    pub name: Option<String>,
    /// Where it stands. `None`: the request was not read from a text.
    #[serde(flatten)]
    pub place: Option<Place>,
}

/// An edit that mends what was found: the text between two places is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, as the words on a button.
    pub title: String,
    /// In bytes from the start of the text.
    pub start: usize,
    /// In bytes, exclusive.
    pub end: usize,
    /// Never a secret.
    pub replacement: String,
}

impl Fix {
    /// The text, mended. `None`: the fix belongs to another text.
    pub fn apply(&self, text: &str) -> Option<String> {
        Some([text.get(..self.start)?, &self.replacement, text.get(self.end..)?].concat())
    }

    pub(crate) fn new(title: impl Into<String>, span: &Span, replacement: impl Into<String>) -> Self {
        Self { title: title.into(), start: span.start, end: span.end, replacement: replacement.into() }
    }
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the rule, which is stable.
    pub rule: &'static str,
    /// The cause as the diagnosis of failed calls calls it, where one corresponds.
    pub label: Option<&'static str>,
    /// How much it matters.
    pub severity: Severity,
    /// The request's place among those of the text, from zero. `None`: it is about the text as a whole.
    pub request: Option<usize>,
    /// What it is about.
    pub at: At,
    /// What is wrong and what HubSpot makes of it, in plain words. Tells the kind and length of a secret, never its value.
    pub message: String,
    /// An edit that mends it, where there is only one that can be meant.
    pub fix: Option<Fix>,
}

impl Finding {
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(crate) fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// With a fix, where there is a place for it.
    pub(crate) fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }
}

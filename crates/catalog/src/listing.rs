//! Reads a pasted list of calls line by line, in whatever form people have such lists.
//!
//! Every line has an outcome: the calls found in it, nothing to read, or why it was not understood. Bodies, headers and
//! queries of pasted cURL commands are dropped. What is repeated of the rest goes through the caller's redaction, the line
//! before it is shortened: half a secret is not recognized.

mod curl;
pub(crate) mod first_call;
pub(crate) mod hosts;
mod logical_lines;
mod tokens;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::call::Call;
use crate::catalog::Catalog;
use crate::segments::{parameter_name, path_only, segments};
use hosts::is_api_host;
use logical_lines::{MAX_LINE_BYTES, beginning, logical_lines};
use tokens::Mention;

pub use curl::{PastedCall, Skipped};

/// The rest of a longer text is not read.
const MAX_LIST_BYTES: usize = 1_000_000;
const MAX_LINES: usize = 5_000;
/// How much of a line the outcome repeats.
const MAX_EXCERPT_BYTES: usize = 160;
/// Values of these parameters are secrets: the path gets the parameter's name instead.
const SECRET_PARAMETERS: [&str; 2] = ["token", "tokenKey"];

/// The outcome of reading a pasted list.
#[derive(Serialize, specta::Type, Clone, Debug, Default, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ReadList {
    /// Lines with content, in their order.
    pub lines: Vec<ReadLine>,
    /// Why the rest of the text was not read; `None` where all of it was.
    pub skipped: Option<String>,
}

/// One line of the list, or the lines of one cURL command.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq)]
#[serde(rename_all = "camelCase")]
pub struct ReadLine {
    /// Counted from one.
    pub number: u32,
    /// The beginning of the line as it was pasted, redacted.
    pub text: String,
    /// The calls in it, or why there are none.
    pub outcome: LineOutcome,
}

/// The outcome of a line.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum LineOutcome {
    /// At least one call that the catalogue knows.
    Calls {
        /// In the order of the line; a path without a method stands for all methods known there.
        calls: Vec<ListedCall>,
    },
    /// A comment, a heading, or a separator row of a table.
    Nothing,
    /// A line that should name a call, and names none that is known.
    NotUnderstood {
        /// Stable, for branching.
        code: LineFault,
        /// One plain sentence, redacted.
        reason: String,
    },
}

/// A call as it was given, and its operation.
#[derive(Serialize, specta::Type, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct ListedCall {
    /// In capitals.
    pub method: String,
    /// The path as given, without host and query, redacted.
    pub path: String,
    /// The operation's own path.
    pub template: String,
    /// Plain words, such as "Read a contact".
    pub title: String,
    /// The product area, such as "CRM".
    pub group: String,
    /// The version asked for.
    pub version: String,
    /// HubSpot marks the operation as deprecated.
    pub deprecated: bool,
}

/// Why a line was not understood.
#[derive(Serialize, specta::Type, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "snake_case")]
pub enum LineFault {
    /// It contains neither a path nor a URL.
    NoPath,
    /// A URL of another host.
    OtherHost,
    /// The catalogue does not know the path.
    UnknownPath,
    /// The catalogue knows the path with other methods only.
    UnknownMethod,
    /// Longer than a line of a list can be.
    TooLong,
}

impl ReadList {
    /// All calls understood, each once, in the order of the list.
    pub fn calls(&self) -> Vec<Call> {
        let mut seen = BTreeSet::new();
        let found = self.lines.iter().flat_map(|line| match &line.outcome {
            LineOutcome::Calls { calls } => calls.as_slice(),
            LineOutcome::Nothing | LineOutcome::NotUnderstood { .. } => &[],
        });
        let calls = found.map(|call| Call { method: call.method.clone(), path: call.path.clone() });
        calls.filter(|call| seen.insert(call.clone())).collect()
    }
}

impl LineOutcome {
    fn fault(code: LineFault, reason: impl Into<String>) -> Self {
        Self::NotUnderstood { code, reason: reason.into() }
    }

    fn redacted(mut self, redact: &dyn Fn(&str) -> String) -> Self {
        match &mut self {
            Self::Calls { calls } => calls.iter_mut().for_each(|call| call.path = redact(&call.path)),
            Self::Nothing => {}
            Self::NotUnderstood { reason, .. } => *reason = redact(reason),
        }
        self
    }
}

impl Catalog {
    /// Reads `GET /path`, paths alone (all methods known there), URLs, cURL commands, rows of CSV and Markdown tables,
    /// numbered and bulleted lists; comments are ignored. `redact` cleans all that the outcome repeats of the text.
    pub fn read_list(&self, text: &str, redact: &dyn Fn(&str) -> String) -> ReadList {
        let read = beginning(text, MAX_LIST_BYTES);
        let mut list = ReadList::default();
        let mut lines = logical_lines(read);
        for (number, line) in lines.by_ref().filter(|(_, line)| !line.trim().is_empty()).take(MAX_LINES) {
            let outcome = self.read_line(line.trim()).redacted(redact);
            list.lines.push(ReadLine { number, text: excerpt(&redact(&line)), outcome });
        }
        if let Some((number, _)) = lines.find(|(_, line)| !line.trim().is_empty()) {
            let reason = "A list of up to 5,000 lines is read at once; the lines from";
            list.skipped =
                Some(format!("{reason} {number} on were left out. Paste them as a list of their own."));
        } else if read.len() < text.len() {
            let reason = "A list of up to 1 MB is read at once; the rest was left out.";
            list.skipped = Some(format!("{reason} Paste it as a list of its own."));
        }
        list
    }

    fn read_line(&self, line: &str) -> LineOutcome {
        if line.len() > MAX_LINE_BYTES {
            return LineOutcome::fault(LineFault::TooLong, "The line is longer than 20,000 characters.");
        }
        if tokens::is_ignored(line) {
            return LineOutcome::Nothing;
        }
        let mentions = match curl::mention(line) {
            Some(mention) => vec![mention],
            None => tokens::mentions(line),
        };
        self.judge(&mentions)
    }

    /// The calls if there are any, else the fault of the first mention.
    fn judge(&self, mentions: &[Mention]) -> LineOutcome {
        let mut calls: Vec<ListedCall> = Vec::new();
        let mut fault = None;
        for mention in mentions {
            match self.calls_of(mention) {
                Ok(found) => calls.extend(found),
                Err(wrong) => fault = fault.or(Some(wrong)),
            }
        }
        if calls.is_empty() {
            return fault.unwrap_or_else(|| {
                LineOutcome::fault(
                    LineFault::NoPath,
                    "No path and no URL of HubSpot's API stands in this line.",
                )
            });
        }
        LineOutcome::Calls { calls }
    }

    fn calls_of(&self, mention: &Mention) -> Result<Vec<ListedCall>, LineOutcome> {
        if let Some(host) = mention.host.as_deref().filter(|host| !is_api_host(host)) {
            let reason = format!("{host} is not HubSpot's API. Calls go to api.hubapi.com.");
            return Err(LineOutcome::fault(LineFault::OtherHost, reason));
        }
        let path = path_only(&mention.path);
        let known = self.methods_at(path);
        let methods: Vec<&str> = match mention.method.as_deref() {
            Some(method) => vec![method],
            None => known.clone(),
        };
        let calls: Vec<_> = methods.iter().filter_map(|method| self.listed(method, path)).collect();
        match (calls.is_empty(), known.is_empty(), mention.method.as_deref()) {
            (false, ..) => Ok(calls),
            (true, false, Some(method)) => {
                let reason =
                    format!("The catalogue knows {path} with {}, not with {method}.", known.join(", "));
                Err(LineOutcome::fault(LineFault::UnknownMethod, reason))
            }
            (true, ..) => {
                let reason = "The catalogue knows no operation at this path. Check it for a slip of typing.";
                Err(LineOutcome::fault(LineFault::UnknownPath, reason))
            }
        }
    }

    fn listed(&self, method: &str, path: &str) -> Option<ListedCall> {
        let found = self.resolve(method, path)?;
        let operation = found.operation;
        Some(ListedCall {
            method: operation.method.to_owned(),
            path: without_secrets(path, operation.path),
            template: operation.path.to_owned(),
            title: operation.title().to_owned(),
            group: operation.group.to_owned(),
            version: found.version,
            deprecated: operation.deprecated,
        })
    }
}

/// Removes tokens, which some of HubSpot's paths contain: a list of calls does not need them.
fn without_secrets(path: &str, template: &str) -> String {
    let kept = segments(path).zip(segments(template)).map(|(given, own)| match parameter_name(own) {
        Some(name) if SECRET_PARAMETERS.contains(&name) => own,
        _ => given,
    });
    let kept: Vec<&str> = kept.collect();
    let rest = segments(path).skip(kept.len());
    kept.iter().copied().chain(rest).fold(String::new(), |path, segment| path + "/" + segment)
}

fn excerpt(line: &str) -> String {
    let line = line.trim();
    let start = beginning(line, MAX_EXCERPT_BYTES);
    if start.len() == line.len() { line.to_owned() } else { format!("{start}…") }
}

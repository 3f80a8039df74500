//! The lines of a text, and what each of them can be.

use std::ops::Range;

use super::super::parts::trimmed;
use crate::request::{Span, Value};

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];
/// Requests of other protocols, in `IntelliJ`'s files.
const FOREIGN: [&str; 4] = ["GRAPHQL", "WEBSOCKET", "GRPC", "RSOCKET"];

/// A line without its end.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    /// Where it begins in the document.
    pub(super) start: usize,
}

/// The lines of a text; a byte order mark before the first belongs to none. Of what `curl -v` prints, the lines that it
/// has sent.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Vec::new();
    for line in text[start..].split_inclusive('\n') {
        let bare = line.strip_suffix('\n').unwrap_or(line);
        lines.push(Line { text: bare.strip_suffix('\r').unwrap_or(bare), start });
        start += line.len();
    }
    let is_versioned =
        |sent: Line<'_>| RequestLine::of(sent.text).is_some_and(|request| request.is_versioned);
    if lines.iter().filter_map(Line::sent).any(is_versioned) {
        return lines.iter().filter_map(Line::sent).collect();
    }
    lines
}

impl<'a> Line<'a> {
    pub(super) fn span(&self) -> Span {
        self.start..self.start + self.text.len()
    }

    /// The rest of a line that begins with `>`.
    fn sent(&self) -> Option<Self> {
        let rest = self.text.strip_prefix('>')?;
        let text = rest.strip_prefix(' ').unwrap_or(rest);
        Some(Self { text, start: self.start + self.text.len() - text.len() })
    }

    /// A part of the line as a value.
    pub(super) fn part(&self, range: Range<usize>) -> Value {
        Value::verbatim(&self.text[range.clone()], self.start + range.start..self.start + range.end)
    }

    pub(super) fn is_separator(&self) -> bool {
        self.text.starts_with("###")
    }

    /// Blank, a comment, or a variable.
    pub(super) fn is_aside(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#') || text.starts_with("//") || self.variable().is_some()
    }

    /// The comment without its mark.
    fn comment(&self) -> Option<&'a str> {
        let text = self.text.trim();
        text.strip_prefix("//").or(text.strip_prefix('#')).map(str::trim)
    }

    /// `# @name value`: the name of the request.
    pub(super) fn name(&self) -> Option<&'a str> {
        let rest = self.comment()?.strip_prefix("@name")?;
        let name = rest.trim_start_matches(['=', ' ', '\t']).trim();
        (rest.len() != name.len() && !name.is_empty()).then_some(name)
    }

    /// `@name = value`.
    pub(super) fn variable(&self) -> Option<(&'a str, &'a str)> {
        let (name, value) = self.text.trim_start().strip_prefix('@')?.split_once('=')?;
        let name = name.trim();
        let is_name = !name.is_empty() && !name.contains(|c: char| c.is_whitespace());
        is_name.then(|| (name, value.trim()))
    }

    /// A line that goes on with the query or the path of the address before it.
    pub(super) fn continues_address(&self) -> bool {
        let text = self.text.trim_start();
        let is_indented = text.len() < self.text.len() && !text.is_empty();
        text.starts_with(['?', '&']) || is_indented && self.header().is_none()
    }

    /// Name and value of a header (RFC 9110, §5.1).
    pub(super) fn header(&self) -> Option<(Range<usize>, Range<usize>)> {
        let colon = self.text.find(':')?;
        let name = trimmed(self.text, 0..colon);
        let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        let is_name = !name.is_empty() && self.text[name.clone()].chars().all(is_token);
        is_name.then(|| (name, trimmed(self.text, colon + 1..self.text.len())))
    }
}

/// The first line of a request: `[method] target [version]`.
pub(super) struct RequestLine {
    pub(super) method: Option<Range<usize>>,
    pub(super) target: Range<usize>,
    /// `HTTP/1.1` stands at its end.
    pub(super) is_versioned: bool,
}

impl RequestLine {
    pub(super) fn of(text: &str) -> Option<Self> {
        let whole = trimmed(text, 0..text.len());
        let line = &text[whole.clone()];
        let (first, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let method = METHODS.iter().any(|method| method.eq_ignore_ascii_case(first));
        let start = if method {
            whole.start + first.len() + (line.len() - first.len() - rest.trim_start().len())
        } else {
            whole.start
        };
        let version = text[start..whole.end].rsplit_once([' ', '\t']).filter(|(_, last)| is_version(last));
        let end = version.map_or(whole.end, |(before, _)| start + before.trim_end().len());
        let target = &text[start..end];
        let is_upper = method && first.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_address = match method {
            true if is_upper => looks_like_target(target),
            true => target.contains("://"),
            false => target.starts_with("http") && target.contains("://"),
        };
        // Spaces in a query are encoded; before it they stand in prose.
        let is_prose = target.split('?').next().is_some_and(|address| address.contains(char::is_whitespace));
        let is_expression = target.contains("{{");
        (is_address && (!is_prose || is_expression)).then(|| Self {
            method: method.then(|| whole.start..whole.start + first.len()),
            target: start..end,
            is_versioned: version.is_some(),
        })
    }

    /// Whether it begins a request of another protocol.
    pub(super) fn is_foreign(text: &str) -> bool {
        text.split_once(' ').is_some_and(|(first, _)| FOREIGN.contains(&first))
    }
}

fn is_version(text: &str) -> bool {
    text.strip_prefix("HTTP/").is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// After a method, a word may be an address without a scheme, but prose is none.
fn looks_like_target(target: &str) -> bool {
    target.starts_with(['/', '*'])
        || target.contains("://")
        || target.starts_with("{{")
        || !target.contains(char::is_whitespace) && target.contains(['.', ':'])
}

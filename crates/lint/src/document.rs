//! The text that was read, and places in it.

use portalscope_formats::{Span, Value};

use portalscope_catalog::Catalog;

use crate::finding::{At, Finding, Part, Place};

/// A text as a whole.
pub(crate) struct Document<'a> {
    pub text: &'a str,
    pub catalog: &'a Catalog,
}

/// A place in the text as a whole.
pub(crate) fn at(name: Option<&str>, span: &Span) -> At {
    At { part: Part::Document, name: name.and_then(shown), place: Some(unnumbered(span)) }
}

/// A place whose line and column are counted at the end, for all findings in one pass.
pub(crate) fn unnumbered(span: &Span) -> Place {
    Place { start: span.start, end: span.end, line: 0, column: 0 }
}

/// Sorts findings by their places and counts lines and columns.
pub(crate) fn number(text: &str, findings: &mut [Finding]) {
    findings
        .sort_by_key(|finding| (finding.at.place.map(|place| (place.start, place.end)), finding.severity));
    let (mut at, mut line, mut line_start_to_at) = (0, 1, 0);
    for place in findings.iter_mut().filter_map(|finding| finding.at.place.as_mut()) {
        place.start = floor(text, place.start);
        place.end = floor(text, place.end.max(place.start));
        for c in text[at..place.start].chars() {
            if c == '\n' {
                (line, line_start_to_at) = (line + 1, 0);
            } else {
                line_start_to_at += 1;
            }
        }
        at = place.start;
        (place.line, place.column) = (line, line_start_to_at + 1);
    }
}

/// The border of a character at or before this byte.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// Where a part of a value stands in the text. `None` where that is not certain.
pub(crate) fn exact(text: &str, value: &Value, part: &Span) -> Option<Span> {
    let span = value.span.clone()?;
    let (written, wanted) = (text.get(span.clone())?, value.text.get(part.clone())?);
    if written == value.text {
        return Some(span.start + part.start..span.start + part.end);
    }
    // Most often the span holds quotes or an address of which the value is a part.
    if let Some(at) = only(written, &value.text) {
        return Some(span.start + at + part.start..span.start + at + part.end);
    }
    let at = only(written, wanted)?;
    Some(span.start + at..span.start + at + wanted.len())
}

/// Where a text stands in another, if it stands there once.
fn only(text: &str, wanted: &str) -> Option<usize> {
    let at = text.find(wanted).filter(|_| !wanted.is_empty())?;
    let next = at + text[at..].chars().next().map_or(1, char::len_utf8);
    (!text[next..].contains(wanted)).then_some(at)
}

/// Whether the program puts a part of this range in.
pub(crate) fn is_open(value: &Value, range: &Span) -> bool {
    // They are in order and do not overlap.
    let next = value.open.partition_point(|open| open.end <= range.start);
    value.open.get(next).is_some_and(|open| open.start < range.end)
}

/// A name as it may be shown: short, of letters that names have, and of no secret's form.
pub(crate) fn shown(name: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.[]$".contains(&byte);
    let has_run = name
        .split(['-', '_', '.', '[', ']'])
        .any(|word| word.len() > 24 || word.len() > 6 && word.bytes().any(|byte| byte.is_ascii_digit()));
    let is_name = !name.is_empty() && name.len() <= 60 && name.bytes().all(is_plain) && !has_run;
    (is_name && portalscope_redact::TokenForm::of(name).is_none()).then(|| name.to_owned())
}

/// Whether a value was taken out of the text by whoever showed it, so that something else was sent: `…`, `****`,
/// `[REDACTED]`.
pub(crate) fn is_taken_out(value: &str) -> bool {
    let value = value.trim();
    let is_mark = |letter: char| "*.…•·".contains(letter);
    let is_marks = value.chars().count() >= 3 && value.chars().all(is_mark) || value == "…";
    let word = value.trim_matches(['[', ']', '<', '>', '(', ')', '*', '_', '-', '.', ' ', '{', '}']);
    let words = ["redacted", "removed", "hidden", "masked", "omitted", "censored", "filtered"];
    is_marks || words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// A name in backticks, or what stands for one that may not be shown.
pub(crate) fn quoted(name: &str) -> String {
    shown(name).map_or_else(|| "this one".to_owned(), |name| format!("`{name}`"))
}

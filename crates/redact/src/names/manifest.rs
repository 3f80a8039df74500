//! Secrets of Kubernetes, in which each value is one whatever its name is.

use std::ops::Range;

use super::placeholders::is_placeholder;
use super::text::{Text, skip_spaces};
use super::words::Squeezed;
use crate::finding::{Found, What};
use crate::label::kind;

const MAX_MANIFEST: usize = 16 * 1_024;

/// The values of `data:` and `stringData:` in the manifest that says `kind: Secret` at this name.
pub(super) fn find(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    if text[name.clone()] != *b"Secret" {
        return;
    }
    let line = text.line_start(name.start);
    let after = skip_spaces(text, name.end);
    let ends = matches!(text.get(after), None | Some(b'\n' | b'\r' | b'#'));
    if text[line..name.start].trim_ascii() != b"kind:" || !ends {
        return;
    }
    let reach = text.reach.min(MAX_MANIFEST);
    let before = &text[line.saturating_sub(reach)..line];
    let mut at = line - before.len() + memchr::memmem::rfind(before, b"---").map_or(0, |mark| mark + 3);
    let limit = text.len().min(name.end + reach);
    // The indentation of the field that holds the values, and that of its entries.
    let (mut field, mut entry) = (None, None);
    while at < limit {
        let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |length| at + length);
        let start = skip_spaces(text, at);
        let content = start..start + text[start.min(end)..end].trim_ascii_end().len();
        let depth = start - at;
        if text[at..end].starts_with(b"---") && at > line {
            return;
        }
        if !content.is_empty() && field.is_none_or(|field| depth <= field) {
            let is_field = matches!(&text[content.clone()], b"data:" | b"stringData:");
            (field, entry) = (is_field.then_some(depth), None);
        } else if !content.is_empty() && !is_harmless(&text[content.clone()]) {
            push(text, value(text, content, *entry.get_or_insert(depth) == depth), found);
        }
        at = end + 1;
    }
}

/// An entry whose name says that it is no secret: `CLIENT_ID`, `REDIRECT_URI`.
fn is_harmless(entry: &[u8]) -> bool {
    const ENDINGS: [&str; 10] =
        ["id", "ids", "url", "uri", "scope", "scopes", "host", "port", "region", "environment"];
    let name = entry.split(|byte| *byte == b':').next().unwrap_or(entry);
    let squeezed = Squeezed::of(name);
    squeezed.classify().is_none() && ENDINGS.iter().any(|ending| squeezed.ends_with(ending))
}

/// What stands behind the name of an entry, or all of a line that belongs to one.
fn value(text: Text<'_>, line: Range<usize>, is_entry: bool) -> Range<usize> {
    let colon = memchr::memmem::find(&text[line.clone()], b": ").filter(|_| is_entry);
    let start = match colon {
        Some(colon) => skip_spaces(text, line.start + colon + 1),
        None if is_entry => line.end,
        None => line.start,
    };
    match &text[start..line.end] {
        [first @ (b'"' | b'\''), .., last] if first == last => start + 1..line.end - 1,
        _ => start..line.end,
    }
}

fn push(text: Text<'_>, value: Range<usize>, found: &mut Vec<Found>) {
    let bytes = &text[value.clone()];
    let is_mark = bytes.first().is_some_and(|first| b"|>#&*".contains(first));
    if !bytes.is_empty() && !is_mark && !is_placeholder(bytes) {
        found.push(Found::new(value.clone(), What::Named(super::kind_of(&text[value], kind::SECRET))));
    }
}

//! A field of a form in parts (RFC 7578): its name is in the headers of a part, and its value is the part's body.

use std::ops::Range;

use super::text::{Text, skip_spaces};
use super::value::{Joiner, Value};

/// A part has no more headers.
const MAX_HEADERS: usize = 8;
/// From `form-data` to the name, in bytes.
const MAX_BEFORE: usize = 64;

/// The body of the part that has this name. A file's is none of a field.
pub(super) fn body(text: Text<'_>, name: &Range<usize>) -> Option<Value> {
    let before = &text[name.start.saturating_sub(MAX_BEFORE)..name.start];
    let before = before.strip_suffix(b"\"").unwrap_or(before).strip_suffix(b"name=")?;
    // A parameter of a header, and no attribute.
    let before = before.trim_ascii_end().strip_suffix(b";")?;
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    memchr::memmem::find(&before[line..], b"form-data")?;
    let mut end = text.line_end(name.end);
    for _ in 0..MAX_HEADERS {
        let next = end + 1;
        end = text.line_end(next.min(text.len()));
        if next < end && !text[next..end].trim_ascii().is_empty() {
            continue;
        }
        let start = skip_spaces(text, end + 1);
        if start >= text.len() || text[start..].starts_with(b"--") {
            return None;
        }
        let body = &text[start..text.line_end(start)];
        let range = start..start + body.trim_ascii_end().len();
        let joiner = Joiner::Equals { tight: true };
        return Some(Value {
            range,
            joiner,
            quoted: true,
            outer_quote: None,
            in_brackets: false,
            quote: None,
        });
    }
    None
}

//! Where a text is an e-mail in quoted-printable (RFC 2045 §6.7), whose lines are broken with `=` in the middle of words.

use std::ops::Range;

use crate::view::is_quoted_byte;

/// How much is read as one line, in bytes.
const MAX_LINE: usize = 4 * 1_024;
/// Mailers fill their lines up to 76 characters.
const MIN_FILLED: usize = 70;

/// Lines that were broken, each with all its parts. An `=` at the end of a line is also the padding of base64 and an empty
/// setting: the line has to be a full one, or to have something else that is quoted, or the text says what it is.
pub(crate) fn broken_lines(text: &[u8]) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let (mut says_so, mut done) = (None, 0);
    for newline in memchr::memchr_iter(b'\n', text) {
        if newline < done || !is_soft(text, newline) {
            continue;
        }
        let from = newline.saturating_sub(MAX_LINE).max(done);
        let start = memchr::memrchr(b'\n', &text[from..newline]).map_or(from, |at| from + at + 1);
        let line = start..end_of(text, newline);
        done = line.end;
        let parts = text[line.clone()].split(|byte| *byte == b'\n');
        let is_filled = parts.filter(|part| part.len() >= MIN_FILLED).any(ends_softly);
        if is_filled
            || has_quoted(&text[line.clone()])
            || *says_so.get_or_insert_with(|| memchr::memmem::find(text, b"quoted-printable").is_some())
        {
            lines.push(line);
        }
    }
    lines
}

fn is_soft(text: &[u8], newline: usize) -> bool {
    ends_softly(&text[..newline])
}

fn ends_softly(line: &[u8]) -> bool {
    line.strip_suffix(b"\r").unwrap_or(line).ends_with(b"=")
}

/// The end of the last line that is a part of this one.
fn end_of(text: &[u8], newline: usize) -> usize {
    let limit = text.len().min(newline + MAX_LINE);
    memchr::memchr_iter(b'\n', &text[newline + 1..limit])
        .map(|length| newline + 1 + length)
        .find(|next| !is_soft(text, *next))
        .unwrap_or(limit)
}

fn has_quoted(line: &[u8]) -> bool {
    memchr::memchr_iter(b'=', line).any(|at| is_quoted_byte(&line[at + 1..]))
}

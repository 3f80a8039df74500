//! Values that a log broke at its width: they go on behind what each of its lines begins with, or behind white space.

use std::ops::Range;

use super::judge::looks_random;
use super::text::Text;
use super::value::Value;
use crate::bytes::ByteSet;

static TOKEN: ByteSet = ByteSet::alphanumeric_and(b"-_.+/=~!%");
/// Without what may join a name to its value.
static WORD: ByteSet = ByteSet::alphanumeric_and(b"-_.+/~");
/// What stands before the text of a log's line has no more than so many bytes.
const MAX_PREFIX: usize = 128;
const MAX_LINES: usize = 64;
/// Nothing is broken at a smaller width, in bytes.
const MIN_WIDTH: usize = 24;

/// A value that begins on one line and ends on another, to its end there.
pub(super) fn range(text: Text<'_>, value: &Value) -> Option<Range<usize>> {
    let start = value.range.start;
    let first_end = start + TOKEN.count(&text[start..text.len().min(start.saturating_add(text.reach))]);
    let next = next_line(text, first_end)?;
    let line = text.line_start(start);
    let width = first_end - line;
    if width < MIN_WIDTH {
        return None;
    }
    let mut joined = text[start..first_end].to_vec();
    let (mut at, mut end, mut is_closed) = (next, first_end, value.quote.is_none());
    for _ in 0..MAX_LINES {
        let prefix = prefix(text, line, at);
        // Without a quote, what begins like a line of a log tells that the value goes on.
        if !value.quoted && !begins_entry(&text[at..at + prefix]) {
            break;
        }
        let begin = at + prefix;
        let limit = text.len().min(begin.saturating_add(text.reach));
        let set = if value.quoted { &TOKEN } else { &WORD };
        let piece = begin..begin + set.count(&text[begin..limit]);
        if piece.is_empty() {
            is_closed |= value.quoted && ends_value(text, begin, value);
            break;
        }
        let next = next_line(text, piece.end);
        // A line that is no more of it may be as short as the last one.
        let is_full = piece.end - at == width;
        if next.is_none() && !ends_value(text, piece.end, value) {
            return None;
        }
        joined.extend_from_slice(&text[piece.clone()]);
        end = piece.end;
        match next.filter(|_| is_full || value.quoted) {
            Some(next) => at = next,
            None => break,
        }
    }
    is_closed |= next_line(text, end).is_none();
    ((end > first_end || value.quoted) && is_closed && looks_random(&joined)).then_some(start..end)
}

/// Has a time, a number or a sign that separates it from what is logged. Words alone are a command: `set -gx`.
fn begins_entry(prefix: &[u8]) -> bool {
    let is_word = prefix.iter().all(|byte| byte.is_ascii_alphabetic() || b" \t-_".contains(byte));
    !is_word && prefix.iter().any(u8::is_ascii_alphanumeric)
}

fn next_line(text: Text<'_>, end: usize) -> Option<usize> {
    match text.get(end..)? {
        [b'\n', _, ..] => Some(end + 1),
        [b'\r', b'\n', _, ..] => Some(end + 2),
        _ => None,
    }
}

/// What the quote closes, or what a sign or a space ends.
fn ends_value(text: Text<'_>, end: usize, value: &Value) -> bool {
    match (value.quote, text.get(end)) {
        (Some(_), Some(byte)) => b"\\\"'`".contains(byte),
        (None, byte) => byte.is_none_or(|byte| byte.is_ascii_whitespace() || b"\"'`&,;)]}<".contains(byte)),
        (Some(_), None) => false,
    }
}

/// What a line has in common with the first one, but for the digits of its time; else its indentation.
fn prefix(text: Text<'_>, first: usize, line: usize) -> usize {
    let is_same =
        |(left, right): &(&u8, &u8)| left == right || left.is_ascii_digit() && right.is_ascii_digit();
    let common = text[first..].iter().zip(&text[line..]).take(MAX_PREFIX).take_while(is_same).count();
    let whole =
        text[line..line + common].iter().rposition(|byte| b" \t".contains(byte)).map_or(0, |last| last + 1);
    let spaces =
        |from: usize| text[from..].iter().take(MAX_PREFIX).take_while(|byte| b" \t".contains(byte)).count();
    whole + if whole == 0 { spaces(line) } else { 0 }
}

//! The quotes around a name or a value, with the backslashes that a text in a text has before them.

use std::ops::Range;

use super::text::Text;

/// A quote with the backslashes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub byte: u8,
    depth: u8,
}

impl Quote {
    /// `None`: no quote.
    fn of(byte: u8, depth: usize) -> Option<Self> {
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        matches!(byte, b'"' | b'\'' | b'`').then_some(Self { byte, depth })
    }

    pub(super) fn length(self) -> usize {
        self.depth() + 1
    }

    pub(super) fn depth(self) -> usize {
        usize::from(self.depth)
    }
}

/// Of backslashes before a quote.
const MAX_DEPTH: usize = 64;

pub(super) fn quote_at(text: Text<'_>, at: usize) -> Option<Quote> {
    match text.get(at)? {
        b'\\' => {
            let depth = text[at..].iter().take(MAX_DEPTH).take_while(|byte| **byte == b'\\').count();
            Quote::of(*text.get(at + depth)?, depth)
        }
        byte => Quote::of(*byte, 0),
    }
}

pub(super) fn quote_before(text: Text<'_>, at: usize) -> Option<Quote> {
    let quote = Quote::of(*text[..at].last()?, 0)?;
    let depth = text[..at - 1].iter().rev().take(MAX_DEPTH).take_while(|byte| **byte == b'\\').count();
    Quote::of(quote.byte, depth)
}

/// The end of the value: the same quote with no more backslashes than the opening one has.
pub(super) fn closing_quote(text: Text<'_>, start: usize, quote: Quote) -> Option<usize> {
    let limit = text.len().min(start.saturating_add(text.reach));
    let rest = &text[start.min(limit)..limit];
    // Only what is between backticks goes on behind the line's end.
    let line_end = if quote.byte == b'`' { b'`' } else { b'\n' };
    for length in memchr::memchr2_iter(quote.byte, line_end, rest) {
        if rest[length] != quote.byte {
            return None;
        }
        let backslashes = rest[..length].iter().rev().take_while(|byte| **byte == b'\\').count();
        let is_escaped = if quote.depth == 0 { backslashes % 2 == 1 } else { backslashes > quote.depth() };
        if !is_escaped {
            return Some(start + length - backslashes.min(quote.depth()));
        }
    }
    None
}

/// `"'S'"`: what a program printed with quotes of its own.
pub(super) fn within_quotes(text: Text<'_>, range: Range<usize>) -> Range<usize> {
    match &text[range.clone()] {
        [first @ (b'\'' | b'"'), .., last] if first == last => range.start + 1..range.end - 1,
        _ => range,
    }
}

//! What is left out of a part of a text that was not read: everything but quotes, line ends and what JSON is made of, so that
//! JSON stays JSON.

use std::ops::Range;

use crate::bytes::ByteSet;
use crate::finding::{Found, What};

static SIGNS: ByteSet = ByteSet::white_and(b":,{}[]");
static DIGITS: ByteSet = ByteSet::of(b"0123456789+-.eE");
/// Shorter numbers are no secrets.
const MIN_NUMBER: usize = 4;

/// The pieces of a part, in order.
pub(crate) fn pieces(text: &[u8], part: &Range<usize>) -> Vec<Found> {
    let mut pieces = Vec::new();
    let mut start = part.start;
    for at in memchr::memchr2_iter(b'"', b'\n', &text[part.clone()]).map(|at| part.start + at) {
        if text[at] == b'\n' || !is_escaped(text, at) {
            add(text, start..at, &mut pieces);
            start = at + 1;
        }
    }
    // An escape stays whole.
    let end = part.end + usize::from(part.end < text.len() && is_escaped(text, part.end));
    add(text, start..end, &mut pieces);
    pieces
}

/// Whether a backslash stands before this place that is none itself.
fn is_escaped(text: &[u8], at: usize) -> bool {
    text[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn add(text: &[u8], range: Range<usize>, pieces: &mut Vec<Found>) {
    let words = || words(text, range.clone());
    let is_literal =
        |word: &[u8]| DIGITS.count(word) == word.len() || [&b"true"[..], b"false", b"null"].contains(&word);
    let unread = |range: Range<usize>| Found::new(range, What::Unread);
    if words().all(|word| is_literal(&text[word])) {
        let is_long = |word: &Range<usize>| word.len() >= MIN_NUMBER && DIGITS.count(&text[word.clone()]) > 0;
        pieces.extend(words().filter(is_long).map(unread));
    } else if let (Some(first), Some(last)) = (words().next(), words().last()) {
        pieces.push(unread(first.start..last.end));
    }
}

/// What stands between the signs of JSON.
fn words(text: &[u8], range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let start = at + SIGNS.count(&text[at..range.end]);
        at = start + SIGNS.position(&text[start..range.end]).unwrap_or(range.end - start);
        (start < at).then_some(start..at)
    })
}

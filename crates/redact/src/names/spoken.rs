//! Names and values that people join: `**Client secret:** S`, `client_secret — S`, `the client secret is S`.

use std::ops::Range;

use super::judge::looks_random;
use super::placeholders::is_placeholder;
use super::text::{Text, skip_spaces, skip_white};
use super::words::Name;
use crate::bytes::ByteSet;
use crate::label::kind;

/// Between a name and its value: marks, a word or two, brackets.
const MAX_STEPS: usize = 12;
const MAX_BRACKETS: usize = 40;
/// Within which the first digit of the value is, in bytes.
const MAX_DISTANCE: usize = 256;
/// So many bytes are looked at before the first branch.
const PART: usize = 32;
const MIN_VALUE: usize = 16;
const MIN_PASSWORD: usize = 8;
/// ASCII without white space, quotes, brackets and what separates items.
static GOES_ON: ByteSet = ByteSet::ascii_but(b" \t\n\r\x0C\"'`<>,;()[]{}|");
/// Words that say what a value is.
const VERBS: &[&str] = &[
    "is", "was", "now", "are", "ist", "lautet", "war", "jetzt", "est", "es", "era", "é", "è", "ora", "är",
    "er", "je", "jest",
];
/// Words that say whose secret it is, until a colon or a verb.
const PREPOSITIONS: &[&str] = &[
    "for", "of", "from", "in", "on", "für", "fürs", "zur", "beim", "am", "von", "zu", "zum", "de", "d",
    "del", "du", "pour", "para", "per", "client", "voor",
];
const MAX_PHRASE: usize = 4;

/// Where a text has no digit. Each part of it is searched once.
#[derive(Default)]
pub(super) struct Digits {
    none: Range<usize>,
}

impl Digits {
    fn are_within(&mut self, text: Text<'_>, range: Range<usize>) -> bool {
        if range.start < self.none.start || range.start > self.none.end {
            self.none = range.start..range.start;
        }
        while self.none.end < range.end {
            let part = self.none.end..range.end.min(self.none.end + PART);
            if text[part.clone()].iter().fold(false, |any, byte| any | byte.is_ascii_digit()) {
                return true;
            }
            self.none.end = part.end;
        }
        false
    }
}

/// The value that a sentence or a label gives to a name: it has to look random, since most sentences give none.
pub(super) fn value(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    digits: &mut Digits,
) -> Option<Range<usize>> {
    let min_value = if known.kind == kind::PASSWORD { MIN_PASSWORD } else { MIN_VALUE };
    // Most of what follows a name in a sentence has no digit at all.
    if !digits.are_within(text, name.end..text.len().min(name.end + MAX_DISTANCE)) {
        return None;
    }
    let start = behind_joint(text, name.end)?;
    let limit = text.len().min(start + text.reach);
    let length = GOES_ON.count(&text[start..limit]);
    let is_edge = |byte: &u8| b".:!?*".contains(byte);
    let trimmed = text[start..start + length].iter().rposition(|byte| !is_edge(byte))? + 1;
    let bytes = &text[start..start + trimmed];
    let is_value = bytes.len() >= min_value
        && bytes.iter().any(u8::is_ascii_digit)
        && bytes[0].is_ascii_alphanumeric()
        && looks_random(bytes)
        && !is_placeholder(bytes)
        // An address in memory, and a word with its letters escaped.
        && memchr::memmem::find(bytes, b"\\u").is_none()
        && !bytes.starts_with(b"0x")
        && memchr::memmem::find(bytes, b"://").is_none()
        && !b"/=".iter().any(|sign| bytes[..bytes.len() - 2].contains(sign));
    is_value.then_some(start..start + trimmed)
}

/// Where the value begins, behind what joins it to its name.
fn behind_joint(text: Text<'_>, from: usize) -> Option<usize> {
    let (mut at, mut is_joined, mut phrase) = (from, false, 0);
    for _ in 0..MAX_STEPS {
        let next = if is_joined { skip_white(text, at) } else { skip_spaces(text, at) };
        let rest = &text[next..];
        // `d'accès`
        let elided = if matches!(rest, [b'd' | b'D', b'\'', ..]) { 2 } else { 0 };
        let is_letter = |byte: &&u8| byte.is_ascii_alphabetic() || **byte >= 0x80;
        let word = elided + rest[elided..].iter().take(32).take_while(is_letter).count();
        let is_word =
            |words: &[&str]| words.iter().any(|one| rest[..word].eq_ignore_ascii_case(one.as_bytes()));
        let is_apart = next > at && rest.get(word).is_none_or(|byte| b" :\t".contains(byte));
        at = if let Some(length) = joint(rest, next > at) {
            is_joined = true;
            next + length
        } else if let Some(length) = mark(rest) {
            next + length
        } else if word > 0 && is_apart && is_word(VERBS) {
            is_joined = true;
            next + word
        } else if word > 0
            && is_apart
            && !is_joined
            && (is_word(PREPOSITIONS) || elided > 0 || (1..MAX_PHRASE).contains(&phrase))
        {
            phrase += 1;
            next + word
        } else {
            return is_joined.then_some(next);
        };
    }
    None
}

/// `:`, `=`, dashes and arrows. A dash without a space before it belongs to a word.
fn joint(rest: &[u8], is_apart: bool) -> Option<usize> {
    const SIGNS: &[&str] = &[":", "=", "—", "–", "→"];
    let sign = SIGNS.iter().find(|sign| rest.starts_with(sign.as_bytes())).map(|sign| sign.len());
    sign.or_else(|| (is_apart && rest.starts_with(b"- ")).then_some(1))
}

/// Emphasis, quotes, tags, and a remark in brackets.
fn mark(rest: &[u8]) -> Option<usize> {
    let closed = |closing: u8| {
        let end = rest.iter().take(MAX_BRACKETS).position(|byte| *byte == closing || *byte == b'\n')?;
        (rest[end] == closing).then_some(end + 1)
    };
    match rest.first()? {
        b'*' | b'_' | b'`' | b'"' | b'\'' => Some(1),
        b'<' if rest.get(1).is_some_and(|next| next.is_ascii_alphabetic() || *next == b'/') => closed(b'>'),
        b'(' => closed(b')'),
        _ => None,
    }
}

//! Reads what stands behind a name: how the two are joined, and where the value begins and ends.

use std::ops::Range;

use super::character_data::{character_data, closes_element};
use super::declared::{behind_address, behind_length, behind_tag, behind_type, is_keyword};
use super::quote::{Quote, closing_quote, quote_at, quote_before, within_quotes};
use super::text::{MAX_TAG, Text, in_query, skip_spaces, skip_white};
use crate::bytes::ByteSet;
use crate::view::{Decoded, escape};

/// How a name and its value are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Joiner {
    /// `:`
    Colon,
    /// `=`, `:=`, `=>`, `==`, with or without spaces around.
    Equals { tight: bool },
    /// `--client-secret S`
    Flag,
    /// A tabulator, or a column of a table.
    Column,
    /// `client_secret S`
    Space,
    /// `("client_secret", "S")`
    Comma,
    /// `setAccessToken("S")`
    Call,
    /// `<client_secret>S</client_secret>`
    Tag,
}

/// Where a value is, without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub range: Range<usize>,
    pub joiner: Joiner,
    pub quoted: bool,
    /// The quote around both name and value, as in `-H "Authorization: Bearer S"`.
    pub outer_quote: Option<Quote>,
    /// The first of several in brackets.
    pub in_brackets: bool,
    /// The quote that it ends with, if there is one.
    pub quote: Option<Quote>,
}

impl Value {
    /// The range, beyond what may be searched: for what is a secret, whose end has to be found.
    pub(crate) fn to_end(&self, text: Text<'_>) -> Range<usize> {
        let Range { start, end } = self.range;
        if end - start < text.reach {
            return self.range.clone();
        }
        let text = Text { reach: usize::MAX, ..text };
        let closing = self.quote.and_then(|quote| closing_quote(text, start, quote));
        start..closing.unwrap_or_else(|| bare_end(text, start, self.joiner, self.outer_quote))
    }

    /// The range with the spaces in it, for a value that was cut because its quote closes further away.
    pub(crate) fn to_closing_quote(&self, text: Text<'_>) -> Range<usize> {
        let closing = self.quote.and_then(|quote| closing_quote(text, self.range.start, quote));
        closing.map_or(self.range.clone(), |end| within_quotes(text, self.range.start..end))
    }
}

/// What stands behind a name. `name`: its range.
pub(crate) fn behind(text: Text<'_>, name: &Range<usize>) -> Option<Value> {
    let closing = quote_at(text, name.end);
    let mut at = name.end + closing.map_or(0, Quote::length);
    let before = quote_before(text, name.start);
    let outer_quote = if closing.is_none() { before } else { None };
    if closing.is_some() && text.get(at) == text.get(at.wrapping_sub(1)) {
        at += 1;
    }
    // `headers["Authorization"] = …`, `accessToken?: …`
    let closed = at + text[at..].iter().take(2).take_while(|byte| b"])?!".contains(byte)).count();
    if matches!(text.get(skip_spaces(text, closed)), Some(b'=' | b':')) {
        at = closed;
    }
    at = behind_type(text, at);
    let spaced = skip_spaces(text, at);
    let (joiner, after) = joiner(text, name, at, spaced, closing.is_some())?;
    let after = if joiner == Joiner::Colon { behind_tag(text, after) } else { after };
    let (start, in_brackets) = opener(text, after, joiner);
    if outer_quote.is_some() && quote_at(text, start) == outer_quote {
        return None;
    }
    let value = value_at(text, start, joiner, outer_quote)?;
    let is_element = joiner != Joiner::Tag || closes_element(text, value.range.end);
    is_element.then_some(Value { in_brackets, ..value })
}

/// The value that begins here.
pub(crate) fn value_at(
    text: Text<'_>,
    start: usize,
    joiner: Joiner,
    outer_quote: Option<Quote>,
) -> Option<Value> {
    let value = |range, quote: Option<Quote>| Value {
        range,
        joiner,
        quoted: quote.is_some(),
        outer_quote,
        in_brackets: false,
        quote,
    };
    // What is expected before it may be missing at the end of the text.
    if start > text.len() {
        return None;
    }
    if joiner == Joiner::Tag
        && let Some(range) = character_data(text, start)
    {
        return Some(value(range, None));
    }
    let unprefixed = start + prefix(text, start);
    if let Some(quote) = quote_at(text, unprefixed) {
        // `""S""` in a CSV field.
        let doubled = text.get(unprefixed + quote.length()) == Some(&quote.byte)
            && text.get(unprefixed + quote.length() + 1).is_some_and(u8::is_ascii_alphanumeric);
        let first = unprefixed + quote.length() + usize::from(doubled);
        if let Some(end) = closing_quote(text, first, quote) {
            return Some(value(within_quotes(text, first..end), Some(quote)));
        }
        return Some(value(first..bare_end(text, first, joiner, outer_quote), Some(quote)));
    }
    let is_tight = joiner == (Joiner::Equals { tight: true });
    let is_nested = matches!(text.get(start), None | Some(b'{' | b'[' | b'('));
    if matches!(joiner, Joiner::Comma | Joiner::Call) || is_nested && !is_tight {
        return None;
    }
    let end = bare_end(text, start, joiner, outer_quote);
    Some(value(start..end, None))
}

fn joiner(
    text: Text<'_>,
    name: &Range<usize>,
    at: usize,
    spaced: usize,
    is_quoted: bool,
) -> Option<(Joiner, usize)> {
    let rest = &text[spaced..];
    let equals = |length: usize| {
        let after = spaced + length;
        let tight = at == spaced && text.get(after).is_some_and(|next| !next.is_ascii_whitespace());
        Some((Joiner::Equals { tight }, after))
    };
    match rest {
        _ if begins_element(text, name) => {
            let length = text[at..].iter().take(MAX_TAG).position(|byte| *byte == b'>')?;
            (!text[..at + length].ends_with(b"/")).then_some((Joiner::Tag, at + length + 1))
        }
        [b'=', b'=', b'=', ..] => equals(3),
        [b'=', b'=' | b'>' | b'~', ..] | [b':' | b'+' | b'?', b'=', ..] | [b'-', b'>', ..] => equals(2),
        [b'=', ..] => equals(1),
        [b':', b':', ..] => None,
        [b':', ..] => Some((Joiner::Colon, spaced + 1)),
        [b',', ..] if is_quoted => Some((Joiner::Comma, spaced + 1)),
        [b';', b's', b':', ..] if is_quoted => {
            behind_length(text, spaced + 3).map(|value| (Joiner::Equals { tight: false }, value))
        }
        [b',', ..] if text[..name.start].ends_with(b"(") => Some((Joiner::Comma, spaced + 1)),
        [b'(', ..] if !is_quoted => Some((Joiner::Call, spaced + 1)),
        [b'|', ..] => Some((Joiner::Column, spaced + 1)),
        _ if spaced == at => None,
        _ if !is_quoted && text[..name.start].ends_with(b"-") => Some((Joiner::Flag, spaced)),
        [b'"', ..] if is_keyword(text, name) => Some((Joiner::Equals { tight: false }, spaced)),
        _ if text[at..spaced].contains(&b'\t') => Some((Joiner::Column, spaced)),
        _ => Some((Joiner::Space, spaced)),
    }
}

/// `<client_secret>`, `<ns:password type="…">`
fn begins_element(text: Text<'_>, name: &Range<usize>) -> bool {
    let before = &text[..name.start];
    let prefix = before
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b':')
        .count();
    before.ends_with(b"<") || before.ends_with(b":") && before[..before.len() - prefix].ends_with(b"<")
}

/// Goes over white space, line breaks where a value must follow, and brackets. Whether there was a bracket.
fn opener(text: Text<'_>, after: usize, joiner: Joiner) -> (usize, bool) {
    let mut start = skip_spaces(text, after);
    // A property of Java goes on behind the backslash that ends its line.
    if text[start.min(text.len())..].starts_with(b"\\\n") {
        start = skip_spaces(text, start + 2);
    }
    if let Some(shown) = behind_address(text, start).filter(|_| matches!(joiner, Joiner::Equals { .. })) {
        return (shown, false);
    }
    if joiner == (Joiner::Equals { tight: true })
        && quote_at(text, start).is_none()
        && text.get(start) != Some(&b'[')
    {
        return (start, false);
    }
    let next = skip_white(text, start);
    if quote_at(text, next).is_some() || matches!(text.get(next), Some(b'[' | b'(')) {
        start = next;
    }
    let bracket = matches!(text.get(start), Some(b'[' | b'('));
    if !bracket || !matches!(joiner, Joiner::Colon | Joiner::Equals { .. }) {
        return (start, false);
    }
    let inside = skip_white(text, start + 1);
    if quote_at(text, inside).is_some() { (inside, true) } else { (start, false) }
}

/// `f"…"`, `$"…"`, `@"…"`, `N'…'`: letters that belong to a quote.
fn prefix(text: Text<'_>, start: usize) -> usize {
    let length = text[start..].iter().take(2).take_while(|byte| b"fFbBrRuU@$".contains(byte)).count();
    // An escaped one opens a string only if something stands behind it.
    let opens = |quote: Quote| {
        let first = text.get(start + length + quote.length());
        quote.depth() == 0 || first.is_some_and(|first| first.is_ascii_alphanumeric() || *first == b'{')
    };
    if length > 0 && quote_at(text, start + length).is_some_and(opens) { length } else { 0 }
}

/// What a value without quotes may end before.
static MAY_END: ByteSet = ByteSet::white_and(b"\"'`&\\;,<|#");

/// The end of a value without quotes.
fn bare_end(text: Text<'_>, start: usize, joiner: Joiner, outer_quote: Option<Quote>) -> usize {
    let limit = text.len().min(start.saturating_add(text.reach));
    let mut at = start.min(limit);
    while let Some(length) = MAY_END.position(&text[at..limit]) {
        at += length;
        let byte = text[at];
        let ends = match byte {
            b'"' | b'\'' | b'`' => {
                outer_quote.is_none_or(|quote| quote.byte == byte)
                    || matches!(text.get(at + 1), None | Some(b' ' | b'\n' | b'\r' | b','))
            }
            b'&' | b'\\' => match escape(&text[at..]) {
                Some((length, decoded)) => ends_decoded(text, at + length, decoded),
                None => byte == b'&' && begins_pair(&text[at + 1..]) || text[at..].starts_with(b"\\\n"),
            },
            b';' | b',' => ends_item(&text[at + 1..]),
            b'<' => joiner == Joiner::Tag || at > start && begins_tag(&text[at + 1..]),
            // The cell of a table ends there.
            b'|' => {
                joiner == Joiner::Column
                    || joiner == Joiner::Space
                        && matches!(text.get(at + 1), None | Some(b'\n' | b'\r' | b'|'))
            }
            b'#' => matches!(joiner, Joiner::Equals { tight: true }) && in_query(text, start),
            _ => byte.is_ascii_whitespace(),
        };
        if ends {
            return start + balanced(&text[start..at]);
        }
        // Each of a run says the same, but for the last one.
        let run = text[at..limit].iter().take_while(|byte| **byte == b'\\').count();
        at += run.saturating_sub(1).max(1);
    }
    start + balanced(&text[start..limit.max(start)])
}

fn ends_decoded(text: Text<'_>, after: usize, decoded: Decoded) -> bool {
    match decoded {
        Decoded::Byte(b'&') | Decoded::Char('&') => begins_pair(&text[after..]),
        Decoded::Byte(byte) => byte.is_ascii_whitespace() || b"\"'`<".contains(&byte),
        Decoded::Char(character) => character.is_whitespace() || "\"'`<".contains(character),
    }
}

/// The next field of a form, or the shell's `&&`.
fn begins_pair(text: &[u8]) -> bool {
    let name = text
        .iter()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_.-[]%".contains(byte))
        .count();
    match text.get(name) {
        None => name == 0,
        Some(b'=') => name > 0,
        Some(next) => name == 0 && (next.is_ascii_whitespace() || b"&\"'".contains(next)),
    }
}

/// `<br>`, `</td>`
fn begins_tag(text: &[u8]) -> bool {
    let is_named = text.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'/');
    is_named && text.iter().take(64).any(|byte| *byte == b'>')
}

/// What follows a comma or semicolon that ends a value.
fn ends_item(text: &[u8]) -> bool {
    let name = text
        .iter()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"_.- ".contains(byte))
        .count();
    match (text.first(), text.get(name)) {
        (None, _) => true,
        (Some(next), _) if next.is_ascii_whitespace() || b"\"'`{}[]()\\<".contains(next) => true,
        (_, Some(b'=' | b':')) => name > 0,
        _ => false,
    }
}

/// Without closing brackets that were opened before the value.
fn balanced(value: &[u8]) -> usize {
    const PAIRS: [(u8, u8); 4] = [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>')];
    let pair_of = |closing: u8| PAIRS.iter().position(|(_, other)| *other == closing);
    if value.last().is_none_or(|last| pair_of(*last).is_none()) {
        return value.len();
    }
    let count = |of: u8| memchr::memchr_iter(of, value).count();
    let mut unopened = PAIRS.map(|(opening, closing)| count(closing).saturating_sub(count(opening)));
    let mut length = value.len();
    while let Some(pair) =
        value[..length].last().and_then(|last| pair_of(*last)).filter(|pair| unopened[*pair] > 0)
    {
        unopened[pair] -= 1;
        length -= 1;
    }
    length
}

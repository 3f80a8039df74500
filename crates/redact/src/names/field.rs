//! Whether what stands beside the name of a secret is one: judged by how much the name says, how the two are joined, and
//! what the value looks like.

use std::ops::Range;

use zeroize::Zeroizing;

use super::judge::{self, looks_random};
use super::placeholders::is_placeholder;
use super::quote::quote_at;
use super::text::{self, Text};
use super::translations::is_translation;
use super::value::{self, Joiner, Value};
use super::words::{Name, Weight};
use super::{kind_of, layout, wrapped};
use crate::finding::{Found, What};
use crate::label::kind;
use crate::view::decode_in_place;

/// Finds the value of a field, if it is a secret; of several in brackets, each that is.
pub(super) fn find(text: Text<'_>, name: &Range<usize>, known: Name, value: &Value, found: &mut Vec<Found>) {
    if !value.quoted
        && value.joiner == Joiner::Colon
        && let Some(block) = text::block(text, name, value.range.clone())
    {
        let is_marked = !value.range.is_empty();
        if is_marked && !is_placeholder(&text[block.clone()]) || looks_random(&text[block.clone()]) {
            found.push(Found::new(block.clone(), What::Named(kind_of(&text[block], known.kind))));
        }
        return;
    }
    if let Some(range) = wrapped::range(text, value) {
        let kind = kind_of(&text[range.clone()], known.kind);
        return found.push(Found::new(range, What::Named(kind)));
    }
    let mut value = value.clone();
    loop {
        if is_secret(text, name, known, &value) {
            let range = value.to_end(text);
            let what = What::Named(kind_of(&text[range.clone()], known.kind));
            found.push(Found::new(range, what));
        } else if !value.quoted
            && matches!(value.joiner, Joiner::Equals { .. } | Joiner::Colon)
            && let Some(literal) = layout::wrapped(text, &value)
        {
            let kind = kind_of(&text[literal.clone()], known.kind);
            found.push(Found::new(literal, What::Named(kind)));
        }
        match next_in_brackets(text, &value).or_else(|| changed(text, &value)) {
            Some(next) => value = next,
            None => return,
        }
    }
}

fn next_in_brackets(text: Text<'_>, value: &Value) -> Option<Value> {
    if !value.in_brackets {
        return None;
    }
    quote_at(text, value.range.end)?;
    let comma = text::skip_white(text, value.range.end + closing_length(text, value.range.end));
    let next = text::skip_white(text, comma + 1);
    let is_more = text.get(comma) == Some(&b',') && quote_at(text, next).is_some();
    let value = value::value_at(text, next, value.joiner, None).filter(|_| is_more)?;
    Some(Value { in_brackets: true, ..value })
}

/// What a plan of Terraform changes the value to: `"S" -> "S"`.
fn changed(text: Text<'_>, value: &Value) -> Option<Value> {
    value.quote?;
    let arrow = text::skip_spaces(text, value.range.end + closing_length(text, value.range.end));
    let next = text::skip_spaces(text, arrow + 2);
    let is_change = text.get(arrow..arrow + 2) == Some(b"->") && quote_at(text, next).is_some();
    if is_change { value::value_at(text, next, value.joiner, None) } else { None }
}

fn closing_length(text: Text<'_>, at: usize) -> usize {
    text[at..].iter().take_while(|byte| **byte == b'\\').count() + 1
}

pub(super) fn is_secret(text: Text<'_>, name: &Range<usize>, known: Name, value: &Value) -> bool {
    let beginning = &text[value.range.clone()];
    let beginning = &beginning[..beginning.len().min(judge::MAX_JUDGED)];
    let mut buffer = Zeroizing::new([0; judge::MAX_JUDGED]);
    let bytes = decoded(beginning, &mut buffer);
    // These have to look random, which is told most quickly.
    let has_to_look_random = known.weight == Weight::Unsure
        || matches!(value.joiner, Joiner::Space | Joiner::Comma | Joiner::Call | Joiner::Column);
    if known.weight != Weight::Opaque && has_to_look_random && !looks_random(bytes) {
        return false;
    }
    if is_placeholder(bytes)
        || is_no_value(known, bytes)
        || is_address(bytes)
        || judge::is_pattern(bytes)
        || holds_names(bytes)
        || value.joiner == Joiner::Space && judge::is_pair(bytes)
        || value.joiner == Joiner::Colon && !value.quoted && is_next_field(text, name, bytes)
        || is_translation(bytes)
        // A command in a shell has flags of its own.
        || value.quote.is_some_and(|quote| quote.byte == b'`') && bytes.contains(&b' ')
        || !value.quoted && judge::is_regex_literal(bytes)
    {
        return false;
    }
    if known.weight == Weight::Opaque {
        return judge::is_opaque(bytes);
    }
    if looks_random(bytes) && (value.quoted || !judge::is_expression(bytes)) {
        return bytes.len() >= 8;
    }
    if judge::is_prose(bytes) {
        return false;
    }
    let is_word = judge::is_reference(bytes) || judge::is_literal(bytes);
    match (value.joiner, known.weight) {
        (_, Weight::Unsure | Weight::Opaque)
        | (Joiner::Space | Joiner::Comma | Joiner::Call | Joiner::Column, _) => false,
        (Joiner::Flag, _) => !bytes.starts_with(b"-"),
        _ if value.quoted => {
            known.weight == Weight::Strong
                || is_password(known)
                || bytes.len() >= 16 && bytes.iter().any(u8::is_ascii_digit)
        }
        _ if is_word || judge::is_expression(bytes) => false,
        (Joiner::Equals { tight: true } | Joiner::Tag, Weight::Strong) => true,
        (Joiner::Equals { tight: true }, Weight::Weak) => begins_field(text, name),
        (_, Weight::Strong) => {
            is_alone(text, name, value) || !bytes.iter().all(u8::is_ascii_alphabetic) && bytes.len() >= 6
        }
        (_, Weight::Weak) => is_password(known) && is_alone(text, name, value),
    }
}

/// `true`, `null`, a small number; but a password may be one.
fn is_no_value(known: Name, value: &[u8]) -> bool {
    judge::is_literal(value)
        && !(is_password(known) && value.len() > 3 && value.iter().all(u8::is_ascii_digit))
}

fn is_password(known: Name) -> bool {
    known.kind == kind::PASSWORD
}

/// `{AccessToken: RefreshToken: Expiry:0001-01-01}`: Go prints nothing for an empty string, so that the next field follows.
fn is_next_field(text: Text<'_>, name: &Range<usize>, value: &[u8]) -> bool {
    let word = || value.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_in_braces = || {
        let before = &text[text.line_start(name.start)..name.start];
        memchr::memrchr2(b'{', b'}', before).is_some_and(|bracket| before[bracket] == b'{')
    };
    text[name.start].is_ascii_uppercase()
        && value.first().is_some_and(u8::is_ascii_uppercase)
        && matches!(text[..name.start].last(), Some(b'{' | b' '))
        && value.get(word()) == Some(&b':')
        && is_in_braces()
}

/// `http://…` and `/oauth/token`: where a token is had, not the token.
pub(super) fn is_address(value: &[u8]) -> bool {
    value.starts_with(b"http://")
        || value.starts_with(b"https://")
        || value.starts_with(b"/") && value[1..].contains(&b'/') && !looks_random(value)
}

/// The name begins a line, a field of a form or a parameter.
fn begins_field(text: Text<'_>, name: &Range<usize>) -> bool {
    text[..name.start].last().is_none_or(|before| b"?&\n\"'`;{, ".contains(before))
}

/// Name and value have a line of their own, as in YAML and INI files.
fn is_alone(text: Text<'_>, name: &Range<usize>, value: &Value) -> bool {
    let line = text.line_start(name.start);
    let before = text[line..name.start].iter().all(|byte| b" \t-\"'".contains(byte));
    let rest = &text[value.range.end..];
    let after = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t'));
    before && after.is_none_or(|at| matches!(rest[at], b'\n' | b'\r' | b'#'))
}

/// `{"a": …`, `[{"a": …`, `{:a=>…`: an object has names of its own.
fn holds_names(value: &[u8]) -> bool {
    let is_opening = |byte: &u8| byte.is_ascii_whitespace() || b"[{".contains(byte);
    let name = value.iter().take_while(|byte| is_opening(byte)).count();
    value[..name].contains(&b'{') && value.get(name).is_none_or(|next| b"\"':".contains(next))
}

/// With its escapes undone, to judge it.
fn decoded<'a>(value: &'a [u8], buffer: &'a mut [u8; judge::MAX_JUDGED]) -> &'a [u8] {
    const MAX_PASSES: usize = 5;
    if memchr::memchr3(b'\\', b'%', b'&', value).is_none() {
        return value;
    }
    let mut length = value.len();
    buffer[..length].copy_from_slice(value);
    for _ in 0..MAX_PASSES {
        let Some(shorter) = decode_in_place(&mut buffer[..length]) else { break };
        length = shorter;
    }
    &buffer[..length]
}

//! `code` and `state`. In OAuth's requests and callbacks they are secrets; HubSpot's errors have a `code`, and people live in
//! a `state`.

use std::ops::Range;

use super::judge::{is_expression, is_literal, looks_random};
use super::placeholders::is_placeholder;
use super::text::Text;
use super::value::{Joiner, Value};
use super::words::{Name, Squeezed};
use crate::finding::{Found, What};
use crate::label::kind;
use crate::shapes;

/// How far the fields of one request are from each other, in bytes.
const NEAR: usize = 600;
const MIN_VALUE: usize = 6;

/// `unsure`: what is secret if a field of a request is near.
pub(super) fn parameter(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    value: &Value,
    found: &mut Vec<Found>,
    unsure: &mut Vec<Found>,
) {
    let bytes = &text[value.range.clone()];
    let is_joined =
        matches!(value.joiner, Joiner::Equals { .. } | Joiner::Colon | Joiner::Comma | Joiner::Flag);
    let is_tight = value.joiner == (Joiner::Equals { tight: true });
    let may_be = is_tight || value.quoted && bytes.iter().any(u8::is_ascii_digit) || looks_random(bytes);
    if !is_joined || !may_be || bytes.len() < MIN_VALUE || is_word(bytes) {
        return;
    }
    if is_placeholder(bytes) || is_literal(bytes) || !value.quoted && is_expression(bytes) {
        return;
    }
    let kind = if known.kind == kind::STATE { kind::STATE } else { kind_of_code(bytes) };
    let one = Found::new(value.range.clone(), What::Named(kind));
    if is_callback(text, name) { found.push(one) } else { unsure.push(one) }
}

/// A field of a token request or of an authorization request, and whether it says something of a `state`, too.
pub(super) fn field(text: Text<'_>, name: &Range<usize>) -> Option<Field> {
    let squeezed = Squeezed::of(&text[name.clone()]);
    let is_address = squeezed.ends_with("redirecturi") || squeezed.ends_with("codechallenge");
    let is_client = squeezed.ends_with("clientid");
    let is_other = squeezed.ends_with("granttype") || squeezed.ends_with("codeverifier");
    let for_state = is_address || is_client && text.get(name.end) == Some(&b'=');
    (is_address || is_client || is_other).then_some(Field { at: name.start, for_state })
}

#[derive(Clone, Copy)]
pub(super) struct Field {
    at: usize,
    for_state: bool,
}

/// Of the values that are secret beside a field of a request, those that are. Fields are in order.
pub(super) fn beside(unsure: Vec<Found>, fields: &[Field]) -> impl Iterator<Item = Found> {
    let is_near = |one: &Found| {
        let from = fields.partition_point(|field| field.at + NEAR < one.range.start);
        let mut near = fields[from..].iter().take_while(|field| field.at < one.range.end + NEAR);
        near.any(|field| field.for_state || !matches!(one.what, What::Named(kind::STATE)))
    };
    unsure.into_iter().filter(is_near).collect::<Vec<_>>().into_iter()
}

fn kind_of_code(value: &[u8]) -> &'static str {
    match shapes::kind_of(value) {
        Some(kind::REFRESH_TOKEN) | None => kind::AUTHORIZATION_CODE,
        Some(kind) => kind,
    }
}

/// `INVALID_AUTHENTICATION`, `response_type`: words with underscores, numbers.
fn is_word(value: &[u8]) -> bool {
    let is_constant = value.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let is_number = value.iter().all(u8::is_ascii_digit);
    let is_sentence = value.contains(&b' ');
    is_constant || is_number || is_sentence
}

/// In the query of an address that leads to a callback: its path says so, or both parameters are there.
fn is_callback(text: Text<'_>, name: &Range<usize>) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"\"'`<>".contains(byte);
    let from = name.start.saturating_sub((NEAR * 4).min(text.reach / 2));
    let start = text[from..name.start].iter().rposition(ends).map_or(from, |at| from + at + 1);
    let to = text.len().min(name.end + (NEAR * 4).min(text.reach / 2));
    let end = text[name.end..to].iter().position(ends).map_or(to, |at| name.end + at);
    let Some(question) = text[start..name.start].iter().rposition(|byte| matches!(byte, b'?' | b'#')) else {
        return false;
    };
    let (path, query) = text[start..end].split_at(question);
    let has = |part: &[u8]| memchr::memmem::find(query, part).is_some();
    let leads_back =
        [&b"callback"[..], b"oauth", b"redirect", b"auth"].iter().any(|word| contains(path, word));
    leads_back || has(b"code=") && has(b"state=")
}

/// In small letters or capitals.
fn contains(text: &[u8], word: &[u8]) -> bool {
    let (small, capital) = (word[0], word[0].to_ascii_uppercase());
    memchr::memchr2_iter(small, capital, text)
        .any(|at| text.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)))
}

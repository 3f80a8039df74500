//! `code` and `state`. In OAuth's requests and callbacks they are secrets; HubSpot's errors have a `code`, and people live in
//! a `state`.

use std::ops::Range;

use super::facts::RequestField;
use super::judge::{is_expression, is_literal, looks_random};
use super::placeholders::is_placeholder;
use super::text::Text;
use super::value::{Joiner, Value};
use super::words::Name;
use crate::bytes::ByteSet;
use crate::finding::{Found, What};
use crate::label::kind;
use crate::shapes;

/// How far the fields of one request are from each other, in bytes.
const NEAR: usize = 600;
/// How much of an address is read before and behind a name, in bytes.
const MAX_ADDRESS: usize = 4 * NEAR;
const MIN_VALUE: usize = 6;
/// From here on a value says something of what is near it.
const MIN_ALONE: usize = 16;

/// What of a text's requests was seen, in the order of the text.
#[derive(Default)]
pub(super) struct Oauth {
    fields: Vec<Field>,
    /// What is secret if a field of a request is near.
    unsure: Vec<Unsure>,
    address: Option<Address>,
}

/// A field of a request, and whether it says something of a `state`, too.
#[derive(Clone, Copy)]
struct Field {
    at: usize,
    for_state: bool,
}

struct Unsure {
    found: Found,
    is_state: bool,
    /// It says something of what is near it.
    is_long: bool,
}

/// What was read of an address: where what tells a callback is in it.
struct Address {
    range: Range<usize>,
    /// The end is that of the address, and not of what may be read.
    is_whole: bool,
    /// A word as in `/oauth/callback`.
    leads_back: Option<usize>,
    last_state: Option<usize>,
    last_answer: Option<usize>,
}

impl Oauth {
    /// Takes note of a field of a token request or of an authorization request.
    pub(super) fn note_field(&mut self, text: Text<'_>, name: &Range<usize>, field: RequestField) {
        let for_state = match field {
            RequestField::Authorization => true,
            RequestField::ClientId => text.get(name.end) == Some(&b'='),
            RequestField::Other => false,
        };
        self.fields.push(Field { at: name.start, for_state });
    }

    pub(super) fn parameter(
        &mut self,
        text: Text<'_>,
        name: &Range<usize>,
        known: Name,
        value: &Value,
        found: &mut Vec<Found>,
    ) {
        let bytes = &text[value.range.clone()];
        if !may_be_parameter(value, bytes) {
            return;
        }
        let is_state = known.kind == kind::STATE;
        let kind = if is_state { kind::STATE } else { kind_of_code(bytes) };
        let one = Found::new(value.range.clone(), What::Named(kind));
        if self.is_callback(text, name) {
            found.push(one);
        } else {
            let is_long = bytes.len() >= MIN_ALONE && looks_random(bytes);
            self.unsure.push(Unsure { found: one, is_state, is_long });
        }
    }

    /// Adds the values that are secret beside a field of a request. A code and a state that look random are such fields for
    /// each other, and a client's id is one for such a state.
    pub(super) fn finish(self, found: &mut Vec<Found>) {
        let places = |of_state: bool| -> Vec<usize> {
            let wanted = self.unsure.iter().filter(|one| one.is_state == of_state && one.is_long);
            wanted.map(|one| one.found.range.start).collect()
        };
        let (codes, states) = (places(false), places(true));
        let is_near = |one: &&Unsure| {
            let range = &one.found.range;
            let from = self.fields.partition_point(|field| field.at + NEAR < range.start);
            let mut near = self.fields[from..].iter().take_while(|field| field.at < range.end + NEAR);
            let others = if one.is_state { &codes } else { &states };
            let other = others.get(others.partition_point(|at| at + NEAR < range.start));
            near.any(|field| field.for_state || !one.is_state || one.is_long)
                || one.is_long && other.is_some_and(|at| *at < range.end + NEAR)
        };
        found.extend(self.unsure.iter().filter(is_near).map(|one| one.found.clone()));
    }

    /// In the query of an address that leads to a callback: its path says so, or both parameters are there.
    fn is_callback(&mut self, text: Text<'_>, name: &Range<usize>) -> bool {
        let is_read = |address: &Address| {
            let last = address.range.end - if address.is_whole { 0 } else { MAX_ADDRESS / 2 };
            address.range.start <= name.start && name.end <= last
        };
        if !self.address.as_ref().is_some_and(is_read) {
            self.address = Some(Address::around(text, name));
        }
        let Some(address) = &self.address else { return false };
        let before = &text[address.range.start..name.start];
        let Some(question) = memchr::memrchr2(b'?', b'#', before).map(|at| address.range.start + at) else {
            return false;
        };
        let is_behind = |place: Option<usize>| place.is_some_and(|at| at > question);
        address.leads_back.is_some_and(|at| at < question)
            || is_behind(address.last_state) && is_behind(address.last_answer)
    }
}

impl Address {
    fn around(text: Text<'_>, name: &Range<usize>) -> Self {
        static ENDS: ByteSet = ByteSet::white_and(b"\"'`<>");
        let from = name.start.saturating_sub(MAX_ADDRESS);
        let start = ENDS.last_position(&text[from..name.start]).map_or(from, |at| from + at + 1);
        let to = text.len().min(name.end + MAX_ADDRESS);
        let whole = ENDS.position(&text[name.end..to]).map(|at| name.end + at);
        let range = start..whole.unwrap_or(to);
        let bytes = &text[range.clone()];
        let last = |part: &[u8]| memchr::memmem::rfind(bytes, part).map(|at| start + at);
        let answers = [last(b"code="), last(b"error=")];
        let words = [&b"callback"[..], b"redirect", b"auth"];
        Self {
            leads_back: words.iter().filter_map(|word| first(bytes, word)).min().map(|at| start + at),
            last_state: last(b"state=").filter(|at| !is_region(&text[at + b"state=".len()..])),
            last_answer: answers.into_iter().flatten().max(),
            is_whole: whole.is_some() || to == text.len(),
            range,
        }
    }
}

/// Two letters, as in an address of the United States.
fn is_region(value: &[u8]) -> bool {
    value.iter().take(3).take_while(|byte| byte.is_ascii_alphabetic()).count() == 2
        && value.get(2).is_none_or(|byte| b"&# \"'".contains(byte))
}

/// By how it is joined to its name, and by what it looks like.
fn may_be_parameter(value: &Value, bytes: &[u8]) -> bool {
    let is_joined =
        matches!(value.joiner, Joiner::Equals { .. } | Joiner::Colon | Joiner::Comma | Joiner::Flag);
    let is_tight = value.joiner == (Joiner::Equals { tight: true });
    let is_value = is_joined && bytes.len() >= MIN_VALUE && !is_word(bytes);
    is_value
        && (is_tight || value.quoted && bytes.iter().any(u8::is_ascii_digit) || looks_random(bytes))
        && !is_placeholder(bytes)
        && !is_literal(bytes)
        && (value.quoted || !is_expression(bytes))
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

/// Where a word is, in small letters or capitals.
fn first(text: &[u8], word: &[u8]) -> Option<usize> {
    let (small, capital) = (word[0], word[0].to_ascii_uppercase());
    memchr::memchr2_iter(small, capital, text)
        .find(|at| text.get(*at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)))
}

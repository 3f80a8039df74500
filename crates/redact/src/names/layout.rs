//! Names and values that only their places join: a column and its heading, cells of a table in HTML, a label and the line
//! below it, a pair of arguments.

use std::ops::Range;

use super::judge::{is_expression, is_literal, is_opaque, is_pair, is_reference, looks_random};
use super::placeholders::is_placeholder;
use super::quote::{Quote, quote_at};
use super::text::{Text, close, skip_spaces, skip_white};
use super::value::{Joiner, Value, value_at};
use crate::finding::{Found, What};
use crate::label::kind;
use crate::shapes;

const MAX_TAGS: usize = 8;
const MAX_TAG: usize = 200;
/// Of letters that belong to a literal, as in `u8"…"`.
const MAX_PREFIX: usize = 2;
/// A value without a joiner has to be this long.
const MIN_VALUE: usize = 12;

/// Whether a cell may hold a secret.
pub(super) fn is_value(cell: &[u8]) -> bool {
    !is_placeholder(cell) && !is_literal(cell) && !is_reference(cell) && !is_expression(cell)
}

/// A value behind tags, or on the line below its name.
pub(crate) fn apart(text: Text<'_>, name: &Range<usize>) -> Option<Value> {
    let start = behind_tags(text, name.end).or_else(|| next_line(text, name))?;
    let value = value_at(text, start, Joiner::Column, None)?;
    let bytes = &text[value.range.clone()];
    (bytes.len() >= MIN_VALUE && looks_random(bytes) && !is_pair(bytes)).then_some(value)
}

fn behind_tags(text: Text<'_>, from: usize) -> Option<usize> {
    let mut at = from + text[from..].iter().take(2).take_while(|byte| b":*".contains(byte)).count();
    for tags in 0..MAX_TAGS {
        let next = skip_white(text, at);
        let is_tag = text.get(next) == Some(&b'<')
            && text.get(next + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
        if !is_tag {
            return (tags > 0).then_some(next);
        }
        let limit = text.len().min(next + MAX_TAG);
        at = memchr::memchr(b'>', &text[next..limit]).map(|length| next + length + 1)?;
    }
    None
}

/// The value has that line to itself, or what stands beside it is apart from it, as buttons are.
fn next_line(text: Text<'_>, name: &Range<usize>) -> Option<usize> {
    let mark = skip_spaces(text, name.end);
    let end = skip_spaces(text, mark + usize::from(matches!(text.get(mark), Some(b':' | b'*'))));
    if !matches!(text.get(end), Some(b'\n' | b'\r')) {
        return None;
    }
    let start = skip_white(text, end);
    let length = text[start..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let after = skip_spaces(text, start + length);
    let is_alone = matches!(text.get(after), None | Some(b'\n' | b'\r'));
    let is_apart = || {
        after > start + length
            && (after - start - length > 1 || text[start + length] == b'\t')
            && is_label(text, name)
    };
    (is_alone || is_apart()).then_some(start)
}

/// Nothing but words stands before a name on its line. Headings of columns have more space between them.
fn is_label(text: Text<'_>, name: &Range<usize>) -> bool {
    const MAX_LABEL: usize = 48;
    let line = text.line_start(name.start);
    let before = text[line..name.start].trim_ascii_start();
    before.len() <= MAX_LABEL
        && before.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' ')
        && !before.windows(2).any(|two| two == b"  ")
}

/// `auth=("id", "S")`, `HTTPBasicAuth("id", "S")`, `basic_auth('id', 'S')`: the second is the password.
pub(super) fn second_argument(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let quote = usize::from(quote_at(text, name.end).is_some());
    let mut at = skip_spaces(text, name.end + quote);
    at = skip_spaces(text, at + text[at..].iter().take(2).take_while(|byte| b"=:>".contains(byte)).count());
    if !matches!(text.get(at), Some(b'(' | b'[')) {
        return;
    }
    let first = skip_white(text, at + 1);
    let Some(user) = value_at(text, first, Joiner::Call, None).filter(|value| value.quoted) else { return };
    let comma = skip_white(text, user.range.end + 1);
    let second = skip_white(text, comma + 1);
    let Some(password) = value_at(text, second, Joiner::Call, None).filter(|value| value.quoted) else {
        return;
    };
    let bytes = &text[password.range.clone()];
    let follows = matches!(text.get(skip_white(text, password.range.end + 1)), Some(b')' | b']' | b','));
    if text.get(comma) == Some(&b',') && follows && !is_placeholder(bytes) {
        found.push(Found::new(password.range.clone(), What::Named(super::kind_of(bytes, kind::PASSWORD))));
    }
}

/// `new Hubspot.Client("id", "S")`, `OAuth2::Client.new('id', 'S')`: of two UUIDs the second is the client's secret. What only
/// a method of a client takes are ids: `client.merge("id", "id")`.
pub(super) fn client_arguments(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let Some(open) = arguments(text, name.end).filter(|_| makes_client(&text[name.clone()])) else { return };
    let literal = |from: usize| {
        let literal =
            value_at(text, skip_white(text, from), Joiner::Call, None).filter(|value| value.quoted)?;
        is_opaque(&text[literal.range.clone()]).then_some(literal.range)
    };
    let Some(id) = literal(open + 1) else { return };
    let comma = skip_white(text, id.end + 1);
    if text.get(comma) == Some(&b',')
        && let Some(secret) = literal(comma + 1).filter(|secret| text[secret.clone()] != text[id])
    {
        found.push(Found::new(secret, What::Named(kind::CLIENT_SECRET)));
    }
}

/// Where the arguments of a call open, also behind a constructor of Rust: `Client::new("id", "S")`.
fn arguments(text: Text<'_>, end: usize) -> Option<usize> {
    const MAX_NAME: usize = 32;
    let path = text[end..].strip_prefix(b"::").unwrap_or_default();
    let word = path.iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
    let open = end + if path.is_empty() { 0 } else { 2 + word.count() };
    matches!(text.get(open), Some(b'(' | b'{')).then_some(open)
}

/// Whether the name of a function is one of a client of OAuth, or that of such a class with its constructor.
fn makes_client(name: &[u8]) -> bool {
    const NOUNS: &[&[u8]] = &[b"client", b"credentials", b"oauth", b"oauth2"];
    const CONSTRUCTORS: &[&[u8]] = &[b"new", b"create", b"of", b"init", b"getinstance", b"config"];
    // Those of classes: a method of that name is given ids.
    const CLASSES: &[&[u8]] = &[b"provider", b"strategy", b"authenticator"];
    let small = name.to_ascii_lowercase();
    let mut parts = small.rsplit(|byte| *byte == b'.');
    let last = parts.next().unwrap_or_default();
    let word = if CONSTRUCTORS.contains(&last) { parts.next().unwrap_or_default() } else { last };
    let is_class = name[name.len() - small.rsplit(|byte| *byte == b'.').next().map_or(0, <[u8]>::len)..]
        .first()
        .is_some_and(u8::is_ascii_uppercase);
    NOUNS.iter().any(|noun| word.ends_with(noun))
        || word.starts_with(b"oauth")
        || (is_class || word != last) && CLASSES.iter().any(|noun| word.ends_with(noun))
}

/// `exchange('na1-…', 'S')`: of a call that is given a code, the last UUID is the client's secret.
pub(super) fn exchanged(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    const MAX_ARGUMENTS: usize = 6;
    if text.get(name.end) != Some(&b'(') {
        return;
    }
    let (mut at, mut has_code, mut last) = (name.end + 1, false, None);
    for _ in 0..MAX_ARGUMENTS {
        let literal = value_at(text, skip_white(text, at), Joiner::Call, None);
        let Some(literal) = literal.filter(|literal| literal.quoted) else { break };
        let bytes = &text[literal.range.clone()];
        has_code |= shapes::kind_of(bytes) == Some(kind::REFRESH_TOKEN);
        at = literal.range.end + literal.quote.map_or(0, Quote::length);
        if is_opaque(bytes) {
            last = Some(literal.range);
        }
        if text.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    found
        .extend(last.filter(|_| has_code).map(|secret| Found::new(secret, What::Named(kind::CLIENT_SECRET))));
}

/// `createToken('authorization_code', code, 'https://…', 'id', 'S')`: of two UUIDs the second is the client's secret.
pub(super) fn exchange_arguments(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    const MAX_CALL: usize = 512;
    let Some(quote) = quote_at(text, name.end) else { return };
    let is_first = text[..name.start.saturating_sub(1)].trim_ascii_end().ends_with(b"(");
    if !is_first || text[..name.start].last() != Some(&quote.byte) {
        return;
    }
    let limit = text.len().min(name.end + MAX_CALL.min(text.reach));
    let end = close(text, name.end, limit, b'(', b')');
    let (mut at, mut has_id) = (name.end + 1, false);
    while let Some(quote) = memchr::memchr2(b'"', b'\'', &text[at.min(end)..end]).map(|length| at + length) {
        let Some(literal) = value_at(text, quote, Joiner::Call, None) else { return };
        let is_uuid = is_opaque(&text[literal.range.clone()]);
        if is_uuid && has_id {
            return found.push(Found::new(literal.range, What::Named(kind::CLIENT_SECRET)));
        }
        has_id |= is_uuid;
        at = literal.range.end + 1;
    }
}

/// `Some(S)`, `Optional[S]`: a value that a program printed with the type around it.
fn enclosed(text: Text<'_>, range: Range<usize>) -> Option<Range<usize>> {
    const MAX_TYPES: usize = 3;
    if !matches!(text[range.clone()].last(), Some(b')' | b']')) {
        return None;
    }
    let mut inside = range.clone();
    for _ in 0..MAX_TYPES {
        let bytes = &text[inside.clone()];
        let word = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let is_type = bytes.first().is_some_and(u8::is_ascii_uppercase);
        match (bytes.get(word), bytes.last()) {
            (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')) if is_type => {
                inside = inside.start + word + 1..inside.end - 1;
            }
            _ => break,
        }
    }
    let bytes = &text[inside.clone()];
    let is_value = bytes.len() >= MIN_VALUE && looks_random(bytes) && is_value(bytes);
    (inside != range && is_value).then_some(inside)
}

/// `client_secret = new Secret("S")`: a literal in the code that makes the value.
pub(crate) fn wrapped(text: Text<'_>, value: &Value) -> Option<Range<usize>> {
    // The arguments of a command have flags of their own.
    if text[value.range.start..].starts_with(b"$(") || text[value.range.start..].starts_with(b"`") {
        return None;
    }
    // A quote directly behind a word closes what the word stands in.
    if text[..value.range.end].last().is_some_and(u8::is_ascii_alphanumeric)
        && value.range.len() > MAX_PREFIX
        && quote_at(text, value.range.end).is_some()
    {
        return None;
    }
    let most = value.range.start + MAX_TAG;
    let mut line = text.line_end(value.range.start);
    // What a call is given may stand on the lines below.
    while line < most.min(text.len()) && text[value.range.start..line].trim_ascii_end().ends_with(b"(") {
        line = text.line_end(line + 1);
    }
    let limit = line.min(most);
    let mut at = value.range.start;
    while at < limit {
        let Some(quote) = memchr::memchr2(b'"', b'\'', &text[at..limit]).map(|length| at + length) else {
            return enclosed(text, value.range.clone());
        };
        let literal = value_at(text, quote, Joiner::Call, None)?;
        if literal.range.end > limit {
            return None;
        }
        let bytes = &text[literal.range.clone()];
        if bytes.len() >= MIN_VALUE && looks_random(bytes) && !is_placeholder(bytes) {
            return Some(literal.range);
        }
        at = literal.range.end + 1;
    }
    None
}

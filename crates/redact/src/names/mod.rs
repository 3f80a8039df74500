//! Finds secrets by the name beside them, in headers, addresses, forms, JSON, YAML, XML and the languages that people paste.
//!
//! Four letters in a row are looked up at each place of the text; only where a stem of such a name begins is anything read.

mod commands;
mod headers;
pub(crate) mod judge;
pub(crate) mod layout;
mod oauth;
pub(crate) mod pairs;
pub(crate) mod placeholders;
mod spoken;
pub(crate) mod text;
mod users;
pub(crate) mod value;
pub(crate) mod words;

use std::ops::Range;
use std::sync::LazyLock;

use crate::finding::{Found, What};
use crate::label::kind;
use crate::shapes;
use crate::view::View;
pub(crate) use judge::looks_random;
use placeholders::is_placeholder;
use text::Text;
use value::{Joiner, Value};
use words::{Name, Role, Weight};

/// Every name of a secret holds one of these. Of short words, also what comes before or after them.
const STEMS: &[&[u8; 4]] = &[
    b"toke", b"secr", b"pass", b"auth", b"cook", b"bear", b"basi", b"ikey", b"_key", b"-key", b" key",
    b"skey", b"nkey", b"tkey", b"ekey", b"rkey", b"ykey", b"gkey", b"veri", b"asse", b"priv", b"csrf",
    b"xsrf", b"code", b"stat", b"pwd=", b"pwd:", b"pwd\"", b"pwd'", b"pwd ", b"pwd,", b"ser=", b"ser ",
    b"ser:", b"ser\"", b"jwt=", b"jwt:", b"jwt\"", b"jwt'", b"jwt ", b"_pat", b"-pat", b"spat", b" -u ",
    b" -u'", b" -u\"", b"-use", b" -b ", b"sign", b"cred", b"gran", b"redi", b"lien", b"chal", b".key",
];
const MAX_NAME: usize = 96;
/// How far around a name may be searched, in bytes.
const MAX_REACH: usize = 16 * 1_024;
const MIN_REACH: usize = 128;
/// How much of it each byte of text between two names is worth.
const REACH_PER_BYTE: usize = 8;

/// Fields of OAuth's requests, and values that are secret near them.
#[derive(Default)]
struct Oauth {
    fields: Vec<oauth::Field>,
    unsure: Vec<Found>,
}

/// A bit for each hash of a stem.
static FILTER: LazyLock<[u64; 1 << 10]> = LazyLock::new(|| {
    let mut words = [0; 1 << 10];
    for stem in STEMS {
        let hash = hash(**stem);
        words[(hash >> 6) as usize] |= 1 << (hash & 63);
    }
    words
});

/// 16 bits, the same for small letters and capitals.
fn hash(window: [u8; 4]) -> u32 {
    (u32::from_le_bytes(window) | 0x2020_2020).wrapping_mul(0x9E37_79B1) >> 16
}

/// Every value beside the name of a secret.
#[inline(never)]
pub(crate) fn find(text: &[u8], found: &mut Vec<Found>) {
    let filter = &*FILTER;
    let (mut skip_to, mut allowed) = (0, MAX_REACH);
    let mut oauth = Oauth::default();
    for (at, window) in text.array_windows::<4>().enumerate() {
        let hash = hash(*window);
        if filter[(hash >> 6) as usize] >> (hash & 63) & 1 == 1 && at >= skip_to {
            allowed = (allowed + (at - skip_to) * REACH_PER_BYTE).min(2 * MAX_REACH);
            let reach = allowed.clamp(MIN_REACH, MAX_REACH);
            let before = found.len();
            let (end, is_name) = at_stem(Text { bytes: text, reach }, at, found, &mut oauth);
            allowed = allowed.saturating_sub(if is_name { reach } else { MIN_REACH });
            // What is secret needs no second look.
            skip_to = found[before..]
                .iter()
                .filter(|one| one.range.start >= at)
                .map(|one| one.range.end)
                .fold(end, usize::max);
        }
    }
    found.extend(oauth::beside(text, &oauth.unsure, &oauth.fields));
    let addresses = memchr::memmem::find_iter(text, b"://");
    found.extend(addresses.filter_map(|at| headers::user_information(text, at + 3)));
}

/// Returns the end of the name that was looked at, and whether it is one of a secret.
#[inline(never)]
fn at_stem(text: Text<'_>, at: usize, found: &mut Vec<Found>, oauth: &mut Oauth) -> (usize, bool) {
    if let [b' ', b'-', b'u' | b'U' | b'b' | b'B', ..] | [b'-', b'u' | b'U', b's' | b'S', b'e' | b'E'] =
        text[at..at + 4]
    {
        headers::short_flag(text, at, found);
        return (at + 4, true);
    }
    let name = name_around(text, at);
    if name.end <= at {
        return (at + 1, false);
    }
    let is_name = at_name(text, &name, found, oauth);
    (name.end.max(at + 1), is_name)
}

fn name_around(text: Text<'_>, at: usize) -> Range<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.".contains(byte);
    // A stem may begin with what stands before its word.
    let inside = at + text[at..at + 4].iter().position(is_name).unwrap_or(4);
    let before =
        text[inside.saturating_sub(MAX_NAME)..inside].iter().rev().take_while(|byte| is_name(byte)).count();
    let after = text[inside..].iter().take(MAX_NAME).take_while(|byte| is_name(byte)).count();
    let mut range = inside - before..inside + after;
    while text[range.clone()].first().is_some_and(|first| b"-.".contains(first)) {
        range.start += 1;
    }
    while text[range.clone()].last().is_some_and(|last| b"-.".contains(last)) {
        range.end -= 1;
    }
    range
}

/// Whether it is the name of a secret.
fn at_name(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>, oauth: &mut Oauth) -> bool {
    oauth.fields.extend(oauth::field(text, name));
    let word = &text[name.clone()];
    headers::after_scheme(text, name, found);
    if word.ends_with(b"cookies") || word.ends_with(b"Cookies") {
        pairs::cookies(text, name, found);
    }
    layout::second_argument(text, name, found);
    if users::find(text, name, found) {
        return true;
    }
    let Some(known) = classify(text, name) else {
        shapes::in_path(&text, name, found);
        return false;
    };
    if let Some(values) = pairs::beside(text, name) {
        for value in values {
            in_pair(text, name, known, value, found, oauth);
        }
        return true;
    }
    for value in pairs::in_block(text, name) {
        in_pair(text, name, known, value, found, oauth);
    }
    if known.role == Role::Field && known.weight == Weight::Strong {
        let named =
            |cell: Range<usize>| Found::new(cell.clone(), What::Named(kind_of(&text[cell], known.kind)));
        let cells =
            layout::column(text, name).into_iter().filter(|cell| layout::is_value(&text[cell.clone()]));
        found.extend(cells.map(named));
    }
    let before = found.len();
    match value::behind(text, name) {
        Some(value) if value.joiner != Joiner::Space => read(text, name, known, &value, found, oauth),
        near => {
            let apart = if known.role == Role::OauthParameter { None } else { layout::apart(text, name) };
            if let Some(value) = apart.or(near) {
                read(text, name, known, &value, found, oauth);
            }
        }
    }
    if found.len() == before && known.role == Role::Field {
        loosely_joined(text, name, known, found);
    }
    true
}

/// What a command or a sentence joins to a name.
fn loosely_joined(text: Text<'_>, name: &Range<usize>, known: Name, found: &mut Vec<Found>) {
    if let Some(value) = commands::stored(text, name) {
        field(text, name, known, &value, found);
    } else if let Some(range) = spoken::value(text, name) {
        let what = What::Named(kind_of(&text[range.clone()], known.kind));
        found.push(Found::new(range, what));
    }
}

/// Two words say more than one.
fn classify(text: Text<'_>, name: &Range<usize>) -> Option<Name> {
    let word = words::classify(&text[name.clone()]);
    match word {
        Some(Name { weight: Weight::Strong, .. } | Name { role: Role::OauthParameter, .. }) => word,
        _ => spaced_name(text, name).filter(|name| name.role == Role::Field).or(word),
    }
}

/// `client secret`, `API key`, `access token` in words.
fn spaced_name(text: Text<'_>, name: &Range<usize>) -> Option<Name> {
    let before = text[..name.start].strip_suffix(b" ")?;
    let length = before
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    words::classify(&text[before.len() - length..name.end])
}

/// Judges a value by its name, and finds what of it is secret.
fn read(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    value: &Value,
    found: &mut Vec<Found>,
    oauth: &mut Oauth,
) {
    match known.role {
        Role::Authorization => headers::authorization(text, name, value, found),
        Role::Cookies => headers::cookies(text, value, found),
        Role::OauthParameter => oauth::parameter(text, name, known, value, found, &mut oauth.unsure),
        Role::Field => field(text, name, known, value, found),
    }
}

/// The value of a field whose name is another field's value.
fn in_pair(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    value: Value,
    found: &mut Vec<Found>,
    oauth: &mut Oauth,
) {
    if known.role != Role::Field {
        return read(text, name, known, &Value { joiner: Joiner::Colon, ..value }, found, oauth);
    }
    let value = Value { joiner: Joiner::Equals { tight: true }, quoted: true, ..value };
    if is_secret(text, name, known, &value) {
        let range = value.to_end(text);
        found.push(Found::new(range.clone(), What::Named(kind_of(&text[range], known.kind))));
    }
}

fn field(text: Text<'_>, name: &Range<usize>, known: Name, value: &Value, found: &mut Vec<Found>) {
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
        match next_in_brackets(text, &value) {
            Some(next) => value = next,
            None => return,
        }
    }
}

fn next_in_brackets(text: Text<'_>, value: &Value) -> Option<Value> {
    if !value.in_brackets {
        return None;
    }
    let closing = value::quote_at(text, value.range.end)?;
    let comma = text::skip_white(text, value.range.end + closing_length(text, value.range.end, closing));
    let next = text::skip_white(text, comma + 1);
    let is_more = text.get(comma) == Some(&b',') && value::quote_at(text, next).is_some();
    let value = value::value_at(text, next, value.joiner, None).filter(|_| is_more)?;
    Some(Value { in_brackets: true, ..value })
}

fn closing_length(text: Text<'_>, at: usize, _quote: value::Quote) -> usize {
    text[at..].iter().take_while(|byte| **byte == b'\\').count() + 1
}

fn is_secret(text: Text<'_>, name: &Range<usize>, known: Name, value: &Value) -> bool {
    let bytes = &*decoded(&text[value.range.clone()]);
    if is_placeholder(bytes) || is_no_value(known, bytes) || is_address(bytes) || judge::is_pattern(bytes) {
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

/// `http://…` and `/oauth/token`: where a token is had, not the token.
fn is_address(value: &[u8]) -> bool {
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

/// The beginning of the value with its escapes undone, to judge it.
fn decoded(value: &[u8]) -> zeroize::Zeroizing<Vec<u8>> {
    let value = &value[..value.len().min(judge::MAX_JUDGED)];
    if memchr::memchr3(b'\\', b'%', b'&', value).is_none() {
        return zeroize::Zeroizing::new(value.to_vec());
    }
    let mut view = View::decoded(value, 0..value.len());
    for _ in 0..4 {
        match view.as_ref().and_then(View::decoded_again) {
            Some(next) => view = Some(next),
            None => break,
        }
    }
    view.map_or_else(|| zeroize::Zeroizing::new(value.to_vec()), |view| view.bytes)
}

/// The form of a token says more than its name.
fn kind_of(value: &[u8], by_name: &'static str) -> &'static str {
    match shapes::kind_of(value) {
        Some(kind::REFRESH_TOKEN)
            if [kind::API_KEY, kind::AUTHORIZATION_CODE, kind::CLIENT_SECRET].contains(&by_name) =>
        {
            by_name
        }
        Some(kind) => kind,
        None => by_name,
    }
}

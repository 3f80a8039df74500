//! Finds secrets by the name beside them, in headers, addresses, forms, JSON, YAML, XML and the languages that people paste.
//!
//! Only where a stem of such a name begins is anything read.

mod aligned;
mod character_data;
mod commands;
mod declared;
mod element;
mod facts;
mod field;
mod flags;
mod headers;
pub(crate) mod judge;
mod known_pairs;
pub(crate) mod layout;
mod manifest;
mod multipart;
mod nested;
mod oauth;
pub(crate) mod pairs;
mod placeholder_words;
pub(crate) mod placeholders;
mod programs;
mod quote;
mod spoken;
mod stems;
pub(crate) mod table;
pub(crate) mod text;
mod translations;
mod users;
pub(crate) mod value;
mod word_lists;
pub(crate) mod words;
mod wrapped;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::bytes::ByteSet;
use crate::effort;
use crate::finding::{Found, What};
use crate::label::kind;
use crate::memo::Memo;
use crate::shapes;
use facts::Facts;
use oauth::Oauth;
use text::Text;
use value::{Joiner, Value};
use words::{Name, Role, Weight};

const MAX_NAME: usize = 96;
static NAME: ByteSet = ByteSet::alphanumeric_and(b"_-.");
/// How far around a name may be searched, in bytes.
const MAX_REACH: usize = 16 * 1_024;
const MIN_REACH: usize = 96;
/// A secret that begins as near behind its name has nothing in between, in bytes.
const NEXT: usize = 4;
/// How much of it each byte of text between two names is worth.
const REACH_PER_BYTE: usize = 8;

/// What the names are that came last.
#[derive(Default)]
pub(crate) struct Memory(Memo<Facts>);

/// What was read around a name and says something of those behind it, so that it is read once.
struct Seen<'a> {
    memory: &'a mut Memory,
    oauth: Oauth,
    command: Option<commands::Command>,
    programs: flags::Programs,
    tables: table::Tables,
    aligned: Option<aligned::Table>,
    digits: spoken::Digits,
    pairs: known_pairs::Pairs,
    /// The end of the last command whose program takes a password.
    program: usize,
    /// The end of the last command that stores secrets.
    assigned: usize,
    /// The end of the last line or list of cookies.
    cookies: usize,
}

impl<'a> Seen<'a> {
    fn with(memory: &'a mut Memory) -> Self {
        Self {
            memory,
            oauth: Oauth::default(),
            command: None,
            programs: flags::Programs::default(),
            tables: table::Tables::default(),
            aligned: None,
            digits: spoken::Digits::default(),
            pairs: known_pairs::Pairs::default(),
            program: 0,
            assigned: 0,
            cookies: 0,
        }
    }
}

/// Every value beside the name of a secret. Returns what it took, in steps.
#[inline(never)]
pub(crate) fn find(text: &[u8], memory: &mut Memory, found: &mut Vec<Found>) -> usize {
    static ADDRESS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
    let (mut from, mut allowed, mut steps) = (0, MAX_REACH, 0);
    let mut seen = Seen::with(memory);
    // What is secret needs no second look. What stands between a name and its secret does.
    let mut secrets = BTreeMap::new();
    while let Some(at) = stems::next(text, from) {
        if let Some(end) = end_around(&mut secrets, at) {
            from = end;
            continue;
        }
        allowed = (allowed + (at - from) * REACH_PER_BYTE).min(2 * MAX_REACH);
        let reach = allowed.clamp(MIN_REACH, MAX_REACH);
        let before = found.len();
        let (end, cost) = at_stem(Text { bytes: text, reach }, at, found, &mut seen);
        allowed = allowed.saturating_sub(cost);
        steps += effort::NAME;
        from = end;
        for Found { range, .. } in found[before..].iter().filter(|one| one.range.end > end) {
            if range.start <= end + NEXT {
                from = from.max(range.end);
            } else {
                secrets.insert(range.start, range.end);
            }
        }
    }
    seen.oauth.finish(found);
    let addresses = ADDRESS.find_iter(text);
    found.extend(addresses.filter_map(|at| headers::user_information(text, at + 3)));
    steps
}

/// The end of the secret that a place is in. Those before it are forgotten.
fn end_around(secrets: &mut BTreeMap<usize, usize>, at: usize) -> Option<usize> {
    while let Some(first) = secrets.first_entry() {
        if *first.get() > at {
            return (*first.key() <= at).then(|| *first.get());
        }
        first.remove();
    }
    None
}

/// Returns the end of the name that was looked at, and how far around it was searched.
#[inline(never)]
fn at_stem(text: Text<'_>, at: usize, found: &mut Vec<Found>, seen: &mut Seen<'_>) -> (usize, usize) {
    let letters =
        text[at..].first_chunk::<4>().map(|letters| letters.map(|letter| letter.to_ascii_lowercase()));
    if let Some([b'c', b'u', b'r', b'l'] | [b'-', b'u', b's', b'e'] | [b' ', b'-', b'u' | b'b' | b'a', _]) =
        letters
    {
        return (at + 4, flags::at_stem(text, at, &mut seen.programs, found));
    }
    let name = name_around(text, at);
    if name.end <= at {
        return (at + 1, MIN_REACH);
    }
    let is_name = at_name(text, &name, found, seen);
    (name.end.max(at + 1), if is_name { text.reach } else { MIN_REACH })
}

fn name_around(text: Text<'_>, at: usize) -> Range<usize> {
    // A stem may begin with what stands before its word.
    let inside = at + NAME.position(&text[at..at + 4]).unwrap_or(4);
    let before = NAME.count_back(&text[inside.saturating_sub(MAX_NAME)..inside]);
    let after = NAME.count(&text[inside..text.len().min(inside + MAX_NAME)]);
    let mut range = inside - before..inside + after;
    while text[range.clone()].first().is_some_and(|first| b"-.".contains(first)) {
        range.start += 1;
    }
    while text[range.clone()].last().is_some_and(|last| b"-.".contains(last)) {
        range.end -= 1;
    }
    with_letters(text, range)
}

/// With the letters of Latin that are not ASCII's, as in `contraseña`.
fn with_letters(text: Text<'_>, mut range: Range<usize>) -> Range<usize> {
    let is_letter = |two: Option<&[u8; 2]>| matches!(two, Some([0xC3..=0xC5, 0x80..=0xBF]));
    while range.len() < MAX_NAME && !range.is_empty() && is_letter(text[range.end..].first_chunk()) {
        let end = range.end + 2;
        range.end = end + NAME.count(&text[end..text.len().min(end + MAX_NAME)]);
    }
    while range.len() < MAX_NAME && !range.is_empty() && is_letter(text[..range.start].last_chunk()) {
        let start = range.start - 2;
        range.start = start - NAME.count_back(&text[start.saturating_sub(MAX_NAME)..start]);
    }
    range
}

/// Whether it is the name of a secret.
fn at_name(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>, seen: &mut Seen<'_>) -> bool {
    let facts = seen.memory.0.get(&text.bytes[name.clone()], Facts::of);
    if let Some(field) = facts.request {
        seen.oauth.note_field(text, name, field);
    }
    manifest::find(text, name, found);
    if let Some(scheme) = facts.scheme {
        headers::after_scheme(text, name, scheme, found);
    }
    if facts.is_of_cookies && name.start >= seen.cookies {
        seen.cookies = pairs::cookies(text, name, found).max(seen.cookies);
    }
    if facts.call.takes_pair {
        layout::second_argument(text, name, found);
        flags::pair(text, name, found);
    }
    if facts.call.may_exchange {
        layout::exchanged(text, name, found);
    }
    if facts.call.may_be_client {
        layout::client_arguments(text, name, found);
    }
    if let Some(program) = facts.program.filter(|_| name.start >= seen.program) {
        seen.program = programs::find(text, name, program, found).max(seen.program);
    }
    programs::last_argument(text, name, found);
    if name.start >= seen.assigned {
        seen.assigned = commands::assigned(text, name, &mut seen.command, found);
    }
    if facts.is_sensitive {
        pairs::sensitive(text, name, found);
    }
    if let Some(user) = facts.user {
        users::find(text, name, user, found);
        return true;
    }
    if matches!(&text[name.clone()], b"authorization_code" | b"refresh_token") {
        layout::exchange_arguments(text, name, found);
    }
    let Some(known) = classify(text, name, facts.secret, seen) else {
        shapes::in_path(&text, name, found);
        return false;
    };
    if let Some(value) = multipart::body(text, name) {
        if known.role != Role::Field {
            read(text, name, known, &value, found, seen);
        } else if field::is_secret(text, name, known, &value) {
            let what = What::Named(kind_of(&text[value.range.clone()], known.kind));
            found.push(Found::new(value.range, what));
        }
        return true;
    }
    let in_object = |object| seen.pairs.values(text, object, known);
    if let Some(values) = pairs::beside(text, name, in_object) {
        for value in values {
            in_pair(text, name, known, value, found, seen);
        }
        return true;
    }
    for value in pairs::in_block(text, name) {
        in_pair(text, name, known, value, found, seen);
    }
    if known.role == Role::Field && known.weight == Weight::Strong {
        for value in pairs::in_object(text, name) {
            in_pair(text, name, known, value, found, seen);
        }
        for value in nested::values(text, name) {
            field::find(text, name, known, &value, found);
        }
    }
    if known.role == Role::Field && known.weight != Weight::Opaque {
        below(text, name, known, found, seen);
    }
    let before = found.len();
    match value::behind(text, name) {
        Some(value) if value.joiner != Joiner::Space => read(text, name, known, &value, found, seen),
        near => {
            let apart = if known.role == Role::OauthParameter { None } else { layout::apart(text, name) };
            // What stands behind a scheme was found by it.
            let is_new = |value: &Value| found.last().is_none_or(|last| last.range != value.range);
            if let Some(value) = apart.or(near).filter(is_new) {
                read(text, name, known, &value, found, seen);
            }
        }
    }
    if found.len() == before && known.role == Role::Field {
        loosely_joined(text, name, known, found, seen);
    }
    true
}

/// The cells of the column that a name heads.
fn below(text: Text<'_>, name: &Range<usize>, known: Name, found: &mut Vec<Found>, seen: &mut Seen<'_>) {
    let is_secret = |cell: &Range<usize>| {
        let cell = &text[cell.clone()];
        layout::is_value(cell) && (known.weight == Weight::Strong || judge::looks_random(cell))
    };
    let named = |cell: Range<usize>| Found::new(cell.clone(), What::Named(kind_of(&text[cell], known.kind)));
    let cells = table::column(text, name, &mut seen.tables);
    let aligned = aligned::column(text, name, &mut seen.aligned);
    found.extend(cells.into_iter().chain(aligned).filter(is_secret).map(named));
}

/// What a command or a sentence joins to a name.
fn loosely_joined(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    found: &mut Vec<Found>,
    seen: &mut Seen<'_>,
) {
    if let Some(value) = commands::stored(text, name, &mut seen.command) {
        field::find(text, name, known, &value, found);
    } else if let Some(range) = spoken::value(text, name, known, &mut seen.digits) {
        let what = What::Named(kind_of(&text[range.clone()], known.kind));
        found.push(Found::new(range, what));
    }
}

/// Two words say more than one.
fn classify(text: Text<'_>, name: &Range<usize>, word: Option<Name>, seen: &mut Seen<'_>) -> Option<Name> {
    match word {
        Some(Name { weight: Weight::Strong, .. } | Name { role: Role::OauthParameter, .. }) => word,
        _ => spaced_name(text, name, seen).filter(|name| name.role == Role::Field).or(word),
    }
}

/// `client secret`, `API key`, `access token` in words.
fn spaced_name(text: Text<'_>, name: &Range<usize>, seen: &mut Seen<'_>) -> Option<Name> {
    let before = text[..name.start].strip_suffix(b" ")?;
    let length = before
        .iter()
        .rev()
        .take(16)
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-')
        .count();
    seen.memory.0.get(&text.bytes[before.len() - length..name.end], Facts::of).secret
}

/// Judges a value by its name, and finds what of it is secret.
fn read(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    value: &Value,
    found: &mut Vec<Found>,
    seen: &mut Seen<'_>,
) {
    match known.role {
        Role::Authorization => headers::authorization(text, name, value, found),
        Role::Cookies if name.start < seen.cookies => {}
        Role::Cookies => seen.cookies = headers::cookies(text, value, found).max(seen.cookies),
        Role::OauthParameter => seen.oauth.parameter(text, name, known, value, found),
        Role::Field => field::find(text, name, known, value, found),
    }
}

/// The value of a field whose name is another field's value.
fn in_pair(
    text: Text<'_>,
    name: &Range<usize>,
    known: Name,
    value: Value,
    found: &mut Vec<Found>,
    seen: &mut Seen<'_>,
) {
    if known.role != Role::Field {
        return read(text, name, known, &Value { joiner: Joiner::Colon, ..value }, found, seen);
    }
    // Text between tags is a word or a sentence as often as not.
    let quoted = value.joiner != Joiner::Tag;
    field::find(text, name, known, &Value { joiner: Joiner::Equals { tight: true }, quoted, ..value }, found);
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

//! Personal data by the name of its property, in HubSpot's words and in those of others.

use std::ops::Range;

use crate::bytes::ByteSet;
use crate::finding::Personal;
use crate::memo::Memo;
use crate::names::judge::is_literal;
use crate::names::pairs::{beside, values_in};
use crate::names::table::{Tables, column};
use crate::names::text::close;
use crate::names::text::{Text, skip_white};
use crate::names::value::{Joiner, behind};
use crate::names::words::Squeezed;

const REACH: usize = 4 * 1_024;
/// Many names in a row are searched around less, as those of secrets are.
const MIN_REACH: usize = 96;
const REACH_PER_BYTE: usize = 8;
const MAX_NAME: usize = 64;

/// Endings of names; the longest first where one ends another.
const ENDINGS: &[(&str, Personal)] = &[
    ("fullnameoremail", Personal::Name),
    ("emailaddress", Personal::Email),
    ("mailaddress", Personal::Email),
    ("email", Personal::Email),
    ("additionalemails", Personal::Email),
    ("ipaddress", Personal::IpAddress),
    ("remoteaddr", Personal::IpAddress),
    ("phone", Personal::Phone),
    ("phonenumber", Personal::Phone),
    ("mobile", Personal::Phone),
    ("mobilenumber", Personal::Phone),
    ("fax", Personal::Phone),
    ("faxnumber", Personal::Phone),
    ("telephone", Personal::Phone),
    ("firstname", Personal::Name),
    ("lastname", Personal::Name),
    ("fullname", Personal::Name),
    ("middlename", Personal::Name),
    ("maidenname", Personal::Name),
    ("surname", Personal::Name),
    ("familyname", Personal::Name),
    ("givenname", Personal::Name),
    ("nickname", Personal::Name),
    ("contactname", Personal::Name),
    ("ownername", Personal::Name),
    ("sendername", Personal::Name),
    ("fromname", Personal::Name),
    ("displayname", Personal::Name),
    ("streetaddress", Personal::Address),
    ("postaladdress", Personal::Address),
    ("addressline1", Personal::Address),
    ("addressline2", Personal::Address),
    ("dateofbirth", Personal::BirthDate),
    ("birthdate", Personal::BirthDate),
    ("birthday", Personal::BirthDate),
];

/// Names that are nothing else as a whole.
const WHOLE: &[(&str, Personal)] = &[
    ("address", Personal::Address),
    ("address1", Personal::Address),
    ("address2", Personal::Address),
    ("street", Personal::Address),
    ("street1", Personal::Address),
    ("street2", Personal::Address),
    ("city", Personal::Address),
    ("town", Personal::Address),
    ("zip", Personal::Address),
    ("zipcode", Personal::Address),
    ("postalcode", Personal::Address),
    ("postcode", Personal::Address),
    ("tel", Personal::Phone),
];

/// Lines of a vCard (RFC 6350).
const CARD: &[(&str, Personal)] = &[
    ("fn", Personal::Name),
    ("n", Personal::Name),
    ("tel", Personal::Phone),
    ("email", Personal::Email),
    ("adr", Personal::Address),
    ("bday", Personal::BirthDate),
];

pub(super) fn find(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    static NAME: ByteSet = ByteSet::alphanumeric_and(b"_-.");
    let (mut tables, mut kinds) = (Tables::default(), Memo::default());
    let (mut at, mut last, mut allowed) = (0, 0, REACH);
    while at < text.len() {
        let length = NAME.count(&text[at..]);
        if (3..=MAX_NAME).contains(&length)
            && let Some((end, kind)) = kind_at(text, at..at + length, &mut kinds)
        {
            allowed = (allowed + (at - last) * REACH_PER_BYTE).min(2 * REACH);
            let reach = allowed.clamp(MIN_REACH, REACH);
            values(Text { bytes: text, reach }, at..end, kind, &mut tables, add);
            allowed = allowed.saturating_sub(reach);
            last = at;
        }
        at += length.max(1);
    }
    card(text, add);
}

/// Two words say more than one, as in `First Name`. With the end of the name.
fn kind_at(text: &[u8], name: Range<usize>, kinds: &mut Memo<Option<Personal>>) -> Option<(usize, Personal)> {
    let next = text[name.end..].strip_prefix(b" ").unwrap_or_default();
    let length = next.iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let both = name.end + 1 + length;
    let spaced =
        if length > 0 { kinds.get(&text[name.start..both], kind_of).map(|kind| (both, kind)) } else { None };
    let is_begun = spaced.is_some_and(|(_, kind)| kinds.get(&next[..length], kind_of) != Some(kind));
    spaced
        .filter(|_| is_begun)
        .or_else(|| kinds.get(&text[name.clone()], kind_of).map(|kind| (name.end, kind)))
}

fn kind_of(name: &[u8]) -> Option<Personal> {
    let squeezed = Squeezed::of(name);
    let whole = WHOLE.iter().find(|(word, _)| squeezed.is(word));
    whole.or_else(|| ENDINGS.iter().find(|(word, _)| squeezed.ends_with(word))).map(|(_, kind)| *kind)
}

fn values(
    text: Text<'_>,
    name: Range<usize>,
    kind: Personal,
    tables: &mut Tables,
    add: &mut impl FnMut(Range<usize>, Personal),
) {
    let is_display_name = Squeezed::of(&text[name.clone()]).ends_with("displayname");
    let mut add = |range: Range<usize>| {
        let value = &text[range.clone()];
        if is_value(value, kind) && (!is_display_name || is_full_name(value)) {
            add(range, kind);
        }
    };
    if let Some(values) = beside(text, &name, |object| values_in(text, object)) {
        return values.into_iter().for_each(|value| add(value.range));
    }
    column(text, &name, tables).into_iter().for_each(&mut add);
    if let Some(object) = object_of(text, &name) {
        return values_in(text, object).into_iter().for_each(|value| add(value.range));
    }
    let Some(value) = behind(text, &name) else { return };
    match value.joiner {
        Joiner::Space | Joiner::Comma | Joiner::Call | Joiner::Flag => {}
        _ if value.quoted => add(value.range),
        Joiner::Colon | Joiner::Column => add(to_line_end(text, value.range)),
        Joiner::Tag => add(to_tag(text, value.range)),
        Joiner::Equals { .. } => add(value.range),
    }
}

/// `"firstname": {"value": "Ada", "versions": [{"value": "Ada"}]}`
fn object_of(text: Text<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let quote = usize::from(text.get(name.end) == Some(&b'"'));
    let colon = skip_white(text, name.end + quote);
    let start = skip_white(text, colon + 1);
    let (opening, closing) = match text.get(start)? {
        b'{' => (b'{', b'}'),
        b'[' => (b'[', b']'),
        _ => return None,
    };
    let limit = text.len().min(start + text.reach);
    (text.get(colon) == Some(&b':')).then(|| start + 1..close(text, start + 1, limit, opening, closing))
}

/// Values of several words have the line to themselves.
fn to_line_end(text: Text<'_>, value: Range<usize>) -> Range<usize> {
    let stops = |byte: &u8| b"\n\r#\"'|<>{}[],;&".contains(byte);
    let limit = text.len().min(value.start + 128);
    let length = text[value.start..limit].iter().position(stops).unwrap_or(limit - value.start);
    let end = value.start + text[value.start..value.start + length].trim_ascii_end().len();
    value.start..end.max(value.start)
}

fn to_tag(text: Text<'_>, value: Range<usize>) -> Range<usize> {
    let limit = text.len().min(value.start + 256);
    value.start
        ..memchr::memchr(b'<', &text[value.start..limit]).map_or(value.end, |length| value.start + length)
}

fn is_value(value: &[u8], kind: Personal) -> bool {
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    let fits = match kind {
        Personal::Email => letters > 0 && value.contains(&b'@'),
        Personal::Phone | Personal::BirthDate => digits >= 4,
        Personal::IpAddress => digits > 0 && value.iter().any(|byte| matches!(byte, b'.' | b':')),
        Personal::Name => letters > 0,
        Personal::Address => letters + digits > 0,
    };
    let is_code = value
        .iter()
        .any(|byte| b"{}$<>=".contains(byte) || kind != Personal::Phone && matches!(byte, b'(' | b')'));
    let is_reference = kind_of(value).is_some();
    let is_word = is_literal(value) && digits == 0;
    fits && !is_word && !is_code && !is_reference
}

/// Two words with capitals, or an address: things have a display name, too, `Deals` and `Marketing events`.
fn is_full_name(value: &[u8]) -> bool {
    let words = || value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    value.contains(&b'@') || words().count() >= 2 && words().all(|word| !word[0].is_ascii_lowercase())
}

/// `FN:Ada Lovelace`, `TEL;TYPE=cell:+44 …`
fn card(text: &[u8], add: &mut impl FnMut(Range<usize>, Personal)) {
    let mut at = 0;
    for begin in memchr::memmem::find_iter(text, b"BEGIN:VCARD") {
        if begin < at {
            continue;
        }
        at = begin;
        for line in text[begin..].split_inclusive(|byte| *byte == b'\n').take(100) {
            let start = at;
            at += line.len();
            if line.starts_with(b"END:VCARD") {
                break;
            }
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let name = line[..colon].split(|byte| *byte == b';').next().unwrap_or_default();
            let kind = CARD.iter().find(|(word, _)| name.eq_ignore_ascii_case(word.as_bytes()));
            let value = start + colon + 1..start + line.trim_ascii_end().len();
            if let Some((_, kind)) = kind.filter(|_| value.start < value.end) {
                add(value, *kind);
            }
        }
    }
}

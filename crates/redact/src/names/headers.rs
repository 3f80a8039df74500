//! Credentials as HTTP carries them: `Authorization`, cookies, user information in addresses, and curl's flags for them.

use std::ops::Range;

use super::facts::Scheme;
use super::judge::{is_expression, is_literal, is_pair, is_prose, is_reference, looks_random};
use super::placeholders::is_placeholder;
use super::text::{Text, skip_white};
use super::value::{Joiner, Value, value_at};
use super::wrapped;
use crate::base64::decode_text;
use crate::bytes::{ByteSet, Lengths};
use crate::finding::{Found, What};
use crate::label::kind;
use crate::shapes;

const SCHEMES: &[&str] = &[
    "bearer",
    "basic",
    "token",
    "apikey",
    "api-key",
    "api_key",
    "key",
    "oauth",
    "digest",
    "hawk",
    "negotiate",
    "ntlm",
    "private-app",
    "pat",
    "jwt",
    "aws4-hmac-sha256",
    "zoho-oauthtoken",
    "hubspot",
];
static LENGTHS: Lengths = Lengths::of(SCHEMES);
static WORD: ByteSet = ByteSet::alphanumeric_and(b"-_");
static JOINT: ByteSet = ByteSet::of(b" \t:=+");
const MIN_BARE_TOKEN: usize = 16;
/// Browsers send no more of them, in bytes.
const MAX_COOKIES: usize = 8 * 1_024;

/// The value of `Authorization`: the scheme stays, also where it stands twice.
pub(super) fn authorization(text: Text<'_>, name: &Range<usize>, value: &Value, found: &mut Vec<Found>) {
    let whole = if value.quoted { value.to_end(text) } else { to_line_end(text, value) };
    let (secret, scheme) = behind_schemes(text, whole.clone());
    let bytes = &text[secret.clone()];
    if is_placeholder(bytes)
        || is_literal(bytes)
        || !matches!(value.joiner, Joiner::Colon | Joiner::Equals { .. })
            && !looks_random(bytes)
            && scheme.is_none()
    {
        return;
    }
    if scheme.is_none()
        && (super::field::is_address(bytes)
            || bytes.starts_with(b"/")
            || value.joiner == Joiner::Comma && !looks_random(bytes))
    {
        return;
    }
    let is_header = value.quoted || value.outer_quote.is_some() || begins_line(text, name);
    if !value.quoted && (is_expression(bytes) || is_reference(bytes)) || !is_header && is_prose(bytes) {
        return;
    }
    if scheme.is_none()
        && !value.quoted
        && is_prose(bytes)
        && bytes.split(u8::is_ascii_whitespace).count() > 2
    {
        return;
    }
    let mut secret = first_word(text, secret, scheme, value.quoted);
    // The quote was not closed on the line.
    if value.outer_quote.is_some() && shapes::is_mixed(&text[secret.clone()]) {
        secret.end = shapes::continued(&text, secret.end);
    }
    if let Some(range) = wrapped::range(text, &Value { range: secret.clone(), ..value.clone() }) {
        secret = range;
    }
    push(text, secret, kind_of_scheme(scheme), found);
}

pub(super) fn push(text: Text<'_>, range: Range<usize>, by_name: &'static str, found: &mut Vec<Found>) {
    let kind = shapes::kind_of(&text[range.clone()]).unwrap_or(by_name);
    found.push(Found::new(range, What::Named(kind)));
}

fn kind_of_scheme(scheme: Option<&[u8]>) -> &'static str {
    match scheme {
        Some(scheme) if scheme.eq_ignore_ascii_case(b"basic") => kind::BASIC,
        Some(scheme) if scheme.eq_ignore_ascii_case(b"bearer") => kind::ACCESS_TOKEN,
        _ => kind::TOKEN,
    }
}

/// Credentials of one word end at the first space; those with parameters, such as Digest's, at the end of the line.
fn first_word(text: Text<'_>, range: Range<usize>, scheme: Option<&[u8]>, quoted: bool) -> Range<usize> {
    let is_one_word = scheme.is_some_and(|scheme| {
        [&b"bearer"[..], b"basic", b"token", b"oauth"].iter().any(|one| scheme.eq_ignore_ascii_case(one))
    });
    if quoted || !is_one_word {
        return range;
    }
    let bytes = &text[range.clone()];
    let length = bytes.iter().position(u8::is_ascii_whitespace).unwrap_or(bytes.len());
    let is_line_break = |two: &[u8]| matches!(two, [b'\\', b'r' | b'n']);
    let length = bytes[..length].windows(2).position(is_line_break).unwrap_or(length);
    let length =
        bytes[..length].iter().rposition(|byte| !b",;)}]|\\".contains(byte)).map_or(length, |last| last + 1);
    range.start..range.start + length
}

/// The rest of the line, or of what the enclosing quote holds. Parameters may be quoted.
fn to_line_end(text: Text<'_>, value: &Value) -> Range<usize> {
    let start = value.range.start;
    let line = text.line_end(start);
    let mut end = start;
    while let Some(quote) = memchr::memchr3(b'"', b'\'', b'`', &text[end..line]).map(|length| end + length) {
        let first = quote - text[start..quote].iter().rev().take_while(|byte| **byte == b'\\').count();
        let is_outer = value.outer_quote.is_some_and(|outer| outer.byte == text[quote]);
        let parameter =
            value_at(text, first, Joiner::Call, None).filter(|parameter| parameter.range.end < line);
        match parameter {
            Some(parameter) if !is_outer && matches!(text[..first].last(), Some(b'=' | b':')) => {
                end = parameter.range.end + 1;
            }
            _ => return start..start + text[start..first].trim_ascii_end().len(),
        }
    }
    let end = line;
    start..start + text[start..end].trim_ascii_end().len()
}

fn begins_line(text: Text<'_>, name: &Range<usize>) -> bool {
    let line = text.line_start(name.start);
    text[line..name.start].iter().all(|byte| b" \t-<>*".contains(byte))
}

/// The range without the schemes that it begins with, and the last one of them.
fn behind_schemes(text: Text<'_>, mut range: Range<usize>) -> (Range<usize>, Option<&[u8]>) {
    let mut last = None;
    loop {
        let bytes = &text.bytes[range.clone()];
        let word = WORD.count(bytes);
        let scheme = &bytes[..word];
        let is_scheme = LENGTHS.may_hold(scheme)
            && SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known.as_bytes()));
        let joint = JOINT.count(&bytes[word..]);
        if is_scheme && word == bytes.len() {
            return (range.end..range.end, Some(scheme));
        }
        let is_custom = last.is_none()
            && joint > 0
            && bytes[word] == b' '
            && scheme.iter().all(u8::is_ascii_alphabetic)
            && word > 0
            && !bytes[word + joint..].contains(&b' ');
        let is_percent = is_scheme && bytes[word..].starts_with(b"%20");
        if !(is_scheme && joint > 0 || is_percent || is_custom) {
            return (range, last);
        }
        last = Some(scheme);
        range.start += word + if is_percent { 3 } else { joint };
    }
}

/// `Bearer S` and `Basic S` anywhere: in words, in code, after a line break.
pub(super) fn after_scheme(text: Text<'_>, name: &Range<usize>, scheme: Scheme, found: &mut Vec<Found>) {
    let is_bearer = scheme == Scheme::Bearer;
    let start = skip_white(text, name.end);
    if start == name.end {
        return;
    }
    let Some(value) = value_at(text, start, Joiner::Space, None).filter(|value| !value.quoted) else {
        return;
    };
    let (secret, _) = behind_schemes(text, value.range);
    let bytes = &text[secret.clone()];
    let is_basic =
        !is_bearer && bytes.len() >= 8 && decode_text(bytes).is_some_and(|plain| plain.contains(&b':'));
    let is_token = is_bearer && (bytes.len() >= MIN_BARE_TOKEN || looks_random(bytes));
    if is_token && is_pair(bytes) {
        return;
    }
    if (is_basic || is_token) && !is_placeholder(bytes) && !is_expression(bytes) && !is_reference(bytes) {
        push(text, secret, if is_basic { kind::BASIC } else { kind::ACCESS_TOKEN }, found);
    }
}

/// Each cookie's value; names and attributes stay. A long line of them is read whole, however many names came before. Returns the
/// end of what was read.
pub(super) fn cookies(text: Text<'_>, value: &Value, found: &mut Vec<Found>) -> usize {
    let start = value.range.start;
    let is_long = text[start..text.len().min(start + text.reach)].contains(&b'=');
    let text = Text { reach: if is_long { text.reach.max(MAX_COOKIES) } else { text.reach }, ..text };
    let value = &Value { range: value.to_closing_quote(text), ..value.clone() };
    if !matches!(value.joiner, Joiner::Colon | Joiner::Equals { .. } | Joiner::Flag | Joiner::Comma) {
        return 0;
    }
    // In a shell an argument ends at a space; Windows' has quotes of its own.
    let is_argument = value.joiner == Joiner::Flag && !text[..value.range.start].ends_with(b"^\"");
    let is_closed = value.quoted || is_argument;
    let range = if is_closed { value.range.clone() } else { cookie_line(text, value) };
    if value.joiner == Joiner::Comma && !text[range.clone()].contains(&b'=') {
        return 0;
    }
    let mut start = range.start;
    for part in text[range.clone()].split(|byte| *byte == b';') {
        cookie(text, start..start + part.len(), value.quoted || value.outer_quote.is_some(), found);
        start += part.len() + 1;
    }
    range.end
}

/// To the end of the line, or to the quote that encloses the header.
fn cookie_line(text: Text<'_>, value: &Value) -> Range<usize> {
    let start = value.range.start;
    let line = text.line_end(start);
    let mut end = start;
    while end < line {
        let next = value_at(text, end, Joiner::Colon, value.outer_quote).filter(|next| !next.quoted);
        let stop = next.map_or(end, |next| next.range.end.min(line));
        let gap = text[stop..line].iter().take_while(|byte| b" \t;,".contains(byte)).count();
        let is_quote_within = value.outer_quote.is_none() && text.get(stop) == Some(&b'"');
        end = stop + gap.max(usize::from(is_quote_within));
        if end == stop {
            break;
        }
    }
    start..end.min(line)
}

fn cookie(text: Text<'_>, part: Range<usize>, is_certain: bool, found: &mut Vec<Found>) {
    const ATTRIBUTES: &[&[u8]] = &[
        b"path",
        b"domain",
        b"expires",
        b"max-age",
        b"samesite",
        b"secure",
        b"httponly",
        b"priority",
        b"version",
        b"partitioned",
    ];
    let bytes = &text[part.clone()];
    let name = bytes.iter().position(|byte| *byte == b'=');
    let is_attribute = ATTRIBUTES
        .iter()
        .any(|word| bytes[..name.unwrap_or(bytes.len())].trim_ascii().eq_ignore_ascii_case(word));
    let value = &bytes[name.map_or(0, |equals| equals + 1)..];
    let value = value.strip_suffix(b"^").unwrap_or(value);
    let trimmed = value.trim_ascii();
    if is_attribute
        || is_placeholder(trimmed)
        || name.is_none()
            && (!is_certain && !looks_random(trimmed)
                || is_expression(trimmed)
                || is_reference(trimmed)
                || is_literal(trimmed))
    {
        return;
    }
    let lead = value.len() - value.trim_ascii_start().len();
    let start = part.start + name.map_or(0, |equals| equals + 1) + lead;
    found.push(Found::new(start..start + trimmed.len(), What::Named(kind::COOKIE)));
}

/// `https://user:password@host/`. The user stays, unless it is a token itself.
pub(super) fn user_information(text: &[u8], start: usize) -> Option<Found> {
    const MAX_LENGTH: usize = 512;
    static STOPS: ByteSet = ByteSet::white_and(b"/\\\"'`<>?#,");
    let rest = &text[start..text.len().min(start + MAX_LENGTH)];
    let length = STOPS.position(rest).unwrap_or(rest.len());
    let at = memchr::memrchr(b'@', &rest[..length])?;
    let user = &text[start..start + at];
    let (from, kind) = match user.iter().position(|byte| *byte == b':') {
        Some(colon) if colon + 1 < at => (start + colon + 1, kind::PASSWORD),
        _ => (start, kind::TOKEN),
    };
    let secret = from..start + at;
    let bytes = &text[secret.clone()];
    let is_token = kind == kind::PASSWORD || looks_random(bytes) && bytes.len() >= MIN_BARE_TOKEN;
    let what = What::Named(shapes::kind_of(bytes).unwrap_or(kind));
    (is_token && !is_placeholder(bytes)).then(|| Found::new(secret, what))
}

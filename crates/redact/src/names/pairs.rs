//! A name and a value that are fields of one object: HAR's and Postman's `{"name": "Authorization", "value": "…"}`, forms
//! and settings in XML, environment variables in YAML.

use std::ops::Range;

use super::placeholders::is_placeholder;
use super::text::{Text, skip_white};
use super::value::{Joiner, Value, behind, value_at};
use crate::finding::{Found, What};
use crate::label::kind;

/// Fields whose value is a name.
const NAMES: &[&[u8]] = &[
    b"name",
    b"key",
    b"header",
    b"headername",
    b"field",
    b"param",
    b"propertyname",
    b"property_name",
    b"parameter",
    b"variable",
    b"k",
    b"property",
    b"id",
    b"n",
];
/// Fields whose value belongs to that name.
const VALUES: &[&[u8]] = &[
    b"value",
    b"val",
    b"v",
    b"content",
    b"text",
    b"defaultvalue",
    b"initialvalue",
    b"data",
    b"propertyvalue",
    b"newvalue",
];

/// The values of a name that is a value itself. `None`: it is none.
pub(crate) fn beside(text: Text<'_>, name: &Range<usize>) -> Option<Vec<Value>> {
    let field = field_before(text, name)?;
    if !NAMES.iter().any(|word| text[field.clone()].eq_ignore_ascii_case(word)) {
        return None;
    }
    Some(values_in(text, object_around(text, field.start, name.end)))
}

/// The values of all fields for values in a range.
pub(crate) fn values_in(text: Text<'_>, object: Range<usize>) -> Vec<Value> {
    fields(text, object).filter_map(|field| behind(text, &field)).collect()
}

/// The values of all cookies in HAR's `"cookies": [{"name": …, "value": …}]`.
pub(super) fn cookies(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let after = skip_white(text, name.end + usize::from(text.get(name.end) == Some(&b'"')));
    let bracket = skip_white(text, after + 1);
    if text.get(after) == Some(&b':') && text.get(bracket) == Some(&b'{') {
        return named_cookies(text, bracket, found);
    }
    if text.get(after) != Some(&b':') || text.get(bracket) != Some(&b'[') {
        return;
    }
    let limit = text.len().min(bracket + 4 * text.reach);
    let end = memchr::memchr(b']', &text[bracket..limit]).map_or(limit, |length| bracket + length);
    for field in fields(text, bracket..end) {
        if let Some(value) =
            behind(text, &field).filter(|value| value.quoted && !is_placeholder(&text[value.range.clone()]))
        {
            found.push(Found::new(value.range, What::Named(kind::COOKIE)));
        }
    }
}

/// `"cookies": {"sid": "…"}`
fn named_cookies(text: Text<'_>, bracket: usize, found: &mut Vec<Found>) {
    let mut at = skip_white(text, bracket + 1);
    while let Some(name) = value_at(text, at, Joiner::Comma, None).filter(|name| name.quoted) {
        let Some(value) = behind(text, &name.range).filter(|value| value.joiner == Joiner::Colon) else {
            return;
        };
        if value.quoted && !is_placeholder(&text[value.range.clone()]) {
            found.push(Found::new(value.range.clone(), What::Named(kind::COOKIE)));
        }
        let comma = skip_white(text, value.range.end + usize::from(value.quoted));
        if text.get(comma) != Some(&b',') {
            return;
        }
        at = skip_white(text, comma + 1);
    }
}

/// The field that a quoted word is the value of.
fn field_before(text: Text<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let is_quote = |byte: &u8| b"\"'`\\".contains(byte);
    let trim = |from: usize, skip: &dyn Fn(&u8) -> bool| {
        from - text[..from].iter().rev().take(64).take_while(|byte| skip(byte)).count()
    };
    let before_quote = trim(name.start, &is_quote);
    let joint = trim(before_quote, &|byte| byte.is_ascii_whitespace());
    let before_joint = match text[..joint] {
        [.., b'=', b'>'] => joint - 2,
        [.., b':' | b'='] => joint - 1,
        _ => return None,
    };
    let end = trim(trim(before_joint, &|byte| byte.is_ascii_whitespace()), &is_quote);
    let start = trim(end, &|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte));
    // `-e name=` and the like have no quotes; in forms and shells a name's value is no name.
    (start < end && (before_quote < name.start || text[joint - 1] == b':')).then_some(start..end)
}

/// From the bracket before to the one after, or the item of a list in YAML.
fn object_around(text: Text<'_>, start: usize, end: usize) -> Range<usize> {
    let from = start.saturating_sub(text.reach);
    let opening = text[from..start].iter().rposition(|byte| b"{}<>[]".contains(byte)).map(|at| from + at);
    let to = text.len().min(end + text.reach);
    if let Some(bracket @ (b'{' | b'<' | b'[')) = opening.map(|at| text[at]) {
        let closing = if bracket == b'<' {
            b'>'
        } else if bracket == b'{' {
            b'}'
        } else {
            b']'
        };
        opening.unwrap_or(start)..close(text, end, to, bracket, closing)
    } else {
        let item = |at: usize| memchr::memmem::find(&text[at..to], b"\n").map(|newline| at + newline + 1);
        let mut stop = end;
        for _ in 0..3 {
            match item(stop) {
                Some(line) if !text[line..].trim_ascii_start().starts_with(b"-") => stop = line,
                Some(line) => {
                    stop = line;
                    break;
                }
                None => stop = to,
            }
        }
        end..stop
    }
}

/// The bracket that closes, past those that open in between, as templates hold them.
pub(crate) fn close(text: Text<'_>, from: usize, to: usize, opening: u8, closing: u8) -> usize {
    let mut depth = 0;
    for (at, byte) in text[from..to].iter().enumerate() {
        if *byte == opening {
            depth += 1;
        } else if *byte == closing {
            if depth == 0 {
                return from + at;
            }
            depth -= 1;
        }
    }
    to
}

/// The fields for values in a range.
fn fields(text: Text<'_>, object: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = object.start;
    std::iter::from_fn(move || {
        while at < object.end {
            let length = text[at..object.end]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte))
                .count();
            let word = at..at + length;
            at += length.max(1);
            let is_joined = text.get(word.end).is_some_and(|next| b"\"'\\:= ".contains(next));
            if is_joined && VALUES.iter().any(|value| text[word.clone()].eq_ignore_ascii_case(value)) {
                return Some(word);
            }
        }
        None
    })
}

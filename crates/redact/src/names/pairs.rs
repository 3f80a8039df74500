//! A name and a value that are fields of one object: HAR's and Postman's `{"name": "Authorization", "value": "…"}`, forms
//! and settings in XML, environment variables in YAML.

use std::ops::Range;

use super::element::VALUES;
use super::placeholders::is_placeholder;
use super::text::{Text, close, skip_spaces, skip_white};
use super::value::{Joiner, Value, behind, value_at};
use super::words::{Name, Role, Weight};
use super::{element, field};
use crate::bytes::{ByteSet, Lengths};
use crate::finding::{Found, What};
use crate::label::kind;

/// Fields whose value is a name.
const NAMES: &[&str] = &[
    "name",
    "key",
    "header",
    "headername",
    "field",
    "param",
    "propertyname",
    "property_name",
    "parameter",
    "variable",
    "k",
    "property",
    "id",
    "n",
    "parameterkey",
    "parametername",
    "secretname",
];
static NAME_LENGTHS: Lengths = Lengths::of(NAMES);
/// Fields of a block of Terraform that hold the value of what the block is named after.
const BLOCK_VALUES: &[&[u8]] =
    &[b"default", b"value", b"secret_string", b"secret_data", b"plaintext_value", b"result"];

static WORD: ByteSet = ByteSet::alphanumeric_and(b"_-");
static QUOTES: ByteSet = ByteSet::of(b"\"'`\\");
/// What the names of these fields end with, and what stands behind them.
static LAST_LETTERS: ByteSet = ByteSet::of(b"aegltvAEGLTV");
static JOINTS: ByteSet = ByteSet::of(b"\"'\\:= ");
/// One more than the longest of these names.
pub(super) const MAX_FIELD: usize = 16;
static WHITE: ByteSet = ByteSet::white_and(b"");
static BRACKETS: ByteSet = ByteSet::of(b"{}<>[]");

/// All cookies of a request are hardly longer, in bytes.
const MAX_COOKIES: usize = 4 * 1_024;
const MAX_BLOCK: usize = 512;
/// Before a name that is the last part of a path, in bytes.
const MAX_PATH: usize = 128;
/// Lines before and after a name in an item of a list.
const MAX_LINES: usize = 8;

/// The values of a name that is a value itself. `None`: it is none. `values_of`: those in an object.
pub(crate) fn beside(
    text: Text<'_>,
    name: &Range<usize>,
    values_of: impl FnOnce(Range<usize>) -> Vec<Value>,
) -> Option<Vec<Value>> {
    // A header in quotes is a name with its value: `header = "Authorization: S"`.
    if matches!(text.get(name.end), Some(b':' | b'=')) {
        return None;
    }
    let field = field_before(text, &with_path(text, name))?;
    if text[field.clone()].eq_ignore_ascii_case(b"type") {
        return generated(text, &field, name);
    }
    let is_name = |word: &[u8]| {
        NAME_LENGTHS.may_hold(word) && NAMES.iter().any(|name| word.eq_ignore_ascii_case(name.as_bytes()))
    };
    if !is_name(&text[field.clone()]) {
        return None;
    }
    let object = object_around(text, field.start, name.end);
    let values = values_of(object.clone());
    let is_tag = text.get(object.start) == Some(&b'<');
    Some(if values.is_empty() && is_tag { element::values(text, &object, name) } else { values })
}

/// With the path before a name that is a part of a value: `/crm/hubspot/client-secret`, `HubSpot:ClientSecret`.
fn with_path(text: Text<'_>, name: &Range<usize>) -> Range<usize> {
    static PATH: ByteSet = ByteSet::alphanumeric_and(b"_-.:/");
    if !matches!(text.get(name.end), Some(b'"' | b'\'' | b'\\')) {
        return name.clone();
    }
    let from = name.start.saturating_sub(MAX_PATH);
    name.start - PATH.count_back(&text[from..name.start])..name.end
}

/// `"type": "random_password"`, and what was made, in a state of Terraform.
fn generated(text: Text<'_>, field: &Range<usize>, name: &Range<usize>) -> Option<Vec<Value>> {
    if &text[name.clone()] != b"random_password" {
        return None;
    }
    let object = object_around(text, field.start, name.end);
    Some(fields(text, object, &[b"result"]).filter_map(|field| behind(text, &field)).collect())
}

/// The values of a block or an object that says of itself that it is sensitive.
pub(super) fn sensitive(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) {
    let is_said = behind(text, name).is_some_and(|value| {
        matches!(value.joiner, Joiner::Equals { .. } | Joiner::Colon) && &text[value.range] == b"true"
    });
    if !is_said {
        return;
    }
    let values = fields(text, object_around(text, name.start, name.end), BLOCK_VALUES);
    for value in values.filter_map(|field| behind(text, &field)).filter(|value| value.quoted) {
        field::find(
            text,
            name,
            Name { kind: kind::SECRET, weight: Weight::Strong, role: Role::Field },
            &value,
            found,
        );
    }
}

/// `variable "client_secret" { default = "S" }`
pub(super) fn in_block(text: Text<'_>, name: &Range<usize>) -> Vec<Value> {
    if text.get(name.end) != Some(&b'"') {
        return Vec::new();
    }
    let mut brace = skip_spaces(text, name.end + 1);
    // `resource "random_password" "db" {`
    if text.get(brace) == Some(&b'"') {
        let label = WORD.count(&text[brace + 1..text.len().min(brace + MAX_PATH)]);
        brace = skip_spaces(text, brace + 1 + label + 1);
    }
    if text.get(brace) != Some(&b'{') {
        return Vec::new();
    }
    let limit = text.len().min(brace + text.reach.max(MAX_BLOCK));
    let end = close(text, brace + 1, limit, b'{', b'}');
    fields(text, brace + 1..end, BLOCK_VALUES).filter_map(|field| behind(text, &field)).collect()
}

/// `"client_secret": {"value": "S", "type": "string"}`
pub(super) fn in_object(text: Text<'_>, name: &Range<usize>) -> Vec<Value> {
    if text.get(name.end) != Some(&b'"') {
        return Vec::new();
    }
    let colon = skip_white(text, name.end + 1);
    let brace = skip_white(text, colon + 1);
    if text.get(colon) != Some(&b':') || text.get(brace) != Some(&b'{') {
        return Vec::new();
    }
    let limit = text.len().min(brace + text.reach.max(MAX_BLOCK));
    let end = close(text, brace + 1, limit, b'{', b'}');
    fields(text, brace + 1..end, &[b"value"]).filter_map(|field| behind(text, &field)).collect()
}

/// The values of all fields for values in a range.
pub(crate) fn values_in(text: Text<'_>, object: Range<usize>) -> Vec<Value> {
    fields(text, object, VALUES).filter_map(|field| behind(text, &field)).collect()
}

/// The values of all cookies in HAR's `"cookies": [{"name": …, "value": …}]`, and in `cookies={"sid": "…"}`. Returns the
/// end of what was read.
pub(super) fn cookies(text: Text<'_>, name: &Range<usize>, found: &mut Vec<Found>) -> usize {
    let text = Text { reach: MAX_COOKIES, ..text };
    let quote = usize::from(matches!(text.get(name.end), Some(b'"' | b'\'')));
    let joint = skip_white(text, name.end + quote);
    let bracket = skip_white(text, joint + 1);
    if !matches!(text.get(joint), Some(b':' | b'=')) {
        return 0;
    }
    if text.get(bracket) == Some(&b'{') {
        named_cookies(text, bracket, found);
        return bracket;
    }
    let inside = skip_white(text, bracket + 1);
    if text.get(bracket) != Some(&b'[') || !matches!(text.get(inside), Some(b'{' | b'[')) {
        return 0;
    }
    let limit = text.len().min(bracket + 4 * text.reach);
    let end = close(text, bracket + 1, limit, b'[', b']');
    if text[inside] == b'[' {
        listed_cookies(text, inside..end, found);
        return end;
    }
    for field in fields(text, bracket..end, VALUES) {
        if let Some(value) =
            behind(text, &field).filter(|value| value.quoted && !is_placeholder(&text[value.range.clone()]))
        {
            found.push(Found::new(value.range, What::Named(kind::COOKIE)));
        }
    }
    end
}

/// `"cookies": [["sid", "…"]]`
fn listed_cookies(text: Text<'_>, mut list: Range<usize>, found: &mut Vec<Found>) {
    while let Some(open) = memchr::memchr(b'[', &text[list.clone()]).map(|at| list.start + at) {
        let name = value_at(text, skip_white(text, open + 1), Joiner::Comma, None).filter(|name| name.quoted);
        let Some(name) = name else { return };
        let value = behind(text, &name.range).filter(|value| value.quoted && value.joiner == Joiner::Comma);
        let Some(value) = value.filter(|value| value.range.end < list.end) else { return };
        list.start = value.range.end;
        if !is_placeholder(&text[value.range.clone()]) {
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
pub(super) fn field_before(text: Text<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let trim =
        |from: usize, skipped: &ByteSet| from - skipped.count_back(&text[from.saturating_sub(64)..from]);
    let before_quote = trim(name.start, &QUOTES);
    let joint = trim(before_quote, &WHITE);
    let before_joint = match text[..joint] {
        [.., b'=', b'>'] => joint - 2,
        [.., b':' | b'='] => joint - 1,
        _ => return None,
    };
    let end = trim(trim(before_joint, &WHITE), &QUOTES);
    let start = trim(end, &WORD);
    // `-e name=` and the like have no quotes; in forms and shells a name's value is no name.
    (start < end && (before_quote < name.start || text[joint - 1] == b':')).then_some(start..end)
}

/// From the bracket before to the one after, or the item of a list in YAML.
fn object_around(text: Text<'_>, start: usize, end: usize) -> Range<usize> {
    let from = start.saturating_sub(text.reach);
    let opening = opening_before(text, from..start);
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
        item_around(text, start, end)
    }
}

/// The last bracket, or the one around those that close before.
fn opening_before(text: Text<'_>, range: Range<usize>) -> Option<usize> {
    static CURLY: ByteSet = ByteSet::of(b"{}");
    let last = range.start + BRACKETS.last_position(&text[range.clone()])?;
    if text[last] != b'}' {
        return Some(last);
    }
    let (mut at, mut depth) = (last, 1_usize);
    loop {
        at = range.start + CURLY.last_position(&text[range.start..at])?;
        match text[at] {
            b'}' => depth += 1,
            _ if depth == 0 => return Some(at),
            _ => depth -= 1,
        }
    }
}

/// The lines of an item of YAML's lists, whose fields are all indented as far.
fn item_around(text: Text<'_>, start: usize, end: usize) -> Range<usize> {
    let line = text.line_start(start);
    let begins = |line: usize| text[line..].trim_ascii_start().starts_with(b"-");
    let is_indented = |line: usize| {
        let mark = skip_spaces(text, line);
        let column = if begins(line) { skip_spaces(text, mark + 1) } else { mark };
        column - line >= start - text.line_start(start)
    };
    let mut from = line;
    for _ in 0..MAX_LINES {
        if from == 0 || begins(from) {
            break;
        }
        let before = text.line_start(from - 1);
        if !is_indented(before) {
            break;
        }
        from = before;
    }
    let mut to = text.line_end(end);
    for _ in 0..MAX_LINES {
        if to >= text.len() || begins(to + 1) || !is_indented(to + 1) {
            break;
        }
        to = text.line_end(to + 1);
    }
    from.max(start.saturating_sub(text.reach))..to
}

/// The fields of these names in a range.
pub(super) fn fields<'a>(
    text: Text<'a>,
    object: Range<usize>,
    names: &'static [&'static [u8]],
) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut at = object.start;
    std::iter::from_fn(move || {
        while at < object.end {
            let rest = &text.bytes[at..text.len().min(object.end + 1)];
            let ends = |two: &[u8; 2]| JOINTS.has(two[1]) && LAST_LETTERS.has(two[0]);
            let end = at + rest.array_windows().position(ends)? + 1;
            at = end;
            let start =
                end - WORD.count_back(&text.bytes[object.start.max(end.saturating_sub(MAX_FIELD))..end]);
            if names.iter().any(|value| text[start..end].eq_ignore_ascii_case(value)) {
                return Some(start..end);
            }
        }
        None
    })
}

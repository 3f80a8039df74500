//! An element of XML one of whose attributes is a name: its value is another attribute, or what the element holds.

use std::ops::Range;

use super::character_data::CLOSES_DATA;
use super::judge::looks_random;
use super::text::{Text, skip_white};
use super::value::{Joiner, Value, behind, value_at};
use crate::bytes::ByteSet;

static WORD: ByteSet = ByteSet::alphanumeric_and(b"_-:.");
const MAX_ATTRIBUTE: usize = 64;
/// Fields whose value belongs to that name.
pub(super) const VALUES: &[&[u8]] = &[
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
    b"parametervalue",
];
/// Attributes that describe an element, whatever they look like.
const DESCRIBING: [&str; 14] = [
    "id",
    "class",
    "type",
    "for",
    "style",
    "title",
    "label",
    "placeholder",
    "href",
    "src",
    "xmlns",
    "version",
    "name",
    "key",
];

/// The values of the name that an attribute in this tag has. `tag`: from `<` to `>`.
pub(super) fn values(text: Text<'_>, tag: &Range<usize>, name: &Range<usize>) -> Vec<Value> {
    content(text, tag).map_or_else(|| attributes(text, tag, name), |value| vec![value])
}

/// `<setting name="…"><value>S</value></setting>`, `<string name="…">S</string>`
fn content(text: Text<'_>, tag: &Range<usize>) -> Option<Value> {
    if text.get(tag.end) != Some(&b'>') || text[..tag.end].ends_with(b"/") {
        return None;
    }
    let inside = skip_white(text, tag.end + 1);
    let (element, start) = if text.get(inside) == Some(&b'<') && text.get(inside + 1) != Some(&b'!') {
        let element = element_at(text, inside);
        if !VALUES.iter().any(|word| text[element.clone()].eq_ignore_ascii_case(word)) {
            return None;
        }
        let closes = memchr::memchr(b'>', &text[element.end..text.len().min(element.end + MAX_ATTRIBUTE)])?;
        (element.clone(), element.end + closes + 1)
    } else {
        (element_at(text, tag.start), tag.end + 1)
    };
    let value =
        value_at(text, skip_white(text, start), Joiner::Tag, None).filter(|value| !value.range.is_empty())?;
    let data = if text[value.range.end..].starts_with(CLOSES_DATA) { CLOSES_DATA.len() } else { 0 };
    let closing = skip_white(text, value.range.end + data);
    (text[closing..].starts_with(b"</") && text[closing + 2..].starts_with(&text[element])).then_some(value)
}

fn element_at(text: Text<'_>, opening: usize) -> Range<usize> {
    let start = opening + 1;
    start..start + WORD.count(&text[start..text.len().min(start + MAX_ATTRIBUTE)])
}

/// What looks like a secret in any attribute that may be a value.
fn attributes(text: Text<'_>, tag: &Range<usize>, name: &Range<usize>) -> Vec<Value> {
    let mut values = Vec::new();
    for equals in memchr::memchr_iter(b'=', &text[tag.clone()]).map(|at| tag.start + at) {
        let from = tag.start.max(equals.saturating_sub(MAX_ATTRIBUTE));
        let attribute = equals - WORD.count_back(&text[from..equals])..equals;
        let describes =
            DESCRIBING.iter().any(|word| text[attribute.clone()].eq_ignore_ascii_case(word.as_bytes()));
        let value = behind(text, &attribute).filter(|value| value.quoted && value.range.end <= tag.end);
        values.extend(value.filter(|value| {
            !describes && !value.range.contains(&name.start) && looks_random(&text[value.range.clone()])
        }));
    }
    values
}

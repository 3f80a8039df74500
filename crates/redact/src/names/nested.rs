//! The values of an object that is named after a secret: `"client_secret": {"current": "S", "previous": ["S"]}`.

use std::ops::Range;

use super::judge::looks_random;
use super::pairs::field_before;
use super::quote::{Quote, quote_at};
use super::text::{Text, close, skip_spaces, skip_white};
use super::value::{Joiner, Value, behind, value_at};
use super::words::Squeezed;

const MAX_OBJECT: usize = 512;
/// What describes a secret and is none: which one it is, whose, and since when.
const DESCRIBING: &[&str] = &[
    "id",
    "ids",
    "uuid",
    "guid",
    "by",
    "user",
    "owner",
    "name",
    "label",
    "version",
    "hash",
    "digest",
    "checksum",
    "fingerprint",
    "arn",
    "etag",
    "url",
    "uri",
    "path",
    "ref",
    "app",
    "account",
    "portal",
    "hub",
    "at",
    "on",
    "date",
    "time",
    "type",
    "scope",
    "scopes",
];

/// What in the object behind a name may be the secret, or one of several.
pub(super) fn values(text: Text<'_>, name: &Range<usize>) -> Vec<Value> {
    let Some(object) = object(text, name) else { return Vec::new() };
    let (mut values, mut at, mut describes) = (Vec::new(), object.start, false);
    while let Some(quote) = memchr::memchr2(b'"', b'\'', &text[at..object.end]).map(|length| at + length) {
        let first = quote - text[at..quote].iter().rev().take_while(|byte| **byte == b'\\').count();
        let Some(literal) = value_at(text, first, Joiner::Comma, None) else { break };
        at = (literal.range.end + 1).max(quote + 1).min(object.end);
        if is_key(text, &literal) {
            continue;
        }
        // Those of a list have the name of the list.
        if let Some(field) = field_before(text, &literal.range) {
            let field = Squeezed::of(&text[field]);
            describes = DESCRIBING.iter().any(|word| field.ends_with_word(word));
        }
        if !describes && looks_random(&text[literal.range.clone()]) {
            values.push(literal);
        }
    }
    values
}

/// What the brackets hold that a name is joined to.
fn object(text: Text<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    let quote = quote_at(text, name.end);
    let closed = skip_spaces(text, name.end + quote.map_or(0, Quote::length));
    let joint = match &text[closed.min(text.len())..] {
        [b'=', b'>', ..] | [b':', b'=', ..] => 2,
        [b':' | b'=', ..] => 1,
        _ => return None,
    };
    let brace = skip_white(text, closed + joint);
    if text.get(brace) != Some(&b'{') {
        return None;
    }
    let limit = text.len().min(brace + text.reach.max(MAX_OBJECT));
    Some(brace + 1..close(text, brace + 1, limit, b'{', b'}'))
}

fn is_key(text: Text<'_>, literal: &Value) -> bool {
    behind(text, &literal.range)
        .is_some_and(|value| matches!(value.joiner, Joiner::Colon | Joiner::Equals { .. }))
        || {
            let after = skip_spaces(text, literal.range.end + literal.quote.map_or(0, Quote::length));
            matches!(text.get(after), Some(b':' | b'='))
        }
}

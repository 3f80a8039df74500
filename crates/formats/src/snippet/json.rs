//! Bodies in JSON: as a tree for the literals of a language, and as text that is good to read.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::quote::is_invisible;

/// The greatest integer that every language reads and writes exactly, 2^53 - 1.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// A JSON document that keeps the order of its keys.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    Null,
    Bool(bool),
    /// As it is written in every language.
    Number(String),
    String(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The object or list, if a literal of it is sent as the same JSON: no key twice, no number that a language would round
/// or write differently, and only keys that the language keeps.
pub(super) fn faithful(body: &str, keeps_key: fn(&str) -> bool) -> Option<Json> {
    let tree: Json = serde_json::from_str(body).ok()?;
    let is_compound = matches!(tree, Json::List(_) | Json::Object(_));
    (is_compound && numbers(body).all(is_exact) && keeps_keys(&tree, keeps_key)).then_some(tree)
}

/// The numbers of a valid document.
fn numbers(body: &str) -> impl Iterator<Item = &str> {
    let mut is_string = false;
    let mut is_escaped = false;
    let mut is_number = move |c: char| {
        let inside = is_string;
        match c {
            '"' if !is_escaped => is_string = !is_string,
            _ => {}
        }
        is_escaped = inside && c == '\\' && !is_escaped;
        !inside && (c.is_ascii_digit() || "+-.eE".contains(c))
    };
    let words = body.split(move |c| !is_number(c));
    // The `e` of `true` is none.
    words.filter(|word| word.starts_with(|c: char| c == '-' || c.is_ascii_digit()))
}

/// Whether every language writes this number as it stands here.
fn is_exact(number: &str) -> bool {
    if let Ok(integer) = number.parse::<i64>() {
        return integer.unsigned_abs() <= MAX_SAFE && number != "-0";
    }
    let is_plain = |float: &f64| (1e-4..1e15).contains(&float.abs()) && float.to_string() == number;
    number.contains('.') && number.parse().ok().as_ref().is_some_and(is_plain)
}

fn keeps_keys(tree: &Json, keeps_key: fn(&str) -> bool) -> bool {
    match tree {
        Json::List(items) => items.iter().all(|item| keeps_keys(item, keeps_key)),
        Json::Object(pairs) => {
            let mut keys: Vec<_> = pairs.iter().map(|(key, _)| key).collect();
            keys.sort_unstable();
            let is_unique = keys.windows(2).all(|two| two[0] != two[1]);
            is_unique && pairs.iter().all(|(key, value)| keeps_key(key) && keeps_keys(value, keeps_key))
        }
        _ => true,
    }
}

/// For languages that keep every key.
pub(super) fn any_key(_: &str) -> bool {
    true
}

/// JavaScript puts keys that are indexes first, and takes `__proto__` for the prototype; PHP makes indexes numbers.
pub(super) fn not_an_index(key: &str) -> bool {
    key != "__proto__" && !(key.parse::<i64>().is_ok_and(|number| number.to_string() == key))
}

/// The document with a line for each member. Numbers, order and repeated keys stay; characters that cannot be seen are
/// escaped. `None`: it is not JSON.
pub(super) fn indented(body: &str) -> Option<String> {
    serde_json::from_str::<Json>(body).ok()?;
    let mut out = String::with_capacity(body.len() * 2);
    let mut depth = 0;
    let mut rest = body.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = if c == '"' { string_length(rest) } else { c.len_utf8() };
        let (token, after) = rest.split_at(length);
        let after = after.trim_start();
        match c {
            '{' | '[' if after.starts_with(['}', ']']) => out.push(c),
            '{' | '[' => {
                depth += 1;
                out.push(c);
                new_line(&mut out, depth);
            }
            '}' | ']' => {
                if !out.ends_with(['{', '[']) {
                    depth -= 1;
                    new_line(&mut out, depth);
                }
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' => push_visible(&mut out, token),
            c => out.push(c),
        }
        rest = after;
    }
    Some(out)
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// The length of the string that a valid document begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !is_escaped => return at + 1,
            c => is_escaped = c == '\\' && !is_escaped,
        }
    }
    text.len()
}

fn push_visible(out: &mut String, string: &str) {
    for c in string.chars() {
        if is_invisible(c) {
            out.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| escaped(*unit)));
        } else {
            out.push(c);
        }
    }
}

fn escaped(unit: u16) -> String {
    format!("\\u{unit:04x}")
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON document")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            object.push(pair);
        }
        Ok(Json::Object(object))
    }
}

/// Whether the text is JSON.
pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{any_key, faithful, indented, not_an_index};

    #[test]
    fn a_literal_is_made_only_where_it_is_sent_as_the_same_json() {
        for body in [
            "{}",
            "[1, -2.5, 0.1, true, false, null]",
            r#"{"b": {"a": "1e5 -0"}, "a": "\"12345678901234567890"}"#,
        ] {
            assert!(faithful(body, any_key).is_some(), "{body}");
        }
        for body in [
            "{",
            "1",
            "\"text\"",
            r#"{"a": 1, "a": 2}"#,
            "[9007199254740993]",
            "[12345678901234567890123]",
            "[-0]",
            "[1.0]",
            "[1e5]",
            "[0.1000000000000000055]",
            "[0.00001]",
            r#"["\ud800"]"#,
        ] {
            assert_eq!(faithful(body, any_key), None, "{body}");
        }
        assert_eq!(faithful(r#"{"b": 1, "7": 2}"#, not_an_index), None);
        assert_eq!(faithful(r#"{"a": {"__proto__": 2}}"#, not_an_index), None);
        assert!(faithful(r#"{"007": 1}"#, not_an_index).is_some());
    }

    #[test]
    fn a_document_is_laid_out_and_keeps_its_text() {
        let body = "{\"a\":[1.0,{},[ ],\"x, {\\\" \u{202e}\"],\"a\":{\"b\":\n1e400}}";
        let expected = "{\n  \"a\": [\n    1.0,\n    {},\n    [],\n    \"x, {\\\" \\u202e\"\n  ],\n  \"a\": {\n    \"b\": 1e400\n  }\n}";
        let read = indented(body);
        assert!(read.is_none() || read.as_deref() == Some(expected), "{read:?}");
        let deep = "[".repeat(100_000);
        assert_eq!(indented(&deep), None);
    }
}

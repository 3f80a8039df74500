//! A place in a JSON document, and what stands there, read only when it is asked for.
//!
//! No tree is built: responses of many megabytes stand in the files that people paste, and nobody asks for them. An
//! object is walked over once for all the names that a reader wants of it. `serde_json` has no places, and refuses a
//! whole file for one comma; here only what [`super::faults::check`] marked as unreadable is left out.

use std::borrow::Cow;

use crate::request::{Span, Value};

/// A value within a text; the text ends where reading must end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Json<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Json<'a> {
    /// The value that begins at `start`.
    pub(super) fn at(text: &'a str, start: usize) -> Self {
        Self { text, start, end: value_end(text.as_bytes(), start) }
    }

    pub(super) fn span(self) -> Span {
        self.start..self.end
    }

    /// As written.
    pub(super) fn raw(self) -> &'a str {
        &self.text[self.start..self.end]
    }

    fn first(self) -> u8 {
        self.text.as_bytes().get(self.start).copied().unwrap_or(0)
    }

    pub(super) fn is_object(self) -> bool {
        self.first() == b'{'
    }

    pub(super) fn is_array(self) -> bool {
        self.first() == b'['
    }

    pub(super) fn is_string(self) -> bool {
        self.first() == b'"'
    }

    pub(super) fn is_true(self) -> bool {
        self.raw() == "true"
    }

    /// The text of a string, with its escapes undone.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        self.is_string().then(|| unescaped(&self.text[self.inside()]))
    }

    /// Whether this is that string.
    pub(super) fn says(self, text: &str) -> bool {
        self.text().is_some_and(|own| own == text)
    }

    /// Between the quotes.
    fn inside(self) -> Span {
        let is_closed = self.end > self.start + 1 && self.text.as_bytes()[self.end - 1] == b'"';
        self.start + 1..self.end - usize::from(is_closed)
    }

    /// The text of a string, number or boolean, as most tools send it; an object or array as it is written.
    pub(super) fn value(self) -> Value {
        match self.text() {
            Some(Cow::Borrowed(text)) => Value::verbatim(text, self.inside()),
            Some(Cow::Owned(text)) => Value::at(text, self.inside()),
            None => Value::verbatim(self.raw(), self.span()),
        }
    }

    /// The values of these names; `null` counts as absent. Of several with one name the last counts, as for nearly
    /// every parser.
    pub(super) fn pick<const N: usize>(self, names: [&str; N]) -> [Option<Json<'a>>; N] {
        self.pick_by(names, |own, name| own == name)
    }

    /// As [`Self::pick`], for documents whose writers differ in upper and lower case.
    pub(super) fn pick_any_case<const N: usize>(self, names: [&str; N]) -> [Option<Json<'a>>; N] {
        self.pick_by(names, str::eq_ignore_ascii_case)
    }

    fn pick_by<const N: usize>(
        self,
        names: [&str; N],
        is_same: impl Fn(&str, &str) -> bool,
    ) -> [Option<Json<'a>>; N] {
        let mut picked = [None; N];
        for (key, value) in self.members() {
            let own = unescaped(&key.text[key.inside()]);
            if let Some(place) = names.iter().position(|name| is_same(&own, name)) {
                picked[place] = Some(value).filter(|value| value.raw() != "null");
            }
        }
        picked
    }

    pub(super) fn get(self, name: &str) -> Option<Json<'a>> {
        self.pick([name])[0]
    }

    /// The members of an object: names and values.
    pub(super) fn members(self) -> impl Iterator<Item = (Json<'a>, Json<'a>)> {
        let mut walk = self.walk(b'{');
        std::iter::from_fn(move || {
            let key = walk.next_value().filter(|key| key.is_string())?;
            walk.pass_colon()?;
            Some((key, walk.next_value()?))
        })
    }

    /// The items of an array.
    pub(super) fn items(self) -> impl Iterator<Item = Json<'a>> {
        let mut walk = self.walk(b'[');
        std::iter::from_fn(move || walk.next_value())
    }

    fn walk(self, open: u8) -> Walk<'a> {
        let at = if self.first() == open { self.start + 1 } else { self.text.len() };
        Walk { text: self.text, at }
    }
}

/// A walk through the inside of one object or array. Commas are passed over wherever they stand: the check has told
/// of those that are missing or too many.
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Walk<'a> {
    fn next_value(&mut self) -> Option<Json<'a>> {
        let bytes = self.text.as_bytes();
        self.at = blank_end(bytes, self.at);
        while bytes.get(self.at) == Some(&b',') {
            self.at = blank_end(bytes, self.at + 1);
        }
        let value = Json::at(self.text, self.at);
        self.at = value.end;
        (value.end > value.start).then_some(value)
    }

    fn pass_colon(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        self.at = blank_end(bytes, self.at);
        (bytes.get(self.at) == Some(&b':')).then(|| self.at = blank_end(bytes, self.at + 1))
    }
}

/// The end of the white space, comments and invisible characters that begin here.
pub(super) fn blank_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = match bytes.get(at..).unwrap_or_default() {
            [b' ' | b'\t' | b'\n' | b'\r', ..] => at + 1,
            // A no-break space and a byte order mark.
            [0xC2, 0xA0, ..] => at + 2,
            [0xEF, 0xBB, 0xBF, ..] => at + 3,
            rest => match comment_length(rest) {
                0 => return at,
                length => at + length,
            },
        };
    }
}

/// The length of the comment that begins here: 0 if none does.
pub(super) fn comment_length(rest: &[u8]) -> usize {
    let (opening, closing): (_, &[u8]) = match rest {
        [b'/', b'/', ..] => (2, b"\n"),
        [b'/', b'*', ..] => (2, b"*/"),
        _ => return 0,
    };
    let inside = rest[opening..].windows(closing.len()).position(|window| window == closing);
    inside.map_or(rest.len(), |length| opening + length + closing.len())
}

/// The end of the string whose quote is at `start`, if it is closed.
pub(super) fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'"' || byte == b'\\')?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Whether a byte may stand in a number, a word such as `true`, or what is written in their place.
pub(super) fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_' | b'$')
}

fn value_end(bytes: &[u8], start: usize) -> usize {
    match bytes.get(start) {
        Some(b'"') => string_end(bytes, start).unwrap_or(bytes.len()),
        Some(b'{' | b'[') => brackets_end(bytes, start),
        _ => start + bytes.iter().skip(start).take_while(|&&byte| is_bare(byte)).count(),
    }
}

fn brackets_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        at = match byte {
            b'"' => string_end(bytes, at).unwrap_or(bytes.len()),
            b'/' => at + comment_length(&bytes[at..]).max(1),
            _ => at + 1,
        };
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 1 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    bytes.len()
}

/// RFC 8259, §7. A half of a surrogate pair becomes U+FFFD, an unknown escape stays.
fn unescaped(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let mut text = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(kind) = rest.chars().next() else { break };
        rest = &rest[kind.len_utf8()..];
        match kind {
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            '"' | '\\' | '/' => text.push(kind),
            'u' => {
                let (character, length) = unicode_escape(rest);
                text.push(character);
                rest = &rest[length..];
            }
            _ => text.extend(['\\', kind]),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character of `\u…`, and the length of what follows the `u`.
fn unicode_escape(rest: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 0) };
    if let (0xD800..=0xDBFF, Some("\\u"), Some(second @ 0xDC00..=0xDFFF)) = (first, rest.get(4..6), unit(6)) {
        let pair = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return (char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER), 10);
    }
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 4)
}

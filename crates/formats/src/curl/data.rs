//! What the options that make a body or a query are given.

use crate::request::{Field, Value};
use crate::shell::{Stdin, Word};

/// One piece of data.
pub(super) struct Data {
    pub content: Content,
    /// Whether an `&` goes before it, if something does.
    pub is_joined: bool,
}

pub(super) enum Content {
    /// As sent, or, of `--data-urlencode`, as it will be encoded.
    Text(Value),
    /// `name=content` of `--data-urlencode`, the content not encoded yet.
    Encoded { name: Value, content: Value },
    /// The content of this file.
    File(Value),
    /// The content of this file, encoded.
    EncodedFile(Value),
}

impl Content {
    /// `-d` and `--data-binary`: what is read from a file loses its line breaks in the first.
    pub fn of_data(value: Value, stdin: Option<&Stdin>, keeps_lines: bool) -> Self {
        if !value.text.starts_with('@') {
            return Self::Text(value);
        }
        match from_file(value.part(1..value.text.len()), stdin) {
            Self::Text(text) if !keeps_lines => {
                Self::Text(text.changed(|part| part.replace(['\r', '\n', '\0'], "")))
            }
            content => content,
        }
    }

    /// The five forms of `--data-urlencode`.
    pub fn of_url_encoded(value: &Value, stdin: Option<&Stdin>) -> Self {
        let separator = value.text.find(['=', '@']);
        let Some(at) = separator else {
            return Self::Encoded { name: Value::default(), content: value.clone() };
        };
        let name = value.part(0..at);
        let rest = value.part(at + 1..value.text.len());
        if value.text[at..].starts_with('=') {
            return Self::Encoded { name, content: rest };
        }
        match from_file(rest, stdin) {
            Self::Text(content) => Self::Encoded { name, content },
            Self::File(file) => Self::EncodedFile(file),
            other => other,
        }
    }

    /// As it is sent. `None`: it stands in a file.
    pub fn sent(&self) -> Option<Value> {
        match self {
            Self::Text(value) => Some(value.clone()),
            Self::Encoded { name, content } => {
                let mut sent = name.clone();
                if !name.text.is_empty() {
                    sent.append("=", &[]);
                }
                let encoded = content.changed(url_encoded);
                sent.append(&encoded.text, &encoded.open);
                sent.span = hull(name.span.clone(), content.span.clone());
                Some(sent)
            }
            Self::File(_) | Self::EncodedFile(_) => None,
        }
    }

    /// The parameters that it makes in a query.
    pub fn parameters(&self) -> Vec<Field> {
        match self {
            Self::Text(value) => pairs(value),
            Self::Encoded { name, content } if name.text.is_empty() => {
                vec![Field { name: content.clone(), value: Value::default() }]
            }
            Self::Encoded { name, content } => vec![Field { name: name.clone(), value: content.clone() }],
            Self::File(_) | Self::EncodedFile(_) => Vec::new(),
        }
    }
}

/// The content of a file that an option names; `-` is the input.
pub(super) fn from_file(name: Value, stdin: Option<&Stdin>) -> Content {
    match stdin {
        Some(Stdin::Text(word)) if name.text == "-" => Content::Text(word.value()),
        Some(Stdin::File(file)) if name.text == "-" => Content::File(file.value()),
        _ => Content::File(name),
    }
}

/// `a=1&b=2`, decoded.
fn pairs(value: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut at = 0;
    for part in value.text.split('&') {
        let pair = value.part(at..at + part.len());
        at += part.len() + 1;
        if part.is_empty() {
            continue;
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, Value::default()));
        fields.push(Field { name: name.changed(decoded), value: value.changed(decoded) });
    }
    fields
}

/// As it stands where the escapes do not make a text.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let escaped = behind.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let escaped =
            escaped.filter(|_| *first == b'%').and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if escaped.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// As curl encodes it: RFC 3986, but a space is a plus.
pub(super) fn url_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => encoded.push(char::from(byte)),
            byte => encoded.extend(['%', hex(byte >> 4), hex(byte & 15)]),
        }
    }
    encoded
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase()
}

/// From the beginning of the first to the end of the second.
pub(super) fn hull(first: Option<crate::Span>, second: Option<crate::Span>) -> Option<crate::Span> {
    match (first, second) {
        (Some(first), Some(second)) => Some(first.start.min(second.start)..first.end.max(second.end)),
        (first, second) => first.or(second),
    }
}

/// The name of a multipart field, its value, and whether the value is the name of a file.
pub(super) fn form_field(value: &Value, is_literal: bool) -> (Field, Option<Value>) {
    let Some((name, value)) = value.split_once('=') else {
        return (Field { name: value.clone(), value: Value::default() }, None);
    };
    let is_file = !is_literal && value.text.starts_with(['@', '<']);
    let start = usize::from(is_file);
    let end = if is_literal { value.text.len() } else { end_of_content(&value.text) };
    let mut content = value.part(start..end.max(start));
    let quoted = content.text.len() > 1 && content.text.starts_with('"') && content.text.ends_with('"');
    if quoted && !is_literal {
        content = content
            .part(1..content.text.len() - 1)
            .changed(|part| part.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    let file = is_file.then(|| content.clone());
    (Field { name, value: content }, file)
}

/// Where `;type=…`, `;filename=…` and the like begin.
fn end_of_content(text: &str) -> usize {
    let from =
        if text.trim_start_matches(['@', '<']).starts_with('"') { text.rfind('"').unwrap_or(0) } else { 0 };
    let marks = [";type=", ";filename=", ";headers=", ";encoder="];
    let ends = marks.iter().filter_map(|mark| text[from..].find(mark));
    ends.min().map_or(text.len(), |at| from + at)
}

/// The word behind which the value of an option stands, as a value.
pub(super) fn glued(word: &Word, at: usize) -> Value {
    word.part(at..word.text.len())
}

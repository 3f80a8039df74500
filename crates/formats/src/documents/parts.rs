//! What readers of documents have in common: values with open parts, lists of names and values, bodies of such lists.

use std::ops::Range;

use super::json::Json;
use crate::request::{Body, Field, NoteKind, Request, Span, Value};

/// The parts of a text that stand in double braces, as Postman, Make, Zapier, n8n and `.http` files write variables.
pub(super) fn braces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|length| at + length) {
        let Some(end) = text[start..].find("}}").map(|length| start + length + 2) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// A value without open parts.
pub(super) fn plain(json: Json<'_>) -> Value {
    json.value()
}

/// A value whose double braces are open.
pub(super) fn braced(json: Json<'_>) -> Value {
    let value = json.value();
    Value { open: braces(&value.text), ..value }
}

/// A method, GET if there is none. A variable in its place keeps its case.
pub(super) fn method(json: Option<Json<'_>>) -> Value {
    let value = json.map_or_else(|| Value::implied("GET"), braced);
    if !value.open.is_empty() {
        return value;
    }
    Value { text: value.text.trim().to_ascii_uppercase(), ..value }
}

/// Names and values, however they are written down: a list of objects, of pairs or of lines, one object, or lines in
/// one text. What is marked as disabled is left out.
pub(super) fn fields(json: Json<'_>, read: &dyn Fn(Json<'_>) -> Value) -> Vec<Field> {
    if json.is_object() {
        return json.members().flat_map(|(name, value)| member(name, value, read)).collect();
    }
    if json.is_array() {
        return json.items().flat_map(|item| listed(item, read)).collect();
    }
    lines(&read(json))
}

fn member(name: Json<'_>, value: Json<'_>, read: &dyn Fn(Json<'_>) -> Value) -> Vec<Field> {
    let values = if value.is_array() { value.items().collect() } else { vec![value] };
    let known = values.into_iter().filter(|value| value.raw() != "null");
    known.map(|value| Field { name: read(name), value: read(value) }).collect()
}

fn listed(item: Json<'_>, read: &dyn Fn(Json<'_>) -> Value) -> Vec<Field> {
    if item.is_array() {
        let mut pair = item.items();
        let (Some(name), Some(value)) = (pair.next(), pair.next()) else { return Vec::new() };
        return vec![Field { name: read(name), value: read(value) }];
    }
    if !item.is_object() {
        return lines(&read(item));
    }
    let [name, key, value, disabled, enabled] =
        item.pick_any_case(["name", "key", "value", "disabled", "enabled"]);
    let is_off =
        disabled.is_some_and(Json::is_true) || enabled.is_some_and(|enabled| enabled.raw() == "false");
    let Some(name) = name.or(key).filter(|_| !is_off) else { return Vec::new() };
    let value = value.map_or_else(|| Value::implied(""), read);
    vec![Field { name: read(name), value }]
}

/// Lines of `Name: value`, each with its place if the text stands as it is.
fn lines(value: &Value) -> Vec<Field> {
    let piece = |range: Range<usize>| {
        let part = value.part(range);
        let open = if value.open.is_empty() { Vec::new() } else { braces(&part.text) };
        Value { open, ..part }
    };
    let mut at = 0;
    let mut read = Vec::new();
    for line in value.text.split_inclusive('\n') {
        if let Some(colon) = line.find(':') {
            let name = trimmed(&value.text, at..at + colon);
            let rest = trimmed(&value.text, at + colon + 1..at + line.len());
            read.push(Field { name: piece(name), value: piece(rest) });
        }
        at += line.len();
    }
    read
}

/// The range without white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + part.len() - part.trim_start().len();
    start..start.max(range.start + part.trim_end().len())
}

impl Request {
    /// The client adds this type if the document names none.
    pub(super) fn add_content_type(&mut self, content_type: &str) {
        if self.header("content-type").is_none() {
            let name = Value::implied("Content-Type");
            self.headers.push(Field { name, value: Value::implied(content_type) });
        }
    }

    /// A body of fields, with the type that goes with it.
    pub(super) fn set_form(&mut self, fields: Vec<Field>) {
        self.add_content_type("application/x-www-form-urlencoded");
        self.body = Body::Form(fields);
    }

    pub(super) fn set_json(&mut self, value: Value) {
        self.add_content_type("application/json");
        self.body = Body::Json(value);
    }

    pub(super) fn set_file(&mut self, name: Value) {
        let span = name.span.clone();
        self.note(NoteKind::File(name.text.clone()), span);
        self.body = Body::File(name);
    }

    /// Headers that the document gives and the client replaces with its own.
    pub(super) fn drop_header(&mut self, name: &str) {
        let is_other = |field: &Field| !field.name.text.eq_ignore_ascii_case(name);
        if let Some(at) = self.headers.iter().position(|field| !is_other(field)) {
            let span = self.headers[at].name.span.clone();
            self.note(NoteKind::WithoutEffect(name.to_owned()), span);
        }
        self.headers.retain(is_other);
    }
}

/// Values put together, with their open parts.
#[derive(Default)]
pub(crate) struct Joined {
    text: String,
    open: Vec<Range<usize>>,
}

impl Joined {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn ends_with(&self, end: char) -> bool {
        self.text.ends_with(end)
    }

    pub(crate) fn push_value(&mut self, value: &Value) {
        let start = self.text.len();
        self.open.extend(value.open.iter().map(|open| start + open.start..start + open.end));
        self.push(&value.text);
    }

    /// As a string of JSON. Open parts stay as they are written: a program puts their values in.
    pub(crate) fn push_quoted(&mut self, value: &Value) {
        self.push("\"");
        let mut at = 0;
        for open in &value.open {
            self.push(escaped(&value.text[at..open.start]).as_str());
            let start = self.text.len();
            self.push(&value.text[open.clone()]);
            self.open.push(start..self.text.len());
            at = open.end;
        }
        self.push(escaped(&value.text[at..]).as_str());
        self.push("\"");
    }

    /// The text, as it stands for this part of the document.
    pub(crate) fn at(self, span: Option<Span>) -> Value {
        Value { text: self.text, span, open: self.open, verbatim: false }
    }
}

/// As within quotes of JSON.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Fields as an object of JSON, as tools make it of a table of names and values.
pub(super) fn object_of(fields: &[Field], span: Option<Span>) -> Value {
    let mut joined = Joined::default();
    joined.push("{");
    for (index, field) in fields.iter().enumerate() {
        joined.push(if index == 0 { "" } else { "," });
        joined.push_quoted(&field.name);
        joined.push(":");
        joined.push_quoted(&field.value);
    }
    joined.push("}");
    joined.at(span)
}

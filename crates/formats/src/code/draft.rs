//! Requests that are being made, with what their client adds.

use super::run::Run;
use super::value::{Repeat, V, Val};
use crate::request::{Body, Credential, Field, NoteKind, Request, Span, Value};

pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const JSON: &str = "application/json";

/// A request without its parts.
pub(super) fn draft(method: Value, url: Value, span: Span) -> Request {
    let method = Value { text: method.text.to_ascii_uppercase(), ..method };
    Request { method: upper(method), url, span, ..Request::default() }
}

/// Names of variables keep their case.
fn upper(mut method: Value) -> Value {
    method.open.retain(|open| open.end <= method.text.len());
    method
}

impl Request {
    /// Adds a header that the client implies, if the program does not set it.
    pub(super) fn imply_header(&mut self, name: &str, value: &str) {
        if self.header(name).is_none() {
            self.headers.push(Field { name: Value::implied(name), value: Value::implied(value) });
        }
    }

    /// Sets a header: the last one of a name counts.
    pub(super) fn set_header(&mut self, field: Field) {
        match self.headers.iter_mut().find(|old| old.name.text.eq_ignore_ascii_case(&field.name.text)) {
            Some(old) => *old = field,
            None => self.headers.push(field),
        }
    }

    /// Whether the `Content-Type` that is set begins with this.
    pub(super) fn content_type_is(&self, kind: &str) -> bool {
        self.header("Content-Type")
            .is_some_and(|field| field.value.text.to_ascii_lowercase().starts_with(kind))
    }

    pub(super) fn is_method(&self, methods: &[&str]) -> bool {
        methods.contains(&self.method.text.as_str())
    }
}

/// Sets the headers of a map, in its order; of anything else a note is made.
pub(super) fn set_headers(run: &mut Run, request: &mut Request, val: &Val) {
    match &val.v {
        V::Map(_) => {
            for field in run.fields(val, Repeat::Comma) {
                request.set_header(field);
            }
            unresolved_entries(run, request, val);
        }
        V::Null => {}
        _ => unresolved(run, request, val),
    }
}

/// Headers of `Name: value` lines.
pub(super) fn set_header_lines(run: &mut Run, request: &mut Request, val: &Val) {
    match &val.v {
        V::List(items) => {
            for item in items.iter() {
                let line = run.text(item);
                set_header_line(request, &line);
            }
        }
        V::Text(text) => {
            let mut at = 0;
            for line in text.text.split_inclusive('\n') {
                let part = super::value::slice(text, at, at + line.trim_end().len());
                set_header_line(request, &part);
                at += line.len();
            }
        }
        V::Map(_) => set_headers(run, request, val),
        _ => unresolved(run, request, val),
    }
}

fn set_header_line(request: &mut Request, line: &Value) {
    let Some(colon) = line.text.find(':') else { return };
    let name = super::value::slice(line, 0, colon);
    let start = colon + 1 + (line.text[colon + 1..].len() - line.text[colon + 1..].trim_start().len());
    let value = super::value::slice(line, start.min(line.text.len()), line.text.len());
    request.set_header(Field { name, value });
}

/// Notes the maps that are taken in and not known: `{...base, limit: 1}`.
fn unresolved_entries(run: &mut Run, request: &mut Request, val: &Val) {
    for (key, _) in val.entries() {
        if matches!(key.v, V::Unknown) {
            unresolved(run, request, key);
        }
    }
}

/// Notes an expression whose value is not in the text.
pub(super) fn unresolved(run: &mut Run, request: &mut Request, val: &Val) {
    let written = run.open(&val.span);
    request.note(NoteKind::Unresolved(written.text), val.span.clone());
}

/// The parameters of a map, list of pairs, or encoded text, as fields.
pub(super) fn set_query(run: &mut Run, request: &mut Request, val: &Val, repeat: Repeat) {
    match &val.v {
        V::Map(_) => {
            let fields = run.fields(val, repeat);
            request.query.extend(fields);
            unresolved_entries(run, request, val);
        }
        V::List(items) => {
            for item in items.iter() {
                if let [name, value] = item.items() {
                    let field = Field { name: run.text(name), value: run.text(value) };
                    request.query.push(field);
                }
            }
        }
        V::Text(text) => add_to_url(request, text),
        V::Object(object) if run.class_of(val) == Some("form") => {
            let map = run.field(*object, "[]");
            if let Some(map) = map {
                let fields = run.fields(&map, Repeat::Same);
                request.query.extend(fields);
            } else {
                let text = run.form_text(*object, &val.span);
                add_to_url(request, &text);
            }
        }
        V::Null => {}
        _ => unresolved(run, request, val),
    }
}

fn add_to_url(request: &mut Request, query: &Value) {
    if query.text.is_empty() {
        return;
    }
    request.url.text.push(if request.url.text.contains('?') { '&' } else { '?' });
    let cut = usize::from(query.text.starts_with('?'));
    super::value::append(&mut request.url, &super::value::slice(query, cut, query.text.len()));
}

/// The fields of a form, from a map or a list of pairs.
pub(super) fn form(run: &mut Run, val: &Val, repeat: Repeat) -> Option<Vec<Field>> {
    match &val.v {
        V::Map(_) => Some(run.fields(val, repeat)),
        V::List(items) if items.iter().all(|item| item.items().len() == 2) => {
            let pairs = items
                .iter()
                .map(|item| Field { name: run.text(&item.items()[0]), value: run.text(&item.items()[1]) });
            Some(pairs.collect())
        }
        V::Object(object) if matches!(run.class_of(val), Some("form" | "multipart")) => {
            let map = run.field(*object, "[]")?;
            Some(run.fields(&map, repeat))
        }
        _ => None,
    }
}

/// A body that is sent as it is: a text, or one that is not in the program.
pub(super) fn raw_body(run: &mut Run, request: &mut Request, val: &Val) -> Body {
    match &val.v {
        V::Text(text) if text.text.is_empty() => Body::None,
        V::Text(text) => Body::Text(text.clone()),
        V::Number(_) | V::Bool(_) => Body::Text(run.text(val)),
        V::Null => Body::None,
        V::Object(object) if run.class_of(val) == Some("form") => {
            Body::Text(run.form_text(*object, &val.span))
        }
        V::Object(object) if run.class_of(val) == Some("file") => match run.field(*object, "name") {
            Some(name) => Body::File(run.text(&name)),
            None => Body::Unknown,
        },
        _ => {
            unresolved(run, request, val);
            Body::Unknown
        }
    }
}

/// User name and password, joined by a colon.
pub(super) fn basic(run: &mut Run, user: &Val, password: Option<&Val>) -> Credential {
    let mut pair = run.text(user);
    pair.text.push(':');
    if let Some(password) = password {
        let password = run.text(password);
        super::value::append(&mut pair, &password);
        if let (Some(a), Some(b)) = (&pair.span, &password.span) {
            pair.span = Some(a.start.min(b.start)..a.end.max(b.end));
        }
    }
    Credential::Basic(pair)
}

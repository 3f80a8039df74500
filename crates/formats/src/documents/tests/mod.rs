//! Tables of documents and what is read of them, and what holds for any text.

mod any;
mod har;
mod http;
mod json;
mod make;
mod n8n;
mod object;
mod postman;
mod zapier;

use crate::request::{Body, Credential, Field, Form, NoteKind, Reading, Request, Value};

fn json(text: &str, form: Form) -> Reading {
    let reading = super::read(text).unwrap_or_else(|| panic!("not read: {text}"));
    assert_eq!(reading.form, form, "{text}");
    // Asked for a request in any form, the same is found.
    assert_eq!(crate::read(text).as_ref(), Some(&reading), "{text}");
    reading
}

/// Each document with the requests that are read of it, in the words of [`show`].
fn check(form: Form, rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        let reading = json(text, form);
        let shown: Vec<_> = reading.requests.iter().flat_map(show).collect();
        assert_eq!(shown, *expected, "{text}");
        assert_eq!(reading.problems, [], "{text}");
        reading.requests.iter().for_each(|request| spans_hold(text, request));
    }
}

/// Lines: method and URL, then what there is of `? query`, headers, the body, `! credentials`, `~ notes`. Open parts
/// stand between ‹ and ›.
fn show(request: &Request) -> Vec<String> {
    let mut lines = vec![format!("{} {}", marked(&request.method), marked(&request.url))];
    lines.extend(request.query.iter().map(|field| format!("? {}", pair(field, "="))));
    lines.extend(request.headers.iter().map(|field| pair(field, ": ")));
    let list = |fields: &[Field]| fields.iter().map(|field| pair(field, "=")).collect::<Vec<_>>().join(" & ");
    lines.extend(match &request.body {
        Body::None => None,
        Body::Text(value) => Some(format!("text {}", marked(value))),
        Body::Json(value) => Some(format!("json {}", marked(value))),
        Body::Form(fields) => Some(format!("form {}", list(fields))),
        Body::Multipart(fields) => Some(format!("multipart {}", list(fields))),
        Body::File(name) => Some(format!("file {}", marked(name))),
        Body::Unknown => Some("unknown body".to_owned()),
    });
    lines.extend(request.credentials.iter().map(|credential| match credential {
        Credential::Basic(value) => format!("! basic {}", marked(value)),
        Credential::Bearer(value) => format!("! bearer {}", marked(value)),
        Credential::ApiKey(value) => format!("! key {}", marked(value)),
        Credential::Stored(name) => format!("! stored {name}"),
        Credential::Other(name) => format!("! other {name}"),
    }));
    lines.extend(request.notes.iter().map(|note| match &note.kind {
        NoteKind::File(name) => format!("~ file {name}"),
        NoteKind::WithoutEffect(name) => format!("~ without effect {name}"),
        NoteKind::Unresolved(text) => format!("~ unresolved {text}"),
        NoteKind::JoinedUnexpectedly { sent, looks_like } => format!("~ sent {sent} for {looks_like}"),
        other => format!("~ {other:?}"),
    }));
    lines
}

fn pair(field: &Field, sign: &str) -> String {
    format!("{}{sign}{}", marked(&field.name), marked(&field.value))
}

fn marked(value: &Value) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for open in &value.open {
        marked.push_str(&value.text[at..open.start]);
        marked.extend(["‹", &value.text[open.clone()], "›"]);
        at = open.end;
    }
    marked + &value.text[at..]
}

fn values(request: &Request) -> Vec<&Value> {
    let body: Vec<&Value> = match &request.body {
        Body::Text(value) | Body::Json(value) | Body::File(value) => vec![value],
        Body::Form(fields) | Body::Multipart(fields) => {
            fields.iter().flat_map(|f| [&f.name, &f.value]).collect()
        }
        Body::None | Body::Unknown => Vec::new(),
    };
    let listed = request.query.iter().chain(&request.headers).flat_map(|field| [&field.name, &field.value]);
    let credentials = request.credentials.iter().filter_map(|credential| match credential {
        Credential::Basic(value) | Credential::Bearer(value) | Credential::ApiKey(value) => Some(value),
        Credential::Stored(_) | Credential::Other(_) => None,
    });
    [&request.method, &request.url].into_iter().chain(listed).chain(body).chain(credentials).collect()
}

/// All places lie within the text and on character borders, and open parts within their value.
fn spans_hold(text: &str, request: &Request) {
    assert!(text.get(request.span.clone()).is_some(), "{request:?}");
    for note in &request.notes {
        assert!(note.span.as_ref().is_none_or(|span| text.get(span.clone()).is_some()), "{note:?}");
    }
    for value in values(request) {
        let place = value.span.clone().map(|span| text.get(span).unwrap_or_else(|| panic!("{value:?}")));
        assert!(place.is_none_or(|place| text.contains(place)));
        for open in &value.open {
            assert!(value.text.get(open.clone()).is_some_and(|part| !part.is_empty()), "{value:?}");
        }
        assert!(value.open.windows(2).all(|pair| pair[0].end <= pair[1].start), "{value:?}");
    }
}

//! JavaScript and TypeScript: what `fetch`, node's http, `XMLHttpRequest`, jQuery and Apps Script send. The libraries that
//! take one object of options are in [`options`].

mod node;
mod options;

pub(super) use node::finish;
use node::node;

use super::client;
use super::draft::{FORM, draft, form, raw_body, set_headers, set_query, unresolved};
use super::join::{Join, join};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, form_encoded};
use crate::request::{Body, Form, NoteKind, Reading, Request, Value};

const MARKS: [&str; 16] = [
    "fetch(",
    "axios",
    "got",
    "request(",
    "request.",
    "XMLHttpRequest",
    "$.ajax",
    "$.get",
    "$.post",
    "jQuery",
    "UrlFetchApp",
    "hubspot",
    "apiRequest",
    "Api.",
    "ky",
    "httpRequest",
];

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::JavaScript, Form::JavaScript, library)
}

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    address(run, call)
        .or_else(|| fetch(run, call))
        .or_else(|| options::library(run, call))
        .or_else(|| node(run, call))
        .or_else(|| xhr(run, call))
        .or_else(|| jquery(run, call))
        .or_else(|| client::call(run, call))
}

/// Body of an option: what each client takes as it is.
pub(super) fn plain_body(run: &mut Run, request: &mut Request, body: &Val) -> Body {
    match &body.v {
        V::Object(object) if run.class_of(body) == Some("form") => {
            request.imply_header("Content-Type", FORM);
            match form(run, body, Repeat::Same) {
                Some(fields) => Body::Form(fields),
                None => Body::Text(run.form_text(*object, &body.span)),
            }
        }
        V::Object(_) if run.class_of(body) == Some("multipart") => {
            request.imply_header("Content-Type", "multipart/form-data");
            Body::Multipart(form(run, body, Repeat::Same).unwrap_or_default())
        }
        V::Map(_) => {
            request.note(
                NoteKind::Altered {
                    by: "body".into(),
                    effect: "An object that is not made a text is sent as [object Object].".into(),
                },
                body.span.clone(),
            );
            Body::Text(Value::at("[object Object]", body.span.clone()))
        }
        _ => raw_body(run, request, body),
    }
}

/// Notes options that the client does not look at, though their name sounds as if.
pub(super) fn ignored(request: &mut Request, options: &Val, names: &[&str]) {
    for (key, value) in options.entries() {
        if let Some(name) = key.plain().filter(|name| names.contains(name)) {
            request.note(NoteKind::WithoutEffect(name.to_owned()), value.span.clone());
        }
    }
}

pub(super) fn method_of(run: &mut Run, options: &Val, default: &str) -> Value {
    match options.get("method").filter(|method| !method.is_nothing()) {
        Some(method) => run.text(method),
        None => Value::implied(default),
    }
}

// --- addresses

/// `new URL(path, base)` with its `searchParams`.
fn address(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if call.is_new && call.name == "URL" {
        let path = run.text(call.place(0)?);
        let Some(base) = call.place(1) else {
            return Some(run.object("url", vec![("href".into(), Val::text(path, span.clone()))], span));
        };
        let base = run.text(base);
        let (url, note) = join(&base, &path, Join::Rfc3986, path.span.clone());
        let mut fields = vec![("href".to_owned(), Val::text(url, span.clone()))];
        if let Some(NoteKind::JoinedUnexpectedly { looks_like, .. }) = note.map(|note| note.kind) {
            fields.push(("looks_like".into(), Val::text(Value::implied(looks_like), span.clone())));
        }
        return Some(run.object("url", fields, span));
    }
    if run.class_of(&call.target) != Some("url") {
        return None;
    }
    let object = call.object()?;
    match call.name.as_str() {
        "searchParams.append" | "searchParams.set" => {
            run.objects[object].set_in("params", call.place(0)?.clone(), call.place(1)?.clone());
            Some(Val::unknown(span))
        }
        "toString" | "toJSON" => Some(Val { span, ..call.target.clone() }),
        _ => None,
    }
}

/// The address of a value, with what is known of an `URL` object.
pub(super) fn url_of(run: &mut Run, request: &mut Request, val: &Val) {
    let V::Object(object) = val.v else {
        request.url = run.text(val);
        return;
    };
    if !matches!(run.class_of(val), Some("url")) {
        request.url = run.text(val);
        return;
    }
    if let Some(href) = run.field(object, "href") {
        request.url = run.text(&href);
    }
    if let Some(params) = run.field(object, "params") {
        set_query(run, request, &params, Repeat::Same);
    }
    if let Some(search) = run.field(object, "search") {
        set_query(run, request, &search, Repeat::Same);
    }
    if let Some(looks_like) = run.field(object, "looks_like") {
        let kind = NoteKind::JoinedUnexpectedly {
            sent: request.url.text.clone(),
            looks_like: looks_like.plain().unwrap_or_default().to_owned(),
        };
        request.note(kind, val.span.clone());
    }
}

// --- fetch, Apps Script

fn fetch(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let is_script = call.is("UrlFetchApp.fetch");
    if call.is_new && call.name == "Request" {
        let mut fields = vec![("url".to_owned(), call.place(0)?.clone())];
        fields.extend(call.place(1).map(|options| ("options".to_owned(), options.clone())));
        return Some(run.object("fetch_request", fields, span));
    }
    if !is_script
        && !matches!(
            call.name.as_str(),
            "fetch" | "window.fetch" | "globalThis.fetch" | "fetch.default" | "fetch.fetch" | "$fetch"
        )
    {
        return None;
    }
    let mut address = call.place(0)?.clone();
    let mut options = call.place(1).cloned();
    if let V::Object(object) = address.v
        && run.class_of(&address) == Some("fetch_request")
    {
        options = options.or_else(|| run.field(object, "options"));
        address = run.field(object, "url")?;
    }
    let options = options.unwrap_or_else(|| Val::map(Vec::new(), span.clone()));
    let method = method_of(run, &options, "GET");
    let mut request = draft(method, Value::default(), span.clone());
    url_of(run, &mut request, &address);
    if let Some(headers) = options.get("headers") {
        set_headers(run, &mut request, headers);
    }
    if matches!(options.v, V::Unknown | V::Path(_)) {
        unresolved(run, &mut request, &options);
    }
    if is_script {
        script_body(run, &mut request, &options);
    } else {
        fetch_body(run, &mut request, &options);
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

fn fetch_body(run: &mut Run, request: &mut Request, options: &Val) {
    ignored(
        request,
        options,
        &["params", "json", "data", "qs", "query", "form", "auth", "searchParams", "token"],
    );
    let Some(body) = options.get("body").filter(|body| !body.is_nothing()) else { return };
    if request.is_method(&["GET", "HEAD"]) {
        request.note(
            NoteKind::Altered {
                by: "body".into(),
                effect: "fetch refuses a request with this method and a body.".into(),
            },
            body.span.clone(),
        );
    }
    request.body = plain_body(run, request, body);
    if matches!(request.body, Body::Text(_)) {
        request.imply_header("Content-Type", "text/plain;charset=UTF-8");
    }
}

fn script_body(run: &mut Run, request: &mut Request, options: &Val) {
    ignored(request, options, &["body", "data", "params", "json", "qs"]);
    if let Some(kind) = options.get("contentType") {
        let value = run.text(kind);
        request.set_header(crate::request::Field { name: Value::implied("Content-Type"), value });
    }
    let Some(payload) = options.get("payload") else { return };
    if options.get("method").is_none() {
        request.method = Value::implied("POST");
    }
    request.body = match form(run, payload, Repeat::Same) {
        Some(fields) => Body::Form(fields),
        None => raw_body(run, request, payload),
    };
    request.imply_header("Content-Type", FORM);
}

// --- XMLHttpRequest

fn xhr(run: &mut Run, call: &Call) -> Option<Val> {
    if call.is_new && call.name == "XMLHttpRequest" {
        return Some(run.object("xhr", Vec::new(), call.span.clone()));
    }
    if run.class_of(&call.target) != Some("xhr") {
        return None;
    }
    let object = call.object()?;
    match call.name.as_str() {
        "open" => {
            let (method, url) = (call.place(0)?.clone(), call.place(1)?.clone());
            run.objects[object].set("method", method);
            run.objects[object].set("url", url);
            run.objects[object].span.end = call.span.end;
        }
        "setRequestHeader" => {
            run.objects[object].set_in("[]", call.place(0)?.clone(), call.place(1)?.clone());
        }
        "send" => {
            if let Some(body) = call.place(0) {
                run.objects[object].set("body", body.clone());
            }
            finish(run, object);
        }
        _ => {}
    }
    Some(Val::unknown(call.span.clone()))
}

// --- jQuery

fn jquery(run: &mut Run, call: &Call) -> Option<Val> {
    let name = call.name.strip_prefix("$.").or_else(|| call.name.strip_prefix("jQuery."))?;
    let span = call.span.clone();
    let first = call.place(0)?;
    let options = if matches!(first.v, V::Map(_)) { Some(first) } else { call.place(1) };
    let options = options.cloned().unwrap_or_else(|| Val::map(Vec::new(), span.clone()));
    let default = if name == "post" { "POST" } else { "GET" };
    let is_short = matches!(name, "get" | "post" | "getJSON") && !matches!(first.v, V::Map(_));
    if !is_short && name != "ajax" && name != "get" && name != "post" {
        return None;
    }
    let method = match options.get("method").or_else(|| options.get("type")).filter(|_| !is_short) {
        Some(method) => run.text(&method.clone()),
        None => Value::implied(default),
    };
    let mut request = draft(method, Value::default(), span.clone());
    let address = if matches!(first.v, V::Map(_)) { options.get("url").cloned()? } else { first.clone() };
    url_of(run, &mut request, &address);
    let data = if is_short {
        call.place(1).filter(|data| !matches!(data.v, V::Unknown)).cloned()
    } else {
        options.get("data").cloned()
    };
    if !is_short {
        if let Some(headers) = options.get("headers") {
            set_headers(run, &mut request, headers);
        }
        if let Some(kind) = options.get("contentType").filter(|kind| kind.as_text().is_some()) {
            let value = run.text(kind);
            request.set_header(crate::request::Field { name: Value::implied("Content-Type"), value });
        }
        ignored(&mut request, &options, &["body", "params", "json", "qs"]);
    }
    if let Some(data) = data {
        jquery_data(run, &mut request, &data);
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

fn jquery_data(run: &mut Run, request: &mut Request, data: &Val) {
    if request.is_method(&["GET", "HEAD"]) {
        set_query(run, request, data, Repeat::Brackets);
        return;
    }
    request.body = match form(run, data, Repeat::Brackets) {
        // An object is made a form even where another type is named.
        Some(fields) if request.content_type_is("application/json") => {
            request.note(
                NoteKind::Altered {
                    by: "data".into(),
                    effect: "An object is sent as a form, whatever contentType names.".into(),
                },
                data.span.clone(),
            );
            Body::Text(form_encoded(&fields))
        }
        Some(fields) => Body::Form(fields),
        None => raw_body(run, request, data),
    };
    request.imply_header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
}

//! PHP: curl, Guzzle, streams, `WordPress`, Laravel, and HubSpot's client.

mod guzzle;
mod laravel;

use guzzle::guzzle;
use laravel::laravel;

use super::client;
use super::draft::{FORM, draft, form, raw_body, set_header_lines, set_query};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, slice};
use crate::request::{Body, Credential, Field, Form, NoteKind, Reading, Request, Value};

const MARKS: [&str; 11] = [
    "curl_",
    "Guzzle",
    "Client(",
    "file_get_contents",
    "wp_remote_",
    "Http::",
    "HubSpot",
    "Hubspot",
    "Api()",
    "->request(",
    "apiRequest(",
];

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    let has_sign = ["$", "::", "<?"].iter().any(|sign| text.contains(sign));
    has_sign && MARKS.iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::Php, Form::Php, library)
}

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    curl(run, call)
        .or_else(|| laravel(run, call))
        .or_else(|| wordpress(run, call))
        .or_else(|| stream(run, call))
        .or_else(|| client::call(run, call))
        .or_else(|| guzzle(run, call))
}

fn empty(call: &Call) -> Val {
    Val::map(Vec::new(), call.span.clone())
}

// --- curl

fn curl(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let handle = |run: &Run| match call.place(0)?.v {
        V::Object(object) if run.class_of(call.place(0)?) == Some("curl") => Some(object),
        _ => None,
    };
    match call.name.trim_start_matches('\\') {
        "curl_init" => {
            let mut made = run.object("curl", Vec::new(), span.clone());
            if let (V::Object(object), Some(url)) = (&made.v, call.place(0)) {
                run.objects[*object].set_in("[]", key("CURLOPT_URL", &span), url.clone());
            }
            made.span = span;
            Some(made)
        }
        "curl_setopt" => {
            let object = handle(run)?;
            let name = option_name(call.place(1)?);
            run.objects[object].set_in("[]", key(&name, &call.place(1)?.span), call.place(2)?.clone());
            run.objects[object].span.end = span.end.max(run.objects[object].span.end);
            Some(Val::unknown(span))
        }
        "curl_setopt_array" => {
            let object = handle(run)?;
            for (name, value) in call.place(1)?.entries() {
                let name = key(name.as_text().map_or("", |name| name.text.as_str()), &name.span);
                run.objects[object].set_in("[]", name, value.clone());
            }
            run.objects[object].span.end = span.end.max(run.objects[object].span.end);
            Some(Val::unknown(span))
        }
        "curl_exec" => {
            let object = handle(run)?;
            // The handle may be used once more, with other options.
            run.objects[object].sent = false;
            finish(run, object);
            Some(Val::unknown(span))
        }
        _ => None,
    }
}

fn key(name: &str, span: &crate::request::Span) -> Val {
    Val::text(Value::at(name, span.clone()), span.clone())
}

fn option_name(val: &Val) -> String {
    match &val.v {
        V::Path(name) => name.trim_start_matches('\\').to_owned(),
        V::Text(text) => text.text.clone(),
        _ => String::new(),
    }
}

/// Options that say nothing of the request.
const QUIET: [&str; 16] = [
    "RETURNTRANSFER",
    "TIMEOUT",
    "CONNECTTIMEOUT",
    "FOLLOWLOCATION",
    "MAXREDIRS",
    "SSL_VERIFYPEER",
    "SSL_VERIFYHOST",
    "ENCODING",
    "HTTP_VERSION",
    "VERBOSE",
    "HEADER",
    "FAILONERROR",
    "HEADERFUNCTION",
    "WRITEFUNCTION",
    "CAINFO",
    "HTTPAUTH",
];

/// Sends what was set before.
pub(super) fn finish(run: &mut Run, object: usize) {
    let (span, is_sent) = (run.objects[object].span.clone(), run.objects[object].sent);
    let Some(options) = run.field(object, "[]").filter(|_| !is_sent) else { return };
    run.objects[object].sent = true;
    let get = |name: &str| options.get(&format!("CURLOPT_{name}")).filter(|value| !value.is_nothing());
    let is_on = |name: &str| {
        get(name).is_some_and(|value| {
            !matches!(&value.v, V::Bool(false)) && !matches!(&value.v, V::Number(n) if n == "0")
        })
    };
    let Some(url) = get("URL") else { return };
    let url = run.text(url);
    let method = match get("CUSTOMREQUEST") {
        Some(method) => run.text(method),
        None if is_on("NOBODY") => Value::implied("HEAD"),
        None if is_on("PUT") || is_on("UPLOAD") => Value::implied("PUT"),
        None if is_on("POST") || get("POSTFIELDS").is_some() && !is_on("HTTPGET") => Value::implied("POST"),
        None => Value::implied("GET"),
    };
    let mut request = draft(method, url, span);
    if let Some(headers) = get("HTTPHEADER") {
        set_header_lines(run, &mut request, headers);
        set_empty_headers(run, &mut request, headers);
    }
    if let Some(agent) = get("USERAGENT") {
        let value = run.text(agent);
        request.set_header(Field { name: Value::implied("User-Agent"), value });
    }
    if let Some(pair) = get("USERPWD") {
        let pair = run.text(pair);
        request.credentials.push(Credential::Basic(pair));
    }
    if let Some(token) = get("XOAUTH2_BEARER") {
        let token = run.text(token);
        request.credentials.push(Credential::Bearer(token));
    }
    if let Some(data) = get("POSTFIELDS") {
        if matches!(data.v, V::Map(_)) {
            request.body = Body::Multipart(run.fields(data, Repeat::Indices));
            request.imply_header("Content-Type", "multipart/form-data");
        } else {
            request.body = raw_body(run, &mut request, data);
            request.imply_header("Content-Type", FORM);
        }
    } else if is_on("POST") {
        request.imply_header("Content-Type", FORM);
    }
    let known = [
        "URL",
        "CUSTOMREQUEST",
        "NOBODY",
        "PUT",
        "UPLOAD",
        "POST",
        "POSTFIELDS",
        "HTTPGET",
        "HTTPHEADER",
        "USERAGENT",
        "USERPWD",
        "XOAUTH2_BEARER",
    ];
    for (name, value) in options.entries() {
        let name = name.plain().and_then(|name| name.strip_prefix("CURLOPT_")).unwrap_or_default();
        match name {
            "COOKIE" | "COOKIEFILE" | "SSLCERT" | "NETRC" => {
                request.credentials.push(Credential::Other(format!("CURLOPT_{name}")));
            }
            _ if known.contains(&name) || QUIET.contains(&name) || name.is_empty() => {}
            _ => request.note(NoteKind::UnknownOption(format!("CURLOPT_{name}")), value.span.clone()),
        }
    }
    run.requests.push(request);
}

/// With a semicolon in place of the colon, curl sends a header without a value.
fn set_empty_headers(run: &mut Run, request: &mut Request, headers: &Val) {
    for line in headers.items() {
        let line = run.text(line);
        if let Some(name) = line.text.strip_suffix(';').filter(|name| !name.contains(':')) {
            let name = slice(&line, 0, name.len());
            let end = line.span.as_ref().map_or(0, |span| span.end);
            request.set_header(Field { name, value: Value::at("", end..end) });
        }
    }
}

// --- streams

fn stream(run: &mut Run, call: &Call) -> Option<Val> {
    match call.name.trim_start_matches('\\') {
        "stream_context_create" => call.place(0).cloned(),
        "file_get_contents" | "fopen" => {
            let url = run.text(call.place(0)?);
            if !url.text.starts_with("http") && url.open.first().is_none_or(|open| open.start > 0) {
                return None;
            }
            let context =
                call.args.iter().find_map(|(_, arg)| arg.get("http").or_else(|| arg.get("https"))).cloned();
            let context = context.unwrap_or_else(|| empty(call));
            if call.args.len() < 3 && url.open.first().is_some_and(|open| open.start == 0) {
                return None;
            }
            let method =
                context.get("method").map_or_else(|| Value::implied("GET"), |method| run.text(method));
            let mut request = draft(method, url, call.span.clone());
            if let Some(headers) = context.get("header") {
                set_header_lines(run, &mut request, headers);
            }
            if let Some(content) = context.get("content") {
                request.body = raw_body(run, &mut request, content);
                request.imply_header("Content-Type", FORM);
            }
            run.requests.push(request);
            Some(Val::unknown(call.span.clone()))
        }
        _ => None,
    }
}

// --- WordPress

fn wordpress(run: &mut Run, call: &Call) -> Option<Val> {
    let name = call.name.strip_prefix("wp_remote_").or_else(|| call.name.strip_prefix("wp_safe_remote_"))?;
    if !matches!(name, "get" | "post" | "request" | "head") {
        return None;
    }
    let options = call.place(1).cloned().unwrap_or_else(|| empty(call));
    let default = if name == "request" { "get" } else { name };
    let method = options.get("method").map_or_else(|| Value::implied(default), |method| run.text(method));
    let url = run.text(call.place(0)?);
    let mut request = draft(method, url, call.span.clone());
    if let Some(headers) = options.get("headers") {
        set_header_lines(run, &mut request, headers);
    }
    if let Some(body) = options.get("body") {
        if request.is_method(&["GET", "HEAD"]) && matches!(body.v, V::Map(_)) {
            set_query(run, &mut request, body, Repeat::Indices);
        } else {
            request.body = match form(run, body, Repeat::Indices) {
                Some(fields) => Body::Form(fields),
                None => raw_body(run, &mut request, body),
            };
            request.imply_header("Content-Type", FORM);
        }
    }
    for name in ["query", "json", "params", "data"] {
        if let Some(value) = options.get(name) {
            request.note(NoteKind::WithoutEffect(name.into()), value.span.clone());
        }
    }
    run.requests.push(request);
    Some(Val::unknown(call.span.clone()))
}

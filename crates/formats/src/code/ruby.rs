//! Ruby: `Net::HTTP`, `HTTParty`, Faraday, `RestClient`, and HubSpot's client.

use super::client;
use super::draft::{FORM, basic, draft, form, raw_body, set_headers, set_query};
use super::join::{Join, join};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, put};
use crate::request::{Body, Form, Reading, Request, Value};

const MARKS: [&str; 6] = ["Net::HTTP", "HTTParty", "Faraday", "RestClient", "Hubspot", "_api."];

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::Ruby, Form::Ruby, library)
}

const METHODS: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    net_http(run, call)
        .or_else(|| httparty(run, call))
        .or_else(|| faraday(run, call))
        .or_else(|| rest_client(run, call))
        .or_else(|| client::call(run, call))
}

// --- Net::HTTP

fn net_http(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if let Some(verb) = call.name.strip_prefix("Net.HTTP.").and_then(|name| name.strip_suffix(".new")) {
        let mut fields = vec![
            ("method".to_owned(), Val::text(Value::implied(verb), span.clone())),
            ("url".to_owned(), call.place(0)?.clone()),
        ];
        fields.extend(call.place(1).map(|headers| ("[]".to_owned(), headers.clone())));
        return Some(run.object("net_http", fields, span));
    }
    if run.class_of(&call.target) == Some("net_http") {
        let object = call.object()?;
        match call.last() {
            "add_field" => run.objects[object].set_in("[]", call.place(0)?.clone(), call.place(1)?.clone()),
            "set_form_data" | "form_data=" => run.objects[object].set("form", call.place(0)?.clone()),
            "basic_auth" => {
                let pair = call.args.iter().map(|(_, value)| value.clone()).collect();
                run.objects[object].set("basic", Val::list(pair, span.clone()));
            }
            "content_type=" => {}
            _ => return None,
        }
        return Some(Val::unknown(span));
    }
    if call.last() == "request"
        && let Some(V::Object(object)) = call.place(0).map(|first| first.v.clone())
        && run.objects.get(object).is_some_and(|object| object.class == "net_http")
    {
        finish(run, object);
        return Some(Val::unknown(span));
    }
    let (verb, place) = match call.name.as_str() {
        "Net.HTTP.get" | "Net.HTTP.get_response" => ("GET", 1),
        "Net.HTTP.post" => ("POST", 2),
        "Net.HTTP.post_form" => ("POST", 9),
        _ => return None,
    };
    let url = run.text(call.place(0)?);
    let mut request = draft(Value::implied(verb), url, span.clone());
    if let Some(headers) = call.place(place) {
        set_headers(run, &mut request, headers);
    }
    if let Some(data) = call.place(1).filter(|_| verb == "POST") {
        body(run, &mut request, data);
        request.imply_header("Content-Type", FORM);
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

fn body(run: &mut Run, request: &mut Request, data: &Val) {
    request.body = match form(run, data, Repeat::Brackets) {
        Some(fields) => {
            request.imply_header("Content-Type", FORM);
            Body::Form(fields)
        }
        None => raw_body(run, request, data),
    };
}

/// Sends what was built before.
pub(super) fn finish(run: &mut Run, object: usize) {
    let (span, is_sent) = (run.objects[object].span.clone(), run.objects[object].sent);
    let (Some(method), Some(url)) = (run.field(object, "method"), run.field(object, "url")) else { return };
    if is_sent {
        return;
    }
    run.objects[object].sent = true;
    let (method, url) = (run.text(&method), run.text(&url));
    let mut request = draft(method, url, span);
    if let Some(headers) = run.field(object, "[]") {
        set_headers(run, &mut request, &headers);
    }
    if let Some(kind) = run.field(object, "content_type") {
        let value = run.text(&kind);
        request.set_header(crate::request::Field { name: Value::implied("Content-Type"), value });
    }
    if let Some(pair) = run.field(object, "basic")
        && let Some(user) = pair.items().first()
    {
        let credential = basic(run, user, pair.items().get(1));
        request.credentials.push(credential);
    }
    if let Some(data) = run.field(object, "form").or_else(|| run.field(object, "body")) {
        body(run, &mut request, &data);
        // Net::HTTP takes every body for a form unless told otherwise.
        request.imply_header("Content-Type", FORM);
    }
    run.requests.push(request);
}

// --- HTTParty

fn httparty(run: &mut Run, call: &Call) -> Option<Val> {
    let verb = call.name.strip_prefix("HTTParty.").filter(|verb| METHODS.contains(verb))?;
    let url = run.text(call.place(0)?);
    let mut request = draft(Value::implied(verb), url, call.span.clone());
    let option =
        |name: &str| call.named(name).or_else(|| call.place(1).and_then(|options| options.get(name)));
    if let Some(headers) = option("headers") {
        set_headers(run, &mut request, headers);
    }
    if let Some(query) = option("query") {
        set_query(run, &mut request, query, Repeat::Brackets);
    }
    if let Some(data) = option("body") {
        body(run, &mut request, data);
        request.imply_header("Content-Type", FORM);
    }
    if let Some(auth) = option("basic_auth") {
        let credential = basic(run, auth.get("username")?, auth.get("password"));
        request.credentials.push(credential);
    }
    run.requests.push(request);
    Some(Val::unknown(call.span.clone()))
}

// --- Faraday

fn faraday(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if call.name == "Faraday.new" {
        let mut fields: Vec<(String, Val)> =
            call.args.iter().filter_map(|(name, value)| Some((name.clone()?, value.clone()))).collect();
        fields.extend(
            call.place(0)
                .filter(|first| first.as_text().is_some())
                .map(|first| ("url".to_owned(), first.clone())),
        );
        return Some(run.object("faraday", fields, span));
    }
    let connection = call.object().filter(|_| run.class_of(&call.target) == Some("faraday"));
    if !METHODS.contains(&call.last()) || connection.is_none() && !call.name.starts_with("Faraday.") {
        return None;
    }
    let url = run.text(call.place(0)?);
    let mut request = draft(Value::implied(call.last()), url, span.clone());
    if let Some(connection) = connection {
        if let Some(base) = run.field(connection, "url") {
            let mut base = run.text(&base);
            if !base.text.ends_with('/') {
                base.text.push('/');
            }
            let (url, note) = join(&base, &request.url, Join::Rfc3986, request.url.span.clone());
            request.url = url;
            request.notes.extend(note);
        }
        for (field, is_query) in [("headers", false), ("params", true)] {
            match run.field(connection, field) {
                Some(params) if is_query => set_query(run, &mut request, &params, Repeat::Brackets),
                Some(headers) => set_headers(run, &mut request, &headers),
                None => {}
            }
        }
    }
    let second = call.place(1).filter(|second| !matches!(second.v, V::Unknown)).cloned();
    if let Some(headers) = call.place(2) {
        set_headers(run, &mut request, headers);
    }
    match second {
        Some(params) if request.is_method(&["GET", "HEAD", "DELETE"]) => {
            set_query(run, &mut request, &params, Repeat::Brackets);
        }
        Some(data) => {
            body(run, &mut request, &data);
            request.imply_header("Content-Type", FORM);
        }
        None => {}
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

// --- RestClient

fn rest_client(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let is_execute = call.name == "RestClient.Request.execute";
    let verb = call.name.strip_prefix("RestClient.").filter(|verb| METHODS.contains(verb));
    if verb.is_none() && !is_execute {
        return None;
    }
    let takes_body = matches!(verb, Some("post" | "put" | "patch"));
    let method = match verb {
        Some(verb) => Value::implied(verb),
        None => run.text(call.named("method")?),
    };
    let url = run.text(if is_execute { call.named("url")? } else { call.place(0)? });
    let mut request = draft(method, url, span.clone());
    let headers = if is_execute {
        call.named("headers").cloned()
    } else {
        call.place(1 + usize::from(takes_body)).cloned()
    };
    // Headers may stand as named arguments.
    let headers = headers.unwrap_or_else(|| {
        let named = call.args.iter().filter(|_| !is_execute);
        let named = named.filter_map(|(name, value)| {
            Some((Val::text(Value::implied(name.clone()?), value.span.clone()), value.clone()))
        });
        Val::map(named.collect(), span.clone())
    });
    if let Some(params) = headers.get("params") {
        set_query(run, &mut request, params, Repeat::Brackets);
    }
    let mut kept = Vec::new();
    for (key, value) in headers.entries().iter().filter(|(key, _)| key.plain() != Some("params")) {
        put(&mut kept, header_name(key), media_type(key, value));
    }
    set_headers(
        run,
        &mut request,
        &if matches!(headers.v, V::Map(_)) { Val::map(kept, span.clone()) } else { headers.clone() },
    );
    let data = if is_execute { call.named("payload") } else { call.place(1).filter(|_| takes_body) };
    if let Some(data) = data {
        body(run, &mut request, data);
        request.imply_header("Content-Type", FORM);
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

/// `content_type` of a symbol is `Content-Type`.
fn header_name(key: &Val) -> Val {
    let Some(name) = key.plain().filter(|name| !name.contains('-')) else { return key.clone() };
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    });
    let name = words.collect::<Vec<String>>().join("-");
    let place = key.as_text().and_then(|text| text.span.clone());
    Val::text(Value { text: name, span: place, ..Value::default() }, key.span.clone())
}

fn media_type(key: &Val, value: &Val) -> Val {
    let is_type = matches!(key.plain(), Some("content_type" | "accept"));
    match value.plain() {
        Some("json") if is_type => {
            Val::text(Value::at("application/json", value.span.clone()), value.span.clone())
        }
        _ => value.clone(),
    }
}

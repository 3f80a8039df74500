//! C#: `HttpClient`, `RestSharp`, and clients that are generated of OpenAPI descriptions.

mod configuration;

use configuration::{configuration, configured};

use super::draft::{FORM, JSON, draft, form, raw_body, set_headers, unresolved};
use super::join::{Join, join};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val, append};
use crate::request::{Body, Field, Form, Reading, Request, Value};

const MARKS: [&str; 9] = [
    "Async(",
    "RestSharp",
    "HttpClient",
    "HttpRequestMessage",
    "RestRequest",
    "RestClient",
    "AddApiKey",
    "AddDefaultHeader",
    "new Configuration",
];

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::CSharp, Form::CSharp, library)
}

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    made(run, call)
        .or_else(|| configured(run, call))
        .or_else(|| http_client(run, call))
        .or_else(|| rest_sharp(run, call))
}

/// New objects, with what is set on them.
fn made(run: &mut Run, call: &Call) -> Option<Val> {
    if call.is("JsonContent.Create") {
        let body = run.json(call.place(0)?);
        return Some(content(run, call, body, "application/json; charset=utf-8"));
    }
    if call.is("MediaTypeHeaderValue.Parse") || call.is_new && call.last() == "MediaTypeHeaderValue" {
        let fields = vec![("text".to_owned(), call.place(0)?.clone())];
        return Some(run.object("media_type", fields, call.span.clone()));
    }
    if !call.is_new {
        return None;
    }
    let (class, names): (_, &[&str]) = match call.last() {
        "HttpClient" => ("http_client", &[]),
        "HttpRequestMessage" => ("http_request", &["method", "url"]),
        "RestClient" | "RestClientOptions" => ("rest_client", &["base"]),
        "RestRequest" => ("rest_request", &["url", "method"]),
        "Configuration" | "ApiClient" => ("configuration", &[]),
        "AuthenticationHeaderValue" => {
            let mut text = run.text(call.place(0)?);
            if let Some(value) = call.place(1) {
                text.text.push(' ');
                let value = run.text(value);
                append(&mut text, &value);
            }
            text.span = Some(call.span.clone());
            return Some(Val::text(text, call.span.clone()));
        }
        "StringContent" => {
            let body = run.text(call.place(0)?);
            let kind = content_type(run, call.place(2).or_else(|| call.place(1)));
            return Some(content(run, call, body, &kind));
        }
        _ => return None,
    };
    // `new RestClient(options)` is the options.
    if class == "rest_client" && call.place(0).is_some_and(|first| run.class_of(first) == Some("rest_client"))
    {
        return call.place(0).cloned();
    }
    let mut fields: Vec<(String, Val)> = names
        .iter()
        .enumerate()
        .filter_map(|(place, name)| Some(((*name).to_owned(), call.place(place)?.clone())))
        .collect();
    fields.extend(call.set.iter().filter_map(|(key, value)| Some((key.plain()?.to_owned(), value.clone()))));
    Some(run.object(class, fields, call.span.clone()))
}

/// A type by its name is sent with the encoding, one as a header's value as it is.
fn content_type(run: &Run, given: Option<&Val>) -> String {
    let of_header =
        given.filter(|given| run.class_of(given) == Some("media_type")).and_then(|given| match given.v {
            V::Object(object) => run.field(object, "text"),
            _ => None,
        });
    match of_header.as_ref().and_then(Val::plain) {
        Some(whole) => whole.to_owned(),
        None => format!("{}; charset=utf-8", given.and_then(Val::plain).unwrap_or("text/plain")),
    }
}

fn content(run: &mut Run, call: &Call, body: Value, kind: &str) -> Val {
    let span = call.span.clone();
    let fields = vec![
        ("text".to_owned(), Val::text(body, span.clone())),
        ("type".to_owned(), Val::text(Value::implied(kind), span.clone())),
    ];
    run.object("content", fields, span)
}

// --- HttpClient

fn http_client(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let object = call.object();
    let class = run.class_of(&call.target);
    if let (Some(object), Some("http_client" | "http_request")) = (object, class)
        && let Some(field) =
            call.name.strip_suffix(".Add").or_else(|| call.name.strip_suffix(".TryAddWithoutValidation"))
        && matches!(field, "DefaultRequestHeaders" | "Headers" | "Content.Headers")
    {
        run.objects[object].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
        return Some(Val::unknown(span));
    }
    let first = call.place(0)?;
    if matches!(call.last(), "SendAsync" | "Send") && run.class_of(first) == Some("http_request") {
        let V::Object(request) = first.v else { return None };
        send(run, request, object.filter(|_| class == Some("http_client")));
        return Some(Val::unknown(span));
    }
    let name = call.last().strip_suffix("Async")?;
    let (verb, is_json) = match name {
        "Get" | "GetString" | "GetStream" | "GetByteArray" | "GetFromJson" => ("GET", false),
        "Post" | "Put" | "Patch" | "Delete" => (name, false),
        "PostAsJson" | "PutAsJson" | "PatchAsJson" => (name.strip_suffix("AsJson")?, true),
        _ => return None,
    };
    // A client that is handed in is known by its name.
    let is_client =
        class == Some("http_client") || object.is_none() && call.name.to_ascii_lowercase().contains("client");
    if !is_client || class == Some("rest_client") {
        return None;
    }
    let url = run.text(first);
    let mut request = draft(Value::implied(verb), url, span.clone());
    of_client(run, &mut request, object);
    if let Some(body) = call.place(1).filter(|_| verb != "GET") {
        if is_json {
            request.body = Body::Json(run.json(body));
            request.imply_header("Content-Type", "application/json; charset=utf-8");
        } else {
            content_body(run, &mut request, body);
        }
    }
    run.requests.push(request);
    Some(Val::unknown(span))
}

fn of_client(run: &mut Run, request: &mut Request, client: Option<usize>) {
    let Some(client) = client else { return };
    if let Some(base) = run.field(client, "BaseAddress") {
        let base = run.text(&base);
        let (url, note) = join(&base, &request.url, Join::Rfc3986, request.url.span.clone());
        request.url = url;
        request.notes.extend(note);
    }
    headers_of(run, request, client, "DefaultRequestHeaders.Authorization");
}

fn headers_of(run: &mut Run, request: &mut Request, object: usize, authorization: &str) {
    for field in ["Headers", "headers"] {
        if let Some(headers) = run.field(object, field) {
            set_headers(run, request, &headers);
        }
    }
    if let Some(value) = run.field(object, authorization) {
        let value = run.text(&value);
        request.set_header(Field { name: Value::implied("Authorization"), value });
    }
}

fn content_body(run: &mut Run, request: &mut Request, body: &Val) {
    match body.v {
        V::Object(object) if run.class_of(body) == Some("content") => {
            let text = run.text(body);
            request.body = Body::Text(text);
            let kind = run.field(object, "type").and_then(|kind| kind.plain().map(str::to_owned));
            request.imply_header("Content-Type", kind.as_deref().unwrap_or("text/plain; charset=utf-8"));
        }
        V::Object(_) if run.class_of(body) == Some("form") => {
            request.body = form(run, body, Repeat::Same).map_or(Body::Unknown, Body::Form);
            request.imply_header("Content-Type", FORM);
        }
        V::Null => {}
        _ => {
            unresolved(run, request, body);
            request.body = Body::Unknown;
        }
    }
}

fn method_word(run: &mut Run, method: &Val) -> Value {
    match &method.v {
        // `HttpMethod.Post`, `Method.Post`
        V::Path(path) if path.contains("Method.") => {
            Value::at(path.rsplit('.').next().unwrap_or_default().to_ascii_uppercase(), method.span.clone())
        }
        _ => run.text(method),
    }
}

fn send(run: &mut Run, object: usize, client: Option<usize>) {
    run.objects[object].sent = true;
    let span = run.objects[object].span.clone();
    let field =
        |run: &Run, name: &str, other: &str| run.field(object, name).or_else(|| run.field(object, other));
    let method = field(run, "Method", "method")
        .map_or_else(|| Value::implied("GET"), |method| method_word(run, &method));
    let Some(url) = field(run, "RequestUri", "url") else { return };
    let url = run.text(&url);
    let mut request = draft(method, url, span);
    of_client(run, &mut request, client);
    if let Some(client) = client {
        headers_of(run, &mut request, client, "DefaultRequestHeaders.Authorization");
    }
    headers_of(run, &mut request, object, "Headers.Authorization");
    if let Some(body) = run.field(object, "Content") {
        content_body(run, &mut request, &body);
    }
    run.requests.push(request);
}

// --- RestSharp

fn rest_sharp(run: &mut Run, call: &Call) -> Option<Val> {
    let object = call.object();
    match run.class_of(&call.target) {
        Some("rest_client") => {
            let client = object?;
            if call.last() == "AddDefaultHeader" {
                run.objects[client].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
                return Some(call.target.clone());
            }
            let verb = ["Get", "Post", "Put", "Patch", "Delete"]
                .into_iter()
                .find(|verb| call.last().starts_with(verb));
            if verb.is_none() && !call.last().starts_with("Execute") {
                return None;
            }
            let V::Object(request) = call.place(0)?.v else { return None };
            rest_request(run, request, Some(client), verb);
            Some(Val::unknown(call.span.clone()))
        }
        Some("rest_request") => {
            let object = object?;
            let (first, second) = (call.place(0)?.clone(), call.place(1).cloned());
            let field = match call.last() {
                "AddHeader" | "AddOrUpdateHeader" => "headers",
                "AddQueryParameter" => "query",
                "AddParameter" => match call.place(2) {
                    Some(kind) if run.source[kind.span.clone()].contains("RequestBody") => {
                        run.objects[object].set_in(
                            "headers",
                            Val::text(Value::implied("Content-Type"), first.span.clone()),
                            first,
                        );
                        run.objects[object].set("body", second?);
                        return Some(call.target.clone());
                    }
                    _ => "parameters",
                },
                "AddJsonBody" | "AddBody" => {
                    run.objects[object].set("json", first);
                    return Some(call.target.clone());
                }
                "AddStringBody" => {
                    run.objects[object].set("body", first);
                    return Some(call.target.clone());
                }
                _ => return None,
            };
            run.objects[object].set_in(field, first, second?);
            Some(call.target.clone())
        }
        _ => None,
    }
}

fn rest_request(run: &mut Run, object: usize, client: Option<usize>, verb: Option<&str>) {
    run.objects[object].sent = true;
    let span = run.objects[object].span.clone();
    let given = run.field(object, "Method").or_else(|| run.field(object, "method"));
    let method = match (verb, given) {
        (Some(verb), _) => Value::implied(verb),
        (None, Some(method)) => method_word(run, &method),
        (None, None) => Value::implied("GET"),
    };
    let url = run.field(object, "url").map(|url| run.text(&url)).unwrap_or_default();
    let mut request = draft(method, url, span);
    if let Some(client) = client {
        if let Some(base) = run.field(client, "base").or_else(|| run.field(client, "BaseUrl")) {
            let base = run.text(&base);
            let (url, note) = join(&base, &request.url, Join::OneSlash, request.url.span.clone());
            request.url = url;
            request.notes.extend(note);
        }
        headers_of(run, &mut request, client, "Authorization");
    }
    headers_of(run, &mut request, object, "Authorization");
    if let Some(query) = run.field(object, "query") {
        request.query = run.fields(&query, Repeat::Same);
    }
    if let Some(parameters) = run.field(object, "parameters") {
        let fields = run.fields(&parameters, Repeat::Same);
        if request.is_method(&["GET", "DELETE", "HEAD"]) {
            request.query.extend(fields);
        } else {
            request.body = Body::Form(fields);
            request.imply_header("Content-Type", FORM);
        }
    }
    if let Some(json) = run.field(object, "json") {
        request.body =
            if json.as_text().is_some() { Body::Text(run.text(&json)) } else { Body::Json(run.json(&json)) };
        request.imply_header("Content-Type", JSON);
    } else if let Some(body) = run.field(object, "body") {
        request.body = raw_body(run, &mut request, &body);
    }
    run.requests.push(request);
}

/// Sends what was built and not sent.
pub(super) fn finish(run: &mut Run, object: usize) {
    if run.objects[object].sent {
        return;
    }
    match run.objects[object].class {
        "http_request" => send(run, object, None),
        "rest_request" => rest_request(run, object, None, None),
        _ => configuration(run, object),
    }
}

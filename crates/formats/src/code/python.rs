//! Python: requests, httpx, urllib, http.client, aiohttp, and HubSpot's client.

use super::client;
use super::draft::{FORM, JSON, basic, draft, form, raw_body, set_headers, set_query, unresolved};
use super::join::{Join, join};
use super::run::{Call, Run};
use super::syntax::Lang;
use super::value::{Repeat, V, Val};
use crate::request::{Body, Credential, Field, Form, NoteKind, Reading, Request, Value};

const MARKS: [&str; 10] = [
    "requests",
    "httpx",
    "urllib",
    "http.client",
    "aiohttp",
    "hubspot",
    "HubSpot(",
    "api_request",
    "_api.",
    "Request(",
];

/// Whether the text names one of these libraries.
pub(super) fn is_possible(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

pub(super) fn read(text: &str) -> Option<Reading> {
    super::reading(text, Lang::Python, Form::Python, library)
}

const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "head", "options"];

fn library(run: &mut Run, call: &Call) -> Option<Val> {
    if let Some(value) = values(run, call) {
        return Some(value);
    }
    if let Some(sent) = send(run, call) {
        return Some(sent);
    }
    urllib(run, call).or_else(|| client::call(run, call))
}

/// Objects and values of the libraries.
fn values(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let is = |names: &[&str]| names.iter().any(|name| call.is(name));
    if is(&["urljoin", "urllib.parse.urljoin", "parse.urljoin"]) {
        let base = run.text(call.place(0)?);
        let path = run.text(call.place(1)?);
        let (url, note) = join(&base, &path, Join::Rfc3986, path.span.clone().or(Some(span.clone())));
        let text = Val::text(url, span.clone());
        let Some(note) = note else { return Some(text) };
        // The note goes with the address into the request.
        let joined = run.object("joined", vec![("text".into(), text)], span);
        if let NoteKind::JoinedUnexpectedly { looks_like, .. } = note.kind
            && let Some(object) = run.objects.last_mut()
        {
            object.set("looks_like", Val::text(Value::implied(looks_like), call.span.clone()));
        }
        return Some(joined);
    }
    if is(&["HTTPBasicAuth", "httpx.BasicAuth", "aiohttp.BasicAuth", "BasicAuth"]) {
        let pair = call.args.iter().map(|(_, value)| value.clone()).collect();
        return Some(Val::list(pair, span));
    }
    if call.name == "open" {
        return Some(run.object("file", vec![("name".into(), call.place(0)?.clone())], span));
    }
    if is(&["aiohttp.FormData", "FormData"]) {
        return Some(run.object("form", Vec::new(), span));
    }
    if run.class_of(&call.target) == Some("form") && call.last() == "add_field" {
        let object = call.object()?;
        run.objects[object].set_in("[]", call.place(0)?.clone(), call.place(1)?.clone());
        return Some(call.target.clone());
    }
    let class = if is(&["requests.Session", "requests.session"]) {
        "requests"
    } else if is(&["httpx.Client", "httpx.AsyncClient"]) || call.name == "AsyncClient" {
        "httpx"
    } else if is(&["aiohttp.ClientSession"]) || call.name == "ClientSession" {
        "aiohttp"
    } else if call.last() == "HTTPSConnection" || call.last() == "HTTPConnection" {
        "http.client"
    } else {
        return None;
    };
    let mut fields: Vec<(String, Val)> =
        call.args.iter().filter_map(|(name, value)| Some((name.clone()?, value.clone()))).collect();
    if let Some(first) = call.place(0) {
        fields.push(("base_url".into(), first.clone()));
    }
    if call.last() == "HTTPConnection" {
        fields.push(("scheme".into(), Val::text(Value::implied("http://"), span.clone())));
    }
    Some(run.object(class, fields, span))
}

/// A method of a library or of its session.
fn send(run: &mut Run, call: &Call) -> Option<Val> {
    let (class, method) = match run.class_of(&call.target) {
        Some(class @ ("requests" | "httpx" | "aiohttp")) => (class, call.name.as_str()),
        Some("http.client") if call.name == "request" => return connection(run, call),
        Some(_) => return None,
        None => {
            let (module, method) = call.name.rsplit_once('.')?;
            (["requests", "httpx", "aiohttp"].into_iter().find(|name| *name == module)?, method)
        }
    };
    let is_free = matches!(method, "request" | "stream" | "ws_connect");
    if !is_free && !METHODS.contains(&method) {
        return None;
    }
    let at = usize::from(is_free);
    let verb = if is_free { run.text(call.arg(0, "method")?) } else { Value::implied(method) };
    let address = call.arg(at, "url")?;
    let url = run.text(address);
    let mut request = draft(verb, url, call.span.clone());
    joined_note(run, &mut request, address);
    if let Some(session) = call.object() {
        of_session(run, &mut request, session, class);
    }
    // `post(url, data, json)`, `get(url, params)`, `request(method, url, params, data, headers)`.
    let has_data = matches!(method, "post" | "put" | "patch");
    let place = |name: &str, place: usize| {
        call.named(name).or_else(|| if class == "requests" { call.place(place) } else { None })
    };
    let params = if has_data { call.named("params") } else { place("params", at + 1) };
    let data = if has_data {
        place("data", at + 1)
    } else if is_free {
        place("data", 3)
    } else {
        call.named("data")
    };
    let json = if method == "post" { place("json", 2) } else { call.named("json") };
    let headers = if is_free { place("headers", 4) } else { call.named("headers") };
    if let Some(headers) = headers {
        set_headers(run, &mut request, headers);
    }
    if let Some(params) = params {
        set_query(run, &mut request, params, Repeat::Same);
    }
    if let Some(auth) = call.named("auth") {
        authorize(run, &mut request, auth);
    }
    body(run, &mut request, call, data, json, class);
    others(&mut request, call);
    run.requests.push(request);
    Some(Val::unknown(call.span.clone()))
}

/// Repeats that an address was joined in another way than it reads.
fn joined_note(run: &mut Run, request: &mut Request, address: &Val) {
    if let V::Object(object) = address.v
        && run.class_of(address) == Some("joined")
        && let Some(looks_like) = run.field(object, "looks_like")
    {
        let kind = NoteKind::JoinedUnexpectedly {
            sent: request.url.text.clone(),
            looks_like: looks_like.plain().unwrap_or_default().to_owned(),
        };
        request.note(kind, address.span.clone());
    }
}

fn of_session(run: &mut Run, request: &mut Request, session: usize, class: &str) {
    if let Some(base) = run.field(session, "base_url").filter(|_| class != "requests") {
        let base = run.text(&base);
        let how = if class == "httpx" { Join::OneSlash } else { Join::Rfc3986 };
        let (url, note) = join(&base, &request.url, how, request.url.span.clone());
        request.url = url;
        request.notes.extend(note);
    }
    if let Some(headers) = run.field(session, "headers") {
        set_headers(run, request, &headers);
    }
    if let Some(params) = run.field(session, "params") {
        set_query(run, request, &params, Repeat::Same);
    }
    if let Some(auth) = run.field(session, "auth") {
        authorize(run, request, &auth);
    }
}

fn authorize(run: &mut Run, request: &mut Request, auth: &Val) {
    match &auth.v {
        V::List(pair) if !pair.is_empty() => {
            let credential = basic(run, &pair[0], pair.get(1));
            request.credentials.push(credential);
        }
        V::Null => {}
        _ => request.credentials.push(Credential::Other("auth".into())),
    }
}

fn body(
    run: &mut Run,
    request: &mut Request,
    call: &Call,
    data: Option<&Val>,
    json: Option<&Val>,
    class: &str,
) {
    let data =
        data.or_else(|| call.named("content").filter(|_| class == "httpx")).filter(|data| !data.is_nothing());
    if let Some(files) = call.named("files").filter(|files| !files.is_nothing()) {
        request.body = Body::Multipart(parts(run, files, data));
        request.imply_header("Content-Type", "multipart/form-data");
        return;
    }
    match (data, json) {
        (Some(data), json) => {
            if let Some(json) = json {
                request.note(NoteKind::WithoutEffect("json".into()), json.span.clone());
            }
            if let Some(fields) = form(run, data, Repeat::Same) {
                request.body = Body::Form(fields);
                request.imply_header("Content-Type", FORM);
            } else {
                request.body = raw_body(run, request, data);
                // aiohttp names the type of a text itself.
                if class == "aiohttp" && data.as_text().is_some() {
                    request.imply_header("Content-Type", "text/plain; charset=utf-8");
                }
            }
        }
        (None, Some(json)) if !json.is_nothing() => {
            if json.as_text().is_some_and(|text| text.text.trim_start().starts_with(['{', '['])) {
                request.note(
                    NoteKind::Altered {
                        by: "json".into(),
                        effect: "A text is sent as a JSON string, with quotes around it.".into(),
                    },
                    json.span.clone(),
                );
            }
            let is_known = !matches!(json.v, V::Unknown | V::Path(_));
            let text = run.json(json);
            if !is_known {
                unresolved(run, request, json);
            }
            request.body = if is_known { Body::Json(text) } else { Body::Unknown };
            request.imply_header("Content-Type", JSON);
        }
        _ => {}
    }
}

/// `files={'file': open('a.csv', 'rb')}`, with the fields of `data`.
fn parts(run: &mut Run, files: &Val, data: Option<&Val>) -> Vec<Field> {
    let mut fields = data.and_then(|data| form(run, data, Repeat::Same)).unwrap_or_default();
    let pairs: Vec<(Val, Val)> = match &files.v {
        V::Map(entries) => entries.to_vec(),
        V::List(items) => items
            .iter()
            .filter_map(|item| Some((item.items().first()?.clone(), item.items().get(1)?.clone())))
            .collect(),
        _ => Vec::new(),
    };
    for (key, value) in pairs {
        let name = run.text(&key);
        // `(name, content, type)`: a part without a name is a plain field.
        let content = match value.items() {
            [name, content, ..] if name.is_nothing() => content.clone(),
            [name, ..] => name.clone(),
            [] => value,
        };
        let value = match content.v {
            V::Object(object) => run.field(object, "name").map(|name| run.text(&name)),
            _ => None,
        };
        let value = value.unwrap_or_else(|| run.text(&content));
        fields.push(Field { name, value });
    }
    fields
}

/// Arguments that say nothing of the request, and those that no function has.
fn others(request: &mut Request, call: &Call) {
    const KNOWN: [&str; 22] = [
        "method",
        "url",
        "params",
        "data",
        "json",
        "headers",
        "auth",
        "files",
        "content",
        "timeout",
        "verify",
        "stream",
        "allow_redirects",
        "follow_redirects",
        "proxies",
        "ssl",
        "hooks",
        "extensions",
        "raise_for_status",
        "proxy",
        "skip_auto_headers",
        "compress",
    ];
    for (name, value) in &call.args {
        match name.as_deref() {
            Some("cookies" | "cert") => {
                request.credentials.push(Credential::Other(name.clone().unwrap_or_default()));
            }
            Some(name) if !KNOWN.contains(&name) => {
                request.note(NoteKind::UnknownOption(name.to_owned()), value.span.clone());
            }
            _ => {}
        }
    }
}

/// `conn.request("GET", "/path", body, headers)`.
fn connection(run: &mut Run, call: &Call) -> Option<Val> {
    let object = call.object()?;
    let method = run.text(call.arg(0, "method")?);
    let path = run.text(call.arg(1, "url")?);
    let scheme =
        run.field(object, "scheme").map_or_else(|| Value::implied("https://"), |scheme| run.text(&scheme));
    let host = run.field(object, "base_url").or_else(|| run.field(object, "host"));
    let host = host.map(|host| run.text(&host)).unwrap_or_default();
    let (base, _) = join(&scheme, &host, Join::Plain, None);
    let (url, _) = join(&base, &path, Join::Plain, None);
    let mut request = draft(method, url, call.span.clone());
    if let Some(headers) = call.arg(3, "headers") {
        set_headers(run, &mut request, headers);
    }
    if let Some(data) = call.arg(2, "body") {
        request.body = raw_body(run, &mut request, data);
    }
    run.requests.push(request);
    Some(Val::unknown(call.span.clone()))
}

/// `Request(url, data, headers, method)` and `urlopen`.
fn urllib(run: &mut Run, call: &Call) -> Option<Val> {
    if call.is("urllib.request.Request") || call.name == "Request" || call.name == "request.Request" {
        let mut fields = Vec::new();
        for (place, name) in ["url", "data", "headers"].iter().enumerate() {
            fields.extend(call.arg(place, name).map(|value| ((*name).to_owned(), value.clone())));
        }
        fields.extend(call.named("method").map(|value| ("method".to_owned(), value.clone())));
        return Some(run.object("urllib", fields, call.span.clone()));
    }
    if run.class_of(&call.target) == Some("urllib")
        && matches!(call.last(), "add_header" | "add_unredirected_header")
    {
        let object = call.object()?;
        run.objects[object].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
        return Some(call.target.clone());
    }
    if !(call.is("urllib.request.urlopen") || call.name == "urlopen" || call.name == "request.urlopen") {
        return None;
    }
    let first = call.arg(0, "url")?.clone();
    let object = match first.v {
        V::Object(object) if run.class_of(&first) == Some("urllib") => object,
        _ => {
            run.object("urllib", vec![("url".into(), first)], call.span.clone());
            run.objects.len() - 1
        }
    };
    if let Some(data) = call.arg(1, "data") {
        run.objects[object].set("data", data.clone());
    }
    finish(run, object);
    Some(Val::unknown(call.span.clone()))
}

/// Sends a request of urllib that was built before.
pub(super) fn finish(run: &mut Run, object: usize) {
    let (span, is_sent) = (run.objects[object].span.clone(), run.objects[object].sent);
    let Some(address) = run.field(object, "url").filter(|_| !is_sent) else { return };
    run.objects[object].sent = true;
    let data = run.field(object, "data").filter(|data| !data.is_nothing());
    let method = run.field(object, "method").map(|method| run.text(&method));
    let method = method.unwrap_or_else(|| Value::implied(if data.is_some() { "POST" } else { "GET" }));
    let url = run.text(&address);
    let mut request = draft(method, url, span);
    joined_note(run, &mut request, &address);
    if let Some(headers) = run.field(object, "headers") {
        set_headers(run, &mut request, &headers);
    }
    if let Some(data) = data {
        request.body = raw_body(run, &mut request, &data);
        // urllib takes every body for a form unless told otherwise.
        request.imply_header("Content-Type", FORM);
    }
    run.requests.push(request);
}

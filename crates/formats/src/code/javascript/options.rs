//! axios, got, ky, request, and the helpers of Zapier and n8n.

use super::super::draft::{FORM, JSON, basic, draft, form, raw_body, set_headers, set_query, unresolved};
use super::super::join::{Join, join};
use super::super::run::{Call, Run};
use super::super::value::{Repeat, V, Val, put};
use super::{ignored, method_of, plain_body, url_of};
use crate::request::{Body, Credential, Field, NoteKind, Request, Value};

/// A client that takes its options in one object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Client {
    Axios,
    Got,
    Request,
    /// `z.request` of Zapier, `this.helpers.httpRequest` of n8n.
    Helper,
}

const METHODS: [&str; 8] = ["get", "post", "put", "patch", "delete", "del", "head", "options"];

pub(super) fn library(run: &mut Run, call: &Call) -> Option<Val> {
    let (client, method) = which(run, call)?;
    if matches!(method.as_str(), "create" | "extend" | "defaults") {
        let class = match client {
            Client::Axios => "axios",
            Client::Got => "got",
            _ => "request",
        };
        let fields = call.place(0).map(|options| vec![("defaults".to_owned(), options.clone())]);
        return Some(run.object(class, fields.unwrap_or_default(), call.span.clone()));
    }
    let first = call.place(0)?;
    if matches!(first.v, V::Unknown) && first.span.is_empty() {
        return None;
    }
    let is_named = METHODS.contains(&method.as_str());
    if !is_named && !matches!(method.as_str(), "" | "request" | "default") {
        return None;
    }
    let verb = if method == "del" { "delete".to_owned() } else { method };
    let request = made(run, call, client, is_named.then_some(verb.as_str()));
    run.requests.push(request);
    Some(Val::unknown(call.span.clone()))
}

/// The client that is called, and its method.
fn which(run: &Run, call: &Call) -> Option<(Client, String)> {
    let client = |name: &str| match name {
        "axios" | "axiosRetry" => Some(Client::Axios),
        "got" | "ky" => Some(Client::Got),
        "request" | "rp" => Some(Client::Request),
        _ => None,
    };
    if let Some(class @ ("axios" | "got" | "request")) = run.class_of(&call.target) {
        return Some((client(class)?, call.name.clone()));
    }
    if call.object().is_some() || call.is_new {
        return None;
    }
    if matches!(
        call.name.as_str(),
        "z.request" | "this.helpers.httpRequest" | "$http.request" | "this.helpers.request"
    ) {
        return Some((Client::Helper, "request".into()));
    }
    let (root, method) = call.name.split_once('.').unwrap_or((call.name.as_str(), ""));
    Some((client(root)?, method.trim_start_matches("default.").to_owned()))
}

fn made(run: &mut Run, call: &Call, client: Client, verb: Option<&str>) -> Request {
    let span = call.span.clone();
    let nothing = Val::map(Vec::new(), span.clone());
    let first = call.place(0).cloned().unwrap_or_else(|| nothing.clone());
    let takes_options = matches!(first.v, V::Map(_));
    // axios.post(url, data, config); all others (url, config).
    let has_data = client == Client::Axios && matches!(verb, Some("post" | "put" | "patch"));
    let place = usize::from(!takes_options) + usize::from(has_data && !takes_options);
    let given = if takes_options {
        Some(&first)
    } else {
        call.place(place).filter(|given| !matches!(given.v, V::Unknown) || !is_function(run, given))
    };
    let given = given.cloned().unwrap_or_else(|| nothing.clone());
    let defaults = defaults(run, call);
    let method = match verb {
        Some(verb) => Value::implied(verb),
        None => method_of(run, &given, "GET"),
    };
    let mut request = draft(method, Value::default(), span.clone());
    let address =
        if takes_options { given.get("url").or_else(|| given.get("uri")).cloned() } else { Some(first) };
    if let Some(address) = address {
        url_of(run, &mut request, &address);
    }
    based(run, &mut request, client, &given, &defaults);
    for options in [&defaults, &given] {
        if let Some(headers) = options.get("headers") {
            let headers = flat_headers(headers, &request.method.text);
            set_headers(run, &mut request, &headers);
        }
        if let Some(params) =
            ["params", "qs", "searchParams"].iter().find_map(|name| options.get(name)).filter(|_| true)
        {
            query(run, &mut request, client, params, options);
        }
        if let Some(auth) = options.get("auth") {
            authorize(run, &mut request, auth);
        }
    }
    if matches!(given.v, V::Unknown | V::Path(_)) {
        unresolved(run, &mut request, &given);
    }
    match client {
        Client::Axios => {
            let data =
                if has_data && !takes_options { call.place(1).cloned() } else { given.get("data").cloned() };
            axios_body(run, &mut request, data);
            ignored(&mut request, &given, &["body", "json", "form", "qs", "query", "searchParams"]);
            if !takes_options && let Some(more) = call.place(place + 1) {
                request.note(NoteKind::WithoutEffect(format!("argument {}", place + 2)), more.span.clone());
            }
        }
        Client::Got => got_body(run, &mut request, &given),
        Client::Request => request_body(run, &mut request, &given),
        Client::Helper => helper_body(run, &mut request, &given),
    }
    request
}

fn is_function(run: &Run, val: &Val) -> bool {
    let written = &run.source[val.span.clone()];
    written.contains("=>") || written.starts_with("function")
}

/// The options of the instance, with what is set on `defaults` later.
fn defaults(run: &mut Run, call: &Call) -> Val {
    let span = call.span.clone();
    let mut merged = Val::map(Vec::new(), span.clone());
    let key = |name: &str| Val::text(Value::implied(name), span.clone());
    if let Some(object) = call.object() {
        if let Some(given) = run.field(object, "defaults").filter(|given| matches!(given.v, V::Map(_))) {
            merged = given;
        }
        if let Some(base) = run.field(object, "defaults.baseURL") {
            merged.set(key("baseURL"), base);
        }
        let mut headers =
            merged.get("headers").cloned().unwrap_or_else(|| Val::map(Vec::new(), span.clone()));
        for name in ["defaults.headers.common", "defaults.headers"] {
            for (name, value) in run.field(object, name).iter().flat_map(Val::entries) {
                headers.set(name.clone(), value.clone());
            }
        }
        if !headers.entries().is_empty() {
            merged.set(key("headers"), headers);
        }
        return merged;
    }
    if let Some(base) = run.var("axios.defaults.baseURL") {
        merged.set(key("baseURL"), base.clone());
    }
    let mut headers = Vec::new();
    let mut names = vec!["axios.defaults.headers.common".to_owned(), "axios.defaults.headers".to_owned()];
    names.push(format!("axios.defaults.headers.{}", call.last()));
    for name in names {
        for (key, value) in run.var(&name).iter().flat_map(|map| map.entries()) {
            put(&mut headers, key.clone(), value.clone());
        }
    }
    if !headers.is_empty() {
        merged.set(key("headers"), Val::map(headers, span.clone()));
    }
    merged
}

/// `headers: { common: {…}, post: {…} }` of axios.
fn flat_headers(headers: &Val, method: &str) -> Val {
    let mut flat = Vec::new();
    for (key, value) in headers.entries() {
        match key.plain() {
            Some(name) if matches!(value.v, V::Map(_)) => {
                if name == "common" || name.eq_ignore_ascii_case(method) {
                    for (key, value) in value.entries() {
                        put(&mut flat, key.clone(), value.clone());
                    }
                }
            }
            _ => put(&mut flat, key.clone(), value.clone()),
        }
    }
    if matches!(headers.v, V::Map(_)) { Val::map(flat, headers.span.clone()) } else { headers.clone() }
}

fn based(run: &mut Run, request: &mut Request, client: Client, given: &Val, defaults: &Val) {
    let name = match client {
        Client::Axios | Client::Helper => "baseURL",
        Client::Got => "prefixUrl",
        Client::Request => "baseUrl",
    };
    let Some(base) = given.get(name).or_else(|| defaults.get(name)) else { return };
    let base = run.text(base);
    if client == Client::Got && request.url.text.starts_with('/') {
        request.note(
            NoteKind::Altered {
                by: name.into(),
                effect: "got refuses a path that begins with a slash where there is a prefixUrl.".into(),
            },
            request.url.span.clone(),
        );
    }
    let (url, note) = join(&base, &request.url, Join::OneSlash, request.url.span.clone());
    request.url = url;
    request.notes.extend(note);
}

fn query(run: &mut Run, request: &mut Request, client: Client, params: &Val, options: &Val) {
    let wanted = match client {
        Client::Axios => "params",
        Client::Got => "searchParams",
        Client::Request => "qs",
        Client::Helper => {
            if options.get("params").is_some() {
                "params"
            } else {
                "qs"
            }
        }
    };
    if options.get(wanted).is_none() {
        return;
    }
    let repeat = match client {
        Client::Axios => Repeat::Brackets,
        Client::Request => Repeat::Indices,
        _ => Repeat::Same,
    };
    if client == Client::Axios && params.entries().iter().any(|(_, value)| matches!(value.v, V::Map(_))) {
        request.note(
            NoteKind::DependsOnVersion {
                library: "axios before 1.0".into(),
                before: "An object within params is sent as JSON.".into(),
                after: "An object within params is sent with brackets in its names.".into(),
            },
            params.span.clone(),
        );
    }
    set_query(run, request, params, repeat);
}

fn authorize(run: &mut Run, request: &mut Request, auth: &Val) {
    if let Some(token) = auth.get("bearer") {
        let token = run.text(token);
        request.credentials.push(Credential::Bearer(token));
        return;
    }
    let user = ["username", "user"].iter().find_map(|name| auth.get(name));
    let password = ["password", "pass"].iter().find_map(|name| auth.get(name));
    match user {
        Some(user) => {
            let credential = basic(run, user, password);
            request.credentials.push(credential);
        }
        None => request.credentials.push(Credential::Other("auth".into())),
    }
}

fn axios_body(run: &mut Run, request: &mut Request, data: Option<Val>) {
    let takes_body = request.is_method(&["POST", "PUT", "PATCH"]);
    match data.filter(|data| !data.is_nothing()) {
        None => {}
        Some(data) if matches!(data.v, V::Map(_) | V::List(_)) => {
            if request.content_type_is(FORM) {
                let fields = form(run, &data, Repeat::Brackets).unwrap_or_default();
                request.body = Body::Form(fields);
                request.note(
                    NoteKind::DependsOnVersion {
                        library: "axios before 0.27".into(),
                        before: "The object is sent as JSON, though Content-Type names a form.".into(),
                        after: "The object is sent as a form.".into(),
                    },
                    data.span.clone(),
                );
            } else if request.content_type_is("multipart/") {
                request.body = Body::Multipart(form(run, &data, Repeat::Brackets).unwrap_or_default());
            } else {
                request.body = Body::Json(run.json(&data));
                request.imply_header("Content-Type", JSON);
            }
        }
        Some(data) => request.body = plain_body(run, request, &data),
    }
    // What is no object is taken for a form, and so is nothing at all.
    if takes_body && !matches!(request.body, Body::Unknown) {
        request.imply_header("Content-Type", FORM);
    }
}

fn got_body(run: &mut Run, request: &mut Request, options: &Val) {
    ignored(request, options, &["data", "params", "qs", "auth"]);
    if let Some(json) = options.get("json").filter(|json| !matches!(json.v, V::Bool(_))) {
        request.body = Body::Json(run.json(json));
        request.imply_header("Content-Type", JSON);
    } else if let Some(fields) = options.get("form") {
        request.body = form(run, fields, Repeat::Same).map_or(Body::Unknown, Body::Form);
        request.imply_header("Content-Type", FORM);
    } else if let Some(body) = options.get("body") {
        request.body = plain_body(run, request, body);
    }
}

fn request_body(run: &mut Run, request: &mut Request, options: &Val) {
    ignored(request, options, &["data", "params", "searchParams"]);
    let json = options.get("json");
    let is_json = json.is_some_and(|json| matches!(json.v, V::Bool(true)));
    if let Some(json) = json.filter(|json| matches!(json.v, V::Map(_) | V::List(_))) {
        request.body = Body::Json(run.json(json));
        request.imply_header("Content-Type", JSON);
    } else if let Some(fields) = options.get("form") {
        request.body = match form(run, fields, Repeat::Indices) {
            Some(fields) => Body::Form(fields),
            None => raw_body(run, request, fields),
        };
        request.imply_header("Content-Type", FORM);
    } else if let Some(parts) = options.get("formData") {
        request.body = Body::Multipart(form(run, parts, Repeat::Same).unwrap_or_default());
        request.imply_header("Content-Type", "multipart/form-data");
    } else if let Some(body) = options.get("body") {
        request.body = if is_json { Body::Json(run.json(body)) } else { plain_body(run, request, body) };
        if is_json {
            request.imply_header("Content-Type", JSON);
        }
    }
    if is_json && request.header("Accept").is_none() {
        request.headers.push(Field { name: Value::implied("Accept"), value: Value::implied(JSON) });
    }
}

fn helper_body(run: &mut Run, request: &mut Request, options: &Val) {
    ignored(request, options, &["data"]);
    let body = ["body", "json", "form"]
        .iter()
        .find_map(|name| options.get(name).filter(|body| !matches!(body.v, V::Bool(_))));
    let Some(body) = body else { return };
    if matches!(body.v, V::Map(_) | V::List(_)) && !request.content_type_is(FORM) {
        request.body = Body::Json(run.json(body));
        request.imply_header("Content-Type", JSON);
    } else {
        request.body = match form(run, body, Repeat::Same) {
            Some(fields) => Body::Form(fields),
            None => raw_body(run, request, body),
        };
    }
}

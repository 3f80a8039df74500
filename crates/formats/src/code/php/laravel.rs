//! The HTTP client of Laravel.

use super::super::draft::{FORM, JSON, basic, draft, form, raw_body, set_headers, set_query};
use super::super::join::{Join, join};
use super::super::run::{Call, Run};
use super::super::value::{Repeat, V, Val};
use super::{METHODS, key};
use crate::request::{Body, Credential, Request, Value};

pub(super) fn laravel(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    let object = if run.class_of(&call.target) == Some("laravel") {
        call.object()?
    } else {
        let is_static = call
            .name
            .strip_suffix(call.last())
            .is_some_and(|class| class.trim_end_matches('.').ends_with("Http"));
        if !is_static || call.is_new {
            return None;
        }
        run.object("laravel", Vec::new(), span.clone());
        run.objects.len() - 1
    };
    let itself = Val::new(V::Object(object), span.clone());
    let first = call.place(0).cloned();
    let mut set = |name: &str, value: Val| run.objects[object].set(name, value);
    match call.last() {
        "withToken" => set("token", first?),
        "baseUrl" => set("base", first?),
        "asForm" => set("form", itself.clone()),
        "asMultipart" => set("multipart", itself.clone()),
        "withBasicAuth" => {
            set("basic", Val::list(call.args.iter().map(|(_, value)| value.clone()).collect(), span.clone()));
        }
        "withQueryParameters" => set("query", first?),
        "withBody" => {
            set("body", first?);
            if let Some(kind) = call.place(1) {
                run.objects[object].set_in("headers", key("Content-Type", &kind.span), kind.clone());
            }
        }
        "withHeaders" => {
            for (name, value) in first?.entries() {
                run.objects[object].set_in("headers", name.clone(), value.clone());
            }
        }
        "withHeader" => run.objects[object].set_in("headers", first?, call.place(1)?.clone()),
        "contentType" => run.objects[object].set_in("headers", key("Content-Type", &span), first?),
        "acceptJson" => run.objects[object].set_in("headers", key("Accept", &span), key(JSON, &span)),
        "asJson" | "timeout" | "retry" | "throw" | "withOptions" | "connectTimeout" => {}
        method if METHODS.contains(&method) => {
            let request = laravel_request(run, call, object, method)?;
            run.requests.push(request);
            return Some(Val::unknown(span));
        }
        _ => return None,
    }
    Some(itself)
}

fn laravel_request(run: &mut Run, call: &Call, object: usize, method: &str) -> Option<Request> {
    let url = run.text(call.place(0)?);
    let mut request = draft(Value::implied(method), url, call.span.clone());
    let field = |run: &Run, name: &str| run.field(object, name);
    if let Some(base) = field(run, "base") {
        let base = run.text(&base);
        let (url, note) = join(&base, &request.url, Join::OneSlash, request.url.span.clone());
        request.url = url;
        request.notes.extend(note);
    }
    if let Some(headers) = field(run, "headers") {
        set_headers(run, &mut request, &headers);
    }
    if let Some(token) = field(run, "token") {
        let token = run.text(&token);
        request.credentials.push(Credential::Bearer(token));
    }
    if let Some(pair) = field(run, "basic") {
        let credential = basic(run, pair.items().first()?, pair.items().get(1));
        request.credentials.push(credential);
    }
    if let Some(query) = field(run, "query") {
        set_query(run, &mut request, &query, Repeat::Indices);
    }
    let data = call.place(1).cloned();
    if matches!(method, "get" | "head") {
        if let Some(query) = data {
            set_query(run, &mut request, &query, Repeat::Indices);
        }
        return Some(request);
    }
    if let Some(body) = field(run, "body") {
        request.body = raw_body(run, &mut request, &body);
    } else if field(run, "form").is_some() {
        request.body =
            data.and_then(|data| form(run, &data, Repeat::Indices)).map_or(Body::Unknown, Body::Form);
        request.imply_header("Content-Type", FORM);
    } else if field(run, "multipart").is_some() {
        request.body =
            data.and_then(|data| form(run, &data, Repeat::Indices)).map_or(Body::Unknown, Body::Multipart);
        request.imply_header("Content-Type", "multipart/form-data");
    } else {
        let data = data.unwrap_or_else(|| Val::list(Vec::new(), call.span.clone()));
        request.body = Body::Json(run.json(&data));
        request.imply_header("Content-Type", JSON);
    }
    Some(request)
}

//! Guzzle.

use super::super::draft::{FORM, JSON, basic, draft, form, raw_body, set_headers, set_query, unresolved};
use super::super::join::{Join, join};
use super::super::run::{Call, Run};
use super::super::value::{Repeat, V, Val, slice};
use super::{METHODS, empty};
use crate::request::{Body, Credential, Field, NoteKind, Request, Value};

pub(super) fn guzzle(run: &mut Run, call: &Call) -> Option<Val> {
    let span = call.span.clone();
    if call.is_new && call.last() == "Client" {
        let defaults = call.place(0).cloned().unwrap_or_else(|| empty(call));
        return Some(run.object("guzzle", vec![("defaults".into(), defaults)], span));
    }
    if call.is_new && call.last() == "Request" {
        let names = ["method", "uri", "headers", "body"];
        let fields = names
            .iter()
            .enumerate()
            .filter_map(|(place, name)| Some(((*name).to_owned(), call.place(place)?.clone())));
        let fields = fields.collect();
        return Some(run.object("psr_request", fields, span));
    }
    if run.class_of(&call.target) == Some("psr_request") {
        let object = call.object()?;
        if matches!(call.last(), "withHeader" | "withAddedHeader") {
            run.objects[object].set_in("headers", call.place(0)?.clone(), call.place(1)?.clone());
        }
        return Some(call.target.clone());
    }
    let first = call.place(0);
    let is_request = first.and_then(|first| run.class_of(first)) == Some("psr_request");
    let is_client = run.class_of(&call.target) == Some("guzzle");
    let method = call.last().strip_suffix("Async").unwrap_or(call.last()).to_owned();
    if is_request && matches!(method.as_str(), "send" | "sendRequest") {
        let V::Object(object) = first?.v else { return None };
        let verb = run.field(object, "method").map(|method| run.text(&method))?;
        let uri = run.field(object, "uri")?;
        let options = call.place(1).cloned().unwrap_or_else(|| empty(call));
        let mut request = guzzle_request(run, call, verb, &uri, &options, run_headers(run, object));
        if let Some(body) = run.field(object, "body") {
            request.body = raw_body(run, &mut request, &body);
        }
        run.requests.push(request);
        return Some(Val::unknown(span));
    }
    // A client that is handed in: only where an address is named is it taken for one.
    let is_free = method == "request";
    if !is_free && !METHODS.contains(&method.as_str()) {
        return None;
    }
    let uri = call.place(usize::from(is_free)).cloned()?;
    let looks_like_one = call.object().is_none()
        && uri.as_text().is_some_and(|uri| uri.text.starts_with("http") || uri.text.starts_with('/'))
        && call.name.to_ascii_lowercase().contains("client");
    if !is_client && !looks_like_one {
        return None;
    }
    let verb = if is_free { run.text(first?) } else { Value::implied(method) };
    let options = call.place(1 + usize::from(is_free)).cloned().unwrap_or_else(|| empty(call));
    let request = guzzle_request(run, call, verb, &uri, &options, None);
    run.requests.push(request);
    Some(Val::unknown(span))
}

fn run_headers(run: &Run, object: usize) -> Option<Val> {
    run.field(object, "headers")
}

fn guzzle_request(
    run: &mut Run,
    call: &Call,
    verb: Value,
    uri: &Val,
    options: &Val,
    headers: Option<Val>,
) -> Request {
    let defaults =
        call.object().and_then(|object| run.field(object, "defaults")).unwrap_or_else(|| empty(call));
    let get = |name: &str| options.get(name).or_else(|| defaults.get(name)).cloned();
    let url = run.text(uri);
    let mut request = draft(verb, url, call.span.clone());
    if let Some(base) = get("base_uri") {
        let base = run.text(&base);
        let (url, note) = join(&base, &request.url, Join::Rfc3986, request.url.span.clone());
        request.url = url;
        request.notes.extend(note);
    }
    for headers in
        [defaults.get("headers").cloned(), headers, options.get("headers").cloned()].into_iter().flatten()
    {
        set_headers(run, &mut request, &headers);
    }
    if let Some(query) = get("query") {
        if let Some(at) = request.url.text.find('?') {
            request.note(
                NoteKind::Altered {
                    by: "query".into(),
                    effect: "The option replaces the whole query of the address.".into(),
                },
                query.span.clone(),
            );
            request.url = slice(&request.url, 0, at);
        }
        set_query(run, &mut request, &query, Repeat::Indices);
    }
    if let Some(auth) = get("auth") {
        match auth.items() {
            [user, password, ..] => {
                let credential = basic(run, user, Some(password));
                request.credentials.push(credential);
            }
            _ => request.credentials.push(Credential::Other("auth".into())),
        }
    }
    if matches!(options.v, V::Unknown | V::Path(_)) {
        unresolved(run, &mut request, options);
    }
    if let Some(json) = get("json") {
        request.body = Body::Json(run.json(&json));
        request.imply_header("Content-Type", JSON);
    } else if let Some(fields) = get("form_params") {
        request.body = form(run, &fields, Repeat::Indices).map_or(Body::Unknown, Body::Form);
        request.imply_header("Content-Type", FORM);
    } else if let Some(parts) = get("multipart") {
        let parts = parts
            .items()
            .iter()
            .filter_map(|part| Some((part.get("name")?.clone(), part.get("contents")?.clone())));
        let parts: Vec<_> = parts.collect();
        let parts = parts
            .into_iter()
            .map(|(name, value)| Field { name: run.text(&name), value: run.text(&value) })
            .collect();
        request.body = Body::Multipart(parts);
        request.imply_header("Content-Type", "multipart/form-data");
    } else if let Some(body) = get("body") {
        request.body = raw_body(run, &mut request, &body);
    }
    for name in ["params", "data", "form", "body_params", "token"] {
        if let Some(value) = options.get(name) {
            request.note(NoteKind::WithoutEffect(name.into()), value.span.clone());
        }
    }
    request
}

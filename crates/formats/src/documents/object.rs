//! A request as one object, as tools and logs show it: `{method, url, headers, body}`, alone or beside its response.

use super::Found;
use super::json::Json;
use super::parts::{self, braced, fields};
use crate::request::{Body, Credential, Request, Value};

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT"];

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    if json.is_array() {
        let before = found.requests.len();
        json.items().for_each(|item| {
            read_one(item, found);
        });
        return found.requests.len() > before;
    }
    read_one(json, found)
}

fn read_one(json: Json<'_>, found: &mut Found) -> bool {
    // Clients' errors keep the request in `config`, and `request` is the socket's.
    let [request, config, name, title, id] = json.pick_any_case(["request", "config", "name", "title", "id"]);
    for part in [request, config, Some(json)].into_iter().flatten() {
        if let Some(mut read) = request_of(part, false) {
            read.span = json.span();
            let name = name.or(title).or(id).filter(|_| part.span() != json.span()).and_then(Json::text);
            read.name = read.name.or(name.map(Into::into));
            found.requests.push(read);
            return true;
        }
    }
    false
}

/// The request that an object describes. Unless that is known already, it must look like one: many objects have a URL.
pub(super) fn request_of(json: Json<'_>, is_known: bool) -> Option<Request> {
    let [method, verb, url, uri, endpoint, path, base] =
        json.pick_any_case(["method", "verb", "url", "uri", "endpoint", "path", "baseURL"]);
    let address = url.or(uri).or(endpoint).or(path).filter(|address| address.is_string())?;
    let method = method.or(verb).filter(|method| is_method(*method));
    let [headers, params, query, body, data, json_body, form] =
        json.pick_any_case(["headers", "params", "query", "body", "data", "json", "form"]);
    let has_parts = headers.or(body).or(data).or(params).or(json_body).is_some();
    if !is_known && (method.is_none() && !has_parts || !is_address(address)) {
        return None;
    }
    let mut read = Request {
        span: json.span(),
        name: json.get("name").and_then(Json::text).map(Into::into),
        method: parts::method(method),
        url: joined(base, address),
        query: params.or(query).map(|list| fields(list, &braced)).unwrap_or_default(),
        headers: headers.map(|headers| fields(headers, &braced)).unwrap_or_default(),
        ..Request::default()
    };
    set_auth(&mut read, json);
    match (form, body.or(data).or(json_body)) {
        (Some(form), _) if form.is_object() => read.set_form(fields(form, &braced)),
        (_, Some(body)) => set_body(&mut read, body),
        _ => {}
    }
    Some(read)
}

fn is_method(json: Json<'_>) -> bool {
    json.text().is_some_and(|text| METHODS.iter().any(|method| text.trim().eq_ignore_ascii_case(method)))
}

fn is_address(json: Json<'_>) -> bool {
    json.text().is_some_and(|text| text.contains("://") || text.starts_with('/') || text.starts_with("{{"))
}

/// As axios joins `baseURL` and `url`: one slash between them, and a whole address stays alone.
fn joined(base: Option<Json<'_>>, address: Json<'_>) -> Value {
    let value = braced(address);
    match base.map(braced).filter(|base| !base.text.is_empty() && !value.text.contains("://")) {
        Some(base) => {
            let text = format!("{}/{}", base.text.trim_end_matches('/'), value.text.trim_start_matches('/'));
            Value { open: parts::braces(&text), text, verbatim: false, ..value }
        }
        None => value,
    }
}

fn set_auth(read: &mut Request, json: Json<'_>) {
    let [auth, basic] = json.pick_any_case(["auth", "basic_auth"]);
    let Some(auth) = auth.or(basic).filter(|auth| auth.raw() != "\"\"") else { return };
    if auth.is_string() {
        // Zapier takes both of them in one field, divided by a bar.
        let value = braced(auth);
        let text = value.text.replacen('|', ":", 1);
        return read.credentials.push(Credential::Basic(Value { text, verbatim: false, ..value }));
    }
    let [username, user, password, pass] = auth.pick(["username", "user", "password", "pass"]);
    if let Some(user) = username.or(user) {
        let (user, password) = (braced(user), password.or(pass).map(braced).unwrap_or_default());
        let text = format!("{}:{}", user.text, password.text);
        let open = parts::braces(&text);
        read.credentials.push(Credential::Basic(Value { open, ..Value::at(text, auth.span()) }));
    }
}

/// An object is sent as the type says: as a form, else as JSON.
pub(super) fn set_body(read: &mut Request, body: Json<'_>) {
    let content_type = read.header("content-type").map(|field| field.value.text.to_ascii_lowercase());
    let is = |wanted: &str| content_type.as_deref().is_some_and(|own| own.contains(wanted));
    if !body.is_object() && !body.is_array() {
        if body.raw() != "\"\"" {
            read.body = Body::Text(braced(body));
        }
    } else if is("x-www-form-urlencoded") {
        read.body = Body::Form(fields(body, &braced));
    } else if is("multipart/form-data") {
        read.body = Body::Multipart(fields(body, &braced));
    } else {
        read.set_json(braced(body));
    }
}

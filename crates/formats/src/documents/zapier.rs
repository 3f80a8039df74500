//! Steps of Zapier: webhooks and raw requests of an exported Zap, and requests of an integration's definition.

use super::Found;
use super::json::Json;
use super::object::{request_of, set_body};
use super::parts::{self, braced, fields};
use crate::request::{Body, Credential, NoteKind, Request, Value};

/// How deep an integration's definition is searched.
const MOST_DEPTH: usize = 8;

/// Where a definition has requests.
const PERFORMS: [&str; 10] = [
    "perform",
    "performList",
    "performGet",
    "performSubscribe",
    "performUnsubscribe",
    "test",
    "getAccessToken",
    "refreshAccessToken",
    "authorizeUrl",
    "getRequestToken",
];

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    if let Some(zaps) = json.get("zaps").filter(|zaps| zaps.is_array()) {
        zaps.items().filter_map(|zap| zap.get("nodes")).for_each(|nodes| read_steps(nodes, found));
        return true;
    }
    let nodes = [json.get("nodes"), json.get("steps"), Some(json)].into_iter().flatten();
    for list in nodes {
        if is_step(list) || steps(list).any(is_step) {
            read_steps(list, found);
            return true;
        }
    }
    if !json.raw().contains("{{bundle.") {
        return false;
    }
    let before = found.requests.len();
    if let Some(read) = request_of(json, false) {
        found.requests.push(read);
    } else {
        search(json, None, 0, found);
    }
    found.requests.len() > before
}

/// Exports have the steps in an object, by their ids.
fn steps(json: Json<'_>) -> impl Iterator<Item = Json<'_>> {
    json.items().chain(json.members().map(|(_, step)| step))
}

fn is_step(json: Json<'_>) -> bool {
    let [api, action] = json.pick(["selected_api", "action"]);
    api.is_some_and(Json::is_string) && action.is_some_and(Json::is_string)
}

fn read_steps(json: Json<'_>, found: &mut Found) {
    if is_step(json) {
        return read_step(json, found);
    }
    steps(json).filter(|step| is_step(*step)).for_each(|step| read_step(step, found));
}

fn read_step(step: Json<'_>, found: &mut Found) {
    let [api, action, params, title, meta] = step.pick(["selected_api", "action", "params", "title", "meta"]);
    let [paused, authentication] = step.pick(["paused", "authentication_id"]);
    let is_webhook = api.and_then(Json::text).is_some_and(|api| api.starts_with("WebHook"));
    let action = action.and_then(Json::text).unwrap_or_default();
    let method = match &*action {
        "get" | "post" | "put" | "custom_request" if is_webhook => action.to_ascii_uppercase(),
        "_zap_raw_request" => "GET".to_owned(),
        _ => return,
    };
    let own_title = meta.and_then(|meta| meta.get("stepTitle")).or(title);
    let name = own_title.and_then(Json::text).map(Into::into);
    let params = params.unwrap_or(step);
    let [own_method, url, headers] = params.pick(["method", "url", "headers"]);
    let [querystring, query, list] = params.pick(["querystring", "query", "params"]);
    let Some(url) = url.filter(|url| url.is_string()) else {
        return found.problem(step, name, "this step has no URL");
    };
    let own_method = own_method.filter(|_| !matches!(&*action, "get" | "post" | "put"));
    let implied = if action == "custom_request" { "GET" } else { method.as_str() };
    let mut read = Request {
        name,
        span: step.span(),
        method: own_method.map_or_else(|| Value::implied(implied), |json| parts::method(Some(json))),
        url: braced(url),
        query: querystring.or(query).or(list).map(|list| fields(list, &braced)).unwrap_or_default(),
        headers: headers.map(|headers| fields(headers, &braced)).unwrap_or_default(),
        ..Request::default()
    };
    if paused.is_some_and(Json::is_true) {
        read.note(NoteKind::Disabled, paused.map(Json::span));
    }
    set_credential(&mut read, params);
    if authentication.is_some() && !is_webhook {
        read.credentials.push(Credential::Stored("connection".to_owned()));
    }
    set_payload(&mut read, params, &action);
    found.requests.push(read);
}

/// User name and password stand in one field, divided by a bar.
fn set_credential(read: &mut Request, params: Json<'_>) {
    let [auth, basic] = params.pick(["auth", "basic_auth"]);
    if let Some(auth) = auth.or(basic).filter(|auth| auth.is_string() && auth.raw() != "\"\"") {
        let value = braced(auth);
        read.credentials.push(Credential::Basic(Value { text: value.text.replacen('|', ":", 1), ..value }));
    }
}

fn set_payload(read: &mut Request, params: Json<'_>, action: &str) {
    let [data, body, kind, file] = params.pick(["data", "body", "payload_type", "file"]);
    let is_empty =
        |json: &Json<'_>| json.raw() == "\"\"" || json.is_object() && json.members().next().is_none();
    let Some(data) = data.or(body).filter(|data| !is_empty(data)) else {
        if let Some(file) = file.filter(|file| !is_empty(file)) {
            read.set_file(braced(file));
        }
        return;
    };
    let kind = kind.and_then(Json::text).unwrap_or_default();
    match (action, &*kind) {
        ("get", _) => read.query.extend(fields(data, &braced)),
        ("post" | "put", "" | "form") if data.is_object() => read.set_form(fields(data, &braced)),
        ("post" | "put", "json") => {
            read.add_content_type("application/json");
            set_body(read, data);
        }
        (_, "xml") => {
            read.add_content_type("application/xml");
            read.body = if data.is_object() { Body::Unknown } else { Body::Text(braced(data)) };
        }
        _ => set_body(read, data),
    }
}

/// Requests anywhere in the definition of an integration, named by what they are for.
fn search(json: Json<'_>, name: Option<String>, depth: usize, found: &mut Found) {
    if depth > MOST_DEPTH {
        return;
    }
    let own = json.get("key").and_then(Json::text).map(Into::into).or(name);
    for (key, value) in json.members().filter(|(_, value)| value.is_object()) {
        let is_request = key.text().is_some_and(|key| PERFORMS.contains(&&*key));
        match request_of(value, true).filter(|_| is_request) {
            Some(read) => found.requests.push(Request { name: own.clone(), ..read }),
            None => search(value, own.clone(), depth + 1, found),
        }
    }
}

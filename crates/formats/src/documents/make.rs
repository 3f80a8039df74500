//! Scenarios of Make: a blueprint, what its editor copies, or one module.

use super::Found;
use super::json::Json;
use super::object::set_body;
use super::parts::{self, Joined, braced, fields};
use crate::request::{Body, Credential, NoteKind, Request, Value};

/// Where the module "Make an API Call" of Make's HubSpot app sends its paths.
const HUBSPOT: &str = "https://api.hubapi.com";
/// How deep routers and error handlers are followed.
const MOST_DEPTH: usize = 24;

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    // The interface for programs wraps the blueprint.
    let [blueprint, response] = json.pick(["blueprint", "response"]);
    let json = response.and_then(|response| response.get("blueprint")).or(blueprint).unwrap_or(json);
    let [flow, subflows, module] = json.pick(["flow", "subflows", "module"]);
    let is_module = |json: Json<'_>| json.get("module").is_some_and(Json::is_string);
    let is_list = json.is_array() && json.items().next().is_some_and(is_module);
    if module.is_none_or(|module| !module.is_string()) && flow.or(subflows).is_none() && !is_list {
        return false;
    }
    read_modules(json, 0, found);
    true
}

/// Modules in this list, or in the lists of this object.
fn read_modules(json: Json<'_>, depth: usize, found: &mut Found) {
    if depth > MOST_DEPTH {
        return found.problem(json, None, "routes are nested too deeply to be read");
    }
    if json.is_array() {
        return json.items().for_each(|item| read_modules(item, depth + 1, found));
    }
    let [module, flow, subflows, routes, onerror] =
        json.pick(["module", "flow", "subflows", "routes", "onerror"]);
    if let Some(module) = module.and_then(Json::text) {
        read_module(json, &module, found);
    }
    for list in [flow, subflows, routes, onerror].into_iter().flatten() {
        read_modules(list, depth + 1, found);
    }
}

fn read_module(json: Json<'_>, module: &str, found: &mut Found) {
    let (app, action) = module.split_once(':').unwrap_or((module, ""));
    let action = action.to_ascii_lowercase();
    let is_http = app == "http" && (action.starts_with("actionsenddata") || action.contains("request"));
    let is_file = app == "http" && action == "actiongetfile";
    let is_call = action.starts_with("make") && action.ends_with("apicall") && app.starts_with("hubspot");
    if !is_http && !is_file && !is_call {
        return;
    }
    let [mapper, parameters, metadata] = json.pick(["mapper", "parameters", "metadata"]);
    let name = metadata.and_then(|data| data.get("designer")).and_then(|designer| designer.get("name"));
    let name = name.and_then(Json::text).filter(|name| !name.is_empty()).map(Into::into);
    let mapper = mapper.unwrap_or(json);
    let [url, method, headers, qs, query] =
        mapper.pick(["url", "method", "headers", "qs", "queryParameters"]);
    let Some(url) = url.filter(|url| url.is_string()) else {
        return found.problem(json, name, "this module has no URL");
    };
    let mut read = Request {
        name,
        span: json.span(),
        method: parts::method(method),
        url: if is_call { hubspot_url(url) } else { braced(url) },
        query: qs.or(query).map(|list| fields(list, &braced)).unwrap_or_default(),
        ..Request::default()
    };
    match headers.filter(|headers| headers.is_string()) {
        // A mapped list, whose items are not in the scenario.
        Some(list) => {
            read.note(NoteKind::Unresolved(list.value().text), Some(list.span()));
        }
        None => read.headers = headers.map(|headers| fields(headers, &braced)).unwrap_or_default(),
    }
    set_credential(&mut read, &action, mapper, parameters);
    if is_call {
        set_call_body(&mut read, mapper);
    } else {
        set_http_body(&mut read, mapper);
    }
    found.requests.push(read);
}

fn hubspot_url(path: Json<'_>) -> Value {
    let path = braced(path);
    if path.text.contains("://") {
        return path;
    }
    let mut joined = Joined::default();
    joined.push(HUBSPOT);
    // A path that begins with a mapped value brings its slash along.
    joined.push(if path.text.starts_with('/') || path.text.starts_with("{{") { "" } else { "/" });
    joined.push_value(&path);
    joined.at(path.span)
}

fn set_credential(read: &mut Request, action: &str, mapper: Json<'_>, parameters: Option<Json<'_>>) {
    let [user, password] = mapper.pick(["authUser", "authPass"]);
    if let Some(user) = user.filter(|user| user.raw() != "\"\"") {
        let mut joined = Joined::default();
        joined.push_value(&braced(user));
        joined.push(":");
        joined.push_value(&password.map(braced).unwrap_or_default());
        return read.credentials.push(Credential::Basic(joined.at(Some(user.span()))));
    }
    let names = ["__IMTCONN__", "account", "__IMTKEYCHAIN__", "authenticationType"];
    let [connection, account, key, kind] = parameters.map(|own| own.pick(names)).unwrap_or_default();
    let kind = kind.and_then(Json::text).unwrap_or_default();
    let stored = match (connection.or(account), key) {
        (Some(_), _) => "connection",
        (_, Some(_)) => "key",
        _ if action.ends_with("auth") || action.ends_with("oauth2") => "key",
        _ if matches!(&*kind, "" | "noAuth") => return,
        _ => &*kind,
    };
    read.credentials.push(Credential::Stored(stored.to_owned()));
}

/// The text of the field goes out as it is. An object in its place is turned to text by JavaScript's rules, and is lost.
fn set_call_body(read: &mut Request, mapper: Json<'_>) {
    let Some(body) = mapper.get("body").filter(|body| body.raw() != "\"\"") else { return };
    read.body =
        if body.is_object() || body.is_array() { Body::Json(braced(body)) } else { Body::Text(braced(body)) };
}

fn set_http_body(read: &mut Request, mapper: Json<'_>) {
    let [body_type, content_type, data, form, multipart] =
        mapper.pick(["bodyType", "contentType", "data", "formDataFields", "formDataFieldsMultipart"]);
    let [json_text, structure, body, own_type, own_form] = mapper.pick([
        "jsonStringBodyContent",
        "dataStructureBodyContent",
        "bodyContent",
        "customContentType",
        "formFields",
    ]);
    let kind = body_type.or(content_type).and_then(Json::text).unwrap_or_default();
    let form = form.or(own_form);
    if let Some(form) = form.filter(|_| kind.contains("urlencoded")) {
        return read.set_form(fields(form, &braced));
    }
    if let Some(parts) = multipart.or(form).filter(|_| kind.contains("multipart")) {
        read.body = Body::Multipart(fields(parts, &braced));
        return;
    }
    let Some(body) = json_text.or(structure).or(body).or(data).filter(|body| body.raw() != "\"\"") else {
        return;
    };
    let own_type = own_type.or(content_type).and_then(Json::text).unwrap_or_default();
    match &*own_type {
        "" => {}
        "json" => read.add_content_type("application/json"),
        own_type => read.add_content_type(own_type),
    }
    set_body(read, body);
}

//! Collections of Postman (2.0, 2.1), or one item of them. Scripts are not read.

mod auth;
mod body;
mod url;

use super::Found;
use super::json::Json;
use super::parts::{self, fields};
use super::variables::Variables;
use crate::request::{Credential, NoteKind, Request, Value};

/// How deep folders are followed.
const MOST_DEPTH: usize = 32;

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    // The interface for programs wraps the collection.
    let wrapped = json.get("collection").filter(|inner| inner.get("item").is_some());
    let json = wrapped.unwrap_or(json);
    let [info, item, request, values, scope] =
        json.pick(["info", "item", "request", "values", "_postman_variable_scope"]);
    let is_known = info.is_some_and(Json::is_object) || is_item(json);
    if let Some(items) = item.filter(|items| is_known && items.is_array()) {
        let (tree, inherited) = (Tree::of(json), Inherited::of(json));
        items.items().for_each(|item| tree.read_item(item, inherited, 0, found));
    } else if request.is_some() && is_item(json) {
        Tree::of(json).read_item(json, Inherited::none(), 0, found);
    } else if values.is_some() && scope.is_some() {
        found.problem(json, None, "this is an environment of Postman: it holds variables, but no requests");
    } else if json.pick(["requests", "order"]).iter().all(Option::is_some) {
        found.problem(
            json,
            None,
            "this is a collection in Postman's first form; export it as Collection v2.1",
        );
    } else if is_request(json) {
        Tree::of(json).read_request(json, json, Inherited::none(), found);
    } else {
        return false;
    }
    true
}

/// Whether an item is Postman's: other tools have requests as well, but not with these parts.
fn is_item(json: Json<'_>) -> bool {
    let [name, item, request, event] = json.pick(["name", "item", "request", "event"]);
    let is_folder =
        name.is_some() && item.is_some_and(|item| item.items().all(Json::is_object) && item.is_array());
    let is_plain = request.is_some_and(Json::is_string) && name.is_some();
    is_folder || is_plain || request.is_some_and(|request| is_request(request) || event.is_some())
}

fn is_request(json: Json<'_>) -> bool {
    let [header, url, body, auth] = json.pick(["header", "url", "body", "auth"]);
    let has_parts = |url: Json<'_>| url.pick(["raw", "host", "path"]).iter().any(Option::is_some);
    let is_own = header.is_some()
        || body.is_some_and(|body| body.get("mode").is_some())
        || auth.is_some_and(|auth| auth.get("type").is_some())
        || url.is_some_and(has_parts);
    url.is_some() && is_own
}

/// What a request takes from its folders and its collection.
#[derive(Clone, Copy)]
struct Inherited<'a> {
    auth: Option<Json<'a>>,
    behavior: Option<Json<'a>>,
    /// A lone item: its collection may hold what it inherits.
    is_unknown: bool,
}

impl<'a> Inherited<'a> {
    fn none() -> Self {
        Self { auth: None, behavior: None, is_unknown: true }
    }

    fn of(json: Json<'a>) -> Self {
        let [info, auth, behavior] = json.pick(["info", "auth", "protocolProfileBehavior"]);
        Self { auth, behavior, is_unknown: info.is_none() && auth.is_none() }
    }

    fn within(self, item: Json<'a>) -> Self {
        let [auth, behavior] = item.pick(["auth", "protocolProfileBehavior"]);
        let is_unknown = self.is_unknown && auth.is_none();
        Self { auth: auth.or(self.auth), behavior: behavior.or(self.behavior), is_unknown }
    }

    /// GET and HEAD lose their body, unless this is set.
    fn keeps_body(self) -> bool {
        let own = self.behavior.and_then(|behavior| behavior.get("disableBodyPruning"));
        own.is_some_and(Json::is_true)
    }
}

struct Tree {
    variables: Variables,
}

impl Tree {
    fn of(json: Json<'_>) -> Self {
        let mut variables = Variables::new(json.raw().len());
        for variable in json.get("variable").into_iter().flat_map(Json::items) {
            let [key, id, value, disabled] = variable.pick(["key", "id", "value", "disabled"]);
            let is_on = !disabled.is_some_and(Json::is_true);
            if let (Some(name), Some(value), true) = (key.or(id).and_then(Json::text), value, is_on) {
                variables.set(&name, &value.value().text);
            }
        }
        Self { variables }
    }

    fn value(&self, json: Json<'_>) -> Value {
        self.variables.resolve(json.value())
    }

    fn text_of(&self, json: Option<Json<'_>>) -> Value {
        json.map(|json| self.value(json)).unwrap_or_default()
    }

    fn read_item(&self, item: Json<'_>, inherited: Inherited<'_>, depth: usize, found: &mut Found) {
        let [name, items, request] = item.pick(["name", "item", "request"]);
        let name = name.and_then(Json::text);
        if depth > MOST_DEPTH {
            return found.problem(item, name.map(Into::into), "folders are nested too deeply to be read");
        }
        match (items, request) {
            (Some(items), _) => {
                let inherited = inherited.within(item);
                items.items().for_each(|item| self.read_item(item, inherited, depth + 1, found));
            }
            (None, Some(request)) => self.read_request(item, request, inherited.within(item), found),
            (None, None) => found.problem(item, name.map(Into::into), "this item has no request"),
        }
    }

    fn read_request(&self, item: Json<'_>, request: Json<'_>, inherited: Inherited<'_>, found: &mut Found) {
        let [name, own_name] = [item.get("name"), request.get("name")].map(|name| name.and_then(Json::text));
        let name: Option<String> = name.or(own_name).map(Into::into);
        // A request may be its URL alone.
        let url = if request.is_string() { Some(request) } else { request.get("url") };
        let Some(url) = url else {
            return found.problem(item, name, "this request has no URL");
        };
        let [method, header, body] = request.pick(["method", "header", "body"]);
        let method = parts::method(method);
        let mut read = Request { name, span: item.span(), method, ..Request::default() };
        self.set_url(&mut read, url);
        read.headers = header.map(|list| fields(list, &|json| self.value(json))).unwrap_or_default();
        let inherited = inherited.within(request);
        self.set_auth(&mut read, inherited.auth);
        if inherited.is_unknown && read.header("authorization").is_none() {
            read.credentials.push(Credential::Stored("inherited authorization".to_owned()));
        }
        if let Some(body) = body.filter(|body| !body.get("disabled").is_some_and(Json::is_true)) {
            let is_pruned = matches!(read.method.text.as_str(), "GET" | "HEAD" | "COPY" | "PURGE" | "UNLOCK");
            match is_pruned && !inherited.keeps_body() {
                true if body::is_empty(body) => {}
                true => read.note(NoteKind::WithoutEffect("body".to_owned()), Some(body.span())),
                false => self.set_body(&mut read, body),
            }
        }
        found.requests.push(read);
    }
}

//! Workflows of n8n: a file, what its editor copies, a list of nodes, or one node.

mod hubspot;
mod old;
mod request;

use super::Found;
use super::json::Json;
use super::parts::braces;
use crate::request::{Credential, NoteKind, Request, Value};

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    let [workflow, data] = json.pick(["workflow", "data"]);
    // The interface for programs wraps one workflow, or lists many.
    let listed = data.into_iter().flat_map(Json::items);
    let workflows = [Some(json), workflow, data].into_iter().flatten().chain(listed);
    let known = workflows.filter(|workflow| read_workflow(*workflow, found)).count();
    if known > 0 {
        return true;
    }
    if is_node(json) {
        read_node(json, found);
        return true;
    }
    let is_list = json.items().next().is_some_and(is_node);
    if is_list {
        json.items().for_each(|node| read_node(node, found));
    }
    is_list
}

fn read_workflow(json: Json<'_>, found: &mut Found) -> bool {
    let [nodes, connections] = json.pick(["nodes", "connections"]);
    let Some(nodes) = nodes.filter(|nodes| nodes.is_array()) else { return false };
    nodes.items().for_each(|node| read_node(node, found));
    connections.is_some() || nodes.items().any(is_node)
}

fn is_node(json: Json<'_>) -> bool {
    let [kind, parameters] = json.pick(["type", "parameters"]);
    kind.is_some_and(Json::is_string) && parameters.is_some_and(Json::is_object)
}

/// A node's parts that readers of its parameters need.
struct Node<'a> {
    json: Json<'a>,
    parameters: Json<'a>,
    read: Request,
}

fn read_node(json: Json<'_>, found: &mut Found) {
    let [kind, parameters, version, name, disabled] =
        json.pick(["type", "parameters", "typeVersion", "name", "disabled"]);
    let (Some(kind), Some(parameters)) = (kind.and_then(Json::text), parameters) else { return };
    let version: Option<f64> = version.and_then(|version| version.raw().parse().ok());
    let mut read =
        Request { name: name.and_then(Json::text).map(Into::into), span: json.span(), ..Request::default() };
    if disabled.is_some_and(Json::is_true) {
        read.note(NoteKind::Disabled, disabled.map(Json::span));
    }
    let mut node = Node { json, parameters, read };
    let is_read = match kind.rsplit('.').next().unwrap_or_default() {
        "httpRequest" if version.map_or_else(|| old::is_old(parameters), |own| own < 3.0) => {
            old::read(&mut node)
        }
        "httpRequest" | "httpRequestTool" => request::read(&mut node),
        "toolHttpRequest" => request::read_tool(&mut node),
        "hubspot" | "hubspotTool" => hubspot::read(&mut node),
        _ => return,
    };
    match is_read {
        Ok(()) => found.requests.push(node.read),
        Err(message) => found.problem(json, node.read.name, message),
    }
}

impl Node<'_> {
    /// What is stored elsewhere. Credentials that the node holds on to without using them are told.
    fn set_credential(&mut self, kind: Option<&str>) {
        match kind {
            Some(kind) => self.read.credentials.push(Credential::Stored(kind.to_owned())),
            None => {
                if let Some(unused) =
                    self.json.get("credentials").filter(|own| own.members().next().is_some())
                {
                    self.read.note(NoteKind::WithoutEffect("credentials".to_owned()), Some(unused.span()));
                }
            }
        }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.parameters.get(name).and_then(Json::text).map(Into::into)
    }
}

/// A value of a parameter. It is an expression only if it begins with `=`; braces elsewhere are sent as they are.
fn value(json: Json<'_>) -> Value {
    let value = json.value();
    let Some(text) = value.text.strip_prefix('=').filter(|_| json.is_string()) else { return value };
    let span = value.span.map(|span| span.start + 1..span.end);
    Value { text: text.to_owned(), span, open: braces(text), verbatim: value.verbatim }
}

/// A value that may be chosen from a list: `{__rl, mode, value}`.
fn located(json: Json<'_>) -> Value {
    value(json.get("value").filter(|_| json.is_object()).unwrap_or(json))
}

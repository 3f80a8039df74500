//! The HTTP Request node from its third version on, and the HTTP tool of agents.

use std::ops::Range;

use super::super::json::Json;
use super::super::parts::{fields, object_of};
use super::{Node, value};
use crate::request::{Body, Field, NoteKind, Request, Value};

pub(super) fn read(node: &mut Node<'_>) -> Result<(), &'static str> {
    start(node)?;
    if sent(node, "sendQuery", &["queryParameters", "jsonQuery"]) {
        node.read.query = list(node.parameters, "specifyQuery", "queryParameters", "jsonQuery");
    }
    if sent(node, "sendHeaders", &["headerParameters", "jsonHeaders"]) {
        node.read.headers = list(node.parameters, "specifyHeaders", "headerParameters", "jsonHeaders");
    }
    if sent(node, "sendBody", &["bodyParameters", "jsonBody", "body"]) {
        set_body(&mut node.read, node.parameters);
    }
    set_credential(node);
    Ok(())
}

/// The tool names its tables another way, and fills `{placeholders}` in.
pub(super) fn read_tool(node: &mut Node<'_>) -> Result<(), &'static str> {
    start(node)?;
    if sent(node, "sendQuery", &["parametersQuery", "jsonQuery"]) {
        node.read.query = list(node.parameters, "specifyQuery", "parametersQuery", "jsonQuery");
    }
    if sent(node, "sendHeaders", &["parametersHeaders", "jsonHeaders"]) {
        node.read.headers = list(node.parameters, "specifyHeaders", "parametersHeaders", "jsonHeaders");
    }
    if sent(node, "sendBody", &["parametersBody", "jsonBody", "body"]) {
        let table = node.parameters.get("parametersBody").and_then(|own| own.get("values"));
        match node.parameters.get("jsonBody") {
            Some(json) if node.text("specifyBody").as_deref() == Some("json") => {
                set_json_text(&mut node.read, json);
            }
            _ => {
                let rows = table.map(|table| fields(table, &value)).unwrap_or_default();
                node.read.set_json(object_of(&rows, table.map(Json::span)));
            }
        }
    }
    set_credential(node);
    open_placeholders(&mut node.read);
    Ok(())
}

fn start(node: &mut Node<'_>) -> Result<(), &'static str> {
    let [method, url] = node.parameters.pick(["method", "url"]);
    node.read.method = match method.map(value) {
        Some(method) if method.open.is_empty() => Value { text: method.text.to_ascii_uppercase(), ..method },
        Some(method) => method,
        None => Value::implied("GET"),
    };
    node.read.url = value(url.ok_or("this node has no URL")?);
    Ok(())
}

/// Whether a part is switched on; what is filled in for one that is not changes nothing.
fn sent(node: &mut Node<'_>, switch: &str, parts: &[&str]) -> bool {
    let is_on = node.parameters.get(switch).is_some_and(|switch| switch.raw() != "false");
    for part in parts.iter().filter(|_| !is_on) {
        if let Some(filled) = node.parameters.get(part).filter(|own| is_filled(*own)) {
            node.read.note(NoteKind::WithoutEffect((*part).to_owned()), Some(filled.span()));
        }
    }
    is_on
}

/// The editor leaves empty tables behind.
fn is_filled(json: Json<'_>) -> bool {
    let rows = json.get("parameters").or_else(|| json.get("values"));
    match rows {
        Some(rows) => rows.items().any(|row| row.get("name").is_some_and(|name| name.raw() != "\"\"")),
        None => json.is_string() && json.raw() != "\"\"" || json.members().next().is_some(),
    }
}

fn list(parameters: Json<'_>, specify: &str, table: &str, json: &str) -> Vec<Field> {
    let [specify, table, json] = parameters.pick([specify, table, json]);
    if specify.is_some_and(|specify| specify.says("json")) {
        return json.map(json_fields).unwrap_or_default();
    }
    let [rows, values] = table.map(|table| table.pick(["parameters", "values"])).unwrap_or_default();
    rows.or(values).map(|rows| fields(rows, &value)).unwrap_or_default()
}

/// Names and values in a text of JSON. Their places are the text's, if it is written without escapes.
pub(super) fn json_fields(json: Json<'_>) -> Vec<Field> {
    if json.is_object() {
        return fields(json, &value);
    }
    let whole = value(json);
    let inner = Json::at(&whole.text, whole.text.len() - whole.text.trim_start().len());
    if !inner.is_object() {
        // All of it is made by an expression.
        return vec![Field { name: Value::implied(""), value: whole }];
    }
    let outer = whole.span.clone();
    let is_plain = whole.is_verbatim();
    let read = |part: Json<'_>| {
        let own = part.value();
        let open = within(&whole.open, &own);
        let span = match (&outer, own.span) {
            (Some(outer), Some(span)) if is_plain => Some(outer.start + span.start..outer.start + span.end),
            (outer, _) => outer.clone(),
        };
        Value { text: own.text, span, open, verbatim: own.verbatim && is_plain }
    };
    fields(inner, &read)
}

/// The open parts of the whole that lie within this value.
fn within(open: &[Range<usize>], value: &Value) -> Vec<Range<usize>> {
    let Some(span) = value.span.as_ref().filter(|_| value.is_verbatim()) else {
        return Vec::new();
    };
    let first = open.partition_point(|open| open.start < span.start);
    let inside = open[first..].iter().take_while(|open| open.end <= span.end);
    inside.map(|open| open.start - span.start..open.end - span.start).collect()
}

pub(super) fn set_json_text(read: &mut Request, json: Json<'_>) {
    read.add_content_type("application/json");
    let text = value(json);
    if !text.text.trim().is_empty() {
        read.body = if json.is_object() { Body::Json(text) } else { Body::Text(text) };
    }
}

fn set_credential(node: &mut Node<'_>) {
    let own = match node.text("authentication").as_deref() {
        Some("predefinedCredentialType") => node.text("nodeCredentialType").or(Some("predefined".to_owned())),
        Some("genericCredentialType") => node.text("genericAuthType").or(Some("generic".to_owned())),
        _ => None,
    };
    node.set_credential(own.as_deref());
}

fn set_body(read: &mut Request, parameters: Json<'_>) {
    let [kind, specify, table, json, body] =
        parameters.pick(["contentType", "specifyBody", "bodyParameters", "jsonBody", "body"]);
    let specify = specify.and_then(Json::text).unwrap_or_default();
    let table = table.and_then(|own| own.get("parameters"));
    let rows = || table.map(|table| fields(table, &value)).unwrap_or_default();
    match &*kind.and_then(Json::text).unwrap_or_default() {
        "form-urlencoded" if specify == "string" => {
            read.add_content_type("application/x-www-form-urlencoded");
            read.body = body.map(|body| Body::Text(value(body))).unwrap_or_default();
        }
        "form-urlencoded" => read.set_form(rows()),
        "multipart-form-data" => {
            let parts = table.into_iter().flat_map(Json::items).filter_map(|row| part(read, row)).collect();
            read.body = Body::Multipart(parts);
        }
        "binaryData" => read.body = Body::Unknown,
        "raw" => {
            if let Some(own_type) = parameters.get("rawContentType").and_then(Json::text) {
                read.add_content_type(&own_type);
            }
            read.body = body.map(|body| Body::Text(value(body))).unwrap_or_default();
        }
        _ if specify == "json" => {
            if let Some(json) = json {
                set_json_text(read, json);
            }
        }
        _ => read.set_json(object_of(&rows(), table.map(Json::span))),
    }
}

fn part(read: &mut Request, row: Json<'_>) -> Option<Field> {
    let [name, own, kind, input] = row.pick(["name", "value", "parameterType", "inputDataFieldName"]);
    let name = value(name?);
    if kind.is_some_and(|kind| kind.says("formBinaryData")) {
        let file = input.map(value).unwrap_or_default();
        read.note(NoteKind::File(file.text.clone()), Some(row.span()));
        return Some(Field { name, value: file });
    }
    Some(Field { name, value: own.map(value).unwrap_or_default() })
}

/// `{name}` is filled in by the model, in all parts of the tool's request.
fn open_placeholders(read: &mut Request) {
    let body = match &mut read.body {
        Body::Text(value) => Some(value),
        _ => None,
    };
    let listed = read.query.iter_mut().chain(&mut read.headers).map(|field| &mut field.value);
    for value in listed.chain([&mut read.url]).chain(body) {
        let found: Vec<_> =
            placeholders(&value.text).into_iter().filter(|own| !is_inside(own, &value.open)).collect();
        value.open.extend(found);
        value.open.sort_by_key(|open| open.start);
    }
}

fn is_inside(own: &Range<usize>, open: &[Range<usize>]) -> bool {
    let after = open.partition_point(|open| open.end < own.end);
    open.get(after).is_some_and(|open| open.start <= own.start)
}

fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c, start) {
            ('{', _) => start = Some(at),
            ('}', Some(from)) if at > from + 1 => {
                found.push(from..at + 1);
                start = None;
            }
            (c, _) if c.is_alphanumeric() || c == '_' => {}
            _ => start = None,
        }
    }
    found
}

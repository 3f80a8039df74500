//! The body of a request, in each of Postman's modes.

use super::super::json::Json;
use super::super::parts::{Joined, fields};
use super::Tree;
use crate::request::{Body, Field, NoteKind, Request, Value};

/// Whether nothing would be sent.
pub(super) fn is_empty(body: Json<'_>) -> bool {
    let [raw, form, parts] = body.pick(["raw", "urlencoded", "formdata"]);
    let [file, graphql] = body.pick(["file", "graphql"]);
    let has_items = |list: Json<'_>| list.items().next().is_some();
    raw.is_none_or(|raw| raw.raw() == "\"\"")
        && !form.or(parts).is_some_and(has_items)
        && file.or(graphql).is_none_or(|own| own.members().next().is_none())
}

impl Tree {
    pub(super) fn set_body(&self, read: &mut Request, body: Json<'_>) {
        let mode = body.get("mode").and_then(Json::text).unwrap_or_default();
        let Some(own) = body.get(&mode) else { return };
        match &*mode {
            "raw" => self.set_raw(read, own, body),
            "urlencoded" => {
                let form = fields(own, &|json| self.value(json));
                if !form.is_empty() {
                    read.set_form(form);
                }
            }
            "formdata" => {
                let parts: Vec<_> = own.items().filter_map(|part| self.part(read, part)).collect();
                if !parts.is_empty() {
                    read.body = Body::Multipart(parts);
                }
            }
            "file" => {
                if let Some(name) = if own.is_string() { Some(own) } else { own.get("src") } {
                    read.set_file(self.value(name));
                }
            }
            "graphql" => self.set_graphql(read, own),
            _ => read.body = Body::Unknown,
        }
    }

    fn set_raw(&self, read: &mut Request, raw: Json<'_>, body: Json<'_>) {
        let value = self.value(raw);
        if value.text.is_empty() {
            return;
        }
        let options = body.get("options").and_then(|options| options.get("raw"));
        let language = options.and_then(|raw| raw.get("language")).and_then(Json::text);
        read.add_content_type(match language.as_deref() {
            Some("json") => "application/json",
            Some("xml") => "application/xml",
            Some("html") => "text/html",
            Some("javascript") => "application/javascript",
            _ => "text/plain",
        });
        read.body = Body::Text(value);
    }

    fn part(&self, read: &mut Request, part: Json<'_>) -> Option<Field> {
        let [key, value, src, kind, disabled] = part.pick(["key", "value", "src", "type", "disabled"]);
        if disabled.is_some_and(Json::is_true) {
            return None;
        }
        let name = self.text_of(key);
        if !kind.is_some_and(|kind| kind.says("file")) {
            return Some(Field { name, value: self.text_of(value) });
        }
        let file = src.and_then(|src| if src.is_array() { src.items().next() } else { Some(src) });
        let value = self.text_of(file);
        read.note(NoteKind::File(value.text.clone()), Some(part.span()));
        Some(Field { name, value })
    }

    /// Sent as one object of JSON; the variables stand in a text of their own.
    fn set_graphql(&self, read: &mut Request, own: Json<'_>) {
        let [query, operation, variables] = own.pick(["query", "operationName", "variables"]);
        let mut joined = Joined::default();
        joined.push("{\"query\":");
        joined.push_quoted(&self.text_of(query));
        if let Some(operation) = operation {
            joined.push(",\"operationName\":");
            joined.push_quoted(&self.value(operation));
        }
        if let Some(variables) =
            variables.map(|json| self.value(json)).filter(|own| !own.text.trim().is_empty())
        {
            joined.push(",\"variables\":");
            joined.push_value(&Value {
                text: variables.text.trim().to_owned(),
                open: Vec::new(),
                span: None,
                ..Value::default()
            });
        }
        joined.push("}");
        read.set_json(joined.at(Some(own.span())));
    }
}

//! The URL of a request: a text, or its parts. Postman sends the parts; the text beside them only shows them.

use super::super::json::Json;
use super::super::parts::{Joined, braces};
use super::Tree;
use crate::request::{NoteKind, Request, Value};

impl Tree {
    pub(super) fn set_url(&self, read: &mut Request, url: Json<'_>) {
        if !url.is_object() {
            let value = self.value(url);
            read.url = self.with_path_variables(value, None);
            return;
        }
        let [raw, protocol, host, port, path, query] =
            url.pick(["raw", "protocol", "host", "port", "path", "query"]);
        let [hash, variable] = url.pick(["hash", "variable"]);
        let Some(host) = host else {
            let value = raw.map(|raw| self.value(raw)).unwrap_or_default();
            read.url = self.with_path_variables(value, variable);
            return;
        };
        let mut joined = Joined::default();
        if let Some(protocol) = protocol {
            joined.push(self.value(protocol).text.trim_end_matches("://"));
            joined.push("://");
        }
        joined.push(&self.joined_by(host, "."));
        if let Some(port) = port {
            joined.push(":");
            joined.push(&self.value(port).text);
        }
        if let Some(path) = path {
            let path = self.joined_by(path, "/");
            joined.push(if path.starts_with('/') { "" } else { "/" });
            joined.push(&path);
        }
        let address = joined.at(None);
        self.note_difference(read, raw, &address.text);
        let mut joined = Joined::default();
        joined.push(&self.with_path_variables(address, variable).text);
        self.push_query(&mut joined, query);
        if let Some(hash) = hash {
            joined.push("#");
            joined.push(&self.value(hash).text);
        }
        let span = raw.map_or_else(|| url.span(), |raw| raw.value().span.unwrap_or_default());
        let value = joined.at(Some(span));
        let open = open_parts(&value.text);
        read.url = Value { open, ..value };
    }

    fn joined_by(&self, json: Json<'_>, separator: &str) -> String {
        let part = |json: Json<'_>| match json.get("value") {
            Some(value) => self.value(value).text,
            None => self.value(json).text,
        };
        if json.is_array() {
            return json.items().map(part).collect::<Vec<_>>().join(separator);
        }
        part(json)
    }

    /// Only where host or path differ: what stands after them is in the parts alone.
    fn note_difference(&self, read: &mut Request, raw: Option<Json<'_>>, sent: &str) {
        let Some(raw) = raw else { return };
        let shown = self.value(raw);
        let bare = |text: &str| {
            let text = text.split_once("://").map_or(text, |(_, rest)| rest);
            text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').to_owned()
        };
        if !shown.text.is_empty() && bare(&shown.text) != bare(sent) {
            let kind = NoteKind::JoinedUnexpectedly { sent: sent.to_owned(), looks_like: shown.text };
            read.note(kind, shown.span);
        }
    }

    /// `:name` takes the value of that name. An empty one counts as not filled in: the name stays, and is open.
    fn with_path_variables(&self, url: Value, variables: Option<Json<'_>>) -> Value {
        let mut known = std::collections::HashMap::new();
        for variable in variables.into_iter().flat_map(Json::items) {
            let [key, id, value, disabled] = variable.pick(["key", "id", "value", "disabled"]);
            let value = value.filter(|value| value.raw() != "\"\"" && !disabled.is_some_and(Json::is_true));
            if let (Some(name), Some(value)) = (key.or(id).and_then(Json::text), value) {
                known.insert(name, self.value(value).text);
            }
        }
        let end = url.text.find(['?', '#']).unwrap_or(url.text.len());
        let (path, rest) = url.text.split_at(end);
        let filled = |segment: &str| {
            let value = segment.strip_prefix(':').and_then(|name| known.get(name));
            value.cloned().unwrap_or_else(|| segment.to_owned())
        };
        let path = path.split('/').map(filled).collect::<Vec<_>>().join("/");
        let text = format!("{path}{rest}");
        Value { open: open_parts(&text), text, span: url.span, verbatim: false }
    }

    fn push_query(&self, joined: &mut Joined, query: Option<Json<'_>>) {
        if let Some(text) = query.filter(|query| query.is_string()) {
            joined.push("?");
            joined.push(&self.value(text).text);
            return;
        }
        let mut separator = "?";
        for parameter in query.into_iter().flat_map(Json::items) {
            let [key, value, disabled] = parameter.pick(["key", "value", "disabled"]);
            if disabled.is_some_and(Json::is_true) || key.or(value).is_none() {
                continue;
            }
            joined.push(separator);
            separator = "&";
            joined.push(&encoded(&self.text_of(key).text, true));
            if let Some(value) = value {
                joined.push("=");
                joined.push(&encoded(&self.value(value).text, false));
            }
        }
    }
}

/// Postman encodes what would end a parameter; variables stay.
fn encoded(text: &str, is_name: bool) -> String {
    let mut variables = braces(text).into_iter().peekable();
    let mut encoded = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        while variables.peek().is_some_and(|variable| variable.end <= at) {
            variables.next();
        }
        match c {
            _ if variables.peek().is_some_and(|variable| variable.start <= at) => encoded.push(c),
            '&' => encoded.push_str("%26"),
            '#' => encoded.push_str("%23"),
            '=' if is_name => encoded.push_str("%3D"),
            c => encoded.push(c),
        }
    }
    encoded
}

/// Variables, and segments of the path that begin with a colon.
fn open_parts(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut open = braces(text);
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let mut at = 0;
    for segment in text[..end].split('/') {
        let is_name = segment.len() > 1 && segment.starts_with(':') && at > 0;
        if is_name && !segment.contains("{{") {
            open.push(at..at + segment.len());
        }
        at += segment.len() + 1;
    }
    open.sort_by_key(|range| range.start);
    open
}

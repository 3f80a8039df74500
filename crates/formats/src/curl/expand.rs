//! `--variable` and `--expand-…` of curl 8.3.

use std::collections::HashMap;

use super::data::{Content, from_file, url_encoded};
use crate::request::Value;
use crate::shell::Stdin;

/// What all values together may grow to, in bytes.
const MAX_BYTES: usize = 200_000;

/// The variables of a command. Those of the environment and of files are open.
pub(super) struct CurlVariables {
    values: HashMap<String, Value>,
    left: std::cell::Cell<usize>,
}

impl Default for CurlVariables {
    fn default() -> Self {
        Self { values: HashMap::new(), left: std::cell::Cell::new(MAX_BYTES) }
    }
}

impl CurlVariables {
    /// `name=content`, `name@file`, `%ENV`, `%ENV=default`.
    pub fn set(&mut self, value: &Value, stdin: Option<&Stdin>) {
        if value.text.starts_with('%') {
            return;
        }
        let Some(at) = value.text.find(['=', '@']) else { return };
        let rest = value.part(at + 1..value.text.len());
        let content = if value.text[at..].starts_with('@') {
            match from_file(rest, stdin) {
                Content::Text(text) => text,
                _ => return,
            }
        } else {
            rest
        };
        self.values.insert(value.text[..at].to_owned(), content);
    }

    /// `{{name}}` and `{{name:trim:json}}` put in; what is not known stays open.
    pub fn expanded(&self, value: &Value) -> Value {
        let mut expanded = Value { span: value.span.clone(), ..Value::default() };
        let mut at = 0;
        while let Some(found) = value.text[at..].find("{{") {
            let start = at + found;
            let Some(length) = value.text[start..].find("}}") else { break };
            let end = start + length + 2;
            let before = value.part(at..start);
            at = end;
            if let Some(escaped) = before.text.strip_suffix('\\') {
                expanded.append(escaped, &[]);
                expanded.append(&value.text[start..end], &[]);
                continue;
            }
            expanded.append(&before.text, &before.open);
            match self.called(&value.text[start + 2..end - 2]) {
                Some(content) => expanded.append(&content.text, &content.open),
                None => expanded.append_open(&value.text[start..end]),
            }
        }
        let rest = value.part(at..value.text.len());
        expanded.append(&rest.text, &rest.open);
        expanded
    }

    fn called(&self, call: &str) -> Option<Value> {
        let mut parts = call.split(':');
        let content = self.values.get(parts.next()?.trim())?;
        let left = self.left.get().checked_sub(content.text.len().max(1))?;
        self.left.set(left);
        parts.try_fold(content.clone(), |content, function| {
            Some(match function.trim() {
                "trim" => content.trimmed(),
                "json" => content.changed(json_escaped),
                "url" => content.changed(|text| url_encoded(text).replace('+', "%20")),
                _ => return None,
            })
        })
    }
}

/// Without the quotes around it, as curl does.
fn json_escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

//! Values as JSON.

use super::run::Run;
use super::value::{V, Val};
use crate::request::Value;

impl Run<'_> {
    /// The JSON of a value. What is not known is a string that holds it as written, and is open with its quotes, so
    /// that the whole is JSON.
    pub fn json(&mut self, val: &Val) -> Value {
        let mut out = Value { span: Some(val.span.clone()), ..Value::default() };
        add(self, val, &mut out);
        if !self.spend(out.text.len()) || out.text.len() > self.longest() {
            return self.open(&val.span);
        }
        out
    }
}

fn add(run: &mut Run, val: &Val, out: &mut Value) {
    if out.text.len() > run.longest() {
        return;
    }
    match &val.v {
        V::Null => out.text.push_str("null"),
        V::Bool(is) => out.text.push_str(if *is { "true" } else { "false" }),
        V::Number(number) if serde_json::from_str::<serde_json::Number>(number).is_ok() => {
            out.text.push_str(number);
        }
        V::Text(value) => string(value, out),
        V::List(items) => {
            out.text.push('[');
            for (at, item) in items.iter().enumerate() {
                if out.text.len() > run.longest() {
                    return;
                }
                out.text.push_str(if at > 0 { "," } else { "" });
                add(run, item, out);
            }
            out.text.push(']');
        }
        V::Map(entries) => {
            out.text.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                if out.text.len() > run.longest() {
                    return;
                }
                out.text.push_str(if at > 0 { "," } else { "" });
                let key = run.text(key);
                string(&key, out);
                out.text.push(':');
                add(run, item, out);
            }
            out.text.push('}');
        }
        V::Object(object) if run.class_of(val) == Some("model") => {
            let map = run.field(*object, "[]").unwrap_or_else(|| Val::map(Vec::new(), val.span.clone()));
            add(run, &map, out);
        }
        _ => {
            let text = run.open(&val.span);
            let start = out.text.len();
            out.text.push_str(&quoted(&text.text));
            out.open.push(start..out.text.len());
        }
    }
}

fn string(value: &Value, out: &mut Value) {
    let mut at = 0;
    out.text.push('"');
    for open in &value.open {
        out.text.push_str(inner(&quoted(&value.text[at..open.start])));
        let start = out.text.len();
        out.text.push_str(inner(&quoted(&value.text[open.clone()])));
        out.open.push(start..out.text.len());
        at = open.end;
    }
    out.text.push_str(inner(&quoted(&value.text[at..])));
    out.text.push('"');
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn inner(quoted: &str) -> &str {
    &quoted[1..quoted.len() - 1]
}

//! Objects that the client turns into JSON.

use super::super::run::{Call, Run};
use super::super::sdk;
use super::super::syntax::Lang;
use super::super::value::{Val, put};
use crate::request::Value;

/// An object of the client's model: `PublicObjectSearchRequest(limit=10)`, `new Filter()` with `setValue(…)`.
pub(super) fn model(run: &mut Run, call: &Call) -> Option<Val> {
    if run.class_of(&call.target) == Some("model") {
        let object = call.object()?;
        let name = call.last().strip_prefix("set")?;
        let mut key = sdk::snake(name);
        key = sdk::camel(&key);
        let key = Val::text(Value::implied(key), call.span.clone());
        run.objects[object].set_in("[]", key, call.place(0)?.clone());
        return Some(call.target.clone());
    }
    let name = call.last();
    let is_model = name.starts_with(|c: char| c.is_ascii_uppercase())
        && [
            "Input",
            "Filter",
            "FilterGroup",
            "Request",
            "AssociationSpec",
            "Egg",
            "Create",
            "Update",
            "InputForCreate",
            "ObjectId",
            "Upsert",
            "Multi",
        ]
        .iter()
        .any(|end| name.ends_with(end))
        && !matches!(name, "Request" | "HttpRequest");
    let in_python =
        run.lang == Lang::Python && !call.args.is_empty() && call.args.iter().all(|(name, _)| name.is_some());
    let in_php = run.lang == Lang::Php && call.is_new && call.args.len() < 2;
    if !is_model || !(in_python || in_php) {
        return None;
    }
    let mut entries = Vec::new();
    let span = call.span.clone();
    for (name, value) in &call.args {
        match name {
            Some(name) => {
                let key = Val::text(Value::implied(sdk::camel(name)), span.clone());
                put(&mut entries, key, value.clone());
            }
            None => {
                for (key, value) in value.entries() {
                    let key = Val::text(
                        Value::implied(sdk::camel(key.plain().unwrap_or_default())),
                        key.span.clone(),
                    );
                    put(&mut entries, key, value.clone());
                }
            }
        }
    }
    let map = Val::map(entries, span.clone());
    if run.lang == Lang::Python {
        return Some(map);
    }
    Some(run.object("model", vec![("[]".into(), map)], span))
}

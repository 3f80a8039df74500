//! The CRM API: records, properties, associations, pipelines, owners and schemas, under `v3`, `v4` and the
//! dated paths. The version is taken out of the path first, so that each operation is implemented once.

use crate::{
    http::{answer::Outcome, call::Call},
    portal::Portal,
    state::caller::Caller,
};

mod associations;
mod batch;
mod context;
mod inputs;
mod limits;
mod owners;
mod path;
mod pipelines;
mod properties;
mod property_groups;
mod records;
mod schemas;
mod search;

use context::Context;

/// Serves the CRM's paths; `None` for other paths and methods.
pub(crate) fn route(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let path = path::without_version(&segments)?;
    let context = Context { portal, call, caller, version: path.version };
    let method = call.method.as_str();
    match path.segments.split_first()? {
        (&"objects", rest) => route_objects(&context, method, rest),
        (&"associations", rest) => associations::route_pair(&context, method, rest),
        (&"properties", rest) => properties::route(&context, method, rest),
        (&"pipelines", rest) => pipelines::route(&context, method, rest),
        (&"owners", rest) => owners::route(&context, method, rest),
        (&"limits", rest) if method == "GET" => limits::route(&context, rest),
        (&"schemas", rest) => schemas::route(&context, method, rest),
        _ => None,
    }
}

/// Serves paths below `/objects`.
fn route_objects(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind = match context.object_type(kind) {
        Ok(kind) => kind,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", []) => Some(records::list(context, kind)),
        ("POST", []) => Some(records::create(context, kind)),
        ("POST", ["search"]) => Some(search::search(context, kind)),
        ("POST", ["merge"]) => Some(records::merge(context, kind)),
        ("POST", ["gdpr-delete"]) => Some(records::gdpr_delete(context, kind)),
        ("POST", ["batch", operation]) => batch::route(context, kind, operation),
        ("GET", [id]) => Some(records::read(context, kind, id)),
        ("PATCH", [id]) => Some(records::update(context, kind, id)),
        ("DELETE", [id]) => Some(records::archive(context, kind, id)),
        (_, [id, "associations", rest @ ..]) => associations::route_record(context, method, kind, id, rest),
        _ => None,
    }
}

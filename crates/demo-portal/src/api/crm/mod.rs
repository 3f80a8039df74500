//! The CRM: records of every object type, their properties, links, pipelines and owners, on `v3`, `v4` and the dated
//! paths. The version is taken out of the path first, so that each operation is written once.

use crate::{
    http::{answer::Outcome, call::Call},
    portal::Portal,
    state::caller::Caller,
};

mod associations;
mod batch;
mod context;
pub(crate) mod inputs;
pub(crate) mod owners;
mod path;
mod pipelines;
mod properties;
mod records;
mod schemas;
mod search;

use context::Context;

/// Answers what the CRM serves; None for a path, or a method on a path, that it does not.
pub(crate) fn answer(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let path = path::without_version(&segments)?;
    let context = Context { portal, call, caller, version: path.version };
    let method = call.method.as_str();
    match path.segments.split_first()? {
        (&"objects", rest) => objects(&context, method, rest),
        (&"associations", rest) => associations::of_pair(&context, method, rest),
        (&"properties", rest) => properties::answer(&context, method, rest),
        (&"pipelines", rest) => pipelines::answer(&context, method, rest),
        (&"owners", rest) => owners::answer(&context, method, rest),
        (&"schemas", rest) => schemas::answer(&context, method, rest),
        _ => None,
    }
}

fn objects(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
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
        ("POST", ["batch", operation]) => batch::answer(context, kind, operation),
        ("GET", [id]) => Some(records::read(context, kind, id)),
        ("PATCH", [id]) => Some(records::update(context, kind, id)),
        ("DELETE", [id]) => Some(records::archive(context, kind, id)),
        (_, [id, "associations", rest @ ..]) => associations::of_record(context, method, kind, id, rest),
        _ => None,
    }
}

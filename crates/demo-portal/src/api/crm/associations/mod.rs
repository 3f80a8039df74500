//! The associations API: of one record, in batches, and the types between two object types. Version 3 has
//! formats of its own.

use super::context::Context;
use crate::http::answer::{Answer, Outcome};

mod batch;
mod definitions;
mod links;
mod record;

pub(super) use record::route_record;

/// Serves paths below `/associations/{from}/{to}`.
pub(super) fn route_pair(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let [from, to, rest @ ..] = rest else { return None };
    let pair = context.object_type(from).and_then(|from| Ok((from, context.object_type(to)?)));
    let (from, to) = match pair {
        Ok(pair) => pair,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", ["labels"]) => Some(Ok(Answer::ok(definitions::labels_list_json(from, to)))),
        ("GET", ["types"]) => Some(Ok(Answer::ok(definitions::types_list_json(from, to)))),
        ("POST", ["batch", operation @ ..]) => batch::route(context, from, to, operation),
        _ => None,
    }
}

//! Links over HTTP: of one record, in batches, and the definitions of their kinds. v3 answers in its own shape.

use super::context::Context;
use crate::http::answer::{Answer, Outcome};

mod batch;
mod definitions;
mod links;
mod record;

pub(super) use record::of_record;

/// Below `/associations/{from}/{to}`.
pub(super) fn of_pair(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let [from, to, rest @ ..] = rest else { return None };
    let pair = context.object_type(from).and_then(|from| Ok((from, context.object_type(to)?)));
    let (from, to) = match pair {
        Ok(pair) => pair,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", ["labels"]) => Some(Ok(Answer::ok(definitions::show_definitions(from, to)))),
        ("GET", ["types"]) => Some(Ok(Answer::ok(definitions::show_types(from, to)))),
        ("POST", ["batch", operation @ ..]) => batch::answer(context, from, to, operation),
        _ => None,
    }
}

//! Batches of records.

pub(super) mod input;
mod read;
pub(super) mod result;
mod write;

use super::context::Context;
use crate::{crm::object_types::ObjectType, http::answer::Outcome};

/// Serves paths below `/objects/{type}/batch`.
pub(super) fn route(context: &Context, kind: &'static ObjectType, operation: &str) -> Option<Outcome> {
    match operation {
        "read" => Some(read::read(context, kind)),
        "create" => Some(write::create(context, kind)),
        "update" => Some(write::update(context, kind)),
        "upsert" => Some(write::upsert(context, kind)),
        "archive" => Some(write::archive(context, kind)),
        _ => None,
    }
}

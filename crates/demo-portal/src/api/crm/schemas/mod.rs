//! Schemas of object types: list, read, create, change, archive and purge. The associations that a schema names are those of
//! its creation; more of them are left to the generic responses.

mod show;
mod write;

use serde_json::{Value, json};

use super::{
    batch::{
        input::{MAX_INPUTS, input_id, inputs},
        result::BatchResult,
    },
    context::Context,
};
use crate::{
    crm::{object_types::ObjectType, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `/schemas`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list(context),
        ("POST", []) => write::create(context),
        ("POST", ["batch", "read"]) => read_batch(context),
        ("GET", [kind]) => context.object_type(kind).map(|kind| context.with_crm(|crm| shown(crm, kind))),
        ("PATCH", [kind]) => write::update(context, kind),
        ("DELETE", [kind]) if context.call.query_flag("archived") => purge(context, kind),
        ("DELETE", [kind]) => archive(context, kind),
        ("DELETE", [kind, "purge"]) => purge(context, kind),
        _ => return None,
    })
}

/// The labels of a type: singular and plural.
pub(super) fn labels(crm: &Crm, kind: &ObjectType) -> (String, String) {
    let written = show::written(crm, kind);
    (written.singular_label, written.plural_label)
}

fn shown(crm: &Crm, kind: &'static ObjectType) -> Answer {
    Answer::ok(show::schema(crm, kind))
}

/// Lists custom objects only, as HubSpot does.
fn list(context: &Context) -> Outcome {
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let kinds: Vec<&'static ObjectType> = if archived {
            crm.custom_types.archived().collect()
        } else {
            crm.types().filter(|kind| kind.is_custom()).collect()
        };
        let results: Vec<Value> = kinds.into_iter().map(|kind| show::schema(crm, kind)).collect();
        Ok(Answer::ok(json!({"results": results})))
    })
}

fn read_batch(context: &Context) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let id = input_id(input)?;
            match crm.find_type(&id) {
                Some(kind) => result.results.push(show::schema(crm, kind)),
                None => result.push_error(unknown(&id), None),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

fn unknown(segment: &str) -> ApiError {
    ApiError::validation(&format!("Unable to infer object type from: {segment}"))
}

/// The custom type that a path names.
fn custom(crm: &Crm, segment: &str) -> Result<&'static ObjectType, ApiError> {
    let kind = crm.find_type(segment).ok_or_else(|| unknown(segment))?;
    if kind.is_custom() {
        Ok(kind)
    } else {
        Err(ApiError::validation(&format!("{segment} is defined by HubSpot and can't be changed")))
    }
}

/// Archives a type, which must have no records.
fn archive(context: &Context, segment: &str) -> Outcome {
    context.with_crm(|crm| {
        let kind = custom(crm, segment)?;
        let live = crm.records(kind).values().filter(|record| record.archived_ms.is_none()).count();
        if live > 0 {
            let message = format!("Object type {} still has {live} records. Delete them first.", kind.id);
            return Err(ApiError::validation(&message));
        }
        crm.custom_types.archive(kind);
        Ok(Answer::no_content())
    })
}

/// Deletes an archived type for good.
fn purge(context: &Context, segment: &str) -> Outcome {
    context.with_crm(|crm| {
        let portal_id = crm.account.portal_id;
        let mut archived = crm.custom_types.archived();
        let kind = archived.find(|kind| kind.is_called(segment, portal_id));
        let kind = kind.ok_or_else(|| unknown(segment))?;
        drop(archived);
        crm.custom_types.purge(kind);
        Ok(Answer::no_content())
    })
}

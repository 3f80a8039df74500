//! `/crm-objects/v1`: tickets, products and line items with an `objectId`.

use serde_json::{Map, Value, json};

use super::{
    super::shared::{self, Context, as_id, ids, invalid, page_behind},
    Requested, values,
};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        record::Record,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

const NOT_FOUND: &str = "resource not found";
/// The page size of this API is fixed.
const PAGE_SIZE: usize = 100;
const MAX_BATCH: usize = 100;

/// Serves paths below `/crm-objects/v1/objects`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind =
        ["tickets", "products", "line_items"].into_iter().find(|name| name == kind).map(object_type)?;
    Some(match (method, rest) {
        ("GET", ["paged"]) => paged(context, kind),
        ("POST", []) => create(context, kind),
        ("POST", ["batch-read"]) => batch_read(context, kind),
        ("POST", ["batch-create"]) => batch_create(context, kind),
        ("POST" | "PUT", ["batch-update"]) => batch_update(context, kind),
        ("POST", ["batch-delete"]) => batch_delete(context, kind),
        ("GET", [id]) => read(context, kind, id),
        ("PUT", [id]) => update(context, kind, id),
        ("DELETE", [id]) => delete(context, kind, id),
        _ => return None,
    })
}

/// An object with these properties, and always its id.
fn object(crm: &Crm, kind: &ObjectType, record: &Record, names: &[String]) -> Value {
    let mut properties = values::properties(crm, kind, record, &["hs_object_id".to_owned()]);
    properties.extend(values::properties(crm, kind, record, names));
    json!({
        "objectType": kind.singular.to_ascii_uppercase(),
        "portalId": crm.account.portal_id,
        "objectId": record.id,
        "properties": properties,
        "version": 1,
        "isDeleted": record.archived_ms.is_some(),
    })
}

/// An object with all its properties.
fn whole(crm: &Crm, kind: &ObjectType, record: &Record) -> Value {
    object(crm, kind, record, &values::all_names(kind, record))
}

fn paged(context: &Context, kind: &'static ObjectType) -> Outcome {
    let wanted = Requested::from_call(context.call);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_behind(crm, kind, offset, PAGE_SIZE);
        let shown: Vec<Value> = page
            .records
            .iter()
            .map(|record| object(crm, kind, record, &wanted.names(kind, record)))
            .collect();
        Ok(Answer::ok(json!({"objects": shown, "hasMore": page.has_more, "offset": page.last_id})))
    })
}

fn read(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let wanted = Requested::from_call(context.call);
    context.with_crm(|crm| {
        let record = shared::find(crm, kind.name, id, NOT_FOUND)?;
        Ok(Answer::ok(object(crm, kind, record, &wanted.names(kind, record))))
    })
}

/// Creates a record of `[{name, value}]`.
fn insert(crm: &mut Crm, kind: &'static ObjectType, list: &Value, now_ms: i64) -> Result<Value, ApiError> {
    let mut values = values::written(crm, kind, Some(list), "name")?;
    if let Some((pipeline, _)) = kind.pipeline
        && !values.iter().any(|(name, _)| name == pipeline)
    {
        let first = crm.pipelines.get(kind.id).and_then(|all| all.first()).map(|first| first.id.clone());
        values.extend(first.map(|id| (pipeline.to_owned(), id)));
    }
    let id = crm.insert(kind, values, now_ms).id;
    let record = crm.live(kind, id).ok_or_else(|| shared::not_found(NOT_FOUND))?;
    Ok(whole(crm, kind, record))
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| insert(crm, kind, &context.call.json()?, now_ms).map(Answer::ok))
}

fn update(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let number = shared::find(crm, kind.name, id, NOT_FOUND)?.id;
        let values = values::written(crm, kind, Some(&context.call.json()?), "name")?;
        crm.update(kind, number, values, now_ms);
        Ok(Answer::ok(whole(crm, kind, shared::find(crm, kind.name, id, NOT_FOUND)?)))
    })
}

fn delete(context: &Context, kind: &'static ObjectType, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = shared::find(crm, kind.name, id, NOT_FOUND)?.id;
        crm.archive(kind, id, now_ms);
        Ok(Answer::no_content())
    })
}

/// Objects by id; those that do not exist are left out.
fn batch_read(context: &Context, kind: &'static ObjectType) -> Outcome {
    let wanted = Requested::from_call(context.call);
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let found = ids(body.get("ids")).into_iter().take(MAX_BATCH).filter_map(|id| crm.live(kind, id));
        let shown: Map<String, Value> = found
            .map(|record| (record.id.to_string(), object(crm, kind, record, &wanted.names(kind, record))))
            .collect();
        Ok(Answer::ok(shown.into()))
    })
}

fn inputs(context: &Context) -> Result<Vec<Value>, ApiError> {
    match context.call.json()? {
        Value::Array(inputs) if inputs.len() <= MAX_BATCH => Ok(inputs),
        Value::Array(_) => Err(invalid(&format!("a batch has at most {MAX_BATCH} objects"))),
        _ => Err(invalid("a list was expected")),
    }
}

fn batch_create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let inputs = inputs(context)?;
        let made: Result<Vec<Value>, ApiError> =
            crm.all_or_nothing(|crm| inputs.iter().map(|input| insert(crm, kind, input, now_ms)).collect());
        Ok(Answer::ok(made?.into()))
    })
}

fn batch_update(context: &Context, kind: &'static ObjectType) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let inputs = inputs(context)?;
        crm.all_or_nothing(|crm| {
            inputs.iter().try_for_each(|input| {
                let id = input.get("objectId").and_then(as_id);
                let id = id.ok_or_else(|| ApiError::missing_fields(&["objectId"]))?;
                let values = values::written(crm, kind, input.get("properties"), "name")?;
                crm.update(kind, id, values, now_ms).map(drop).ok_or_else(|| shared::not_found(NOT_FOUND))
            })
        })?;
        Ok(Answer::no_content())
    })
}

fn batch_delete(context: &Context, kind: &'static ObjectType) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        for id in ids(context.call.json()?.get("ids")) {
            crm.archive(kind, id, now_ms);
        }
        Ok(Answer::no_content())
    })
}

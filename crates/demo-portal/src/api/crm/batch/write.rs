//! Batch writes. If an input with an `objectWriteTraceId` fails, only that input fails; without one, the
//! whole batch fails and no record is changed.

use serde_json::{Map, Value};

use super::{
    input::{MAX_INPUTS, input_id, inputs},
    result::{BatchResult, missing_records_error},
};
use crate::{
    api::crm::{
        context::Context,
        inputs::requested_associations,
        records::{associate, create_record, not_found, update_record},
    },
    crm::{object_types::ObjectType, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

type Input = Map<String, Value>;

/// Creates records.
pub(super) fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let now_ms = context.now_ms();
    let write = |crm: &mut Crm, input: &Input| {
        let links = requested_associations(crm, kind, input)?;
        let id = create_record(crm, kind, input, now_ms)?;
        associate(crm, kind, id, &links)?;
        let record = crm.live(kind, id).ok_or_else(|| not_found("", None))?;
        Ok(record.to_json_with_all_values(kind))
    };
    write_each(context, &inputs, write, Answer::created)
}

/// Updates records by id or by a unique property.
pub(super) fn update(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let now_ms = context.now_ms();
    let mut missing = Vec::new();
    let mut result = BatchResult::started_at(now_ms);
    context.with_crm(|crm| {
        crm.all_or_nothing(|crm| {
            for input in &inputs {
                let id = input_id(input)?;
                let id_property = input.get("idProperty").and_then(Value::as_str);
                let Some(found) = crm.find(kind, &id, id_property).map(|record| record.id) else {
                    missing.push(id);
                    continue;
                };
                match update_record(crm, kind, found, input, now_ms) {
                    Ok(record) => result.results.push(record.to_json_with_all_values(kind)),
                    Err(error) => collect_or_abort(&mut result, error, input)?,
                }
            }
            Ok::<_, ApiError>(())
        })
    })?;
    if !missing.is_empty() {
        result.errors.push(missing_records_error(kind, &missing));
    }
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

/// Creates the records that the unique property does not find, and tells for each record whether it is new.
pub(super) fn upsert(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let now_ms = context.now_ms();
    let write = |crm: &mut Crm, input: &Input| upsert_one(crm, kind, input, now_ms);
    write_each(context, &inputs, write, Answer::ok)
}

fn upsert_one(
    crm: &mut Crm,
    kind: &'static ObjectType,
    input: &Input,
    now_ms: i64,
) -> Result<Value, ApiError> {
    let id = input_id(input)?;
    let property = input.get("idProperty").and_then(Value::as_str).unwrap_or("hs_object_id");
    let unique = crm.properties_of(kind).iter().any(|known| known.name == property && known.unique);
    if !unique && property != "hs_object_id" {
        let message =
            format!("Unable to perform update/upsert by non-unique {} property {property}", kind.id);
        return Err(ApiError::validation(&message));
    }
    let found = crm.find(kind, &id, Some(property)).map(|record| record.id);
    let (record, new) = match found {
        Some(found) => (update_record(crm, kind, found, input, now_ms)?, false),
        None if property == "hs_object_id" => return Err(not_found(&id, None)),
        None => {
            let created = create_record(crm, kind, &with_property(input, property, &id), now_ms)?;
            (crm.live(kind, created).ok_or_else(|| not_found("", None))?, true)
        }
    };
    let mut json = record.to_json_with_all_values(kind);
    json["new"] = new.into();
    Ok(json)
}

/// An input of an upsert has the unique value in `id`; a new record needs it among the properties, too.
fn with_property(input: &Input, property: &str, value: &str) -> Input {
    let mut input = input.clone();
    if let Some(properties) = input.get_mut("properties").and_then(Value::as_object_mut) {
        properties.entry(property).or_insert_with(|| value.into());
    }
    input
}

/// Archives records. Ids that do not exist are ignored.
pub(super) fn archive(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let ids = inputs.iter().map(input_id).collect::<Result<Vec<_>, _>>()?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        for id in ids.iter().filter_map(|id| id.parse().ok()) {
            crm.archive(kind, id, now_ms);
        }
    });
    Ok(Answer::no_content())
}

/// Writes all inputs, or none if one without a trace id fails.
fn write_each(
    context: &Context,
    inputs: &[Input],
    write: impl Fn(&mut Crm, &Input) -> Result<Value, ApiError>,
    on_success: fn(Value) -> Answer,
) -> Outcome {
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        crm.all_or_nothing(|crm| {
            for input in inputs {
                match write(crm, input) {
                    Ok(json) => result.results.push(json),
                    Err(error) => collect_or_abort(&mut result, error, input)?,
                }
            }
            Ok::<_, ApiError>(())
        })
    })?;
    Ok(result.into_answer(context.now_ms(), on_success))
}

/// Adds an error to the result, or returns it to abort the batch.
fn collect_or_abort(result: &mut BatchResult, error: ApiError, input: &Input) -> Result<(), ApiError> {
    match input.get("objectWriteTraceId") {
        Some(trace_id) => {
            result.push_error(error, Some(trace_id));
            Ok(())
        }
        None => Err(error),
    }
}

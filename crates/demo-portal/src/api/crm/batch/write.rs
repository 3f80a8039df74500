//! Batches that write. Inputs with an `objectWriteTraceId` fail one by one; without it the first failure fails all,
//! and nothing of the batch is kept.

use serde_json::{Map, Value};

use super::{
    input::{MOST_INPUTS, input_id, inputs},
    result::{Sum, could_not_get},
};
use crate::{
    api::crm::{
        context::Context,
        inputs::links,
        records::{create_one, link_all, not_found, update_one},
    },
    crm::{object_types::ObjectType, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

type Input = Map<String, Value>;

pub(super) fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let now_ms = context.now_ms();
    let one = |crm: &mut Crm, input: &Input| {
        let links = links(kind, input)?;
        let id = create_one(crm, kind, input, now_ms)?;
        link_all(crm, kind, id, &links)?;
        let record = crm.live(kind, id).ok_or_else(|| not_found("", None))?;
        Ok(record.show_all(kind))
    };
    each(context, &inputs, one, Answer::created)
}

pub(super) fn update(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let now_ms = context.now_ms();
    let mut missing = Vec::new();
    let mut sum = Sum::begin(now_ms);
    context.with_crm(|crm| {
        crm.all_or_nothing(|crm| {
            for input in &inputs {
                let id = input_id(input)?;
                let id_property = input.get("idProperty").and_then(Value::as_str);
                let Some(found) = crm.find(kind, &id, id_property).map(|record| record.id) else {
                    missing.push(id);
                    continue;
                };
                match update_one(crm, kind, found, input, now_ms) {
                    Ok(record) => sum.results.push(record.show_all(kind)),
                    Err(error) => fail_or_stop(&mut sum, error, input)?,
                }
            }
            Ok::<_, ApiError>(())
        })
    })?;
    if !missing.is_empty() {
        sum.errors.push(could_not_get(kind, &missing));
    }
    Ok(sum.answer(context.now_ms(), Answer::ok))
}

/// Creates what the unique property does not find, and says of each record whether it is new.
pub(super) fn upsert(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let now_ms = context.now_ms();
    let one = |crm: &mut Crm, input: &Input| upsert_one(crm, kind, input, now_ms);
    each(context, &inputs, one, Answer::ok)
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
        Some(found) => (update_one(crm, kind, found, input, now_ms)?, false),
        None if property == "hs_object_id" => return Err(not_found(&id, None)),
        None => {
            let created = create_one(crm, kind, &with_property(input, property, &id), now_ms)?;
            (crm.live(kind, created).ok_or_else(|| not_found("", None))?, true)
        }
    };
    let mut shown = record.show_all(kind);
    shown["new"] = new.into();
    Ok(shown)
}

/// The unique value stands in `id`; a creation wants it among the properties too.
fn with_property(input: &Input, property: &str, value: &str) -> Input {
    let mut input = input.clone();
    if let Some(properties) = input.get_mut("properties").and_then(Value::as_object_mut) {
        properties.entry(property).or_insert_with(|| value.into());
    }
    input
}

pub(super) fn archive(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let ids = inputs.iter().map(input_id).collect::<Result<Vec<_>, _>>()?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        for id in ids.iter().filter_map(|id| id.parse().ok()) {
            crm.archive(kind, id, now_ms);
        }
    });
    Ok(Answer::no_content())
}

fn each(
    context: &Context,
    inputs: &[Input],
    one: impl Fn(&mut Crm, &Input) -> Result<Value, ApiError>,
    all_well: fn(Value) -> Answer,
) -> Outcome {
    let mut sum = Sum::begin(context.now_ms());
    context.with_crm(|crm| {
        crm.all_or_nothing(|crm| {
            for input in inputs {
                match one(crm, input) {
                    Ok(shown) => sum.results.push(shown),
                    Err(error) => fail_or_stop(&mut sum, error, input)?,
                }
            }
            Ok::<_, ApiError>(())
        })
    })?;
    Ok(sum.answer(context.now_ms(), all_well))
}

fn fail_or_stop(sum: &mut Sum, error: ApiError, input: &Input) -> Result<(), ApiError> {
    match input.get("objectWriteTraceId") {
        Some(trace_id) => {
            sum.fail(error, Some(trace_id));
            Ok(())
        }
        None => Err(error),
    }
}

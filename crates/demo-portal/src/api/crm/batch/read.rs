//! Batches that read.

use serde_json::Value;

use super::{
    input::{MOST_INPUTS, input_id, inputs},
    result::{Sum, could_not_get},
};
use crate::{
    api::crm::{context::Context, records::Shown},
    crm::object_types::ObjectType,
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::string_list,
    },
};

const MOST_HISTORY_INPUTS: usize = 50;

pub(super) fn read(context: &Context, kind: &'static ObjectType) -> Outcome {
    let history = context.call.json_object()?.get("propertiesWithHistory").cloned();
    let asks_history = history.and_then(|list| list.as_array().map(|list| !list.is_empty())).unwrap_or(false);
    let (body, inputs) = inputs(context, if asks_history { MOST_HISTORY_INPUTS } else { MOST_INPUTS })?;
    let shown = Shown::new(string_list(&body, "properties"), string_list(&body, "propertiesWithHistory"));
    let id_property = body.get("idProperty").and_then(Value::as_str);
    let mut sum = Sum::begin(context.now_ms());
    let mut missing = Vec::new();
    context.with_crm(|crm| {
        for input in &inputs {
            let id = input_id(input)?;
            match crm.find(kind, &id, id_property) {
                Some(record) => sum.results.push(shown.show(crm, kind, record)),
                None => missing.push(id),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    if !missing.is_empty() {
        sum.errors.push(could_not_get(kind, &missing));
    }
    Ok(sum.answer(context.now_ms(), Answer::ok))
}

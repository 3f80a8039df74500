//! Batch reads.

use serde_json::Value;

use super::{
    input::{MAX_INPUTS, input_id, inputs},
    result::{BatchResult, missing_records_error},
};
use crate::{
    api::crm::{context::Context, records::RecordView},
    crm::object_types::ObjectType,
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::string_list,
    },
};

/// HubSpot's limit for reads with property history.
const MAX_INPUTS_WITH_HISTORY: usize = 50;

/// Reads records by id or by a unique property. Ids that are not found are listed in one error.
pub(super) fn read(context: &Context, kind: &'static ObjectType) -> Outcome {
    let history = context.call.json_object()?.get("propertiesWithHistory").cloned();
    let with_history = history.and_then(|list| list.as_array().map(|list| !list.is_empty())).unwrap_or(false);
    let (body, inputs) = inputs(context, if with_history { MAX_INPUTS_WITH_HISTORY } else { MAX_INPUTS })?;
    let view = RecordView::new(string_list(&body, "properties"), string_list(&body, "propertiesWithHistory"));
    let id_property = body.get("idProperty").and_then(Value::as_str);
    let mut result = BatchResult::started_at(context.now_ms());
    let mut missing = Vec::new();
    context.with_crm(|crm| {
        for input in &inputs {
            let id = input_id(input)?;
            match crm.find(kind, &id, id_property) {
                Some(record) => result.results.push(view.to_json(crm, kind, record)),
                None => missing.push(id),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    if !missing.is_empty() {
        result.errors.push(missing_records_error(kind, &missing));
    }
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

//! The inputs of a batch, within HubSpot's limits.

use serde_json::{Map, Value};

use crate::{
    api::crm::context::Context,
    http::{errors::ApiError, json::id_text},
};

/// HubSpot's limit for most batches.
pub(crate) const MAX_INPUTS: usize = 100;

/// The body of a batch, and its inputs.
///
/// # Errors
///
/// 400 if there are more than `max` inputs, or one is not an object.
pub(crate) fn inputs(context: &Context, max: usize) -> Result<(Value, Vec<Map<String, Value>>), ApiError> {
    let body = Value::Object(context.call.json_object()?);
    let inputs =
        body.get("inputs").and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["inputs"]))?;
    if inputs.len() > max {
        let message = format!("Batch size {} exceeds the limit of {max} inputs", inputs.len());
        return Err(ApiError::validation(&message));
    }
    let object = |input: &Value| input.as_object().cloned().ok_or_else(|| ApiError::missing_fields(&["id"]));
    let inputs = inputs.iter().map(object).collect::<Result<_, _>>()?;
    Ok((body, inputs))
}

/// The `id` of an input.
///
/// # Errors
///
/// 400 if there is none.
pub(crate) fn input_id(input: &Map<String, Value>) -> Result<String, ApiError> {
    input.get("id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["id"]))
}

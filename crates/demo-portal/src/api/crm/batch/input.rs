//! What a batch is asked to do: its inputs, within HubSpot's limits.

use serde_json::{Map, Value};

use crate::{
    api::crm::context::Context,
    http::{errors::ApiError, json::id_text},
};

pub(crate) const MOST_INPUTS: usize = 100;

/// The body of a batch and its inputs, which must be objects.
pub(crate) fn inputs(context: &Context, most: usize) -> Result<(Value, Vec<Map<String, Value>>), ApiError> {
    let body = Value::Object(context.call.json_object()?);
    let inputs =
        body.get("inputs").and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["inputs"]))?;
    if inputs.len() > most {
        let message = format!("Batch size {} exceeds the limit of {most} inputs", inputs.len());
        return Err(ApiError::validation(&message));
    }
    let object = |input: &Value| input.as_object().cloned().ok_or_else(|| ApiError::missing_fields(&["id"]));
    let inputs = inputs.iter().map(object).collect::<Result<_, _>>()?;
    Ok((body, inputs))
}

pub(crate) fn input_id(input: &Map<String, Value>) -> Result<String, ApiError> {
    input.get("id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["id"]))
}

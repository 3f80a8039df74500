//! Batches: which operation, how many inputs, and the 200 or 207 that sums them up.

use serde_json::{Map, Value, json};

use super::{Context, batch_write, inputs::id_text, records::Shown, search::string_list};
use crate::{
    crm::object_types::ObjectType,
    http::{
        answer::{Answer, Outcome},
        errors::{ApiError, ErrorBody},
    },
    state::clock::iso_ms,
};

pub(super) const MOST_INPUTS: usize = 100;
const MOST_HISTORY_INPUTS: usize = 50;

pub(super) fn answer(context: &Context, kind: &'static ObjectType, operation: &str) -> Option<Outcome> {
    match operation {
        "read" => Some(read(context, kind)),
        "create" => Some(batch_write::create(context, kind)),
        "update" => Some(batch_write::update(context, kind)),
        "upsert" => Some(batch_write::upsert(context, kind)),
        "archive" => Some(batch_write::archive(context, kind)),
        _ => None,
    }
}

/// The body of a batch and its inputs, which must be objects.
pub(super) fn inputs(context: &Context, most: usize) -> Result<(Value, Vec<Map<String, Value>>), ApiError> {
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

pub(super) fn input_id(input: &Map<String, Value>) -> Result<String, ApiError> {
    input.get("id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["id"]))
}

fn read(context: &Context, kind: &'static ObjectType) -> Outcome {
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

pub(super) fn could_not_get(kind: &ObjectType, ids: &[String]) -> Value {
    let type_name = kind.singular.to_ascii_uppercase();
    json!({
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "message": format!(
            "Could not get some {type_name} objects, they may be deleted or not exist. Check that ids are valid."
        ),
        "context": {"ids": ids},
    })
}

/// What a batch came to.
pub(super) struct Sum {
    started_ms: i64,
    pub(super) results: Vec<Value>,
    pub(super) errors: Vec<Value>,
}

impl Sum {
    pub(super) fn begin(started_ms: i64) -> Self {
        Self { started_ms, results: Vec::new(), errors: Vec::new() }
    }

    /// Counts a failed input; its trace id tells which it was.
    pub(super) fn fail(&mut self, error: ApiError, trace_id: Option<&Value>) {
        let mut shown = match error.body {
            ErrorBody::Json(body) => body,
            ErrorBody::Html(_) => Map::new(),
        };
        shown.insert("status".into(), "error".into());
        if let Some(trace_id) = trace_id {
            shown.insert("context".into(), json!({"objectWriteTraceId": [trace_id]}));
        }
        self.errors.push(Value::Object(shown));
    }

    /// 207 as soon as one input failed.
    pub(super) fn answer(self, completed_ms: i64, all_well: fn(Value) -> Answer) -> Answer {
        let mut body = json!({
            "status": "COMPLETE",
            "results": self.results,
            "startedAt": iso_ms(self.started_ms),
            "completedAt": iso_ms(completed_ms),
        });
        if self.errors.is_empty() {
            return all_well(body);
        }
        body["numErrors"] = self.errors.len().into();
        body["errors"] = Value::Array(self.errors);
        Answer::multi_status(body)
    }
}

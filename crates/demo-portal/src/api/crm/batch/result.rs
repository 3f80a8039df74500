//! The result of a batch: 200 or 201, or 207 if some inputs failed.

use serde_json::{Map, Value, json};

use crate::{
    crm::object_types::ObjectType,
    http::{
        answer::Answer,
        errors::{ApiError, ErrorBody},
    },
    state::clock::iso_ms,
};

/// The one error for all ids that were not found.
pub(crate) fn missing_records_error(kind: &ObjectType, ids: &[String]) -> Value {
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

/// The results and errors of a batch.
pub(crate) struct BatchResult {
    started_ms: i64,
    pub(crate) results: Vec<Value>,
    pub(crate) errors: Vec<Value>,
}

impl BatchResult {
    /// An empty result.
    pub(crate) fn started_at(started_ms: i64) -> Self {
        Self { started_ms, results: Vec::new(), errors: Vec::new() }
    }

    /// Adds the error of an input; its trace id tells which one.
    pub(crate) fn push_error(&mut self, error: ApiError, trace_id: Option<&Value>) {
        let mut body = match error.body {
            ErrorBody::Json(body) => body,
            ErrorBody::Html(_) => Map::new(),
        };
        body.insert("status".into(), "error".into());
        if let Some(trace_id) = trace_id {
            body.insert("context".into(), json!({"objectWriteTraceId": [trace_id]}));
        }
        self.errors.push(Value::Object(body));
    }

    /// 207 if any input failed, else `on_success`.
    pub(crate) fn into_answer(self, completed_ms: i64, on_success: fn(Value) -> Answer) -> Answer {
        let mut body = json!({
            "status": "COMPLETE",
            "results": self.results,
            "startedAt": iso_ms(self.started_ms),
            "completedAt": iso_ms(completed_ms),
        });
        if self.errors.is_empty() {
            return on_success(body);
        }
        body["numErrors"] = self.errors.len().into();
        body["errors"] = Value::Array(self.errors);
        Answer::multi_status(body)
    }
}

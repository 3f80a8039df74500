//! What a batch came to: the 200 or 207 that sums it up.

use serde_json::{Map, Value, json};

use crate::{
    crm::object_types::ObjectType,
    http::{
        answer::Answer,
        errors::{ApiError, ErrorBody},
    },
    state::clock::iso_ms,
};

pub(crate) fn could_not_get(kind: &ObjectType, ids: &[String]) -> Value {
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
pub(crate) struct Sum {
    started_ms: i64,
    pub(crate) results: Vec<Value>,
    pub(crate) errors: Vec<Value>,
}

impl Sum {
    pub(crate) fn begin(started_ms: i64) -> Self {
        Self { started_ms, results: Vec::new(), errors: Vec::new() }
    }

    /// Counts a failed input; its trace id tells which it was.
    pub(crate) fn fail(&mut self, error: ApiError, trace_id: Option<&Value>) {
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
    pub(crate) fn answer(self, completed_ms: i64, all_well: fn(Value) -> Answer) -> Answer {
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

//! Operations that the portal has no data for: a plausible empty answer, so that scopes and credentials can be tried.

use axum::http::Method;
use portalscope_catalog::{Catalog, Operation};
use serde_json::{Value, json};

use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Fixed, since nothing is kept.
const WHEN_MS: i64 = 1_790_812_800_000;

pub(crate) fn answer(call: &Call) -> Outcome {
    let Some(found) = Catalog::bundled().resolve(call.method.as_str(), &call.path) else {
        return Err(no_operation(call));
    };
    if found.operation.has_body && call.method != Method::DELETE {
        checked_body(call, found.operation)?;
    }
    match call.method {
        Method::DELETE => Ok(Answer::no_content()),
        Method::GET => Ok(Answer::ok(read(found.operation, &found.path_values))),
        _ => Ok(written(call, found.operation)),
    }
}

/// HTML, as HubSpot's servers answer for paths and methods that they do not have.
pub(crate) fn no_operation(call: &Call) -> ApiError {
    if Catalog::bundled().methods_at(&call.path).is_empty() {
        ApiError::no_such_path()
    } else {
        ApiError::wrong_method()
    }
}

/// A JSON body must be JSON; forms and files are taken as they are.
fn checked_body(call: &Call, operation: &Operation) -> Result<(), ApiError> {
    let wants_json = operation.content_types.iter().all(|content_type| *content_type == "application/json");
    if wants_json { call.json().map(drop) } else { Ok(()) }
}

/// One thing where the path ends in a parameter, else an empty list.
fn read(operation: &Operation, path_values: &[(String, String)]) -> Value {
    match path_values.last() {
        Some((_, id)) if operation.path.ends_with('}') => json!({
            "id": id,
            "createdAt": iso_ms(WHEN_MS),
            "updatedAt": iso_ms(WHEN_MS),
            "archived": false,
        }),
        _ => json!({"results": [], "total": 0}),
    }
}

fn written(call: &Call, operation: &Operation) -> Answer {
    if operation.path.contains("/batch/") {
        let now = iso_ms(WHEN_MS);
        return Answer::ok(
            json!({"status": "COMPLETE", "results": [], "startedAt": now, "completedAt": now}),
        );
    }
    if operation.path.ends_with("/search") {
        return Answer::ok(json!({"results": [], "total": 0}));
    }
    let mut body = match serde_json::from_slice(&call.body) {
        Ok(Value::Object(sent)) => sent,
        _ => serde_json::Map::new(),
    };
    body.entry("id").or_insert_with(|| "1".into());
    body.entry("createdAt").or_insert_with(|| iso_ms(WHEN_MS).into());
    body.entry("updatedAt").or_insert_with(|| iso_ms(WHEN_MS).into());
    let body = Value::Object(body);
    if call.method == Method::POST { Answer::created(body) } else { Answer::ok(body) }
}

//! Operations that the portal has no data for. They get a plausible empty response, so that scopes and
//! credentials can be tested with every operation of the catalog.

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

/// The time of creation and change in all responses (2026-10-01), since nothing is stored.
const TIMESTAMP_MS: i64 = 1_790_812_800_000;

/// Answers any operation of the catalog.
///
/// # Errors
///
/// 404 or 405 for an operation that does not exist, and the errors of an invalid body.
pub(crate) fn handle(call: &Call) -> Outcome {
    let Some(found) = Catalog::bundled().resolve(call.method.as_str(), &call.path) else {
        return Err(unknown_operation(call));
    };
    if found.operation.has_body && call.method != Method::DELETE {
        check_body(call, found.operation)?;
    }
    match call.method {
        Method::DELETE => Ok(Answer::no_content()),
        Method::GET => Ok(Answer::ok(read_response(found.operation, &found.path_values))),
        _ => Ok(write_response(call, found.operation)),
    }
}

/// 404, or 405 if the path exists with other methods. Both are HTML, as with HubSpot.
pub(crate) fn unknown_operation(call: &Call) -> ApiError {
    if Catalog::bundled().methods_at(&call.path).is_empty() {
        ApiError::path_not_found()
    } else {
        ApiError::method_not_allowed()
    }
}

/// Where an operation takes only JSON, its body must be JSON. Forms and files are accepted as they are.
fn check_body(call: &Call, operation: &Operation) -> Result<(), ApiError> {
    let wants_json = operation.content_types.iter().all(|content_type| *content_type == "application/json");
    if wants_json { call.json().map(drop) } else { Ok(()) }
}

/// One object if the path ends in a parameter, else an empty list.
fn read_response(operation: &Operation, path_values: &[(String, String)]) -> Value {
    match path_values.last() {
        Some((_, id)) if operation.path.ends_with('}') => json!({
            "id": id,
            "createdAt": iso_ms(TIMESTAMP_MS),
            "updatedAt": iso_ms(TIMESTAMP_MS),
            "archived": false,
        }),
        _ => json!({"results": [], "total": 0}),
    }
}

/// The request's body with an id and times, or the empty result of a batch or search.
fn write_response(call: &Call, operation: &Operation) -> Answer {
    if operation.path.contains("/batch/") {
        let now = iso_ms(TIMESTAMP_MS);
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
    body.entry("createdAt").or_insert_with(|| iso_ms(TIMESTAMP_MS).into());
    body.entry("updatedAt").or_insert_with(|| iso_ms(TIMESTAMP_MS).into());
    let body = Value::Object(body);
    if call.method == Method::POST { Answer::created(body) } else { Answer::ok(body) }
}

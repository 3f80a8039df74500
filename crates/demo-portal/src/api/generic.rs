//! Operations that the portal has no data for. They get a plausible empty response that says in a header that it is
//! made up, so that scopes and
//! credentials can be tested with every operation of the catalog.

use axum::http::Method;
use portalscope_catalog::{Catalog, Operation};
use serde_json::{Map, Value, json};

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

/// Answers any operation of the catalog, in the shape of its version.
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
    let shape = Shape::of(found.operation);
    let answer = match call.method {
        Method::DELETE => Answer::no_content(),
        Method::GET => Answer::ok(read_response(shape, found.operation, &found.path_values)),
        _ => write_response(shape, call, found.operation),
    };
    Ok(answer.generic())
}

/// How HubSpot's versions show lists, ids and times.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Versions 1 and 2: numbers, `offset` and `hasMore`.
    Numbers,
    /// Version 2 of the content APIs: numbers, and lists of `objects`.
    Objects,
    /// From version 3 on: text, `results` and `paging`.
    Text,
}

impl Shape {
    /// HubSpot publishes files only for what has the newer shape, whatever its number.
    fn of(operation: &Operation) -> Self {
        let is_old = matches!(operation.version, "v1" | "v2") && !operation.source.starts_with("spec");
        let starts_with =
            |prefixes: &[&str]| prefixes.iter().any(|prefix| operation.path.starts_with(prefix));
        match is_old {
            false => Self::Text,
            true if starts_with(&["/content/", "/filemanager/", "/marketing-emails/"]) => Self::Objects,
            true => Self::Numbers,
        }
    }

    fn empty_list(self) -> Value {
        match self {
            Self::Numbers => json!({"results": [], "hasMore": false, "offset": 0}),
            Self::Objects => json!({"objects": [], "limit": 20, "offset": 0, "total": 0, "total_count": 0}),
            Self::Text => json!({"results": [], "total": 0}),
        }
    }

    /// Id and times of an object, added to what it has.
    fn complete(self, object: &mut Map<String, Value>, id: &str) {
        let (created, updated, at): (_, _, Value) = match self {
            Self::Numbers => ("createdAt", "updatedAt", TIMESTAMP_MS.into()),
            Self::Objects => ("created", "updated", TIMESTAMP_MS.into()),
            Self::Text => ("createdAt", "updatedAt", iso_ms(TIMESTAMP_MS).into()),
        };
        let number = if self == Self::Text { None } else { id.parse::<u64>().ok() };
        object.entry("id").or_insert_with(|| number.map_or_else(|| id.into(), Value::from));
        object.entry(created).or_insert_with(|| at.clone());
        object.entry(updated).or_insert(at);
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
fn read_response(shape: Shape, operation: &Operation, path_values: &[(String, String)]) -> Value {
    match path_values.last() {
        Some((_, id)) if operation.path.ends_with('}') => {
            let mut object = Map::new();
            shape.complete(&mut object, id);
            object.insert("archived".into(), false.into());
            Value::Object(object)
        }
        _ => shape.empty_list(),
    }
}

/// The request's body with an id and times, or the empty result of a batch or search.
fn write_response(shape: Shape, call: &Call, operation: &Operation) -> Answer {
    if shape == Shape::Text && operation.path.contains("/batch/") {
        let now = iso_ms(TIMESTAMP_MS);
        return Answer::ok(
            json!({"status": "COMPLETE", "results": [], "startedAt": now, "completedAt": now}),
        );
    }
    if operation.path.ends_with("/search") {
        return Answer::ok(shape.empty_list());
    }
    let mut body = match serde_json::from_slice(&call.body) {
        Ok(Value::Object(sent)) => sent,
        _ => Map::new(),
    };
    shape.complete(&mut body, "1");
    let body = Value::Object(body);
    if call.method == Method::POST && shape == Shape::Text { Answer::created(body) } else { Answer::ok(body) }
}

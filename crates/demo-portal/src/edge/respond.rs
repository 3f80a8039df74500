//! Turns an outcome into a response, with the headers that all of HubSpot's API responses have.

use axum::{body::Body, http::Response};
use serde_json::Value;

use crate::{
    http::{
        answer::{Answer, Outcome, html_response, json_response, set_header},
        errors::{ApiError, ErrorBody},
    },
    portal::Portal,
    state::scenarios::Scenario,
};

/// Writes an outcome, with a correlation id (a version 7 UUID, as HubSpot's) and the date of the server's
/// clock.
pub(super) fn write(portal: &Portal, outcome: Outcome) -> Response<Body> {
    let correlation_id = uuid::Uuid::now_v7().to_string();
    let has_id = !portal.scenarios.is_on(Scenario::NoCorrelationId);
    let mut response = match outcome {
        Ok(answer) => success_response(&answer),
        Err(error) => error_response(error, has_id.then_some(correlation_id.as_str())),
    };
    let headers = response.headers_mut();
    if has_id {
        set_header(headers, "x-hubspot-correlation-id", &correlation_id);
        set_header(headers, "x-request-id", &correlation_id);
    }
    set_header(headers, "date", &portal.clock.http_date());
    set_header(headers, "x-content-type-options", "nosniff");
    response
}

/// The header of an answer that is made up, since the portal does not model the operation.
const GENERIC_HEADER: &str = "x-demo-generic";

fn success_response(answer: &Answer) -> Response<Body> {
    let mut response = json_response(answer.status, answer.body.as_ref());
    if answer.is_generic {
        set_header(response.headers_mut(), GENERIC_HEADER, "true");
    }
    response
}

/// Writes an error. Fields that the error set itself are kept.
fn error_response(error: ApiError, correlation_id: Option<&str>) -> Response<Body> {
    let mut response = match error.body {
        ErrorBody::Html(page) => html_response(error.status, page),
        ErrorBody::Json(mut body) => {
            body.entry("status").or_insert_with(|| "error".into());
            if let Some(id) = correlation_id {
                body.entry("correlationId").or_insert_with(|| id.into());
            }
            json_response(error.status, Some(&Value::Object(body)))
        }
    };
    for (name, value) in error.headers {
        set_header(response.headers_mut(), name, &value);
    }
    response
}

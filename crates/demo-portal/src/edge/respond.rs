//! Turns an outcome into the response: JSON, correlation id, date.

use axum::{body::Body, http::Response};
use serde_json::Value;

use crate::{
    http::{
        answer::{Outcome, html_response, insert, json_response},
        errors::{ApiError, ErrorBody},
    },
    portal::Portal,
    state::scenarios::Scenario,
};

/// Writes an outcome with what every answer of HubSpot's API carries.
pub(super) fn write(portal: &Portal, outcome: Outcome) -> Response<Body> {
    let correlation_id = uuid::Uuid::now_v7().to_string();
    let shows_id = !portal.scenarios.on(Scenario::NoCorrelationId);
    let mut response = match outcome {
        Ok(answer) => json_response(answer.status, answer.body.as_ref()),
        Err(error) => error_response(error, shows_id.then_some(correlation_id.as_str())),
    };
    let headers = response.headers_mut();
    if shows_id {
        insert(headers, "x-hubspot-correlation-id", &correlation_id);
        insert(headers, "x-request-id", &correlation_id);
    }
    insert(headers, "date", &portal.clock.http_date());
    insert(headers, "x-content-type-options", "nosniff");
    response
}

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
        insert(response.headers_mut(), name, &value);
    }
    response
}

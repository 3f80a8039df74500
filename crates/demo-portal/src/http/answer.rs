//! From a handler's result to bytes: JSON, correlation id, date.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use serde_json::Value;

use super::errors::{ApiError, ErrorBody};
use crate::{portal::Portal, state::scenarios::Scenario};

/// What a handler gives back when all is well.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// None is an empty body.
    pub(crate) body: Option<Value>,
}

pub(crate) type Outcome = Result<Answer, ApiError>;

impl Answer {
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }

    pub(crate) fn created(body: Value) -> Self {
        Self { status: StatusCode::CREATED, body: Some(body) }
    }

    pub(crate) fn multi_status(body: Value) -> Self {
        Self { status: StatusCode::MULTI_STATUS, body: Some(body) }
    }

    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None }
    }
}

/// Writes an outcome with what every answer of HubSpot's API carries.
pub(crate) fn write(portal: &Portal, outcome: Outcome) -> Response<Body> {
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

pub(crate) fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

fn json_response(status: StatusCode, body: Option<&Value>) -> Response<Body> {
    let bytes = body.map(Value::to_string).unwrap_or_default();
    let has_body = body.is_some();
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    if has_body {
        insert(response.headers_mut(), "content-type", "application/json;charset=utf-8");
    }
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

pub(crate) fn html_response(status: StatusCode, page: String) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    response
}

//! From a handler's result to bytes: JSON, correlation id, date.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use serde_json::Value;

use super::errors::ApiError;

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

pub(crate) fn insert(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

pub(crate) fn json_response(status: StatusCode, body: Option<&Value>) -> Response<Body> {
    let bytes = body.map(Value::to_string).unwrap_or_default();
    let has_body = body.is_some();
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    if has_body {
        insert(response.headers_mut(), "content-type", "application/json;charset=utf-8");
    }
    response
}

pub(crate) fn html_response(status: StatusCode, page: String) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    response
}

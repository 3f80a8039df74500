//! What handlers return, and the responses made from it.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use serde_json::Value;

use super::errors::ApiError;

/// A successful response of a handler.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// `None` for an empty body.
    pub(crate) body: Option<Value>,
    /// Made up, since the portal has no data for the operation.
    pub(crate) is_generic: bool,
}

/// What a handler returns.
pub(crate) type Outcome = Result<Answer, ApiError>;

impl Answer {
    /// 200 OK.
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body), is_generic: false }
    }

    /// 201 Created.
    pub(crate) fn created(body: Value) -> Self {
        Self { status: StatusCode::CREATED, body: Some(body), is_generic: false }
    }

    /// The same with status 201.
    pub(crate) fn into_created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
    }

    /// 202 Accepted, for work that HubSpot does later. Here it is done already.
    pub(crate) fn accepted() -> Self {
        Self { status: StatusCode::ACCEPTED, body: None, is_generic: false }
    }

    /// 207 Multi-Status, for a batch that failed in part.
    pub(crate) fn multi_status(body: Value) -> Self {
        Self { status: StatusCode::MULTI_STATUS, body: Some(body), is_generic: false }
    }

    /// 204 No Content.
    pub(crate) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, is_generic: false }
    }

    /// The same, marked as made up.
    pub(crate) fn generic(self) -> Self {
        Self { is_generic: true, ..self }
    }
}

/// Sets a header; a value that HTTP does not allow is dropped.
pub(crate) fn set_header(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// A JSON response, or an empty one without a content type.
pub(crate) fn json_response(status: StatusCode, body: Option<&Value>) -> Response<Body> {
    let bytes = body.map(Value::to_string).unwrap_or_default();
    let has_body = body.is_some();
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    if has_body {
        set_header(response.headers_mut(), "content-type", "application/json;charset=utf-8");
    }
    response
}

/// An HTML response.
pub(crate) fn html_response(status: StatusCode, page: String) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html;charset=utf-8"));
    response
}

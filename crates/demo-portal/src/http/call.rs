//! One request as the handlers see it: decoded path segments, query, body.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, header},
};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{errors::ApiError, json::kind_of};

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// As it stood in the request, without the query.
    pub(crate) path: String,
    pub(crate) raw_query: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn new(method: Method, path: &str, raw_query: &str, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            method,
            path: path.to_owned(),
            raw_query: raw_query.to_owned(),
            query: parse_form(raw_query.as_bytes()),
            headers,
            body,
        }
    }

    /// Decoded path segments; empty ones are left out.
    pub(crate) fn segments(&self) -> Vec<String> {
        let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        self.path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect()
    }

    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter, whether it is repeated or comma-separated.
    pub(crate) fn query_list(&self, name: &str) -> Vec<String> {
        let values = self.query.iter().filter(|(key, _)| key == name).flat_map(|(_, value)| value.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    pub(crate) fn query_flag(&self, name: &str) -> bool {
        self.query_value(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    fn content_type(&self) -> Option<String> {
        let value = self.header(header::CONTENT_TYPE)?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The body as a form; another content type, or none, is not read.
    pub(crate) fn form(&self) -> Option<Vec<(String, String)>> {
        (self.content_type()? == "application/x-www-form-urlencoded").then(|| parse_form(&self.body))
    }

    /// The body as JSON, refused as HubSpot refuses: 415 for another type, 400 with the place of the error.
    pub(crate) fn json(&self) -> Result<Value, ApiError> {
        if self.body.is_empty() {
            let message = "Invalid JSON input: a request body was expected, but none found";
            return Err(ApiError::validation(message));
        }
        match self.content_type().as_deref() {
            Some("application/json" | "*/*") => {}
            Some(other) if other.ends_with("+json") => {}
            _ => return Err(ApiError::unsupported_media_type()),
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            ApiError::validation(&format!("Invalid input JSON on line {line}, column {column}: {what}"))
        })
    }

    /// A JSON object, as nearly every write wants.
    pub(crate) fn json_object(&self) -> Result<serde_json::Map<String, Value>, ApiError> {
        match self.json()? {
            Value::Object(object) => Ok(object),
            other => Err(ApiError::validation(&format!(
                "Invalid input JSON on line 1, column 1: Cannot deserialize value from {} value",
                kind_of(&other)
            ))),
        }
    }
}

fn parse_form(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes).into_owned().collect()
}

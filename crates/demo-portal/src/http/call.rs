//! A request as handlers see it: path segments, query and body, decoded.

use axum::{
    body::Bytes,
    http::{HeaderMap, Method, header},
};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::{errors::ApiError, json::json_type_name};

/// A request whose body was read.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// As sent, without the query.
    pub(crate) path: String,
    /// As sent, without the `?`.
    pub(crate) raw_query: String,
    /// Decoded, in order, repetitions included.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    /// Decodes the query; path and body are decoded on demand.
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

    /// The percent-decoded path segments. Empty ones are dropped.
    pub(crate) fn segments(&self) -> Vec<String> {
        let decode = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
        self.path.split('/').filter(|segment| !segment.is_empty()).map(decode).collect()
    }

    /// A header's value, if it is ASCII.
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The first value of a query parameter.
    pub(crate) fn query_value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a query parameter, whether it is repeated or comma-separated.
    pub(crate) fn query_list(&self, name: &str) -> Vec<String> {
        let values = self.query.iter().filter(|(key, _)| key == name).flat_map(|(_, value)| value.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// Whether a query parameter is `true`.
    pub(crate) fn query_flag(&self, name: &str) -> bool {
        self.query_value(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// The media type without its parameters, in lower case.
    fn content_type(&self) -> Option<String> {
        let value = self.header(header::CONTENT_TYPE)?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The body as a form; `None` if the content type is another one.
    pub(crate) fn form(&self) -> Option<Vec<(String, String)>> {
        (self.content_type()? == "application/x-www-form-urlencoded").then(|| parse_form(&self.body))
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// 415 for another content type, 400 with line and column for invalid JSON, as HubSpot answers.
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

    /// The body as a JSON object.
    ///
    /// # Errors
    ///
    /// Those of [`Self::json`], and 400 for JSON of another type.
    pub(crate) fn json_object(&self) -> Result<serde_json::Map<String, Value>, ApiError> {
        match self.json()? {
            Value::Object(object) => Ok(object),
            other => Err(ApiError::validation(&format!(
                "Invalid input JSON on line 1, column 1: Cannot deserialize value from {} value",
                json_type_name(&other)
            ))),
        }
    }
}

fn parse_form(bytes: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(bytes).into_owned().collect()
}

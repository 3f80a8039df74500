//! What the history keeps of a call: what was sent, and what came back. It is redacted as it is written.

use portalscope_body::BodyKind;
use portalscope_catalog::Verdict;
use portalscope_history::{Body, Entry, Header};
use portalscope_hubspot::{ErrorBody, HeaderLine, RateLimit, Received};
use reqwest::header::{AUTHORIZATION, LOCATION};
use serde::Serialize;
use serde_json::json;

use crate::console::compose::Composed;
use crate::console::explain::Explanation;
use crate::console::view::{ResponseHeader, SentRequest};
use crate::error::{CommandError, Error};
use crate::history::engines::HANDED_OVER_BYTES;
use crate::history::text_of;

/// The request, before it is sent. The token that it is sent with is not known yet; see [`labelled`].
pub(super) fn request(composed: &Composed, verdict: &Verdict) -> Entry {
    let (path, query) = composed.path_and_query.split_once('?').unwrap_or((&composed.path_and_query, ""));
    let headers: Vec<_> = composed.headers.iter().map(header).collect();
    let body_bytes = composed.body.as_ref().map_or(0, String::len);
    let line_bytes = composed.method.as_str().len() + composed.path_and_query.len();
    Entry {
        method: composed.method.to_string(),
        path: path.to_owned(),
        query: query.to_owned(),
        request_bytes: (line_bytes + bytes_of(&headers) + body_bytes) as u64,
        request_headers: headers,
        request_body: composed.body.as_deref().map(first_part),
        verdict: text(verdict),
        ..Entry::default()
    }
}

/// The same with the answer. `start`: of its body, as long as [`HANDED_OVER_BYTES`].
pub(super) fn answered(entry: Entry, received: &Received, start: &[u8], sent: &SentRequest) -> Entry {
    let headers = lines(&sent.headers);
    let is_text = matches!(sent.body.kind, BodyKind::Json | BodyKind::Text);
    let body = || Body { text: String::from_utf8_lossy(start).into_owned(), size: received.size };
    let is_redirect = (300..400).contains(&received.status);
    let location = received.headers.get(LOCATION).filter(|_| is_redirect);
    Entry {
        status: Some(received.status),
        cause: sent
            .explanation
            .as_ref()
            .and_then(|told| told.category.clone().or_else(|| in_part(received, told))),
        duration_ms: sent.duration_ms,
        response_bytes: bytes_of(&headers) as u64 + received.size,
        response_headers: headers,
        response_body: is_text.then(body),
        explanation: sent.explanation.as_ref().and_then(|told| text(&told.without_diagnosis())),
        correlation_id: sent.correlation_id.clone(),
        rate_limit: RateLimit::from_headers(&received.headers).map(|limit| figures(&limit)),
        redirects: location
            .map(|place| String::from_utf8_lossy(place.as_bytes()).into_owned())
            .into_iter()
            .collect(),
        ..entry
    }
}

/// What a success in part is grouped by, which HubSpot has no category for: the first cause.
fn in_part(received: &Received, told: &Explanation) -> Option<String> {
    let first = told.diagnosis.as_ref()?.causes.first()?;
    (200..300).contains(&received.status).then(|| first.label.to_string())
}

/// The same with the answer that refused the token. It is explained by the one that came after it.
pub(super) fn refused(entry: Entry, received: &Received, start: &[u8], headers: &[ResponseHeader]) -> Entry {
    let headers = lines(headers);
    let error = ErrorBody::parse(start);
    Entry {
        status: Some(received.status),
        cause: error.as_ref().and_then(|error| error.category.clone()),
        correlation_id: error.and_then(|error| error.correlation_id),
        duration_ms: u32::try_from(received.duration.as_millis()).unwrap_or(u32::MAX),
        response_bytes: bytes_of(&headers) as u64 + received.size,
        response_headers: headers,
        response_body: Some(Body { text: String::from_utf8_lossy(start).into_owned(), size: received.size }),
        rate_limit: RateLimit::from_headers(&received.headers).map(|limit| figures(&limit)),
        ..entry
    }
}

fn lines(headers: &[ResponseHeader]) -> Vec<Header> {
    let line = |header: &ResponseHeader| Header { name: header.name.clone(), value: header.value.clone() };
    headers.iter().map(line).collect()
}

/// The same without an answer, or with one that could not be stored.
pub(super) fn failed(entry: Entry, error: &Error) -> Entry {
    let error = CommandError::from(error);
    Entry { error: text_of(&error.code), explanation: text(&error), ..entry }
}

/// The same with the label of the token that it was sent with last.
pub(super) fn labelled(mut entry: Entry, label: String) -> Entry {
    let is_token = |header: &&mut Header| header.name.eq_ignore_ascii_case(AUTHORIZATION.as_str());
    if let Some(header) = entry.request_headers.iter_mut().find(is_token) {
        header.value = format!("Bearer {label}");
    }
    Entry { token: Some(label), ..entry }
}

/// `Authorization` has no value here.
fn header(line: &HeaderLine) -> Header {
    Header { name: line.name.clone(), value: line.value.clone() }
}

/// The whole body, or what the history takes of a longer one.
fn first_part(body: &str) -> Body {
    let end = (0..=HANDED_OVER_BYTES.min(body.len())).rev().find(|end| body.is_char_boundary(*end));
    Body { text: body[..end.unwrap_or_default()].to_owned(), size: body.len() as u64 }
}

/// With `: ` and the line break.
pub(super) fn bytes_of(headers: &[Header]) -> usize {
    headers.iter().map(|header| header.name.len() + header.value.len() + 4).sum()
}

/// Only the figures that the server told.
fn figures(limit: &RateLimit) -> String {
    let mut figures = json!({
        "max": limit.max,
        "remaining": limit.remaining,
        "interval_ms": limit.interval_ms,
        "daily_max": limit.daily_max,
        "daily_remaining": limit.daily_remaining,
    });
    if let Some(figures) = figures.as_object_mut() {
        figures.retain(|_, figure| !figure.is_null());
    }
    figures.to_string()
}

fn text(value: &impl Serialize) -> Option<String> {
    serde_json::to_string(value).ok()
}

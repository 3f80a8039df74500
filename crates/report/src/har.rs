//! A call as an entry of a HAR 1.2 file (<http://www.softwareishard.com/blog/har-12-spec/>). Fields of Portalscope's own
//! begin with an underscore, as the format wants it.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::{Value, json};
use url::Url;

use crate::call::{BodyText, Call, Field};

/// A file with these entries.
pub fn file(version: &str, entries: &[Value]) -> Value {
    json!({ "log": { "version": "1.2", "creator": creator(version), "entries": entries } })
}

/// What wrote the file.
pub(crate) fn creator(version: &str) -> Value {
    json!({ "name": "Portalscope", "version": version })
}

/// The entry of a call.
pub fn entry(call: &Call) -> Value {
    json!({
        "startedDateTime": call.started_at,
        "time": call.duration_ms,
        "request": request(call),
        "response": response(call),
        "cache": {},
        // Only the whole is known: -1 stands for a part that does not apply.
        "timings": { "send": 0, "wait": call.duration_ms, "receive": 0, "blocked": -1, "dns": -1, "connect": -1, "ssl": -1 },
        "comment": call.note.as_deref().unwrap_or_default(),
        "_kind": call.kind,
        "_error": call.error,
        "_correlationId": call.correlation_id,
    })
}

fn request(call: &Call) -> Value {
    let body = call.request.body.as_ref();
    let parsed = Url::parse(&call.url).ok();
    let pairs: Vec<_> = parsed.iter().flat_map(Url::query_pairs).map(pair).collect();
    let mut request = json!({
        "method": call.method,
        "url": ascii(&call.url),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&call.request.headers),
        "queryString": pairs,
        "headersSize": -1,
        "bodySize": body.map_or(0, |body| body.size),
    });
    if let Some(body) = body {
        request["postData"] = json!({
            "mimeType": value(&call.request.headers, "content-type"),
            "params": [],
            "text": body.text,
            "comment": cut(body),
        });
    }
    request
}

/// Status 0 stands for no answer, as browsers write it.
fn response(call: &Call) -> Value {
    let body = call.response.body.as_ref();
    json!({
        "status": call.status.unwrap_or_default(),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&call.response.headers),
        "content": {
            "size": body.map_or(0, |body| body.size),
            "mimeType": value(&call.response.headers, "content-type"),
            "text": body.map_or("", |body| &body.text),
            "comment": body.map_or("", cut),
        },
        "redirectURL": call.redirects.first().map(|place| ascii(place)).unwrap_or_default(),
        "headersSize": -1,
        "bodySize": -1,
    })
}

/// An address has ASCII alone (RFC 3986 §2); labels have not.
fn ascii(url: &str) -> Cow<'_, str> {
    if url.is_ascii() {
        return url.into();
    }
    let mut encoded = String::with_capacity(url.len() + 16);
    for letter in url.chars() {
        if letter.is_ascii() {
            encoded.push(letter);
        } else {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded.into()
}

fn headers(headers: &[Field]) -> Vec<Value> {
    headers.iter().map(|header| json!({ "name": header.name, "value": header.value })).collect()
}

fn pair((name, value): (Cow<'_, str>, Cow<'_, str>)) -> Value {
    json!({ "name": name, "value": value })
}

fn value<'a>(headers: &'a [Field], name: &str) -> &'a str {
    let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    found.map_or("", |header| &header.value)
}

fn cut(body: &BodyText) -> &'static str {
    if body.is_cut { "only the first part is kept" } else { "" }
}

//! An entry as a HAR 1.2 file (<http://www.softwareishard.com/blog/har-12-spec/>). Fields of Portalscope's own begin with
//! an underscore, as the format wants it.

use portalscope_history::{Header, StoredBody, StoredEntry};
use serde_json::{Value, json};
use url::Url;

use crate::history::History;
use crate::history::facade::instant;
use crate::history::text_of;
use crate::history::view::HistoryEntryKind;

impl History {
    /// A HAR file with this one entry.
    pub fn har(&self, entry: &StoredEntry) -> Value {
        json!({ "log": {
            "version": "1.2",
            "creator": { "name": "Portalscope", "version": env!("CARGO_PKG_VERSION") },
            "entries": [one(entry, &self.url_of(&entry.summary))],
        } })
    }
}

fn one(entry: &StoredEntry, url: &str) -> Value {
    let summary = &entry.summary;
    json!({
        "startedDateTime": instant(summary.started_at).to_string(),
        "time": summary.duration_ms,
        "request": request(entry, url),
        "response": response(entry),
        "cache": {},
        // Only the whole is known: -1 stands for a part that does not apply.
        "timings": { "send": 0, "wait": summary.duration_ms, "receive": 0, "blocked": -1, "dns": -1, "connect": -1, "ssl": -1 },
        "comment": summary.note.clone().unwrap_or_default(),
        "_kind": text_of(&HistoryEntryKind::from(summary.kind)),
        "_error": summary.error,
        "_correlationId": summary.correlation_id,
    })
}

fn request(entry: &StoredEntry, url: &str) -> Value {
    let body = entry.request_body.as_ref();
    let pairs =
        Url::parse(url).map(|url| url.query_pairs().map(pair).collect::<Vec<_>>()).unwrap_or_default();
    let mut request = json!({
        "method": entry.summary.method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&entry.request_headers),
        "queryString": pairs,
        "headersSize": -1,
        "bodySize": body.map_or(0, |body| body.size),
    });
    if let Some(body) = body {
        request["postData"] = json!({
            "mimeType": value(&entry.request_headers, "content-type"),
            "params": [],
            "text": body.text,
            "comment": cut(body),
        });
    }
    request
}

/// Status 0 stands for no answer, as browsers write it.
fn response(entry: &StoredEntry) -> Value {
    let summary = &entry.summary;
    let body = entry.response_body.as_ref();
    json!({
        "status": summary.status.unwrap_or_default(),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&entry.response_headers),
        "content": {
            "size": body.map_or(0, |body| body.size),
            "mimeType": value(&entry.response_headers, "content-type"),
            "text": body.map_or("", |body| &body.text),
            "comment": body.map_or("", cut),
        },
        "redirectURL": entry.redirects.first().map_or("", String::as_str),
        "headersSize": -1,
        "bodySize": -1,
    })
}

fn headers(headers: &[Header]) -> Vec<Value> {
    headers.iter().map(|header| json!({ "name": header.name, "value": header.value })).collect()
}

fn pair((name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)) -> Value {
    json!({ "name": name, "value": value })
}

fn value<'a>(headers: &'a [Header], name: &str) -> &'a str {
    let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    found.map_or("", |header| &header.value)
}

fn cut(body: &StoredBody) -> &'static str {
    if body.is_cut { "only the first part is kept" } else { "" }
}

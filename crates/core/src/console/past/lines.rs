//! The parts of an entry as lines, to be compared.

use portalscope_history::{Header, StoredBody, StoredEntry};
use serde_json::Value;

use crate::console::past::view::PartName;

/// Each part with its lines.
pub(super) type Parts = [(PartName, Vec<String>); 6];

pub(super) fn of(entry: &StoredEntry, url: &str, clean: &dyn Fn(&str) -> String) -> Parts {
    let cleaned = |lines: Vec<String>| lines.iter().map(|line| clean(line)).collect();
    [
        (PartName::Request, cleaned(request(entry, url))),
        (PartName::RequestHeaders, cleaned(headers(&entry.request_headers))),
        (PartName::RequestBody, body(entry.request_body.as_ref(), clean)),
        (PartName::Answer, cleaned(answer(entry))),
        (PartName::ResponseHeaders, cleaned(headers(&entry.response_headers))),
        (PartName::ResponseBody, body(entry.response_body.as_ref(), clean)),
    ]
}

fn request(entry: &StoredEntry, url: &str) -> Vec<String> {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| format!("  {pair}"));
    [format!("{} {address}", entry.summary.method)].into_iter().chain(pairs).collect()
}

/// By name, since their order has no meaning.
fn headers(headers: &[Header]) -> Vec<String> {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|header| format!("{}: {}", header.name.to_ascii_lowercase(), header.value))
        .collect();
    lines.sort();
    lines
}

fn answer(entry: &StoredEntry) -> Vec<String> {
    let summary = &entry.summary;
    let outcome = match (summary.status, &summary.error) {
        (Some(status), _) => status.to_string(),
        (None, Some(error)) => format!("No answer: {error}"),
        (None, None) => "No answer".to_owned(),
    };
    let told = entry.explanation.as_deref().and_then(|json| serde_json::from_str::<Value>(json).ok());
    let told = told.unwrap_or_default();
    let sentences =
        ["category", "title", "detail", "message"].map(|name| told[name].as_str().map(str::to_owned));
    [Some(outcome)].into_iter().chain(sentences).flatten().filter(|line| !line.is_empty()).collect()
}

/// JSON is laid out anew, so that spaces make no difference. It is redacted before that, since a secret may be split by it.
fn body(body: Option<&StoredBody>, clean: &dyn Fn(&str) -> String) -> Vec<String> {
    let Some(body) = body else { return Vec::new() };
    let text = clean(&body.text);
    let laid_out =
        serde_json::from_str::<Value>(&text).and_then(|value| serde_json::to_string_pretty(&value));
    let mut lines: Vec<_> = laid_out.unwrap_or(text).lines().map(str::to_owned).collect();
    if body.is_cut {
        lines.push(format!("(the first part of {} bytes)", body.size));
    }
    lines
}

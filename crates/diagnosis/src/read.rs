//! What people paste, read as a failed call: a document, an error body, a log line, a command with its answer, a traceback,
//! an HTTP archive, an address of the consent page, the words of HubSpot's page.

use serde_json::Value;

use portalscope_formats as formats;

use crate::case::{Case, Request, Response};
use crate::status::status;

/// Longer texts are read up to here.
const MAX_BYTES: usize = 2 * 1_024 * 1_024;

/// Reads a text in whatever form. What is not understood is looked at as the words of an answer.
pub fn read(text: &str) -> Case {
    let text = cut(text);
    if let Ok(document) = serde_json::from_str::<Value>(text)
        && let Some(case) = archive(&document).or_else(|| Case::from_json(&document))
    {
        return case;
    }
    let mut case = Case { request: request(text).unwrap_or_default(), ..Case::default() };
    case.response = Response { status: status(text), headers: Vec::new(), body: Some(text.to_owned()) };
    case
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The last failing entry of an HTTP archive, or its last one.
fn archive(document: &Value) -> Option<Case> {
    let entries = document["log"]["entries"].as_array()?;
    let has_failed = |entry: &&Value| {
        entry["response"]["status"]
            .as_u64()
            .is_some_and(|status| status == 0 || status >= 300 || status == 207)
    };
    let entry = entries.iter().rev().find(has_failed).or(entries.last())?;
    let mut case = Case::from_json(entry)?;
    case.request.body = entry["request"]["postData"]["text"].as_str().map(str::to_owned);
    case.response.body = entry["response"]["content"]["text"].as_str().map(str::to_owned);
    case.response.status = case.response.status.filter(|status| *status > 0);
    Some(case)
}

/// The request in the text: a command or code, else an address of HubSpot's with the method before it.
fn request(text: &str) -> Option<Request> {
    let reading = formats::read(text)
        .filter(|reading| !matches!(reading.form, formats::Form::Path | formats::Form::Json));
    if let Some(found) = reading.and_then(|reading| reading.requests.into_iter().next_back()) {
        return Some(of_format(&found));
    }
    let url = address(text)?;
    let before = text.split(url).next().unwrap_or_default();
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    let last = before.split(|c: char| !c.is_ascii_alphabetic()).rfind(|word| !word.is_empty());
    let method = last.map(str::to_uppercase).filter(|word| methods.contains(&word.as_str()));
    let method = method.or_else(|| url.contains("/oauth/authorize").then(|| "GET".to_owned()));
    Some(Request { method, url: Some(url.to_owned()), ..Request::default() })
}

fn of_format(found: &formats::Request) -> Request {
    let mut headers: Vec<(String, String)> =
        found.headers.iter().map(|field| (field.name.text.clone(), field.value.text.clone())).collect();
    for credential in &found.credentials {
        match credential {
            formats::Credential::Bearer(token) => {
                headers.push(("Authorization".to_owned(), format!("Bearer {}", token.text)));
            }
            formats::Credential::Basic(_) => headers.push(("Authorization".to_owned(), "Basic".to_owned())),
            formats::Credential::ApiKey(_)
            | formats::Credential::Stored(_)
            | formats::Credential::Other(_) => {}
        }
    }
    let body = match &found.body {
        formats::Body::Text(value) | formats::Body::Json(value) => Some(value.text.clone()),
        formats::Body::Form(fields) | formats::Body::Multipart(fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            form.extend_pairs(fields.iter().map(|field| (&field.name.text, &field.value.text)));
            Some(form.finish())
        }
        formats::Body::None | formats::Body::File(_) | formats::Body::Unknown => None,
    };
    let mut url = found.url.text.clone();
    for field in &found.query {
        let sign = if url.contains('?') { '&' } else { '?' };
        url.push(sign);
        url.extend([&field.name.text, "=", &field.value.text]);
    }
    Request { method: Some(found.method.text.clone()), url: Some(url), headers, body, ..Request::default() }
}

/// Longer names of hosts there are none (RFC 1035).
const MAX_HOST_BYTES: usize = 255;

/// The first address of HubSpot's in a text.
fn address(text: &str) -> Option<&str> {
    let is_end = |c: char| c.is_whitespace() || "\"'<>`,;)]}\\|".contains(c);
    text.match_indices("://").find_map(|(at, sign)| {
        let behind = &text[at + sign.len()..];
        let window = &behind.as_bytes()[..behind.len().min(MAX_HOST_BYTES)];
        let end = window.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-.".contains(byte)));
        let host = &behind[..end.unwrap_or(window.len())];
        if !is_of_api(host) {
            return None;
        }
        let scheme = ["https", "http"].iter().find(|scheme| text[..at].ends_with(**scheme))?;
        let rest = &text[at - scheme.len()..];
        Some(rest[..rest.find(is_end).unwrap_or(rest.len())].trim_end_matches(['.', ':']))
    })
}

/// A host of HubSpot's that is no page to read.
fn is_of_api(host: &str) -> bool {
    let is_hubspot = ["hubapi.com", "hubspot.com", "hsforms.com"]
        .iter()
        .any(|own| host.strip_suffix(own).is_some_and(|before| before.is_empty() || before.ends_with('.')));
    is_hubspot && !["developers.", "community.", "knowledge."].iter().any(|page| host.starts_with(page))
}

//! HTTP archives (HAR 1.2): a file, an entry, or the request of one. Responses are passed over.

use super::Found;
use super::json::Json;
use super::parts::{self, fields, plain};
use crate::request::{Body, Credential, Field, Request, Value};

pub(super) fn read(json: Json<'_>, found: &mut Found) -> bool {
    let [log, entries, request, http_version] = json.pick(["log", "entries", "request", "httpVersion"]);
    if let Some(entries) = log.and_then(|log| log.get("entries")).or(entries).filter(|list| list.is_array()) {
        entries.items().for_each(|entry| read_entry(entry, found));
        return true;
    }
    if request.is_some_and(is_request) {
        read_entry(json, found);
        return true;
    }
    if http_version.is_some() && is_request(json) || json.items().next().is_some_and(is_entry) {
        let entries: Vec<_> = if json.is_array() { json.items().collect() } else { vec![json] };
        for entry in entries {
            read_entry(entry, found);
        }
        return true;
    }
    false
}

fn is_entry(json: Json<'_>) -> bool {
    json.get("request").is_some_and(is_request)
}

/// What no other tool writes.
fn is_request(json: Json<'_>) -> bool {
    let [url, query, post_data, headers_size] = json.pick(["url", "queryString", "postData", "headersSize"]);
    url.is_some_and(Json::is_string) && (query.is_some() || post_data.is_some() || headers_size.is_some())
}

fn read_entry(entry: Json<'_>, found: &mut Found) {
    let [request, comment] = entry.pick(["request", "comment"]);
    let name = comment.and_then(Json::text).filter(|text| !text.is_empty()).map(Into::into);
    let request = request.unwrap_or(entry);
    let [method, url, headers, query, cookies, post_data, body_size] =
        request.pick(["method", "url", "headers", "queryString", "cookies", "postData", "bodySize"]);
    let Some(url) = url.filter(|url| url.is_string()) else {
        return found.problem(entry, name, "this entry has no request with a URL");
    };
    let mut read = Request {
        name,
        span: entry.span(),
        method: parts::method(method),
        url: url.value(),
        headers: headers.map(|headers| fields(headers, &plain)).unwrap_or_default(),
        ..Request::default()
    };
    // HTTP/2 has the method and address among the headers.
    read.headers.retain(|header| !header.name.text.starts_with(':'));
    if let Some(query) = query.filter(|_| !read.url.text.contains('?')) {
        read.query = fields(query, &plain);
    }
    // Browsers leave out the header where they export without sensitive data.
    if cookies.is_some_and(|list| list.items().next().is_some()) && read.header("cookie").is_none() {
        read.credentials.push(Credential::Other("cookies".to_owned()));
    }
    match post_data {
        Some(data) => set_body(&mut read, data),
        None if body_size.and_then(|size| size.raw().parse().ok()).unwrap_or(0) > 0 => {
            read.body = Body::Unknown;
        }
        None => {}
    }
    found.requests.push(read);
}

fn set_body(request: &mut Request, data: Json<'_>) {
    let [mime_type, text, params, encoding, own_encoding] =
        data.pick(["mimeType", "text", "params", "encoding", "_encoding"]);
    let content_type = mime_type.and_then(Json::text).unwrap_or_default();
    if !content_type.is_empty() {
        request.add_content_type(&content_type);
    }
    let is_binary = encoding.or(own_encoding).is_some_and(|encoding| encoding.says("base64"));
    let is_multipart = content_type.starts_with("multipart/");
    let text = text.filter(|text| text.is_string() && text.raw() != "\"\"");
    let params = params.filter(|params| params.items().next().is_some());
    request.body = match (text, params) {
        _ if is_binary => Body::Unknown,
        (_, Some(params)) if is_multipart => Body::Multipart(params.items().filter_map(part).collect()),
        (Some(text), _) => Body::Text(text.value()),
        (None, Some(params)) => Body::Form(fields(params, &plain)),
        (None, None) => Body::None,
    };
}

fn part(param: Json<'_>) -> Option<Field> {
    let [name, value, file] = param.pick(["name", "value", "fileName"]);
    let value = file.or(value).map_or_else(|| Value::implied(""), Json::value);
    Some(Field { name: name?.value(), value })
}

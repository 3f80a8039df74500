//! Reads a request as HTTP/1.1 writes it, or an address alone.

use portalscope_formats::{Body, Field, Form, Reading, Request, Value};

pub(crate) fn read(text: &str) -> Option<Reading> {
    let line_end = text.find('\n').unwrap_or(text.len());
    let first = text[..line_end].trim_end();
    let (method, url_start) = match first.split_once(' ') {
        Some((method, _)) if method.bytes().all(|b| b.is_ascii_uppercase()) && !method.is_empty() => {
            (at(text, 0..method.len()), method.len() + 1)
        }
        None if first.contains("://") || first.starts_with('/') => (Value::implied("GET"), 0),
        _ => return None,
    };
    let url = at(text, url_start..first.len());
    if !(url.text.contains("://") || url.text.starts_with(['/', '{'])) {
        return None;
    }
    let form = if method.span.is_none() { Form::Url } else { Form::Http };
    let mut request = Request { span: 0..text.len(), method, url, ..Request::default() };
    let mut pos = (line_end + 1).min(text.len());
    while pos < text.len() {
        let end = text[pos..].find('\n').map_or(text.len(), |l| pos + l);
        let line = &text[pos..end];
        if line.trim().is_empty() {
            let body = end + 1;
            if body < text.len() {
                request.body = Body::Text(at(text, body..text.len()));
            }
            break;
        }
        if let Some(colon) = line.find(':') {
            let value_start =
                pos + colon + 1 + (line[colon + 1..].len() - line[colon + 1..].trim_start_matches(' ').len());
            request
                .headers
                .push(Field { name: at(text, pos..pos + colon), value: at(text, value_start.min(end)..end) });
        }
        pos = end + 1;
    }
    Some(Reading { form, requests: vec![request], problems: Vec::new() })
}

fn at(text: &str, span: std::ops::Range<usize>) -> Value {
    let mut value = Value::at(&text[span.clone()], span);
    let mut from = 0;
    while let Some(start) = value.text[from..].find("{{").map(|l| from + l) {
        let Some(end) = value.text[start..].find("}}").map(|l| start + l + 2) else { break };
        value.open.push(start..end);
        from = end;
    }
    value
}

//! What a document's own client would send, as HTTP/1.1 writes it.

use std::fmt::Write as _;

use portalscope_formats::{Body, Credential, Field, Request};

/// The longest body that is shown, in bytes.
const MAX_BODY_BYTES: usize = 4_000;

/// The request as text. Not redacted.
pub(super) fn as_http(request: &Request) -> String {
    let url = whole_url(request);
    let mut text = format!("{} {url}\n", request.method.text);
    for Field { name, value } in &request.headers {
        let _ = writeln!(text, "{}: {}", name.text, value.text);
    }
    for credential in &request.credentials {
        let line = match credential {
            Credential::Basic(pair) => format!("Authorization: Basic {}", pair.text),
            Credential::Bearer(token) => format!("Authorization: Bearer {}", token.text),
            Credential::ApiKey(key) => format!("hapikey: {}", key.text),
            Credential::Stored(name) => format!("(with the credential {name}, which is stored in its tool)"),
            Credential::Other(option) => format!("(with {option})"),
        };
        text += &line;
        text.push('\n');
    }
    if let Some(body) = body_text(&request.body) {
        text.push('\n');
        text += &body;
    }
    text
}

/// The URL with the parameters that are given apart from it.
pub(super) fn whole_url(request: &Request) -> String {
    let mut url = request.url.text.clone();
    if !request.query.is_empty() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url += &encoded(&request.query);
    }
    url
}

/// As `application/x-www-form-urlencoded`.
pub(super) fn encoded(fields: &[Field]) -> String {
    let pairs = fields.iter().map(|field| (&field.name.text, &field.value.text));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn body_text(body: &Body) -> Option<String> {
    let text = match body {
        Body::None => return None,
        Body::Text(value) | Body::Json(value) => value.text.clone(),
        Body::Form(fields) => encoded(fields),
        Body::Multipart(parts) => {
            let names = parts.iter().map(|part| part.name.text.as_str());
            format!("(multipart/form-data: {})", names.collect::<Vec<_>>().join(", "))
        }
        Body::File(_) => "(the contents of a file)".to_owned(),
        Body::Unknown => "(a body that the text does not hold)".to_owned(),
    };
    Some(if text.len() > MAX_BODY_BYTES {
        format!("{}…", &text[..text.floor_char_boundary(MAX_BODY_BYTES)])
    } else {
        text
    })
}

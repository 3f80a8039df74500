//! What has to hold for any text. The fuzzer looks for bytes for which it does not; those it kept are replayed as tests.

use portalscope_formats::{
    Body, Credential, Field, Outgoing, Reading, Request, Target, Value, find_call, read, write,
};

/// Reads a text, and each of its first lines as a call.
pub fn reading(bytes: &[u8]) -> Option<Reading> {
    let text = String::from_utf8_lossy(bytes);
    for line in text.lines().take(20) {
        let _ = find_call(line);
    }
    read(&text)
}

/// Places lie in the text, on the borders of characters, and what was read is written without a panic.
pub fn any(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(reading) = reading(bytes) else { return };
    expect_places(&text, &reading);
    for request in reading.requests.iter().take(3) {
        let body = match &request.body {
            Body::Text(value) | Body::Json(value) => Some(value.text.clone()),
            _ => None,
        };
        let headers = request.headers.iter().map(|field| (field.name.text.clone(), field.value.text.clone()));
        let (method, url) = (request.method.text.clone(), request.url.text.clone());
        let outgoing = Outgoing { method, url, headers: headers.collect(), body };
        for target in Target::ALL {
            let _ = write(&outgoing, target);
        }
    }
}

/// An address with its templates, headers in lines, and a body, written for every target and read again: places hold in
/// what was written, too.
pub fn outgoing(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\n\n").map_or((&*text, None), |(head, body)| (head, Some(body)));
    let mut lines = head.lines();
    let url = lines.next().unwrap_or_default().to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
    let outgoing = Outgoing { method: "POST".to_owned(), url, headers, body: body.map(str::to_owned) };
    for target in Target::ALL {
        let Ok(code) = write(&outgoing, target) else { continue };
        if let Some(reading) = read(&code) {
            expect_places(&code, &reading);
        }
    }
}

fn values(request: &Request) -> Vec<&Value> {
    let mut values = vec![&request.method, &request.url];
    values.extend(fields_of(&request.query));
    values.extend(fields_of(&request.headers));
    match &request.body {
        Body::Text(value) | Body::Json(value) | Body::File(value) => values.push(value),
        Body::Form(parts) | Body::Multipart(parts) => values.extend(fields_of(parts)),
        Body::None | Body::Unknown => {}
    }
    for credential in &request.credentials {
        if let Credential::Basic(value) | Credential::Bearer(value) | Credential::ApiKey(value) = credential {
            values.push(value);
        }
    }
    values
}

fn fields_of(fields: &[Field]) -> impl Iterator<Item = &Value> {
    fields.iter().flat_map(|field| [&field.name, &field.value])
}

fn expect_places(text: &str, reading: &Reading) {
    for request in &reading.requests {
        assert!(text.get(request.span.clone()).is_some(), "{:?} of {text:?}", request.span);
        for note in &request.notes {
            assert!(note.span.clone().is_none_or(|span| text.get(span).is_some()), "{note:?} of {text:?}");
        }
        for value in values(request) {
            let mut end = 0;
            for open in &value.open {
                assert!(value.text.get(open.clone()).is_some() && open.start >= end, "{value:?} of {text:?}");
                end = open.end;
            }
            let Some(span) = value.span.clone() else { continue };
            let written = text.get(span).unwrap_or_else(|| panic!("{value:?} of {text:?}"));
            // What has no mark of any shell stands there as it is sent.
            let is_plain =
                written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace());
            if is_plain && !written.is_empty() && written.len() == value.text.len() {
                assert!(written.eq_ignore_ascii_case(&value.text), "{value:?} of {text:?}");
            }
        }
    }
    for problem in &reading.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} of {text:?}");
    }
}

//! A request of the history as a draft: without what the connection and the app add to each request.

use std::collections::HashMap;

use portalscope_history::{Header, StoredEntry};

use crate::console::view::{NameValue, RequestDraft};

/// The begin of a label in place of a secret.
const LABEL: char = '\u{ab}';

/// The draft, and what it lacks of the request that was sent.
pub(crate) fn of(entry: &StoredEntry, clean: &dyn Fn(&str) -> String) -> (RequestDraft, Vec<String>) {
    let summary = &entry.summary;
    let pairs = url::form_urlencoded::parse(summary.query.as_bytes());
    let query = pairs.map(|(name, value)| row(&clean(&name), &clean(&value))).collect();
    let headers = entry.request_headers.iter().filter(|header| is_own(header));
    let body = entry.request_body.as_ref().filter(|body| !body.is_cut).map(|body| clean(&body.text));
    let draft = RequestDraft {
        method: summary.method.clone(),
        path: clean(&summary.path),
        path_values: HashMap::new(),
        query,
        headers: headers.map(|header| row(&header.name, &clean(&header.value))).collect(),
        body,
    };
    let lacks = lacks(entry, &draft);
    (draft, lacks)
}

fn row(name: &str, value: &str) -> NameValue {
    NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true }
}

/// Whether the person set it: the others are those of every request, and of every request in JSON.
fn is_own(header: &Header) -> bool {
    let is = |name: &str| header.name.eq_ignore_ascii_case(name);
    let is_json = || header.value.trim().eq_ignore_ascii_case("application/json");
    !(is("authorization") || ((is("accept") || is("content-type")) && is_json()))
}

fn lacks(entry: &StoredEntry, draft: &RequestDraft) -> Vec<String> {
    let mut lacks = Vec::new();
    let has_type =
        entry.request_headers.iter().any(|header| header.name.eq_ignore_ascii_case("content-type"));
    match &entry.request_body {
        Some(body) if body.is_cut => lacks.push(format!(
            "The body of {} bytes was not taken: only its first part is in the history.",
            body.size
        )),
        None if has_type => lacks.push(
            "The body was not taken: it is not in the history, as of production portals only those of failures are."
                .to_owned(),
        ),
        _ => (),
    }
    let rows = draft.query.iter().chain(&draft.headers).map(|row| &row.value);
    if rows.chain([&draft.path]).chain(&draft.body).any(|text| text.contains(LABEL)) {
        lacks.push("A label stands where a secret was sent. Write what is meant in its place.".to_owned());
    }
    lacks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_person_set_is_a_header_of_the_draft() {
        for (name, value, is_kept) in [
            ("Authorization", "Bearer x", false),
            ("accept", "application/json", false),
            ("Accept", "text/csv", true),
            ("Content-Type", "application/json", false),
            ("Content-Type", "text/plain", true),
            ("X-Trace", "7", true),
        ] {
            assert_eq!(is_own(&Header { name: name.to_owned(), value: value.to_owned() }), is_kept, "{name}");
        }
    }
}

//! Prepares documents for snapshots: values that differ from run to run are replaced.

use serde_json::Value;

/// Values that differ from run to run, by their names.
const VARYING: [&str; 11] = [
    "bytes",
    "callbackPorts",
    "port",
    "durationMs",
    "duration_ms",
    "clockSkewSeconds",
    "clock_skew_seconds",
    "remaining",
    "dailyRemaining",
    "daily_remaining",
    "size",
];

/// The document, with ids, times, ports and measurements replaced by placeholders.
pub fn stable(mut document: Value) -> Value {
    replace("", &mut document);
    document
}

fn replace(name: &str, value: &mut Value) {
    match value {
        _ if VARYING.contains(&name) && !value.is_null() => *value = Value::from("[varies]"),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| replace(name, value)),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(name, item)),
        Value::String(text) => *text = stable_text(text),
        _ => {}
    }
}

/// The text, with values that differ from run to run replaced.
pub fn stable_text(text: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_.+:".contains(letter);
    let mut stable = String::new();
    for word in text.split_inclusive(|letter: char| !is_part(letter)) {
        let (inner, end) = word
            .char_indices()
            .last()
            .map_or((word, ""), |(at, last)| if is_part(last) { (word, "") } else { word.split_at(at) });
        stable.push_str(&stable_word(inner));
        stable.push_str(end);
    }
    stable
}

fn stable_word(word: &str) -> String {
    let bare = word.trim_end_matches([':', '.']);
    if bare.len() < word.len() {
        return stable_word(bare) + &word[bare.len()..];
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if word.parse::<jiff::Timestamp>().is_ok() {
        return "[time]".to_owned();
    }
    let hyphens: Vec<usize> = word.split('-').map(str::len).collect();
    if hyphens == [8, 4, 4, 4, 12] {
        return "[uuid]".to_owned();
    }
    match word.rsplit_once(':') {
        Some((host @ ("127.0.0.1" | "localhost"), port)) if digits(port) => format!("{host}:[port]"),
        _ => word.to_owned(),
    }
}

#[test]
fn what_differs_from_run_to_run_is_replaced_and_nothing_else() {
    let text = "GET http://127.0.0.1:4321/a?at=2026-11-27T10:00:00Z, id 01234567-89ab-cdef-0123-456789abcdef: 200 OK";
    assert_eq!(stable_text(text), "GET http://127.0.0.1:[port]/a?at=[time], id [uuid]: 200 OK", "{text}");
    assert_eq!(stable_text("/crm/objects/2026-03/contacts"), "/crm/objects/2026-03/contacts");
}

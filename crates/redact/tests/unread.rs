//! Texts that are encoded over again at every place, with names of secrets all over them: what is not read is left out.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use portalscope_redact::{PersonalData, Redactor, Rule};
use serde_json::Value;

/// Far more than what is read in any case.
const MANY: usize = 5_000;
const KNOWN: &str = "CKPrvd7oMxIHAAEAQAAAARiZ0LUMILPPzRYo_5_hATIUxLk3b0wPZ";

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"))
}

#[test]
fn what_is_encoded_too_often_to_be_read_is_left_out_with_its_secrets() {
    let redactor = Redactor::new();
    redactor.register("access-token", KNOWN);
    let dense = "bearer a1b2c3d4\\&amp;; token ".repeat(MANY);
    let text = format!("{dense}x={} {dense}", percent_encoded(KNOWN));
    let clean = redactor.text(&text);
    assert!(clean.contains("«unread»"));
    assert!(!clean.contains("a1b2c3d4"));
    let encoded = percent_encoded(KNOWN);
    let mut windows = encoded.as_bytes().windows(8 * 3);
    assert!(windows.all(|window| !clean.contains(std::str::from_utf8(window).unwrap())));
    assert_eq!(redactor.text(&clean), clean, "redacting twice changes nothing");
}

#[test]
fn what_is_not_read_says_so_in_the_findings() {
    let text = "bearer a1b2c3d4\\&amp;; token ".repeat(MANY);
    let findings = Redactor::new().findings(&text, PersonalData::Keep);
    assert!(findings.iter().any(|finding| finding.rule == Rule::Unread && finding.label == "«unread»"));
}

#[test]
fn json_that_is_not_read_is_json_still() {
    let record = r#"{"token":"state &amp;#37;41 a1b2c3d4 \"b\" \\","code":[1,20250101,-1.5e7,null],"secret":{"is":true}}"#;
    let text = format!("[{}]", vec![record; MANY].join(","));
    let clean = Redactor::new().text(&text);
    assert!(clean.contains("«unread»"));
    let parsed: Value = serde_json::from_str(&clean).unwrap();
    assert_eq!(parsed.as_array().unwrap().len(), MANY);
    let last = &clean[clean.rfind('{').unwrap() - "\"secret\":".len() - 80..];
    assert!(
        last.contains("[1,\"«unread»\",\"«unread»\",null]") && last.ends_with("{\"«unread»\":true}}]"),
        "{last}"
    );
}

#[test]
fn a_log_of_token_calls_is_read_whole_however_long_it_is() {
    const LINES: usize = 1_500;
    let line = "2026-11-27T09:12:33.120Z INFO POST https://api.hubapi.com/oauth/v1/token 200 in 120 ms \
        grant_type=authorization_code&client_id=1f2e3d4c&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Foauth-callback\
        &client_secret=0f0f0f0f-aaaa-4bbb-8ccc-0d0d0d0d0d0d\n";
    let clean = Redactor::new().text(&line.repeat(LINES));
    assert_eq!(
        clean,
        line.replace("0f0f0f0f-aaaa-4bbb-8ccc-0d0d0d0d0d0d", "«client-secret#1»").repeat(LINES)
    );
}

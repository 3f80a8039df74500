//! `portalscope-cli diagnose` and `explain` as scripts use them: the contract's fields, any text, no secret.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const TOKEN: &str = "pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

fn run(arguments: &[&str], input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    process.wait_with_output().unwrap()
}

fn refused() -> Value {
    json!({
        "stage": "api",
        "request": {
            "method": "GET",
            "url": "https://api.hubapi.com/crm/objects/2026-03/contacts",
            "headers": { "Authorization": format!("Bearer Bearer {TOKEN}") },
        },
        "response": { "status": 401, "body": { "category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found." } },
    })
}

#[test]
fn a_document_is_diagnosed_with_the_fields_that_scripts_read_and_without_its_secret() {
    let output = run(&["diagnose", "-", "--json"], &refused().to_string());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("4b5a-6978"), "{output:?}");
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let first = &found["causes"][0];
    assert_eq!(
        (&first["label"], &first["certainty"], &first["who"]),
        (&json!("header-double-bearer"), &json!("certain"), &json!("you"))
    );
    assert!(first["fix"].as_str().is_some_and(|fix| !fix.is_empty()) && first["next_check"].is_null());
    assert!(first["evidence"][0]["quote"].as_str().unwrap().contains("Bearer Bearer"), "{first}");
    assert_eq!((found["unknown"].is_array(), &found["cannot_tell"]), (true, &json!(false)));
    assert!(found.get("checks").is_none(), "nothing was checked");
}

#[test]
fn any_text_is_diagnosed_for_people_too() {
    let page = "Couldn\u{2019}t complete the connection\nAuthorization failed because one or more scopes are invalid: contacts";
    let output = run(&["diagnose", "-"], page);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("1. ") && text.contains("authorize-scope-invalid") && text.contains("Mend: "),
        "{text}"
    );
    let nothing = run(&["diagnose", "-"], "the weather is fine");
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8(nothing.stdout).unwrap().contains("cannot be told"));
    assert_eq!(run(&["diagnose", "-"], " ").status.code(), Some(1));
    assert!(
        !run(&["diagnose"], "").status.success() && !run(&["diagnose", "--portal", "1"], "").status.success()
    );
}

#[test]
fn a_label_and_words_lead_to_pages() {
    let page = run(&["explain", "token-expired"], "");
    let text = String::from_utf8(page.stdout).unwrap();
    assert!(text.contains("What it means") && text.contains("30 minutes"), "{text}");
    let page: Value =
        serde_json::from_slice(&run(&["explain", "token-expired", "--json"], "").stdout).unwrap();
    assert_eq!((&page["label"], &page["who"]), (&json!("token-expired"), &json!("you")));
    let all = String::from_utf8(run(&["explain"], "").stdout).unwrap();
    assert!(all.lines().count() > 80 && all.contains("hublet-mismatch"));
    let error: Value = serde_json::from_slice(&run(&["explain", "no-such-thing-zz"], "").stdout).unwrap();
    assert_eq!(error["error"]["code"], "no_such_cause");
}

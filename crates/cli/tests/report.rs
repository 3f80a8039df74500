//! `report` as support staff use it: the real binary, a demo portal of its own, and a real keyring.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "../../../tests/it/browser.rs"]
mod browser;
mod command_line;
#[path = "../../../tests/it/ports.rs"]
mod ports;
#[path = "../../../tests/it/session.rs"]
mod session;

use command_line::{TestApp, error_code, json};
use session::UNLOCKED;

const ACME_EUROPE: &str = "26041877";

#[test]
fn a_report_is_written_from_the_command_line_and_nothing_is_overwritten_unasked() {
    session::run(UNLOCKED, "written");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn written() {
    let fixture = TestApp::new();
    let demo = fixture.demo();
    fixture.connect(&demo).await;
    fixture.run(&["send", "GET", "/crm/v3/objects/deals?q=ada@example.org", "--portal", ACME_EUROPE], "");
    let out = fixture.home.path().join("report.zip");
    let out = out.to_str().unwrap();
    let arguments = ["report", "--portal", ACME_EUROPE, "--since", "1h", "--mask", "acme", "--out", out];
    let made = fixture.run(&[&arguments[..], &["--json"]].concat(), "");
    fixture.expect_no_secret(&made, &demo);
    let told = json(&made);
    assert!(told["calls"].as_u64().unwrap() >= 4 && told["failures"] == 1, "{told}");
    let rules: Vec<_> =
        told["removed"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert!(rules.contains(&"personal_data") && rules.contains(&"mask"), "{told}");
    let bytes = std::fs::read(out).unwrap();
    assert_eq!(bytes.len() as u64, told["bytes"].as_u64().unwrap());

    assert_eq!(error_code(&fixture.run(&arguments, "")), "file_exists");
    assert_eq!(std::fs::read(out).unwrap(), bytes);
    let again = fixture.run(&[&arguments[..], &["--force"]].concat(), "");
    let text = String::from_utf8(again.stdout).unwrap();
    assert!(text.contains("(by personal data)") && text.contains("Written to"), "{text}");
    let gone = fixture.run(&["report", "--portal", "1", "--out", "/tmp/never.zip"], "");
    assert_eq!(error_code(&gone), "portal_not_found");
}

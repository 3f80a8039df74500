//! `portalscope-cli redact` as a script uses it: a document in, the same document without its secrets out.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const STATIC: &str = "pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

fn redact(arguments: &[&str], input: &[u8]) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"))
        .arg("redact")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = process.stdin.take().unwrap();
    let input = input.to_vec();
    // The program may write before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn text(output: &Output) -> &str {
    assert!(output.status.success(), "{output:?}");
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn secrets_become_labels_and_all_else_stays() {
    let curl = format!(
        "curl -H 'Authorization: Bearer {STATIC}' 'https://api.hubapi.com/crm/v3/owners?limit=1'\r\n"
    );
    assert_eq!(text(&redact(&["-"], curl.as_bytes())), curl.replace(STATIC, "«static-token#1»"));
}

#[test]
fn a_har_file_stays_a_har_file() {
    let har = serde_json::json!({"log": {"version": "1.2", "entries": [{
        "request": {
            "headers": [{"name": "authorization", "value": format!("Bearer {STATIC}")}],
            "cookies": [{"name": "hubspotapi", "value": "AAccUfsS3cr3t"}],
            "queryString": [{"name": "hapikey", "value": "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"}],
        },
        "response": {"status": 200, "content": {"size": 4_012, "text": r#"{"access_token":"a1b2c3d4e5"}"#}},
        "time": 12.50,
    }]}});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.har");
    std::fs::write(&file, har.to_string()).unwrap();
    let output = redact(&[file.to_str().unwrap()], b"");
    let clean: Value = serde_json::from_str(text(&output)).unwrap();
    let entry = &clean["log"]["entries"][0];
    assert_eq!(entry["request"]["headers"][0]["value"], "Bearer «static-token#1»");
    assert_eq!(entry["request"]["cookies"][0]["value"], "«cookie#1»");
    assert_eq!(entry["request"]["queryString"][0]["value"], "«api-key#1»");
    assert_eq!(entry["response"]["content"]["text"], r#"{"access_token":"«access-token#1»"}"#);
    assert_eq!(
        (&entry["time"], &entry["response"]["content"]["size"]),
        (&serde_json::json!(12.5), &serde_json::json!(4_012))
    );
}

#[test]
fn the_report_says_what_was_removed_and_how_often() {
    let output = redact(&["-", "--report"], format!("client_secret=a1b2c3d4 {STATIC} {STATIC}").as_bytes());
    let report = std::str::from_utf8(&output.stderr).unwrap();
    assert_eq!(report, "     1  client-secret (by name)\n     2  static-token (by shape)\n");
    let nothing = redact(&["-", "--report"], b"nothing to see");
    assert_eq!(nothing.stderr, b"nothing was removed\n");
}

#[test]
fn personal_data_is_kept_unless_told() {
    let contact = r#"{"email":"ada@lovelace.org","firstname":"Ada","phone":"+44 20 7946 0000"}"#;
    assert_eq!(text(&redact(&["-"], contact.as_bytes())), contact);
    assert_eq!(
        text(&redact(&["-", "--personal-data", "remove"], contact.as_bytes())),
        r#"{"email":"«e-mail»","firstname":"«name»","phone":"«phone»"}"#,
    );
    let twice = format!("{contact}\n{contact}");
    let masked = redact(&["-", "--personal-data", "mask"], twice.as_bytes());
    let (first, second) = text(&masked).split_once('\n').unwrap();
    assert_eq!(first, second, "the same person stays the same");
    assert!(
        !first.contains("Ada") && !first.contains("ada@") && first.contains("person-1@example.com"),
        "{first}"
    );
}

#[test]
fn what_holds_no_secret_comes_out_byte_for_byte() {
    let utf16: Vec<u8> = "\u{feff}{\"a\": \"b\"}\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let long = "0123456789 abcdef\n".repeat(200_000);
    for bytes in [&b"\xEF\xBB\xBFline\r\n\xFF\xFE\0 ${TOKEN}\n"[..], b"", &utf16, long.as_bytes()] {
        let output = redact(&["-"], bytes);
        assert!(output.status.success() && output.stdout == bytes);
    }
}

#[test]
fn powershells_utf_16_is_read_and_written() {
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let log = format!("\u{feff}Authorization: Bearer {STATIC}\r\n");
    assert_eq!(redact(&["-"], &utf16(&log)).stdout, utf16(&log.replace(STATIC, "«static-token#1»")));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let output = redact(&["/not/there"], b"");
    let error: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((error["error"]["code"].as_str(), output.status.code()), (Some("cannot_read"), Some(1)));
}

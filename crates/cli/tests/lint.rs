//! `portalscope-cli lint` as a script uses it: findings with their places, exit codes, any encoding, and no secret.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const TOKEN: &str = "pat-na1-0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";

fn lint(arguments: &[&str], input: &[u8]) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"))
        .arg("lint")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = process.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that reads nothing closes the pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The rules that speak, but for the end of a version's support, which depends on the day.
fn rules(output: &Output) -> Vec<String> {
    let findings = json(output);
    let rules =
        findings.as_array().unwrap().iter().map(|finding| finding["rule"].as_str().unwrap().to_owned());
    rules.filter(|rule| rule != "endpoint-sunset").collect()
}

fn right() -> String {
    format!(
        "curl 'https://api.hubapi.com/crm/objects/2026-03/contacts?limit=5' -H 'Authorization: Bearer {TOKEN}'"
    )
}

fn twice() -> String {
    right().replace("Bearer", "Bearer Bearer")
}

#[test]
fn a_right_request_has_no_findings_and_ends_with_zero() {
    let output = lint(&["-", "--json"], right().as_bytes());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(rules(&output).is_empty(), "{output:?}");
    let ends = json(&output) != Value::Array(Vec::new());
    let output = lint(&["-"], right().as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert!(ends || String::from_utf8(output.stdout).unwrap().starts_with("Nothing is wrong"));
}

#[test]
fn an_error_ends_with_one_and_says_rule_place_and_fix() {
    let output = lint(&["-", "--json"], twice().as_bytes());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let findings = json(&output);
    let finding = findings.as_array().unwrap().iter().find(|f| f["rule"] == "bearer-twice").unwrap();
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["label"], "header-double-bearer");
    assert_eq!(finding["at"]["part"], "credential");
    assert_eq!(finding["at"]["line"], 1);
    assert!(finding["message"].as_str().unwrap().contains("Bearer"));
    let fix = &finding["fix"];
    let place = |name: &str| usize::try_from(fix[name].as_u64().unwrap()).unwrap();
    let text = twice();
    let mended =
        [&text[..place("start")], fix["replacement"].as_str().unwrap(), &text[place("end")..]].concat();
    assert_eq!(mended, right());
    let output = lint(&["-"], twice().as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("bearer-twice") && shown.contains("1:"), "{shown}");
}

#[test]
fn a_warning_alone_ends_with_zero() {
    let text = right().replace("limit=5", "filter=x");
    let output = lint(&["-", "--json"], text.as_bytes());
    assert_eq!(rules(&output), ["query-ignored"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_file_is_read_as_standard_input_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("call.sh");
    std::fs::write(&file, twice()).unwrap();
    let output = lint(&[file.to_str().unwrap(), "--json"], b"");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, lint(&["-", "--json"], twice().as_bytes()).stdout);
}

#[test]
fn utf_16_and_byte_order_marks_are_read_as_the_text_in_them() {
    let expected = lint(&["-", "--json"], twice().as_bytes()).stdout;
    let utf16 = |unit: fn(u16) -> [u8; 2]| {
        format!("\u{feff}{}", twice()).encode_utf16().flat_map(unit).collect::<Vec<u8>>()
    };
    let with_mark = format!("\u{feff}{}", twice()).into_bytes();
    for input in [with_mark, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        let output = lint(&["-", "--json"], &input);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(output.stdout, expected);
    }
}

#[test]
fn what_cannot_be_judged_is_an_error_document() {
    for (arguments, input, code) in [
        (&["-", "--json"][..], &b"Good morning."[..], "no_request"),
        (&["-"], b"Good morning.", "no_request"),
        (&["-", "--json"], b"", "no_request"),
        (&["/nowhere/call.sh", "--json"], b"", "cannot_read"),
        (&["-", "--json"], b"curl \xff\xff\xff https://api.hubapi.com/", "cannot_read"),
    ] {
        let output = lint(arguments, input);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error = &json(&output)["error"];
        assert_eq!(error["code"], code);
        assert!(
            !error["message"].as_str().unwrap().is_empty() && !error["hint"].as_str().unwrap().is_empty()
        );
    }
    let large = vec![b'a'; 4_000_001];
    assert_eq!(json(&lint(&["-"], &large))["error"]["code"], "input_too_large");
    assert_eq!(lint(&[], b"").status.code(), Some(2));
    assert_eq!(lint(&["--rules", "-"], b"").status.code(), Some(2));
}

#[test]
fn every_rule_is_listed() {
    let output = lint(&["--rules", "--json"], b"");
    assert_eq!(output.status.code(), Some(0));
    let listed = json(&output);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), portalscope_lint::rules().len());
    for rule in listed {
        assert!(["error", "warning", "info"].contains(&rule["severity"].as_str().unwrap()));
        assert!(rule["about"].as_str().is_some_and(|about| !about.is_empty()));
    }
    let shown = String::from_utf8(lint(&["--rules"], b"").stdout).unwrap();
    assert_eq!(shown.lines().count(), listed.len());
}

#[test]
fn no_output_repeats_a_secret() {
    let secret = &TOKEN[8..];
    for text in [
        twice(),
        right().replace("Authorization: Bearer ", "X-API-Key: "),
        right().replace(TOKEN, &format!("{TOKEN}7f")),
        right().replace("limit=5", &format!("access_token={TOKEN}&{TOKEN}=1")),
        right().replace("limit=5", &format!("hapikey={secret}")),
        format!("HUBSPOT_CLIENT_SECRET={TOKEN}\n"),
        format!("curl https://api.hubapi.com/crm/v3/objects/contacts/{TOKEN}"),
        format!(
            "curl https://api.hubapi.com/oauth/2026-09/token --json '{{\"client_secret\":\"{secret}\",\"{TOKEN}\":1}}'"
        ),
    ] {
        for arguments in [&["-"][..], &["-", "--json"]] {
            let output = lint(arguments, text.as_bytes());
            let shown = [output.stdout, output.stderr].concat();
            let shown = String::from_utf8(shown).unwrap();
            for part in [secret, "4b5a-6978", "8796-a5b4", "a5b4c3d2e1f0"] {
                assert!(!shown.contains(part), "{text}\n{shown}");
            }
        }
    }
}

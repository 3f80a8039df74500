//! `diagnose --portal --last --check`: each failure that the demo portal plays, sent and told apart by the real binary.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "../../../tests/it/browser.rs"]
mod browser;
mod command_line;
#[path = "../../../tests/it/ports.rs"]
mod ports;
#[path = "../../../tests/it/session.rs"]
mod session;

use serde_json::Value;

use command_line::{Demo, TestApp, json};
use session::UNLOCKED;

const ACME_EUROPE: &str = "26041877";
/// Checks that are enough for any of them.
const MAX_CHECKS: usize = 3;

#[test]
fn the_first_half_of_the_failures_is_told_apart_from_the_command_line() {
    session::run(UNLOCKED, "first_half");
}

#[test]
fn the_second_half_of_the_failures_is_told_apart_from_the_command_line() {
    session::run(UNLOCKED, "second_half");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn first_half() {
    told_apart(0).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn second_half() {
    told_apart(1).await;
}

async fn told_apart(half: usize) {
    let listed = json(&TestApp::new().run(&["demo-portal", "--list-scenarios", "--json"], ""));
    let all = listed.as_array().unwrap().iter().filter(|scenario| !scenario["connect"].is_null());
    let (mut wrong, mut count) = (Vec::new(), 0);
    for scenario in all.skip(half).step_by(2) {
        count += 1;
        let label = scenario["label"].as_str().unwrap();
        let found = diagnosed(scenario).await;
        let checks = found["checks"].as_array().map_or(0, Vec::len);
        let first = found["causes"][0]["label"].as_str().unwrap_or("nothing");
        if first != label || checks > MAX_CHECKS {
            wrong.push(format!("{}: {label} is told as {first}, with {checks} checks", scenario["name"]));
        }
    }
    assert!(count > 20 && wrong.is_empty(), "of {count}:\n{}", wrong.join("\n"));
}

async fn diagnosed(scenario: &Value) -> Value {
    let fixture = TestApp::new();
    let demo = fixture.demo_with(&["--scenario", scenario["name"].as_str().unwrap()]);
    let id = connected(&fixture, &demo, scenario["connect"].as_str().unwrap()).await;
    let arguments = as_arguments(&id, &scenario["call"]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let sent = fixture.run(&arguments, &body_of(&scenario["call"]));
    assert!(sent.status.code().is_some_and(|code| code != 2), "{scenario}: {sent:?}");
    let found = fixture.run(&["diagnose", "--portal", &id, "--last", "--check", "--json"], "");
    demo.expect_no_secret_in(&found);
    json(&found)
}

async fn connected(fixture: &TestApp, demo: &Demo, how: &str) -> String {
    let info = |name: &str| demo.info[name].as_str().unwrap().to_owned();
    let row = if how == "oauth" {
        fixture.connect(demo).await
    } else {
        let token = info(if how == "service_key" { "service_key" } else { "private_app_token" });
        json(&fixture.run(&["connect", "--token", "--demo-portal", &info("base_url"), "--json"], &token))
    };
    row["connection_id"].as_str().unwrap_or_else(|| panic!("{row}")).to_owned()
}

fn as_arguments(id: &str, call: &Value) -> Vec<String> {
    let text = |name: &str| call[name].as_str().unwrap();
    let mut arguments = vec!["send", "--portal", id, text("method"), text("path"), "--json"];
    if text("method") != "GET" {
        arguments.extend(["--write-to-production", ACME_EUROPE]);
    }
    if !call["body"].is_null() {
        arguments.extend(["--body", "-"]);
    }
    let headers = call["headers"].as_object().into_iter().flatten();
    let headers = headers.map(|(name, value)| format!("--header={name}={}", value.as_str().unwrap()));
    arguments.into_iter().map(str::to_owned).chain(headers).collect()
}

fn body_of(call: &Value) -> String {
    match &call["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

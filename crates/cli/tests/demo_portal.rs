//! `portalscope-cli demo-portal` as a script uses it: one JSON line, then a server, until it is told to end.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Output, Stdio},
};

use portalscope_diagnosis::Cause;
use serde_json::Value;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"));
    command.arg("demo-portal").args(arguments).stdout(Stdio::piped());
    command
}

/// Ends the process if the test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(arguments: &[&str]) -> (Running, Value) {
    let mut running = Running(command(arguments).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (running, serde_json::from_str(&line).unwrap())
}

fn get(info: &Value, path: &str) -> String {
    let host = info["base_url"].as_str().unwrap().strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(host).unwrap();
    let key = info["service_key"].as_str().unwrap();
    write!(
        connection,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

fn failure(output: &Output) -> Value {
    assert!(!output.status.success());
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["error"].clone()
}

#[test]
fn the_first_line_says_how_to_reach_the_portal() {
    let (_running, info) = start(&["--contacts", "3"]);
    for name in
        ["base_url", "authorize_url", "client_id", "client_secret", "service_key", "private_app_token"]
    {
        assert!(info[name].is_string(), "{name}");
    }
    assert_eq!(info["portal_id"], 26_041_877);
    assert!(get(&info, "/crm/v3/objects/contacts").contains("\"results\""));
}

#[test]
fn scenarios_are_on_from_the_start() {
    let (_running, info) = start(&["--scenario", "server_error"]);
    assert!(get(&info, "/crm/v3/objects/contacts").starts_with("HTTP/1.1 500"));
}

#[test]
fn limits_are_those_of_hubspot_or_off() {
    let search = |info: &Value| {
        (0..6).map(|_| get(info, "/crm/v3/objects/contacts/search")).any(|answer| answer.contains(" 429 "))
    };
    let calls = |info: &Value| (0..200).any(|_| get(info, "/crm/v3/owners").contains(" 429 "));
    let (_running, info) = start(&["--limits", "hubspot"]);
    assert!(search(&info) || calls(&info));
    let (_running, info) = start(&["--limits", "off"]);
    assert!(!search(&info) && !calls(&info));
    assert_eq!(failure(&command(&["--limits", "few"]).output().unwrap())["code"], "bad_arguments");
}

#[test]
fn the_failures_that_can_be_shown_are_listed_with_their_causes_and_calls() {
    let printed = command(&["--list-scenarios", "--json"]).output().unwrap();
    assert!(printed.status.success());
    let all: Vec<Value> = serde_json::from_slice(&printed.stdout).unwrap();
    let mut causes = std::collections::BTreeSet::new();
    for scenario in &all {
        let label = scenario["label"].as_str().unwrap();
        causes.insert(Cause::from_label(label).unwrap_or_else(|| panic!("{label} is no cause")));
        assert!(scenario["name"].is_string() && scenario["title"].is_string(), "{scenario}");
        assert!(scenario["call"]["method"].is_string(), "{scenario}");
        assert!(scenario["call"]["path"].as_str().unwrap().starts_with('/'), "{scenario}");
        match scenario["connect"].as_str() {
            Some(kind) => assert!(["oauth", "service_key", "private_app"].contains(&kind), "{scenario}"),
            None => assert!(scenario["exchange"]["request"].is_object(), "{scenario}"),
        }
    }
    assert!(causes.len() >= 70, "{}", causes.len());

    let table = String::from_utf8(command(&["--list-scenarios"]).output().unwrap().stdout).unwrap();
    assert_eq!(table.lines().count(), all.len());
    assert!(table.starts_with("scope-not-granted "), "{table}");
    assert_eq!(failure(&command(&["--json"]).output().unwrap())["code"], "bad_arguments");
}

#[test]
fn a_listed_call_fails_in_its_scenario() {
    let (_running, info) = start(&["--scenario", "scope-not-granted"]);
    assert!(get(&info, "/account-info/2026-03/details").starts_with("HTTP/1.1 200"));
    assert!(get(&info, "/crm/objects/2026-09/leads?limit=1").contains("MISSING_SCOPES"));
}

#[cfg(unix)]
#[test]
fn it_ends_in_peace_on_sigterm() {
    let (mut running, _) = start(&[]);
    let told = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    assert!(running.0.wait().unwrap().success());
}

#[test]
fn a_failure_is_one_json_document_with_a_code_and_a_hint() {
    let unknown = failure(&command(&["--scenario", "nope"]).output().unwrap());
    assert_eq!(unknown["code"], "unknown_scenario");
    assert!(unknown["hint"].as_str().unwrap().contains("rate_limited"));
    assert_eq!(failure(&command(&["--port", "many"]).output().unwrap())["code"], "bad_arguments");

    let (_running, info) = start(&[]);
    let port = info["base_url"].as_str().unwrap().rsplit(':').next().unwrap();
    let taken = failure(&command(&["--port", port]).output().unwrap());
    assert_eq!(taken["code"], "port_in_use");
    assert!(taken["message"].as_str().unwrap().contains(port));
}

#[test]
fn how_each_operation_is_answered_is_listed_without_a_portal() {
    let listed = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"))
        .args(["demo-portal", "--list-operations"])
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let answered = |word: &str| listed.lines().filter(|line| line.starts_with(word)).count();
    assert!(answered("modeled") > 1_000 && answered("generic") > 0 && answered("refused") > 0);
    assert!(listed.lines().any(|line| {
        line.split_whitespace().eq(["modeled", "GET", "/contacts/v1/lists/all/contacts/all"])
    }));
}

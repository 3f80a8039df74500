//! What a server repeats of the secrets of this and of other connections is in nothing that the command line prints: with
//! the real binary, which starts anew for each command and knows only what the keyring hands over.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "../../../tests/it/ports.rs"]
mod ports;
#[path = "../../../tests/it/repeating_server.rs"]
mod repeating_server;
#[allow(dead_code, reason = "the app's tests use more of it")]
#[path = "../../../tests/it/scripted_server.rs"]
mod scripted_server;
#[path = "../../../tests/it/session.rs"]
mod session;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use serde_json::Value;
use url::Url;

use repeating_server::{
    BODIES, CLIENT_SECRET, FIRST, OTHER_PATHS, SECOND, SECRETS, all, assert_clean, assert_files_clean,
    hostile, planted_query,
};
use scripted_server::Scripted;

#[test]
fn what_a_hostile_server_repeats_is_in_no_output() {
    session::run(session::UNLOCKED, "every_command");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn every_command() {
    let server = Scripted::start(hostile).await;
    let cli = CommandLine::at(&server);
    tokio::task::spawn_blocking(move || {
        cli.connect_by_consent(&format!("error=access_denied&error_description={}", planted_query()));
        let oauth = cli.connect_by_consent("code=eu1-c0de");
        let oauth = oauth["connection_id"].as_str().unwrap();
        for (token, json) in [(FIRST, true), (SECOND, false)] {
            cli.both(&["connect", "--token", "--demo-portal", &cli.server], json, token);
        }
        let portals = cli.run(&["portals", "--json"], "");
        let portals: Value = serde_json::from_str(&portals).unwrap();
        assert_eq!(portals.as_array().unwrap().len(), 3);
        let first = portals.as_array().unwrap().iter().find(|row| row["credential"] != "oauth").unwrap();
        let first = first["connection_id"].as_str().unwrap();
        for json in [false, true] {
            cli.both(&["portals"], json, "");
            cli.both(&["refresh", "--portal", oauth], json, "");
            for path in OTHER_PATHS {
                cli.both(&["send", "GET", path, "--portal", first], json, "");
            }
            for portal in ["4711", "a-portal-that-is-not-there"] {
                cli.both(&["send", "GET", "/one-word", "--portal", portal], json, "");
            }
            let granted = portals[0]["granted_scopes"].to_string();
            cli.both(&["scopes", "check", "--granted", &granted, "GET /crm/v3/objects/contacts"], json, "");
        }
        for path in BODIES.map(|(name, _)| format!("/{name}")) {
            cli.both(&["send", "GET", &path, "--portal", first], false, "");
            cli.both(&["send", "GET", &path, "--portal", oauth], true, "");
        }
        let entries = cli.run(&["history", "--limit", "500", "--json"], "");
        let entries: Value = serde_json::from_str(&entries).unwrap();
        assert!(entries.as_array().unwrap().len() > 20, "the calls were kept");
        for entry in entries.as_array().unwrap() {
            cli.run(&["history", "show", &entry["id"].to_string(), "--json"], "");
        }
        let newest = entries[0]["id"].to_string();
        cli.run(&["history", "show", &newest], "");
        cli.run(&["history", "show", &newest, "--har"], "");
        assert_files_clean(cli.home.path());
        cli.run(&["redact", "-", "--portal", first], &format!("{}\n", all()));
        cli.run(&["disconnect", "--portal", oauth, "--yes", "--revoke"], "");
        assert_files_clean(cli.home.path());
    })
    .await
    .unwrap();
}

struct CommandLine {
    home: tempfile::TempDir,
    server: String,
    port: u16,
}

impl CommandLine {
    fn at(server: &Scripted) -> Self {
        let home = tempfile::tempdir().unwrap();
        Self { home, server: format!("http://127.0.0.1:{}", server.port), port: ports::free_port() }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portalscope-cli"));
        command.args(arguments).env("PORTALSCOPE_HOME", self.home.path()).env("PORTALSCOPE_LOG", "trace");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// The same as a document or in words.
    fn both(&self, arguments: &[&str], json: bool, input: &str) {
        self.run(&[arguments, if json { &["--json"] } else { &[] }].concat(), input);
    }

    /// Returns standard output. Both outputs are clean, and the log at its finest is in one of them.
    fn run(&self, arguments: &[&str], input: &str) -> String {
        let mut process = self.command(arguments).spawn().unwrap();
        // A command that refuses its arguments does not read its input.
        let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
        let output = process.wait_with_output().unwrap();
        let [printed, told] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        assert_clean(&format!("the output of {arguments:?}"), &printed);
        assert_clean(&format!("the errors of {arguments:?}"), &told);
        assert!(!printed.is_empty(), "{arguments:?} printed nothing: {told}");
        printed
    }

    /// Answers the consent page with these parameters and the flow's `state`. Returns the last document.
    fn connect_by_consent(&self, answer: &str) -> Value {
        let port = self.port.to_string();
        let arguments =
            ["connect", "--client-id", "a-client", "--demo-portal", &self.server, "--port", &port];
        let mut process = self.command(&[&arguments[..], &["--json"]].concat()).spawn().unwrap();
        process.stdin.take().unwrap().write_all(CLIENT_SECRET.as_bytes()).unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let waiting = lines.next().unwrap().unwrap();
        let waiting: Value = serde_json::from_str(&waiting).unwrap();
        let page = Url::parse(waiting["authorize_url"].as_str().unwrap()).unwrap();
        let state = page.query_pairs().find(|(name, _)| name == "state").unwrap().1;
        visit(self.port, &format!("/oauth/callback?{answer}&state={state}"));
        let last = lines.next().unwrap().unwrap();
        let output = process.wait_with_output().unwrap();
        assert_clean("the output of connect", &last);
        assert_clean("the errors of connect", &String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&last).unwrap()
    }
}

/// As the browser does that is sent back.
fn visit(port: u16, path: &str) {
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
    let mut page = String::new();
    stream.read_to_string(&mut page).unwrap();
    assert!(
        page.starts_with("HTTP/1.1 200") && !SECRETS.iter().any(|secret| page.contains(secret)),
        "{page}"
    );
}

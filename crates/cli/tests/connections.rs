//! `connect`, `portals`, `send`, `refresh`, `disconnect` as a script uses them: the real binary, a demo portal of its
//! own, and a real keyring in a session bus of its own.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[path = "../../../tests/it/browser.rs"]
mod browser;
mod command_line;
#[path = "../../../tests/it/ports.rs"]
mod ports;
#[path = "../../../tests/it/session.rs"]
mod session;
#[path = "../../../tests/it/snapshot.rs"]
mod snapshot;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use command_line::{Demo, TestApp, error_code, json};
use session::UNLOCKED;

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const ACME_EUROPE: &str = "26041877";
const SANDBOX: &str = "48220319";

/// The documented fields.
macro_rules! assert_document {
    ($name:literal, $output:expr) => {
        insta::assert_json_snapshot!($name, snapshot::stable(json(&$output)));
    };
}

#[test]
fn a_script_connects_sends_renews_and_disconnects_and_the_window_sees_the_same() {
    session::run(UNLOCKED, "whole_life");
}

#[test]
fn deleting_is_confirmed_by_the_hub_id_in_production_and_by_yes_in_other_portals() {
    session::run(UNLOCKED, "destructive_calls");
}

#[test]
fn without_a_keyring_nothing_is_connected_and_the_error_says_what_to_do() {
    session::run("unset DBUS_SESSION_BUS_ADDRESS", "no_keyring");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let fixture = TestApp::new();
    for (arguments, code, exit) in [
        (&["connect", "--client-id", "x", "--demo-portal", "http://10.0.0.8:80"][..], "bad_demo_portal", 1),
        (&["connect", "--client-id", "x", "--demo-portal", "https://api.hubapi.com"], "bad_demo_portal", 1),
        (&["connect"], "bad_arguments", 2),
        (&["connect", "--token", "--scopes", "oauth"], "bad_arguments", 2),
        (&["connect", "--token", "--client-id", "x"], "bad_arguments", 2),
        (&["send", "GET", CONTACTS, "--portal", "1"], "portal_not_found", 1),
        (&["send", "GET", CONTACTS, "--portal", "1", "--body", "/not/there"], "body_unreadable", 1),
        (&["send", "GET", CONTACTS, "--portal", "1", "--query", "limit"], "bad_arguments", 2),
        (&["refresh", "--portal", "1"], "portal_not_found", 1),
        (&["redact", "-", "--portal", "1"], "portal_not_found", 1),
        (&["disconnect", "--portal", "1", "--yes"], "portal_not_found", 1),
    ] {
        let output = fixture.run(arguments, "a-secret-that-goes-nowhere");
        assert_eq!(error_code(&output), code, "{arguments:?}");
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}");
    }
    assert_eq!(json(&fixture.run(&["portals", "--json"], "")), serde_json::json!([]));
}

#[test]
fn a_secret_that_does_not_come_is_asked_for_in_the_words_of_a_command_line() {
    let output = TestApp::new().run(&["connect", "--token"], " \n");
    assert_eq!((error_code(&output).as_str(), output.status.code()), ("no_secret", Some(1)));
    let wrong = TestApp::new().run(&["connect"], "");
    assert!(json(&wrong)["error"]["message"].as_str().unwrap().contains("--client-id"), "{wrong:?}");
}

#[test]
fn an_interrupted_wait_ends_in_words_and_leaves_nothing() {
    session::run(UNLOCKED, "interrupted");
}

#[test]
fn a_secret_typed_at_a_terminal_is_not_shown() {
    // `script` gives the command a terminal and hands over what it shows.
    let fixture = TestApp::new();
    let line = format!("tty; '{}' connect --token", env!("CARGO_BIN_EXE_portalscope-cli"));
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env("PORTALSCOPE_HOME", fixture.home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = BufReader::new(terminal.stdout.take().unwrap());
    let (mut device, mut asked) = (String::new(), String::new());
    shown.read_line(&mut device).unwrap();
    shown.read_line(&mut asked).unwrap();
    assert!(asked.contains("will not be shown"), "{asked}");
    // The terminal's echo is switched off shortly after the prompt.
    let stty = || Command::new("stty").args(["-a", "-F", device.trim()]).output().unwrap().stdout;
    let end = Instant::now() + Duration::from_mins(1);
    while !String::from_utf8_lossy(&stty()).contains(" -echo ") {
        assert!(Instant::now() < end, "its echo stays on");
    }
    terminal.stdin.as_mut().unwrap().write_all(b"01234567-89ab-cdef-0123-456789abcdef\n").unwrap();
    let mut rest = String::new();
    shown.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("client secret") && !rest.contains("89ab"), "{rest}");
    terminal.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn interrupted() {
    let fixture = TestApp::new();
    let demo = fixture.demo();
    let info = |name: &str| demo.info[name].as_str().unwrap().to_owned();
    let port = fixture.port.to_string();
    let arguments = ["connect", "--client-id", &info("client_id"), "--demo-portal", &info("base_url")];
    let arguments = [&arguments[..], &["--port", &port, "--json"]].concat();
    let mut process = fixture.command(&arguments).spawn().unwrap();
    process.stdin.take().unwrap().write_all(info("client_secret").as_bytes()).unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().contains("authorize_url"));
    assert!(Command::new("kill").args(["-INT", &process.id().to_string()]).status().unwrap().success());
    let last: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(
        (last["error"]["code"].as_str(), process.wait().unwrap().code()),
        (Some("cancelled"), Some(1))
    );
    assert!(TcpListener::bind(("127.0.0.1", fixture.port)).is_ok(), "its port is free again");
    assert_eq!(json(&fixture.run(&["portals", "--json"], "")), serde_json::json!([]));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn whole_life() {
    let fixture = TestApp::new();
    let demo = fixture.demo();
    let row = fixture.connect(&demo).await;
    assert_eq!(
        (row["hub_id"].as_str(), row["environment"].as_str()),
        (Some(ACME_EUROPE), Some("production"))
    );
    let id = row["connection_id"].as_str().unwrap();

    let shown = fixture.run(&["portals", "--json"], "");
    assert_document!("portals", shown);
    assert_eq!(json(&shown)[0]["connection_id"], id);
    assert_eq!(json(&shown)[0]["token"]["lifetime_seconds"], 1800);
    fixture.expect_no_secret(&shown, &demo);

    send(&fixture, &demo);
    snippet(&fixture, &demo);
    on_a_terminal(&fixture);

    redact(&fixture, &demo);
    history(&fixture, &demo, id);

    let before = json(&shown)[0]["token"]["last_refresh_at"].clone();
    let renewed = json(&fixture.run(&["refresh", "--portal", ACME_EUROPE, "--json"], ""));
    insta::assert_json_snapshot!("refresh", snapshot::stable(renewed.clone()));
    assert!(before.is_null() && renewed["token"]["last_refresh_at"].is_string());

    let window = fixture.open();
    assert_eq!(window.state().connections[0].id, id, "the window has the same connection");

    let key = demo.info["service_key"].as_str().unwrap();
    let url = demo.info["base_url"].as_str().unwrap();
    let by_token = fixture.run(&["connect", "--token", "--demo-portal", url, "--json"], key);
    assert!(json(&by_token)["token"].is_null(), "it does not expire");
    fixture.expect_no_secret(&by_token, &demo);
    assert_eq!(error_code(&fixture.run(&["refresh", "--portal", ACME_EUROPE], "")), "portal_ambiguous");
    let static_id = json(&by_token)["connection_id"].as_str().unwrap().to_owned();
    assert_eq!(error_code(&fixture.run(&["refresh", "--portal", &static_id], "")), "refresh_not_possible");

    assert_eq!(error_code(&fixture.run(&["disconnect", "--portal", id], "")), "not_confirmed");
    let gone = json(&fixture.run(&["disconnect", "--portal", id, "--yes", "--revoke", "--json"], ""));
    insta::assert_json_snapshot!("disconnect", snapshot::stable(gone.clone()));
    assert_eq!((gone["secrets_removed"].as_u64(), gone["revoked"].as_str()), (Some(3), Some("revoked")));
    fixture.run(&["disconnect", "--portal", &static_id, "--yes"], "");
    assert_eq!(json(&fixture.run(&["portals", "--json"], "")), serde_json::json!([]));

    let by_app = fixture.connect_by_app(&demo).await;
    assert_eq!(by_app["granted_scopes"], serde_json::json!(["oauth", "crm.objects.contacts.read"]));
}

/// What `send` sent before is listed, found again and shown whole.
fn history(fixture: &TestApp, demo: &Demo, connection: &str) {
    let list = |more: &[&str]| fixture.run(&[&["history", "--json"][..], more].concat(), "");
    let all = json(&list(&["--portal", ACME_EUROPE, "--since", "2h"]));
    let kinds: Vec<_> = all.as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap()).collect();
    assert!(["call", "token_exchange", "introspection"].iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    assert!(
        all.as_array().unwrap().iter().all(|row| row["who"] == "cli" && row["connection_id"] == connection)
    );
    assert_eq!(json(&list(&["--limit", "1"])).as_array().unwrap().len(), 1);
    let words = fixture.run(&["history"], "");
    assert!(String::from_utf8_lossy(&words.stdout).contains("/crm/objects/2026-03/deals"), "{words:?}");

    let failed = list(&["--failed", "--portal", connection]);
    let failed = json(&failed)[0].clone();
    assert_eq!((failed["status"].as_u64(), failed["cause"].as_str()), (Some(403), Some("MISSING_SCOPES")));
    let found = json(&list(&["--search", failed["correlation_id"].as_str().unwrap()]));
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["id"], failed["id"]);
    assert_eq!(json(&list(&["--search", "stands-nowhere"])), serde_json::json!([]));
    assert_eq!(json(&list(&["--since", "2999-01-01T00:00:00Z"])), serde_json::json!([]));
    assert_eq!(error_code(&list(&["--since", "yesterday"])), "bad_arguments");
    assert_eq!(error_code(&list(&["--portal", "1"])), "portal_not_found");

    let id = failed["id"].to_string();
    let shown = fixture.run(&["history", "show", &id, "--json"], "");
    let document = json(&shown);
    assert_eq!(document["request_headers"][0]["name"], "Authorization");
    assert!(document["response_body"]["text"].as_str().unwrap().contains("MISSING_SCOPES"));
    assert_eq!(document["verdict"]["kind"], "missing_scopes");
    let har = json(&fixture.run(&["history", "show", &id, "--har"], ""));
    let entry = &har["log"]["entries"][0];
    assert_eq!(
        (har["log"]["version"].as_str(), entry["response"]["status"].as_u64()),
        (Some("1.2"), Some(403))
    );
    let url = demo.info["base_url"].as_str().unwrap();
    assert_eq!(entry["request"]["url"], format!("{url}/crm/objects/2026-03/deals"));
    assert!(entry["response"]["content"]["text"].as_str().unwrap().contains("MISSING_SCOPES"));
    let text = String::from_utf8(fixture.run(&["history", "show", &id], "").stdout).unwrap();
    assert!(text.starts_with("GET http") && text.contains("\n403 after "), "{text}");
    assert!(text.contains("Authorization: Bearer \u{ab}access-token#"), "{text}");
    for secret in ["client_secret", "service_key"].map(|name| demo.info[name].as_str().unwrap()) {
        assert!(!all.to_string().contains(secret) && !document.to_string().contains(secret));
    }
    assert_eq!(error_code(&fixture.run(&["history", "show", "999999"], "")), "history_entry_not_found");
}

/// With a portal the stored secrets are known, also where neither name nor form tells them.
fn redact(fixture: &TestApp, demo: &Demo) {
    let secret = demo.info["client_secret"].as_str().unwrap();
    let hex = secret.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    let text = format!("{secret} and {hex}\n");
    let redacted = |more: &[&str]| {
        let output = fixture.run(&[&["redact", "-"][..], more].concat(), &text);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(redacted(&["--portal", ACME_EUROPE]), "«client-secret#1» and «client-secret#1»\n");
    assert_eq!(redacted(&[]), text, "nothing says that this is one");
}

/// A contact whose name a terminal would act on: in a pipe it arrives as it is.
fn on_a_terminal(fixture: &TestApp) {
    let name = "C1 \u{9b}2J and \u{202e}order";
    let body = serde_json::json!({ "properties": { "lastname": name } }).to_string();
    let write = ["--body", "-", "--write-to-production", ACME_EUROPE];
    let made = [&["send", "POST", CONTACTS, "--portal", ACME_EUROPE][..], &write].concat();
    let id = json(&fixture.run(&made, &body))["id"].as_str().unwrap().to_owned();
    let path = format!("{CONTACTS}/{id}?properties=lastname");
    let piped = fixture.run(&["send", "GET", &path, "--portal", ACME_EUROPE], "");
    assert_eq!(json(&piped)["properties"]["lastname"], name);
    for json in ["", "--json"] {
        let program = env!("CARGO_BIN_EXE_portalscope-cli");
        let line = format!("'{program}' send GET '{path}' --portal {ACME_EUROPE} {json}");
        let shown = Command::new("script")
            .args(["--quiet", "--return", "--command", &line, "/dev/null"])
            .env("PORTALSCOPE_HOME", fixture.home.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        assert!(shown.contains("C1  2J and  order"), "{shown:?}");
    }
}

fn snippet(fixture: &TestApp, demo: &Demo) {
    let request = ["snippet", "GET", CONTACTS, "--query", "limit=2", "--portal", ACME_EUROPE, "--as"];
    let written = |target| fixture.run(&[&request[..], &[target]].concat(), "");
    let python = written("python-requests");
    let code = String::from_utf8_lossy(&python.stdout).into_owned();
    assert!(code.contains("requests.get(") && code.contains("HUBSPOT_TOKEN"), "{code}");
    let bearers: Vec<_> = code.split("Bearer ").skip(1).collect();
    assert!(matches!(bearers[..], [one] if one.starts_with("{os.environ['HUBSPOT_TOKEN']}")), "{code}");
    for name in ["client_secret", "service_key", "private_app_token"] {
        assert!(!code.contains(demo.info[name].as_str().unwrap()), "{name}");
    }
    assert_eq!(error_code(&written("cobol")), "bad_arguments");
}

fn send(fixture: &TestApp, demo: &Demo) {
    let send = |more: &[&str], input: &str| {
        fixture.run(&[&["send", "--portal", ACME_EUROPE][..], more].concat(), input)
    };
    let bare = send(&["GET", CONTACTS, "--query", "limit=2"], "");
    assert_eq!(bare.status.code(), Some(0));
    assert_eq!(json(&bare)["results"].as_array().unwrap().len(), 2, "standard output is the body alone");

    let body = r#"{"properties":{"email":"from.a.script@example.com"}}"#;
    let locked = send(&["POST", CONTACTS, "--body", "-"], body);
    assert_eq!((error_code(&locked).as_str(), locked.status.code()), ("write_locked", Some(1)));
    let mistyped = send(&["POST", CONTACTS, "--body", "-", "--write-to-production", "1"], body);
    assert_eq!(error_code(&mistyped), "portal_id_mismatch");
    let made = send(&["POST", CONTACTS, "--body", "-", "--write-to-production", ACME_EUROPE, "--json"], body);
    assert_eq!(json(&made)["status"], 201);
    assert_eq!(json(&made)["body"]["properties"]["email"], "from.a.script@example.com");
    fixture.expect_no_secret(&made, demo);

    let refused = send(&["GET", "/crm/objects/2026-03/deals", "--json"], "");
    let mut document = snapshot::stable(json(&refused));
    // The headers of the demo portal's responses may change.
    document["headers"] = "[headers]".into();
    insta::assert_json_snapshot!("send", document);
    assert_eq!(refused.status.code(), Some(3));
    assert_eq!(json(&refused)["explanation"]["category"], "MISSING_SCOPES");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn destructive_calls() {
    let fixture = TestApp::new();
    let demo = fixture.demo();
    fixture.connect(&demo).await;
    fixture.connect_account(&demo, SANDBOX).await;
    let send = |portal: &str, more: &[&str], input: &str| {
        fixture.run(&[&["send", "--json", "--portal", portal][..], more].concat(), input)
    };
    let code = |output: &Output| (error_code(output), output.status.code());
    let status = |output: &Output| json(output)["status"].as_u64();
    let create = |portal: &str, flags: &[&str]| {
        let body = r#"{"properties":{"lastname":"Short-lived"}}"#;
        let made = send(portal, &[&["POST", CONTACTS, "--body", "-"][..], flags].concat(), body);
        format!("{CONTACTS}/{}", json(&made)["body"]["id"].as_str().unwrap())
    };

    let contact = create(ACME_EUROPE, &["--write-to-production", ACME_EUROPE]);
    let delete = |flags: &[&str]| send(ACME_EUROPE, &[&["DELETE", &contact][..], flags].concat(), "");
    assert_eq!(code(&delete(&["--yes"])), ("write_locked".to_owned(), Some(1)));
    assert_eq!(
        code(&delete(&["--write-to-production", SANDBOX])),
        ("portal_id_mismatch".to_owned(), Some(1))
    );
    assert_eq!(status(&send(ACME_EUROPE, &["GET", &contact], "")), Some(200), "it is still there");
    assert_eq!(status(&delete(&["--write-to-production", ACME_EUROPE])), Some(204));

    let contact = create(SANDBOX, &[]);
    let refused = send(SANDBOX, &["DELETE", &contact], "");
    assert_eq!(code(&refused), ("not_confirmed".to_owned(), Some(1)));
    let error = json(&refused)["error"].clone();
    assert!(error["message"].as_str().unwrap().contains("Archive in Acme sandbox"), "{error}");
    assert!(error["hint"].as_str().unwrap().contains("--yes"), "{error}");
    assert_eq!(status(&send(SANDBOX, &["GET", &contact], "")), Some(200), "it is still there");
    let asked = at_a_terminal(&fixture, &format!("send DELETE {contact} --portal {SANDBOX}"), "no");
    assert!(asked.contains("Archive in Acme sandbox?") && asked.contains("not_confirmed"), "{asked}");
    assert_eq!(status(&send(SANDBOX, &["DELETE", &contact, "--yes"], "")), Some(204));

    let contact = create(SANDBOX, &[]);
    let answered = at_a_terminal(&fixture, &format!("send DELETE {contact} --portal {SANDBOX}"), "yes");
    assert!(answered.contains("204"), "{answered}");

    let empty = |flags: &[&str]| {
        send(SANDBOX, &[&["POST", CONTACTS, "--body", "-"][..], flags].concat(), r#"{"properties":{}}"#)
    };
    assert_eq!(code(&empty(&[])), ("not_confirmed".to_owned(), Some(1)));
    assert_eq!(status(&empty(&["--yes"])), Some(201));
}

/// The output at a terminal where this line is typed at the prompt.
fn at_a_terminal(fixture: &TestApp, arguments: &str, typed: &str) -> String {
    let line = format!("'{}' {arguments}", env!("CARGO_BIN_EXE_portalscope-cli"));
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .env("PORTALSCOPE_HOME", fixture.home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = BufReader::new(terminal.stdout.take().unwrap());
    let mut printed = String::new();
    shown.read_line(&mut printed).unwrap();
    // Its input stays open until the end: a closed terminal would end the command.
    let mut keyboard = terminal.stdin.take().unwrap();
    keyboard.write_all(format!("{typed}\n").as_bytes()).unwrap();
    shown.read_to_string(&mut printed).unwrap();
    terminal.wait().unwrap();
    printed
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that a test above makes"]
async fn no_keyring() {
    let fixture = TestApp::new();
    let demo = fixture.demo();
    let url = demo.info["base_url"].as_str().unwrap();
    let key = demo.info["service_key"].as_str().unwrap();
    let output = fixture.run(&["connect", "--token", "--demo-portal", url, "--json"], key);
    assert_eq!((error_code(&output).as_str(), output.status.code()), ("keyring_unavailable", Some(1)));
    assert!(json(&output)["error"]["hint"].as_str().unwrap().contains("keyring"));
    let (id, secret) =
        (demo.info["client_id"].as_str().unwrap(), demo.info["client_secret"].as_str().unwrap());
    let port = fixture.port.to_string();
    let asked = fixture.run(&["connect", "--client-id", id, "--demo-portal", url, "--port", &port], secret);
    assert_eq!(error_code(&asked), "keyring_unavailable", "before anybody is sent to the consent page");
    assert_eq!(json(&fixture.run(&["portals", "--json"], "")), serde_json::json!([]));
}

#[test]
fn a_data_folder_of_a_newer_version_is_refused_in_words() {
    let fixture = TestApp::new();
    fixture.run(&["portals"], "");
    let file = fixture.home.path().join("portalscope.db");
    rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&file).unwrap();
    let refused = fixture.run(&["portals", "--json"], "");
    assert_eq!(refused.status.code(), Some(1));
    assert_document!("newer_data_folder", refused);
    assert_eq!(std::fs::read(&file).unwrap(), before, "it is not touched");
}

#[test]
fn unreadable_records_are_reported_beside_the_document() {
    let fixture = TestApp::new();
    fixture.run(&["portals"], "");
    let database = rusqlite::Connection::open(fixture.home.path().join("portalscope.db")).unwrap();
    let record = "INSERT INTO connection (id, record, revision) VALUES ('one', '{\"id\":1}', 1)";
    database.execute(record, []).unwrap();
    let output = fixture.run(&["portals", "--json"], "");
    assert_eq!(json(&output), serde_json::json!([]), "scripts read what there is");
    let told = snapshot::stable_text(&String::from_utf8_lossy(&output.stderr));
    insta::assert_snapshot!("unreadable_records", told);
    let left: u32 = database.query_row("SELECT count(*) FROM connection", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 1, "it stays");
}

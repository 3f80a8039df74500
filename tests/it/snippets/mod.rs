//! Every program that the app writes is run against the demo portal: it sends the request that the console sends, byte
//! for byte but for the form of JSON, and prints what the console got.
//!
//! Needs PHP, Ruby, Go and the packages of `tests/sdk`: `cargo xtask test snippets` has them.

mod languages;
mod recorder;

use portalscope_core::{Confirmation, Connection, NameValue, RequestDraft, SnippetTarget};
use serde_json::Value;

use crate::test_app::{TestApp, draft};
use languages::Ran;
use recorder::{Recorder, Seen};

const CONTACTS: &str = "/crm/v3/objects/contacts";
/// Characters that mean something in one of the languages.
const TRICKY: &str =
    "it's \"100%\" $HOME ${x} #{y} {{z}} <?php ?> `id` \\ \\n ! & | < > ^ ü 😀 “q” ‘r’ \u{202e}";

macro_rules! languages {
    ($($name:ident: $target:ident, $run:ident;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        #[ignore = "needs PHP, Ruby, Go and the clients of tests/sdk"]
        async fn $name() {
            check(SnippetTarget::$target, languages::$run).await;
        }
    )*};
}

languages! {
    a_curl_command_does_what_the_console_does: CurlPosix, shell;
    python_with_requests_does_what_the_console_does: PythonRequests, python;
    python_with_the_client_does_what_the_console_does: PythonClient, python;
    node_with_fetch_does_what_the_console_does: NodeFetch, node;
    node_with_the_client_does_what_the_console_does: NodeClient, node;
    php_does_what_the_console_does: Php, php;
    ruby_does_what_the_console_does: Ruby, ruby;
    go_does_what_the_console_does: Go, go;
}

/// Requests that the demo portal answers the same however often they are sent.
fn requests() -> Vec<RequestDraft> {
    let tricky = Value::from(TRICKY);
    let row =
        |name: &str, value: &str| NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true };
    let mut list = draft("GET", "/crm/objects/2026-03/contacts", None);
    list.query = vec![row("limit", "2"), row("properties", "email,lastname"), row("note", "Ünï & c+o 😀")];
    let mut noted = draft("GET", CONTACTS, None);
    noted.query = vec![row("limit", "1"), row("archived", "false")];
    noted.headers = vec![row("X-Note", "50% `off` $5 \"!\" it's #{x} \\")];
    let mut slash = draft("GET", "/crm/v3/objects/contacts/{contactId}", None);
    slash.path_values.insert("contactId".to_owned(), "a/b ü?#".to_owned());
    let mut form = draft("POST", "/oauth/v1/token", Some("grant_type=none&note=a+b%26c%C3%BC"));
    form.headers = vec![row("Content-Type", "application/x-www-form-urlencoded")];
    let mut text = draft("POST", CONTACTS, Some(&format!("first {TRICKY}\n\tsecond\n")));
    text.headers = vec![row("Content-Type", "text/plain")];
    let search = "{\"filterGroups\": [{\"filters\": [{\"propertyName\": \"lastname\", \"operator\": \"EQ\", \"value\": \"Müller 😀\"}]}], \
        \"properties\": [\"email\"], \"limit\": 3}";
    let change = format!(
        "{{\"properties\": {{\"lastname\": {tricky}, \"firstname\": \"two\\nlines\", \"city\": null}}}}"
    );
    let unknown = format!(
        "{{\"properties\": {{\"a b\": {tricky}}}, \"more\": [true, false, null, 1.5, -3, {{}}, []]}}"
    );
    vec![
        list,
        noted,
        slash,
        draft("GET", "/crm/v3/objects/deals?limit=1&properties=dealname&properties=amount", None),
        draft("POST", "/crm/v3/objects/contacts/search", Some(search)),
        draft("PATCH", "/crm/v3/objects/contacts/101", Some(&change)),
        draft("POST", "/crm/objects/2026-03/contacts", Some(&unknown)),
        draft(
            "POST",
            "/crm/v3/objects/contacts/search",
            Some("{\"limit\": 12345678901234567890, \"limit\": 1.0}"),
        ),
        draft(
            "POST",
            "/crm/v3/objects/contacts/batch/read",
            Some("{\"inputs\": [{\"id\": \"1\"}], \"properties\": [], \"propertiesWithHistory\": []}"),
        ),
        draft("PUT", "/crm/v4/objects/contacts/1/associations/default/companies/2", None),
        draft("DELETE", "/crm/v3/objects/contacts/1", None),
        form,
        text,
    ]
}

/// What the console got.
struct Answer {
    status: u16,
    body: String,
}

async fn check(target: SnippetTarget, run: fn(&[String], &str) -> Vec<Ran>) {
    let fixture = TestApp::new().await;
    let token = fixture.demo.info().private_app_token.clone();
    let connection = fixture.connect_static(&token).await;
    let hub_id = connection.identity.hub_id.to_string();
    fixture.app.connections.unlock_writing(&connection.id, &hub_id).unwrap();
    let recorder = Recorder::start(&fixture.demo.info().base_url);
    let requests = requests();
    let mut answers = Vec::new();
    let mut programs = Vec::new();
    for request in &requests {
        answers.push(send(&fixture, &connection, request).await);
        let program = fixture.app.snippets.write(&connection.id, request, target).await.unwrap();
        assert!(!program.contains(&token), "{program}");
        programs.push(program.replace(&fixture.demo.info().base_url, &recorder.origin));
    }
    let texts = programs.clone();
    let ran = tokio::task::spawn_blocking(move || run(&texts, &token)).await.unwrap();
    let seen = recorder.seen();
    assert_eq!((ran.len(), seen.len()), (requests.len(), requests.len()), "{ran:?}");
    for (at, request) in requests.iter().enumerate() {
        let about = format!("{request:?}\n{}\n{:?}\n{:?}", programs[at], ran[at], seen[at]);
        let preview = fixture.app.console.preview(&connection.id, request).await.unwrap();
        expect_sent(request, &preview.url, &seen[at], target, &about);
        expect_printed(&answers[at], &ran[at], target, &about);
    }
}

async fn send(fixture: &TestApp, connection: &Connection, request: &RequestDraft) -> Answer {
    let typed = connection.identity.hub_id.to_string();
    let confirmation = Confirmation::HubId { typed };
    let sent =
        fixture.app.console.send_confirmed(&connection.id, "one", request, &confirmation).await.unwrap();
    let mut body = Vec::new();
    fixture.app.responses.write(&sent.id, &mut body).unwrap();
    Answer { status: sent.status, body: String::from_utf8(body).unwrap() }
}

fn expect_sent(request: &RequestDraft, url: &str, seen: &Seen, target: SnippetTarget, about: &str) {
    assert_eq!(seen.method, request.method, "{about}");
    let path = &url[url.find("://").unwrap() + 3..];
    let path = &path[path.find('/').unwrap()..];
    if target == SnippetTarget::PythonClient {
        assert_eq!(parameters(&seen.path), parameters(path), "{about}");
    } else {
        assert_eq!(seen.path, path, "{about}");
    }
    for row in &request.headers {
        assert_eq!(seen.header(&row.name), Some(row.value.as_str()), "{about}");
    }
    let Some(body) = &request.body else {
        assert_eq!(seen.body, "", "{about}");
        return;
    };
    if !request.headers.is_empty() {
        assert_eq!(&seen.body, body, "{about}");
        return;
    }
    assert!(seen.header("Content-Type").is_some_and(|it| it == "application/json"), "{about}");
    if target == SnippetTarget::PythonClient && !is_repetitive(body) {
        // A typed object has an order of its own.
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&seen.body), read(body), "{about}");
        return;
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    let compact = |text: &str| serde_json::from_str::<Value>(text).unwrap().to_string();
    assert!(
        squeezed(&seen.body) == squeezed(body)
            || !is_repetitive(body) && compact(&seen.body) == compact(body),
        "{about}"
    );
}

/// A document that its own value would not show whole.
fn is_repetitive(body: &str) -> bool {
    body.contains("\"limit\": 1.0")
}

/// The path, and the parameters with their lists taken apart: the typed client writes a list as many parameters.
fn parameters(path: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut all = Vec::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        all.extend(value.split(',').map(|value| (name.to_string(), value.to_owned())));
    }
    all.sort();
    (path.to_owned(), all)
}

fn expect_printed(answer: &Answer, ran: &Ran, target: SnippetTarget, about: &str) {
    let is_success = (200..300).contains(&answer.status);
    assert_eq!(ran.is_success, is_success, "{} {about}", answer.status);
    let body = serde_json::from_str::<Value>(&answer.body).unwrap_or_default();
    if !is_success {
        assert!(ran.printed.contains(&answer.status.to_string()), "{about}");
        let message = body["message"].as_str().map(|message| Value::from(message).to_string());
        let message = message.as_deref().unwrap_or(answer.body.trim());
        assert!(ran.printed.contains(message), "{message} {about}");
    } else if body.is_null() {
        assert_eq!(ran.printed.trim(), answer.body.trim(), "{about}");
    } else if target == SnippetTarget::PythonClient && serde_json::from_str::<Value>(&ran.printed).is_err() {
        // The typed client prints its own objects.
        let id = body["results"][0]["id"].as_str().or(body["id"].as_str()).unwrap_or_default();
        assert!(ran.printed.contains(id), "{about}");
    } else {
        let printed = serde_json::from_str(&ran.printed).unwrap_or_else(|_| panic!("{about}"));
        assert_eq!(lasting(printed), lasting(body), "{about}");
    }
}

/// An answer without what differs from one time to the next.
fn lasting(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(members) => {
            let passing = [
                "updatedAt",
                "lastmodifieddate",
                "hs_lastmodifieddate",
                "correlationId",
                "startedAt",
                "completedAt",
            ];
            members.retain(|name, _| !passing.contains(&name.as_str()));
            members.values_mut().for_each(|value| *value = lasting(value.take()));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = lasting(item.take())),
        _ => {}
    }
    answer
}

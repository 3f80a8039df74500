//! Pasted text becomes a request or text that may be shown; a copied request is a command that runs.

use std::process::Command;

use portalscope_core::{CurlShell, NameValue, PastedIntoPath, PastedRequest, RequestDraft, SnippetTarget};

use crate::test_app::{TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const TOKEN: &str = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
/// All characters that a shell treats specially.
const TRICKY: &str = "it's \"100%\" $HOME `id` \\ ! & | < > ^ ü 😀";

fn request(fixture: &TestApp, text: &str) -> PastedRequest {
    match fixture.app.paste.read_path(text) {
        PastedIntoPath::Request { request } => request,
        other => panic!("{text} became {other:?}"),
    }
}

fn names(rows: &[NameValue]) -> Vec<(&str, &str)> {
    rows.iter().map(|row| (row.name.as_str(), row.value.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_becomes_a_request_without_its_secrets() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let known = &fixture.demo.info().client_secret;
    let text = format!(
        "curl -X POST 'https://api.hubapi.com{CONTACTS}?hapikey=8f2c1d7e-4b3a-4f6e-9d80-1c5a7e2b9f34&Refresh_Token=RT-123456&token=T-1&a=%20b' \\\n  -H 'Authorization: Bearer {TOKEN}' \
         -H 'Cookie: c=1' -H 'X-Trace: 1' -H 'accept: */*' -H 'content-type: application/json' \\\n  -d '{{\"x\":\"{known}\"}}'",
    );
    let read = request(&fixture, &text);
    assert_eq!((read.method.as_str(), read.path.as_str()), ("POST", CONTACTS));
    assert_eq!(names(&read.query), [("a", " b")]);
    assert_eq!((read.headers.len(), read.had_credential), (0, true));
    assert_eq!(read.skipped, ["X-Trace"]);
    assert_eq!(read.warnings, ["A secret in the body was replaced by its label."]);
    let body = read.body.unwrap();
    assert!(body.contains('«') && !body.contains(known), "{body}");
    let pasted = RequestDraft { query: read.query, ..draft("GET", &read.path, None) };
    let preview = fixture.app.console.preview(&connection.id, &pasted).await.unwrap();
    assert!(preview.problems.is_empty() && preview.url.ends_with("?a=%20b"), "{}", preview.url);
}

#[tokio::test(flavor = "multi_thread")]
async fn chromes_copies_keep_their_body_to_the_last_letter() {
    let fixture = TestApp::new().await;
    let body = "{\"properties\":{\"hs_note_body\":\"It's über 100% — \\\"so\\\"\"}}";
    let bash = format!("curl 'https://api.hubapi.com{CONTACTS}' --data-raw ${}", {
        let quoted = body.replace('\\', "\\\\").replace('\'', "\\'").replace('ü', "\\u00fc");
        format!("'{quoted}'")
    });
    let cmd_body: String = body
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .chars()
        .flat_map(|c| if "\\\"{}%—ü".contains(c) { vec!['^', c] } else { vec![c] })
        .collect();
    let cmd = format!("curl ^\"https://api.hubapi.com{CONTACTS}^\" ^\r\n  --data-raw ^\"{cmd_body}^\"");
    for text in [bash, cmd] {
        let read = request(&fixture, &text);
        assert_eq!((read.method.as_str(), read.body.as_deref()), ("POST", Some(body)), "{text}");
        assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn skipped_parts_are_reported_in_sentences() {
    let fixture = TestApp::new().await;
    let url = format!("https://api.hubapi.com{CONTACTS}");
    for (rest, told) in [
        ("-d @/home/me/new.json", "The body stands in a file (`new.json`), which is not read."),
        ("-F file=@a.png", "The form field `file` was not taken: the console sends no multipart forms."),
        ("-d \"{$ID}\"", "`$ID` stands where a shell would put a value in."),
        ("--nonsense", "The option `--nonsense` is not known and was not taken."),
        ("-u id:S-1234", "The credential of `--user` was left out: the connection's own token is sent."),
        ("-b sid=S-1234", "The credential of `--cookie` was left out: the connection's own token is sent."),
        (
            "--oauth2-bearer S-1234",
            "The credential of `--oauth2-bearer` was left out: the connection's own token is sent.",
        ),
        ("; curl https://api.hubapi.com/other", "Only the first command was taken."),
    ] {
        assert_eq!(request(&fixture, &format!("curl {url} {rest}")).warnings, [told]);
    }
    let hidden = request(&fixture, &format!("curl {url} --{TOKEN} -K {TOKEN}"));
    assert!(!format!("{hidden:?}").contains("89ab"), "{hidden:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_is_found_behind_whatever_stands_before_it_and_its_token_never_shown() {
    let fixture = TestApp::new().await;
    let command = format!("curl -H 'Authorization: Bearer {TOKEN}' https://api.hubapi.com{CONTACTS}");
    for before in ["$ ", "sudo ", "time ", "# list them\n", "> ", "TOKEN=x env "] {
        let read = request(&fixture, &format!("{before}{command}"));
        assert_eq!((read.path.as_str(), read.had_credential), (CONTACTS, true), "{before}");
        assert!(!format!("{read:?}").contains(TOKEN), "{before}");
    }
    let other = request(&fixture, "$ curl https://u:S-1234@example.com/crm");
    assert_eq!(other.path, "https://example.com/crm");
    let local = request(&fixture, &format!("curl -X DELETE http://localhost:3000{CONTACTS}/1"));
    assert_eq!(local.warnings, ["The address was localhost:3000. Here the call goes to the open portal."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_a_token_that_is_no_request_is_not_shown_whatever_its_form() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let known = fixture.demo.info().client_secret.clone();
    for text in [
        format!(
            "Invoke-RestMethod -Uri 'https://api.hubapi.com{CONTACTS}' -Headers @{{Authorization=\"Bearer {TOKEN}\"}}"
        ),
        format!(
            "import requests\nrequests.get('https://api.hubapi.com', headers={{'Authorization': 'Bearer {TOKEN}'}})"
        ),
        format!("curl 'https://api.hubapi.com{CONTACTS} -H 'Authorization: Bearer {TOKEN}'"),
        format!("curl -H 'Authorization: Bearer {TOKEN}'"),
        format!("my token is {TOKEN} and my secret {known}"),
        format!("{{\"client_secret\": \"{known}\"}}"),
    ] {
        let answer = fixture.app.paste.read_path(&text);
        let PastedIntoPath::Refused { message, .. } = &answer else { panic!("{text} became {answer:?}") };
        assert!(!message.contains("89ab") && !message.contains(&known), "{message}");
    }
    // The name of the path segment labels it, too.
    let is_label = |shown: &str| shown.ends_with('»') && !shown.contains(TOKEN) && !shown.contains(&known);
    for text in [TOKEN, &known] {
        for path in [text.to_owned(), format!("/oauth/v1/access-tokens/{text}")] {
            let PastedIntoPath::Path { text: read } = fixture.app.paste.read_path(&path) else {
                panic!("{path}")
            };
            assert!(read.is_redacted && is_label(&read.text), "{read:?}");
        }
        let field = fixture.app.paste.read_text(&format!("note: {text}")).unwrap();
        assert!(field.is_redacted && is_label(&field.text), "{field:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_and_a_documented_call_go_in_as_they_are() {
    let fixture = TestApp::new().await;
    for path in [CONTACTS, "crm/v3/objects/{objectType}", "contacts", "?limit=5"] {
        let PastedIntoPath::Path { text } = fixture.app.paste.read_path(&format!(" {path}\n")) else {
            panic!()
        };
        assert_eq!((text.text.as_str(), text.is_redacted), (path, false));
    }
    for text in [format!("PATCH {CONTACTS}?a=1"), format!("patch   https://api.hubapi.com{CONTACTS}?a=1")] {
        let read = request(&fixture, &text);
        assert_eq!((read.method.as_str(), read.path.as_str()), ("PATCH", CONTACTS));
        assert_eq!(names(&read.query), [("a", "1")]);
    }
    assert!(matches!(fixture.app.paste.read_path("two words"), PastedIntoPath::Refused { .. }));
    assert_eq!(fixture.app.paste.read_text("two\nwords").unwrap().text, "two\nwords");
}

/// Runs the copied command in each shell that is here, as its own argument and from a file, as people do both.
#[tokio::test(flavor = "multi_thread")]
async fn a_copied_command_runs_once_the_token_is_set() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_static(&fixture.demo.info().private_app_token).await;
    let properties = serde_json::json!({"properties": {"lastname": TRICKY, "firstname": "two\nlines"}});
    let body = serde_json::to_string_pretty(&properties).unwrap();
    let create = draft("POST", CONTACTS, Some(&body));
    let command =
        fixture.app.snippets.write(&connection.id, &create, SnippetTarget::CurlPosix).await.unwrap();
    assert!(command.contains("-H \"Authorization: Bearer $HUBSPOT_TOKEN\""), "{command}");
    assert!(!command.contains(&fixture.demo.info().private_app_token));
    for shell in ["sh", "bash"] {
        let created = run(shell, &command, &fixture.demo.info().private_app_token).await;
        assert_eq!(created["properties"]["lastname"], TRICKY, "{shell}: {created}");
        assert_eq!(created["properties"]["firstname"], "two\nlines");
    }
    let refused = run("sh", &command, "wrong-token").await;
    assert_eq!(refused["category"], "INVALID_AUTHENTICATION", "the token comes from the variable alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_with_the_secret_needs_no_variable() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let read = draft("GET", CONTACTS, None);
    let command =
        fixture.app.snippets.write_with_secret(&connection.id, &read, CurlShell::Posix).await.unwrap();
    let answer = run("sh", command.expose(), "").await;
    assert!(answer["results"].is_array(), "{answer}");
    let redacted = fixture.app.secrets.redacted(command.expose());
    assert!(redacted.contains("«access-token#1»"), "anywhere else it is redacted: {redacted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_windows_command_prompt_gets_its_own_quotes_and_no_more_than_it_takes() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let mut create =
        draft("POST", CONTACTS, Some(&format!("{{\"a\": {}}}", serde_json::Value::from(TRICKY))));
    let command = fixture.app.snippets.write(&connection.id, &create, SnippetTarget::CurlCmd).await.unwrap();
    assert!(command.contains("^\"Authorization: Bearer %HUBSPOT_TOKEN%^\""), "{command}");
    let again = request(&fixture, &command);
    assert_eq!((again.method.as_str(), again.path.as_str()), ("POST", CONTACTS));
    assert_eq!(again.body, create.body);
    create.body = Some(format!("\"{}\"", "x".repeat(9_000)));
    let refused =
        fixture.app.snippets.write(&connection.id, &create, SnippetTarget::CurlCmd).await.unwrap_err();
    assert_eq!(
        portalscope_core::CommandError::from(refused).code,
        portalscope_core::ErrorCode::TooMuchToCopy
    );
}

async fn run(shell: &str, command: &str, token: &str) -> serde_json::Value {
    let mut child = Command::new(shell);
    child.args(["-c", &format!("{command} --silent --max-time 60")]).env("HUBSPOT_TOKEN", token);
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    serde_json::from_str(&answer)
        .unwrap_or_else(|_| panic!("{answer}\n{}", String::from_utf8_lossy(&output.stderr)))
}

//! Pasted text becomes a request or text that may be shown; a copied request is a command that runs.

use std::process::Command;

use portalscope_core::{
    CurlShell, FindingSeverity, Import, ImportedRequest, NameValue, Pasted, RequestDraft, SnippetTarget,
};

use crate::test_app::{TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const TOKEN: &str = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
/// All characters that a shell treats specially.
const TRICKY: &str = "it's \"100%\" $HOME `id` \\ ! & | < > ^ ü 😀";

fn import(fixture: &TestApp, text: &str) -> Import {
    match fixture.app.importer.read(text) {
        Pasted::Requests { import } => import,
        other => panic!("{text} became {other:?}"),
    }
}

/// The only request of a text.
fn request(fixture: &TestApp, text: &str) -> ImportedRequest {
    let read = import(fixture, text);
    assert!(read.problems.is_empty() && read.requests.len() == 1, "{text} became {read:?}");
    read.requests.into_iter().next().unwrap()
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
    assert_eq!((read.draft.method.as_str(), read.draft.path.as_str()), ("POST", CONTACTS));
    assert_eq!(names(&read.draft.query), [("a", " b")]);
    assert_eq!((read.draft.headers.len(), read.had_credential), (0, true));
    assert_eq!(read.skipped, ["X-Trace"]);
    assert_eq!(read.warnings, ["A secret in the body was replaced by its label."]);
    let body = read.draft.body.clone().unwrap();
    assert!(body.contains('«') && !body.contains(known), "{body}");
    let pasted = RequestDraft { query: read.draft.query, ..draft("GET", &read.draft.path, None) };
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
        assert_eq!((read.draft.method.as_str(), read.draft.body.as_deref()), ("POST", Some(body)), "{text}");
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
        ("-d \"{$ID}\"", "`$ID` stands where its program would put a value in."),
        ("--nonsense", "The option `--nonsense` is not known and was not taken."),
        ("-u id:S-1234", "The user name and password were left out: the connection's own token is sent."),
    ] {
        assert_eq!(request(&fixture, &format!("curl {url} {rest}")).warnings, [told]);
    }
    for rest in ["-b sid=S-1234", "--oauth2-bearer S-1234"] {
        let read = request(&fixture, &format!("curl {url} {rest}"));
        assert!(read.had_credential && read.warnings.is_empty(), "{read:?}");
        assert!(!format!("{read:?}").contains("S-1234"), "{read:?}");
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
        assert_eq!((read.draft.path.as_str(), read.had_credential), (CONTACTS, true), "{before}");
        assert!(!format!("{read:?}").contains(TOKEN), "{before}");
    }
    let other = request(&fixture, "$ curl https://u:S-1234@example.com/crm");
    assert_eq!(other.draft.path, "https://example.com/crm");
    let local = request(&fixture, &format!("curl -X DELETE http://localhost:3000{CONTACTS}/1"));
    assert_eq!(local.warnings, ["The address was localhost:3000. Here the call goes to the open portal."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_with_a_token_that_is_no_request_is_not_shown_whatever_its_form() {
    let fixture = TestApp::new().await;
    fixture.connect().await;
    let known = fixture.demo.info().client_secret.clone();
    for text in [
        format!("curl -H 'Authorization: Bearer {TOKEN}'"),
        format!("my token is {TOKEN} and my secret {known}"),
        format!("{{\"client_secret\": \"{known}\"}}"),
    ] {
        let answer = fixture.app.importer.read(&text);
        let Pasted::Refused { message, .. } = &answer else { panic!("{text} became {answer:?}") };
        assert!(!message.contains("89ab") && !message.contains(&known), "{message}");
    }
    // The name of the path segment labels it, too.
    let is_label = |shown: &str| shown.ends_with('»') && !shown.contains(TOKEN) && !shown.contains(&known);
    for text in [TOKEN, &known] {
        for path in [text.to_owned(), format!("/oauth/v1/access-tokens/{text}")] {
            let Pasted::Path { text: read } = fixture.app.importer.read(&path) else { panic!("{path}") };
            assert!(read.is_redacted && is_label(&read.text), "{read:?}");
        }
        let field = fixture.app.importer.read_text(&format!("note: {text}")).unwrap();
        assert!(field.is_redacted && is_label(&field.text), "{field:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_and_a_documented_call_go_in_as_they_are() {
    let fixture = TestApp::new().await;
    for path in [CONTACTS, "crm/v3/objects/{objectType}", "contacts", "?limit=5"] {
        let Pasted::Path { text } = fixture.app.importer.read(&format!(" {path}\n")) else { panic!() };
        assert_eq!((text.text.as_str(), text.is_redacted), (path, false));
    }
    for text in [format!("PATCH {CONTACTS}?a=1"), format!("patch   https://api.hubapi.com{CONTACTS}?a=1")] {
        let read = request(&fixture, &text);
        assert_eq!((read.draft.method.as_str(), read.draft.path.as_str()), ("PATCH", CONTACTS));
        assert_eq!(names(&read.draft.query), [("a", "1")]);
    }
    assert!(matches!(fixture.app.importer.read("two words"), Pasted::Refused { .. }));
    assert_eq!(fixture.app.importer.read_text("two\nwords").unwrap().text, "two\nwords");
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
    assert_eq!((again.draft.method.as_str(), again.draft.path.as_str()), ("POST", CONTACTS));
    assert_eq!(again.draft.body, create.body);
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

#[tokio::test(flavor = "multi_thread")]
async fn code_in_any_language_becomes_the_request_that_it_sends() {
    let fixture = TestApp::new().await;
    for text in [
        format!(
            "Invoke-RestMethod -Uri 'https://api.hubapi.com{CONTACTS}?limit=3' -Headers @{{Authorization=\"Bearer {TOKEN}\"}}"
        ),
        format!(
            "import requests\nrequests.get('https://api.hubapi.com{CONTACTS}', params={{'limit': 3}}, headers={{'Authorization': 'Bearer {TOKEN}'}})"
        ),
        format!(
            "await fetch('https://api.hubapi.com{CONTACTS}?limit=3', {{ headers: {{ Authorization: 'Bearer {TOKEN}' }} }})"
        ),
        format!("GET {CONTACTS}?limit=3 HTTP/1.1\nHost: api.hubapi.com\nAuthorization: Bearer {TOKEN}\n"),
    ] {
        let read = request(&fixture, &text);
        assert_eq!((read.draft.method.as_str(), read.draft.path.as_str()), ("GET", CONTACTS), "{text}");
        assert_eq!(names(&read.draft.query), [("limit", "3")], "{text}");
        assert!(read.had_credential && !format!("{read:?}").contains(TOKEN), "{read:?}");
        assert!(read.findings.iter().all(|finding| finding.severity != FindingSeverity::Error), "{read:?}");
        assert_eq!(read.title.as_deref(), Some("List contacts"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_a_page_becomes_the_call_that_reads_it_in_the_portal_that_it_names() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let hub_id = connection.identity.hub_id.to_string();
    let read =
        import(&fixture, &format!("https://app.hubspot.com/contacts/{hub_id}/record/0-1/512?eschref=x"));
    assert_eq!(read.requests[0].draft.path, format!("{CONTACTS}/512"));
    let page = read.page.unwrap();
    assert_eq!((page.hub_id, page.connections), (Some(hub_id), vec![connection.id]));
    let other = import(&fixture, "https://app.hubspot.com/contacts/99/record/0-3/7").page.unwrap();
    assert_eq!((other.hub_id.as_deref(), other.connections.len()), (Some("99"), 0));
    let unknown = fixture.app.importer.read("https://app.hubspot.com/reports-dashboard/99/view/1");
    assert!(matches!(unknown, Pasted::Refused { .. }), "{unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_is_read_with_what_each_request_would_send_and_without_its_token() {
    let fixture = TestApp::new().await;
    let collection = serde_json::json!({
        "info": {"name": "Ours", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": TOKEN, "type": "string"}]},
        "item": [
            {"name": "Contacts", "request": {"method": "GET", "url": format!("https://api.hubapi.com{CONTACTS}?limit=2")}},
            {"name": "Upload", "request": {"method": "POST", "url": "https://api.hubapi.com/files/v3/files",
                "body": {"mode": "formdata", "formdata": [{"key": "file", "type": "file", "src": "a.png"}]}}},
        ],
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.json");
    std::fs::write(&file, collection.to_string()).unwrap();
    let Pasted::Requests { import } = fixture.app.importer.read_file(&file).unwrap() else { panic!() };
    let names: Vec<_> = import.requests.iter().map(|read| read.name.as_deref().unwrap()).collect();
    assert_eq!(
        (names.as_slice(), import.form.as_str()),
        (["Contacts", "Upload"].as_slice(), "a Postman collection")
    );
    assert!(import.requests[0].sent.starts_with(&format!("GET https://api.hubapi.com{CONTACTS}?limit=2\n")));
    assert!(import.requests[0].sent.contains("Authorization: Bearer «"), "{}", import.requests[0].sent);
    assert_eq!(
        import.requests[1].warnings,
        ["The form field `file` was not taken: the console sends no multipart forms."]
    );
    assert!(!format!("{import:?}").contains(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_in_place_of_a_name_is_nowhere_in_what_was_read_nor_in_the_preview() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let url = format!("https://api.hubapi.com{CONTACTS}");
    for text in [
        format!("curl '{url}' -H '{TOKEN}: 1'"),
        format!("curl '{url}?{TOKEN}=1&x=2'"),
        format!("curl -X POST '{url}' -H 'Content-Type: application/json' -d '{{\"{TOKEN}\": 1}}'"),
        format!("curl '{url}/{TOKEN}?{TOKEN}' -H 'X-{TOKEN}: {TOKEN}'"),
    ] {
        let read = fixture.app.importer.read(&text);
        assert!(!format!("{read:?}").contains(TOKEN), "{read:?}");
        let Pasted::Requests { import } = read else { panic!("{text}") };
        let preview = fixture.app.console.preview(&connection.id, &import.requests[0].draft).await.unwrap();
        assert!(!format!("{preview:?}").contains(TOKEN), "{preview:?}");
    }
    // A draft in which somebody typed one.
    let typed = RequestDraft {
        query: vec![NameValue { name: TOKEN.to_owned(), value: "1".to_owned(), enabled: true }],
        ..draft("GET", CONTACTS, None)
    };
    let preview = fixture.app.console.preview(&connection.id, &typed).await.unwrap();
    assert!(!format!("{:?}", preview.findings).contains(TOKEN), "{:?}", preview.findings);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_paste_is_said_and_a_draft_is_mended_with_one_press() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let read =
        request(&fixture, &format!("curl 'https://api.hubapi.com{CONTACTS}' -H 'Authorization: {TOKEN}'"));
    let wrong =
        read.findings.iter().find(|finding| finding.rule == "bearer-missing").expect("the rule speaks");
    assert_eq!((wrong.severity, wrong.mend.as_deref()), (FindingSeverity::Error, None));
    assert!(wrong.place.contains("line 1"), "{}", wrong.place);
    let searched =
        RequestDraft { query: vec![], ..draft("GET", "/crm/objects/2026-03/contacts/search", None) };
    let preview = fixture.app.console.preview(&connection.id, &searched).await.unwrap();
    let finding = preview.findings.iter().find(|finding| finding.mend.is_some()).expect("one press mends it");
    let mended = fixture.app.console.mend(&searched, finding).unwrap();
    assert_eq!((mended.method.as_str(), mended.path.as_str()), ("POST", searched.path.as_str()));
    let right = fixture.app.console.preview(&connection.id, &draft("GET", CONTACTS, None)).await.unwrap();
    // A version ends some day, and that is said then.
    let beside = right.findings.iter().filter(|finding| finding.rule != "endpoint-sunset");
    assert_eq!(beside.count(), 0, "{:?}", right.findings);
}

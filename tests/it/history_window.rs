//! The history as the window shows it: pages, groups, one entry, two side by side, and what is done with them.

use std::sync::Arc;

use portalscope_core::{
    BodyKind, Connection, Error, Event, HistoryCursor, HistoryEntryId, HistoryEntryKind, HistoryLookup,
    HistoryRow, PartName, ScopesSince, VerdictKind, WantedRole, WantedScope,
};

use crate::test_app::{ACME_EUROPE, TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const COMPANIES: &str = "/crm/objects/2026-03/companies";
const SANDBOX: &str = "48220319";

async fn send(app: &TestApp, to: &Connection, method: &str, path: &str, body: Option<&str>) -> u16 {
    app.app.console.send(&to.id, "r", &draft(method, path, body)).await.unwrap().status
}

fn rows(app: &TestApp, lookup: &HistoryLookup) -> Vec<HistoryRow> {
    app.app.history.flush();
    app.app.history.rows(lookup, None, 500).unwrap().rows
}

fn calls() -> HistoryLookup {
    HistoryLookup { kind: Some(HistoryEntryKind::Call), ..HistoryLookup::default() }
}

fn searched(text: &str) -> HistoryLookup {
    HistoryLookup { text: text.to_owned(), ..calls() }
}

fn paths(rows: &[HistoryRow]) -> Vec<&str> {
    rows.iter().map(|row| row.path.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_show_every_call_once_the_newest_first() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for number in 1..=7 {
        send(&fixture, &connection, "GET", &format!("{CONTACTS}/{number}"), None).await;
    }
    fixture.app.history.flush();
    let (mut seen, mut cursor): (Vec<String>, Option<HistoryCursor>) = (Vec::new(), None);
    loop {
        let page = fixture.app.history.rows(&calls(), cursor, 3).unwrap();
        assert!(page.rows.len() <= 3);
        seen.extend(page.rows.into_iter().map(|row| row.path));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=7).rev().map(|number| format!("{CONTACTS}/{number}")).collect::<Vec<_>>());
    let row = &rows(&fixture, &calls())[0];
    assert_eq!((row.title.as_deref(), row.portal.as_deref()), (Some("Read a contact"), Some("26041877")));
    assert_eq!(row.connection.as_ref(), Some(&connection.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_condition_finds_its_own_and_words_find_correlation_ids() {
    let fixture = TestApp::new().await;
    let (one, other) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    send(&fixture, &one, "GET", CONTACTS, None).await;
    send(&fixture, &one, "GET", &format!("{CONTACTS}/1999999999"), None).await;
    assert_eq!(
        send(&fixture, &other, "POST", COMPANIES, Some(r#"{"properties":{"name":"Ada"}}"#)).await,
        403
    );
    let found = |lookup: HistoryLookup| rows(&fixture, &lookup).len();
    assert_eq!(found(calls()), 3);
    assert_eq!(found(HistoryLookup { connection: Some(one.id.clone()), ..calls() }), 2);
    assert_eq!(found(HistoryLookup { method: Some("POST".to_owned()), ..calls() }), 1);
    assert_eq!(found(HistoryLookup { min_status: Some(400), max_status: Some(499), ..calls() }), 2);
    assert_eq!(found(HistoryLookup { min_status: Some(404), max_status: Some(404), ..calls() }), 1);
    assert_eq!(found(HistoryLookup { cause: Some("MISSING_SCOPES".to_owned()), ..calls() }), 1);
    assert_eq!(found(HistoryLookup { failures: true, ..calls() }), 2);
    assert_eq!(found(HistoryLookup { operation: Some(format!("{CONTACTS}/{{contactId}}")), ..calls() }), 1);
    assert_eq!(found(HistoryLookup { last_hours: Some(1), ..calls() }), 3);
    let newest = rows(&fixture, &calls()).remove(0);
    assert_eq!(found(HistoryLookup { until: Some(newest.sent_at), ..calls() }), 2);
    assert_eq!(found(HistoryLookup { since: Some(newest.sent_at), ..calls() }), 1);
    let id = newest.correlation_id.clone().unwrap();
    assert_eq!(rows(&fixture, &searched(&id)), [newest]);
    let tokens = HistoryLookup { kind: Some(HistoryEntryKind::TokenExchange), ..HistoryLookup::default() };
    assert_eq!(found(tokens), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_grouped_by_operation_and_failures_by_their_cause() {
    let fixture = TestApp::new().await;
    let (one, other) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    for number in 1..=3 {
        send(&fixture, &one, "GET", &format!("{CONTACTS}/199999999{number}"), None).await;
    }
    send(&fixture, &other, "GET", &format!("{CONTACTS}/1999999994"), None).await;
    send(&fixture, &one, "GET", CONTACTS, None).await;
    fixture.app.history.flush();
    let history = &fixture.app.history;
    let reading = format!("{CONTACTS}/{{contactId}}");
    let of = |connection: Option<&Connection>| {
        let groups = history.operations(connection.map(|one| &one.id)).unwrap();
        let one = groups.into_iter().find(|group| group.endpoint.path == reading).unwrap();
        (one.calls, one.failures, one.last_status)
    };
    assert_eq!((of(None), of(Some(&one))), ((4, 4, Some(404)), (3, 3, Some(404))));
    let groups = history.failure_groups(None).unwrap();
    let missing = groups.iter().find(|group| group.endpoint.path == reading).unwrap();
    assert_eq!((missing.cause.as_str(), missing.failures), ("OBJECT_NOT_FOUND", 4));
    assert!(missing.first_at < missing.last_at);
    let found = HistoryLookup { cause: Some(missing.cause.clone()), operation: Some(reading), ..calls() };
    assert_eq!(rows(&fixture, &found).len(), 4, "the group leads to its calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_of_the_last_week_come_with_the_end_of_their_support() {
    let fixture = TestApp::starting_at("2026-11-27T12:00:00Z").await;
    let connection = fixture.connect().await;
    for path in [CONTACTS, "/crm/v3/objects/contacts", "/crm/v3/objects/companies"] {
        send(&fixture, &connection, "GET", path, None).await;
    }
    fixture.app.history.flush();
    let versions = fixture.app.history.versions(Some(&connection.id)).unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|group| (group.version.as_str(), group.calls, group.sunset.as_ref().unwrap().date.as_str()))
        .collect();
    assert!(told.contains(&("2026-03", 1, "2027-09")) && told.contains(&("v3", 2, "2027-09")), "{told:?}");
    let of_v3 = versions.iter().find(|group| group.version == "v3").unwrap();
    assert!(of_v3.operations.iter().all(|one| one.successor.is_some() && !one.sunset_passed));
    fixture.clock.advance(jiff::SignedDuration::from_hours(9 * 24));
    assert!(fixture.app.history.versions(Some(&connection.id)).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_opens_as_the_console_showed_it_and_says_what_is_different_now() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let body = r#"{"properties":{"name":"Ada"}}"#;
    let sent =
        fixture.app.console.send(&connection.id, "r", &draft("POST", COMPANIES, Some(body))).await.unwrap();
    let row = rows(&fixture, &calls()).remove(0);
    let past = fixture.app.past_calls.open(&row.id).unwrap();
    let answer = past.answer.unwrap();
    assert_eq!(
        (answer.status, &answer.status_text, answer.size_bytes),
        (403, &sent.status_text, sent.size_bytes)
    );
    assert_eq!((&answer.explanation, &answer.headers), (&sent.explanation, &sent.headers));
    assert_eq!((answer.body.kind, answer.body.row_count), (BodyKind::Json, sent.body.row_count));
    let lines = |id| fixture.app.responses.text(id, 0, 100).unwrap().lines;
    assert_eq!(lines(&answer.id), lines(&sent.id));
    assert_eq!(lines(&past.request.id).concat().replace(' ', ""), body);
    assert!(past.request.url.ends_with(COMPANIES));
    assert!(past.request.headers.iter().any(|line| line.value.starts_with("Bearer «access-token#")));
    assert_eq!(past.verdict.before.as_ref().map(|verdict| verdict.kind), Some(VerdictKind::MissingScopes));
    assert_eq!(past.verdict.before, past.verdict.now);
    assert_eq!(past.verdict.scopes, Some(ScopesSince::Same));
    let again = fixture.app.past_calls.open(&row.id).unwrap().answer.unwrap();
    assert_eq!(again.id, answer.id, "what was folded stays folded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_not_kept_is_said_to_be_so() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, "GET", &format!("{CONTACTS}?limit=5"), None).await;
    let row = rows(&fixture, &calls()).remove(0);
    let answer = fixture.app.past_calls.open(&row.id).unwrap().answer.unwrap();
    assert_eq!(answer.body.kind, BodyKind::Empty);
    assert!(
        answer.size_bytes > 100 && answer.body.note.contains("not in the history"),
        "{}",
        answer.body.note
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_through_the_history_drops_no_answer_of_the_console() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let sent = fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", &format!("{CONTACTS}/1"), None))
        .await
        .unwrap();
    for number in 2..=30 {
        send(&fixture, &connection, "GET", &format!("{CONTACTS}/{number}"), None).await;
    }
    let last = fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", &format!("{CONTACTS}/1"), None))
        .await
        .unwrap();
    for row in rows(&fixture, &calls()) {
        fixture.app.past_calls.open(&row.id).unwrap();
    }
    assert!(fixture.app.responses.text(&last.id, 0, 1).is_ok());
    assert!(fixture.app.responses.text(&sent.id, 0, 1).is_err(), "only the console's own drop each other");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_an_answer_tells_why_in_the_words_of_then() {
    let mut fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let nothing = portalscope_demo_portal::DemoPortal::start(portalscope_demo_portal::DemoConfig::default());
    std::mem::replace(&mut fixture.demo, nothing.await.unwrap()).stop().await;
    fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap_err();
    let row = rows(&fixture, &calls()).remove(0);
    let past = fixture.app.past_calls.open(&row.id).unwrap();
    let failure = past.failure.unwrap();
    assert!(past.answer.is_none() && failure.code == "network_unreachable" && !failure.message.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_reopened_as_it_was_and_sent_again() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_account(SANDBOX).await;
    let mut request = draft(
        "POST",
        &format!("{CONTACTS}?note=a%26b&x=1+2"),
        Some(r#"{"properties":{"email":"new@example.com"}}"#),
    );
    let trace = portalscope_core::NameValue { name: "X-Trace".into(), value: "7".into(), enabled: true };
    request.headers.push(trace.clone());
    fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
    let first = rows(&fixture, &calls()).remove(0);
    let reopened = fixture.app.past_calls.draft(&first.id).unwrap();
    assert_eq!((reopened.name.as_deref(), &reopened.lacks), (Some("Create a contact"), &Vec::new()));
    assert!(reopened.writes);
    assert_eq!((&reopened.draft.body, &reopened.draft.headers), (&request.body, &vec![trace]));
    let pairs: Vec<_> = reopened.draft.query.iter().map(|row| (&*row.name, &*row.value)).collect();
    assert_eq!(pairs, [("note", "a&b"), ("x", "1 2")]);
    fixture.app.console.send(&connection.id, "r", &reopened.draft).await.unwrap();
    let second = rows(&fixture, &calls()).remove(0);
    let parts = fixture.app.past_calls.compare(&first.id, &second.id).unwrap().parts;
    for part in &parts[..3] {
        let is_same = part.differences == 0 || (part.name == PartName::Request && part.differences == 1);
        assert!(is_same, "only a space is written in another way: {part:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_call_that_writes_is_reopened_as_one() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_account(SANDBOX).await;
    let search = format!("{CONTACTS}/search");
    for (method, path, body, writes) in [
        ("GET", CONTACTS, None, false),
        ("POST", &search, Some("{}"), false),
        ("PATCH", "/crm/objects/2026-03/contacts/1", Some(r#"{"properties":{}}"#), true),
        ("GET", "/crm/objects/2026-03/contacts?_method=DELETE", None, true),
        ("POST", "/nothing/that/is/known", Some("{}"), true),
    ] {
        send(&fixture, &connection, method, path, body).await;
        let row = rows(&fixture, &calls()).remove(0);
        assert_eq!(fixture.app.past_calls.draft(&row.id).unwrap().writes, writes, "{method} {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scopes_that_were_added_and_removed_since_a_call_are_named() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, "GET", CONTACTS, None).await;
    let row = rows(&fixture, &calls()).remove(0);
    let wanted = |scope: &str, role| WantedScope { scope: scope.to_owned(), role };
    let others = [
        wanted("crm.objects.deals.read", None),
        wanted("crm.objects.contacts.write", Some(WantedRole::Skip)),
    ];
    let flow = fixture.app.connect.begin.again(&connection.id, &others).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
    let since = ScopesSince::Changed {
        added: vec!["crm.objects.deals.read".to_owned()],
        removed: vec!["crm.objects.contacts.write".to_owned()],
    };
    assert_eq!(fixture.app.past_calls.open(&row.id).unwrap().verdict.scopes, Some(since));
    send(&fixture, &connection, "GET", CONTACTS, None).await;
    let row = rows(&fixture, &calls()).remove(0);
    assert_eq!(fixture.app.past_calls.open(&row.id).unwrap().verdict.scopes, Some(ScopesSince::Same));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_reopened_request_lacks_is_said() {
    let fixture = TestApp::new().await;
    let (production, sandbox) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    fixture.app.connections.unlock_writing(&production.id, "26041877").unwrap();
    send(&fixture, &production, "POST", CONTACTS, Some(r#"{"properties":{"email":"a@example.com"}}"#)).await;
    let lacks = |fixture: &TestApp| {
        let row = rows(fixture, &calls()).remove(0);
        let reopened = fixture.app.past_calls.draft(&row.id).unwrap();
        (reopened.draft.body, reopened.lacks.concat())
    };
    let (body, said) = lacks(&fixture);
    assert!(body.is_none() && said.contains("not in the history"), "{said}");
    let long = format!(r#"{{"properties":{{"firstname":"{}"}}}}"#, "x".repeat(200_000));
    send(&fixture, &sandbox, "POST", CONTACTS, Some(&long)).await;
    let (body, said) = lacks(&fixture);
    assert!(body.is_none() && said.contains("only its first part"), "{said}");
    let curl = fixture.app.past_calls.curl(&rows(&fixture, &calls())[0].id).unwrap();
    assert!(
        curl.starts_with("# The body of") && !curl.contains("xxxx"),
        "it sends no part for the whole: {curl}"
    );
    let secret = fixture.demo.info().client_secret.clone();
    send(&fixture, &sandbox, "GET", &format!("{CONTACTS}?key={secret}"), None).await;
    let (_, said) = lacks(&fixture);
    assert!(said.contains("label stands where a secret was"), "{said}");
    let exchange = HistoryLookup { kind: Some(HistoryEntryKind::TokenExchange), ..HistoryLookup::default() };
    let refused = fixture.app.past_calls.draft(&rows(&fixture, &exchange)[0].id).unwrap_err();
    assert!(matches!(refused, Error::HistoryEntryNoCall), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_handed_out_is_whole_and_has_no_secret() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_account(SANDBOX).await;
    let secret = fixture.demo.info().client_secret.clone();
    let body = format!(r#"{{"properties":{{"email":"it's@example.com","note":"{secret}"}}}}"#);
    send(&fixture, &connection, "POST", &format!("{CONTACTS}?key={secret}"), Some(&body)).await;
    let row = rows(&fixture, &calls()).remove(0);
    let (curl, har) =
        (fixture.app.past_calls.curl(&row.id).unwrap(), fixture.app.past_calls.har(&row.id).unwrap());
    for text in [&curl, &har] {
        assert!(!text.contains(&secret) && text.contains("client-secret"), "{text}");
    }
    assert!(
        curl.contains("-X POST") && curl.contains("$HUBSPOT_TOKEN") && curl.contains("example.com"),
        "{curl}"
    );
    let har: serde_json::Value = serde_json::from_str(&har).unwrap();
    let entry = &har["log"]["entries"][0];
    assert_eq!((&entry["request"]["method"], &entry["_kind"]), (&"POST".into(), &"call".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_calls_are_compared_part_by_part() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_account(SANDBOX).await;
    send(&fixture, &connection, "GET", &format!("{CONTACTS}/1999999999"), None).await;
    send(&fixture, &connection, "GET", &format!("{CONTACTS}?limit=1"), None).await;
    let both = rows(&fixture, &calls());
    let comparison = fixture.app.past_calls.compare(&both[1].id, &both[0].id).unwrap();
    assert_eq!((&comparison.left, &comparison.right), (&both[1], &both[0]));
    let part = |name| comparison.parts.iter().find(|part| part.name == name).unwrap();
    let answer = &part(PartName::Answer).rows[0];
    assert_eq!((answer.left.as_deref(), answer.right.as_deref()), (Some("404"), Some("200")));
    let request = &part(PartName::Request).rows;
    assert_eq!(request[1].right.as_deref(), Some("  limit=1"));
    assert_eq!(request[1].left, None);
    assert!(part(PartName::RequestHeaders).rows.is_empty() && part(PartName::RequestBody).rows.is_empty());
    assert!(part(PartName::ResponseBody).differences > 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_searched_and_a_pin_is_a_condition() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    send(&fixture, &connection, "GET", &format!("{CONTACTS}/1"), None).await;
    send(&fixture, &connection, "GET", &format!("{CONTACTS}/2"), None).await;
    let id = rows(&fixture, &calls()).remove(1).id;
    fixture.app.history.set_note(&id, "  the one for support \n").unwrap();
    fixture.app.history.set_pinned(&id, true).unwrap();
    let found = rows(&fixture, &searched("for support"));
    assert_eq!((found[0].note.as_deref(), found[0].pinned), (Some("the one for support"), true));
    assert_eq!(rows(&fixture, &HistoryLookup { pinned: true, ..calls() }), found);
    fixture.app.history.set_note(&id, " ").unwrap();
    assert!(rows(&fixture, &searched("for support")).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_call_what_is_found_a_portals_and_all_are_deleted_and_no_more() {
    let fixture = TestApp::new().await;
    let (one, other) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    for number in 1..=4 {
        send(&fixture, &one, "GET", &format!("{CONTACTS}/199999999{number}"), None).await;
    }
    send(&fixture, &other, "GET", CONTACTS, None).await;
    let history = &fixture.app.history;
    let newest = rows(&fixture, &HistoryLookup { connection: Some(one.id.clone()), ..calls() }).remove(0);
    history.delete_entry(&newest.id).unwrap();
    let gone = history.delete_entry(&newest.id).unwrap_err();
    assert!(matches!(gone, Error::HistoryEntryGone), "{gone:?}");
    assert!(matches!(fixture.app.past_calls.open(&newest.id).unwrap_err(), Error::HistoryEntryGone));
    assert!(history.set_note(&HistoryEntryId::from("nothing"), "x").is_err());
    let found = searched("1999999992");
    assert_eq!(history.count(&found).unwrap().entries, 1);
    assert_eq!(Arc::clone(history).delete_found(found).await.unwrap(), 1);
    let left = [CONTACTS.to_owned(), format!("{CONTACTS}/1999999993"), format!("{CONTACTS}/1999999991")];
    assert_eq!(paths(&rows(&fixture, &calls())), left);
    let of_one = HistoryLookup { connection: Some(one.id.clone()), ..HistoryLookup::default() };
    let count = history.count(&of_one).unwrap();
    assert_eq!(Arc::clone(history).delete_found(of_one).await.unwrap(), u64::from(count.entries));
    assert_eq!(paths(&rows(&fixture, &calls())), [CONTACTS]);
    Arc::clone(history).delete_found(HistoryLookup::default()).await.unwrap();
    assert!(rows(&fixture, &HistoryLookup::default()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_is_told_when_a_call_is_in_the_history() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.app.history.flush();
    let mut events = fixture.app.events.subscribe();
    send(&fixture, &connection, "GET", CONTACTS, None).await;
    while !matches!(events.recv().await.unwrap(), Event::HistoryChanged) {}
}

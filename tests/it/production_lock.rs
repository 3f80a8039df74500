//! Production is read-only until it is unlocked, and again after a time without writes. Destructive calls are confirmed
//! one by one. A demo portal outside the app counts as production or not by its account.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use portalscope_core::{
    Clock, CommandError, Confirmation, ConfirmationReason, ConfirmationStep, Connection, ConnectionId,
    EnvironmentLabel, ErrorCode, Event, NameValue, ProblemPlace, SystemClock, WriteLock,
};

use crate::session::{self, UNLOCKED};
use crate::test_app::{ACME_EUROPE, TestApp, draft, open};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const BODY: &str = r#"{"properties":{"email":"new.person@example.com"}}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_write_waits_until_the_hub_id_is_typed_and_reads_do_not() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    fixture.app.connections.lock_writing(&id).unwrap();
    let write = draft("POST", CONTACTS, Some(BODY));
    let calls = fixture.demo.counters().api_calls;

    let preview = fixture.app.console.preview(&id, &write).await.unwrap();
    assert!(preview.problems.iter().any(|problem| problem.at == ProblemPlace::Lock));
    let refused = fixture.app.console.send(&id, "w", &write).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::WriteLocked);
    assert_eq!(fixture.demo.counters().api_calls, calls, "nothing was sent");
    let search = draft("POST", &format!("{CONTACTS}/search"), Some("{}"));
    for read in [draft("GET", CONTACTS, None), search] {
        assert_eq!(fixture.app.console.send(&id, "r", &read).await.unwrap().status, 200);
    }

    let mistyped = fixture.app.connections.unlock_writing(&id, "26041878").unwrap_err();
    assert_eq!(CommandError::from(mistyped).code, ErrorCode::PortalIdMismatch);
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Locked);
    let unlocked = fixture.app.connections.unlock_writing(&id, &format!(" {ACME_EUROPE} ")).unwrap();
    assert_eq!(unlocked.write_lock, WriteLock::Unlocked);
    assert_eq!(fixture.app.console.send(&id, "w", &write).await.unwrap().status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_portal_gets_nothing_that_it_may_read_as_a_write() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    fixture.app.connections.lock_writing(&id).unwrap();
    let calls = fixture.demo.counters().api_calls;
    for path in [
        "/crm/v3/objects/contacts%2Fbatch%2Farchive%3Fx%3D/search",
        "/crm/v3/objects/contacts%2Fbatch%2Farchive%23/search",
        "/crm/v3/objects/..;/search",
        "/crm/v3/objects/contacts//search",
        "/crm/v3/objects/contacts;/search",
        "/crm/v3/objects/contacts/search?_method=DELETE",
    ] {
        let post = draft("POST", path, Some("{}"));
        let refused = fixture.app.console.send(&id, "p", &post).await.map(|sent| sent.status);
        let refused = CommandError::from(refused.unwrap_err());
        assert_eq!(refused.code, ErrorCode::WriteLocked, "{path}");
        assert!(refused.message.contains("counts as a write"), "{path}: {}", refused.message);
        let preview = fixture.app.console.preview(&id, &post).await.unwrap();
        let lock = preview.problems.iter().find(|problem| problem.at == ProblemPlace::Lock).unwrap();
        assert!(lock.message.contains("counts as a write"), "{path}: {}", lock.message);
    }
    for name in ["X_HTTP_METHOD_OVERRIDE", "X-Original-Method", "X-Original-URL", "X-Rewrite-URL"] {
        let mut post = draft("POST", "/crm/v3/objects/contacts/search", Some("{}"));
        let value = "/crm/v3/objects/contacts/batch/archive".to_owned();
        post.headers.push(NameValue { name: name.to_owned(), value, enabled: true });
        let refused = fixture.app.console.send(&id, "h", &post).await.map(|sent| sent.status);
        assert_eq!(CommandError::from(refused.unwrap_err()).code, ErrorCode::RequestInvalid, "{name}");
    }
    assert_eq!(fixture.demo.counters().api_calls, calls, "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_outside_the_app_is_not_locked() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect_account("48220319").await;
    assert_eq!(connection.environment, EnvironmentLabel::Sandbox);
    assert_eq!(connection.write_lock, WriteLock::NotNeeded);
    let write = draft("POST", CONTACTS, Some(BODY));
    assert_eq!(fixture.app.console.send(&connection.id, "w", &write).await.unwrap().status, 201);
}

#[test]
fn unlocking_ends_with_the_session() {
    session::run(UNLOCKED, "production_lock::locked_again_after_a_restart");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn locked_again_after_a_restart() {
    let fixture = TestApp::with_keyring().await;
    let id = fixture.connect().await.id;
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Unlocked);
    let restarted = open(fixture.home.path(), Arc::new(SystemClock), false);
    assert_eq!(restarted.state().connections[0].write_lock, WriteLock::Locked);
    let refused = restarted.console.send(&id, "w", &draft("POST", CONTACTS, Some(BODY))).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::WriteLocked);
}

const THIRTY_MINUTES: Duration = Duration::from_mins(30);

fn hub_id(typed: &str) -> Confirmation {
    Confirmation::HubId { typed: typed.to_owned() }
}

/// Creates a contact and returns its path.
async fn new_contact(fixture: &TestApp, id: &ConnectionId) -> String {
    let body = r#"{"properties":{"lastname":"Short-lived"}}"#;
    let made = fixture.app.console.send(id, "c", &draft("POST", CONTACTS, Some(body))).await.unwrap();
    assert_eq!(made.status, 201);
    let rows = fixture.app.responses.rows(&made.id, 0, 100).unwrap().rows;
    let row = rows.into_iter().find(|row| row.key.as_deref() == Some("id")).unwrap();
    format!("{CONTACTS}/{}", row.text.trim_matches('"'))
}

#[tokio::test(flavor = "multi_thread")]
async fn in_production_each_destructive_call_needs_the_typed_hub_id() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let contact = new_contact(&fixture, &id).await;
    let delete = draft("DELETE", &contact, None);
    let required = fixture.app.console.preview(&id, &delete).await.unwrap().confirmation.unwrap();
    assert_eq!(
        (required.reason, required.step, &*required.act),
        (ConfirmationReason::Destructive, ConfirmationStep::HubId, "Archive in Acme Europe")
    );
    let calls = fixture.demo.counters().api_calls;
    let send = async |given: Confirmation| {
        let sent = fixture.app.console.send_confirmed(&id, "d", &delete, &given).await;
        sent.map(|sent| sent.status).map_err(|error| CommandError::from(error).code)
    };
    assert_eq!(send(Confirmation::None).await, Err(ErrorCode::NotConfirmed));
    assert_eq!(send(Confirmation::Given).await, Err(ErrorCode::NotConfirmed));
    assert_eq!(send(hub_id("48220319")).await, Err(ErrorCode::PortalIdMismatch));
    assert_eq!(fixture.demo.counters().api_calls, calls, "nothing was sent");
    assert_eq!(send(hub_id(ACME_EUROPE)).await, Ok(204));
    assert_eq!(send(Confirmation::None).await, Err(ErrorCode::NotConfirmed), "one by one");
    fixture.app.connections.lock_writing(&id).unwrap();
    assert_eq!(send(hub_id(ACME_EUROPE)).await, Err(ErrorCode::WriteLocked), "it does not unlock");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_sandbox_one_step_confirms_a_destructive_call() {
    let fixture = TestApp::new().await;
    let id = fixture.connect_account("48220319").await.id;
    let contact = new_contact(&fixture, &id).await;
    let number = contact.rsplit('/').next().unwrap();
    let body = format!(r#"{{"inputs":[{{"id":"{number}"}}]}}"#);
    let archive = draft("POST", &format!("{CONTACTS}/batch/archive"), Some(&body));
    let required = fixture.app.console.preview(&id, &archive).await.unwrap().confirmation.unwrap();
    assert_eq!(
        (required.step, &*required.act),
        (ConfirmationStep::OneStep, "Archive 1 record in Acme sandbox")
    );
    let refused = CommandError::from(fixture.app.console.send(&id, "a", &archive).await.unwrap_err());
    assert_eq!(refused.code, ErrorCode::NotConfirmed);
    assert!(refused.message.contains("Archive 1 record in Acme sandbox"), "{}", refused.message);
    let read = draft("GET", &contact, None);
    assert_eq!(fixture.app.console.send(&id, "r", &read).await.unwrap().status, 200, "it is still there");
    let sent = fixture.app.console.send_confirmed(&id, "a", &archive, &Confirmation::Given).await.unwrap();
    assert_eq!(sent.status, 204);
    assert_eq!(fixture.app.console.send(&id, "r", &read).await.unwrap().status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_without_any_property_is_created_only_when_that_was_confirmed() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let empty = draft("POST", CONTACTS, Some(r#"{"properties": {}}"#));
    let calls = fixture.demo.counters().api_calls;
    let required = fixture.app.console.preview(&id, &empty).await.unwrap().confirmation.unwrap();
    assert_eq!(required.sentence, "This creates a contact without any property in Acme Europe.");
    let refused = fixture.app.console.send(&id, "e", &empty).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::NotConfirmed);
    assert_eq!(fixture.demo.counters().api_calls, calls, "nothing was sent");
    let sent = fixture.app.console.send_confirmed(&id, "e", &empty, &Confirmation::Given).await.unwrap();
    assert_eq!(sent.status, 201);
}

async fn write(fixture: &TestApp, id: &ConnectionId) -> Result<u16, ErrorCode> {
    let body = r#"{"properties":{"lastname":"Written"}}"#;
    let sent = fixture.app.console.send(id, "w", &draft("POST", CONTACTS, Some(body))).await;
    sent.map(|sent| sent.status).map_err(|error| CommandError::from(error).code)
}

#[tokio::test(flavor = "multi_thread")]
async fn unlocking_ends_thirty_minutes_after_the_last_write_and_says_so() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let almost = Duration::from_mins(29);
    fixture.pass(almost);
    assert_eq!(write(&fixture, &id).await, Ok(201));
    fixture.pass(almost);
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Unlocked, "the write made it last longer");
    let until = fixture.connection(&id).unlocked_until.unwrap();
    let left = until.duration_since(fixture.clock.now());
    assert!(left > SignedDuration::ZERO && left <= SignedDuration::from_mins(1), "{left}");
    let read = draft("GET", CONTACTS, None);
    assert_eq!(fixture.app.console.send(&id, "r", &read).await.unwrap().status, 200);

    fixture.pass(Duration::from_mins(1));
    let locked = fixture.connection(&id);
    assert_eq!((locked.write_lock, locked.unlocked_until), (WriteLock::Locked, None));
    assert!(locked.locked_itself_at.is_some_and(|at| at <= fixture.clock.now()), "reading does not count");
    assert_eq!(write(&fixture, &id).await, Err(ErrorCode::WriteLocked));
    let preview = fixture.app.console.preview(&id, &draft("POST", CONTACTS, Some(BODY))).await.unwrap();
    let lock = preview.problems.iter().find(|problem| problem.at == ProblemPlace::Lock).unwrap();
    assert!(lock.message.contains("nothing was written for 30 minutes"), "{}", lock.message);

    let unlocked = fixture.app.connections.unlock_writing(&id, ACME_EUROPE).unwrap();
    assert_eq!((unlocked.write_lock, unlocked.locked_itself_at), (WriteLock::Unlocked, None));
    assert_eq!(write(&fixture, &id).await, Ok(201));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlock_ends_also_while_the_computer_sleeps_and_when_its_clock_is_set_back() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    fixture.clock.advance(SignedDuration::from_mins(31));
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Locked, "it slept");
    fixture.app.connections.unlock_writing(&id, ACME_EUROPE).unwrap();
    fixture.clock.advance(SignedDuration::from_mins(-120));
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Unlocked);
    fixture.clock.pass(THIRTY_MINUTES);
    assert_eq!(fixture.connection(&id).write_lock, WriteLock::Locked, "it was set back");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_sent_when_an_unlock_ends_and_when_a_write_extends_it() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let before = fixture.connection(&id).unlocked_until;
    let mut events = fixture.app.events.subscribe();
    let relocking = tokio::spawn(fixture.app.clone().connections.clone().lock_unused_writing());
    fixture.clock.pass(Duration::from_mins(10));
    assert_eq!(write(&fixture, &id).await, Ok(201));
    let longer = told(&mut events, |connection| connection.unlocked_until > before).await;
    assert_eq!(longer.write_lock, WriteLock::Unlocked);
    fixture.clock.pass(THIRTY_MINUTES);
    let locked = told(&mut events, |connection| connection.write_lock == WriteLock::Locked).await;
    assert!(locked.locked_itself_at.is_some() && locked.unlocked_until.is_none());
    fixture.app.connections.unlock_writing(&id, ACME_EUROPE).unwrap();
    fixture.clock.pass(THIRTY_MINUTES);
    told(&mut events, |connection| connection.write_lock == WriteLock::Unlocked).await;
    told(&mut events, |connection| connection.write_lock == WriteLock::Locked).await;
    relocking.abort();
}

/// The next event that matches; earlier ones are skipped.
async fn told(
    events: &mut tokio::sync::broadcast::Receiver<Event>,
    is_it: impl Fn(&Connection) -> bool,
) -> Connection {
    let told = async {
        loop {
            match events.recv().await.unwrap() {
                Event::ConnectionChanged(connection) if is_it(&connection) => return *connection,
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_mins(1), told).await.expect("the window is told")
}

//! The requests that are open in the console, from one start to the next.

#![cfg(target_os = "linux")]

use std::collections::HashMap;
use std::sync::Arc;

use portalscope_core::{AtServer, ItsHistory, KeptDraft, KeptDrafts, NameValue, RequestDraft, SystemClock};

use crate::session::{self, UNLOCKED};
use crate::test_app::{TestApp, draft, open};

/// Formed as the client secrets of apps are, of which the redaction knows the names but no value.
const SECRET: &str = "7c1f0a8e-5b3d-4c62-9e0f-2ad4b86c91f3";

fn kept(draft: RequestDraft) -> KeptDraft {
    KeptDraft { id: "one".to_owned(), name: Some("A contact".to_owned()), draft }
}

fn only(draft: RequestDraft) -> KeptDrafts {
    KeptDrafts { open: vec![kept(draft)], active: "one".to_owned() }
}

fn typed() -> RequestDraft {
    let row =
        |name: &str, value: &str| NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true };
    RequestDraft {
        path_values: HashMap::from([("contactId".to_owned(), "512".to_owned())]),
        query: vec![row("limit", "10"), row("after", SECRET)],
        headers: vec![row("X-Trace", "abc"), row("Authorization", "Bearer typed-by-hand-0123456789")],
        ..draft("PATCH", "/crm/objects/2026-03/contacts/{contactId}", Some("{\"properties\": {}}"))
    }
}

#[test]
fn open_requests_come_back_after_a_restart_without_secrets_and_go_with_their_connection() {
    session::run(UNLOCKED, "drafts::come_back");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn come_back() {
    let fixture = TestApp::with_keyring().await;
    let connection = fixture.connect().await;
    assert_eq!(fixture.app.drafts.keep(&connection.id, only(typed())).unwrap(), []);
    let again = open(fixture.home.path(), Arc::new(SystemClock), false);
    let drafts = again.drafts.kept().unwrap().remove(&connection.id).unwrap();
    let mut expected = typed();
    let header = &drafts.open[0].draft.headers[1].value;
    assert!(!header.contains("typed-by-hand"), "{header}");
    expected.headers[1].value.clone_from(header);
    assert_eq!(drafts, only(expected));
    // It becomes known as a secret.
    fixture.stage(SECRET);
    let drafts = fixture.app.drafts.kept().unwrap().remove(&connection.id).unwrap();
    assert!(drafts.open[0].draft.query[1].value.contains("client-secret#"), "{drafts:?}");
    let long = draft("POST", "/", Some(&"x".repeat(600_000)));
    let open = vec![kept(long), KeptDraft { id: "two".to_owned(), ..kept(typed()) }];
    let left_out =
        fixture.app.drafts.keep(&connection.id, KeptDrafts { open, active: "two".to_owned() }).unwrap();
    assert_eq!(left_out.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["one"]);
    assert!(left_out[0].reason.starts_with("It has 601 kB. "), "{left_out:?}");
    let drafts = fixture.app.drafts.kept().unwrap().remove(&connection.id).unwrap();
    assert_eq!(drafts.open.len(), 1, "what is too large is not kept");
    let many = |number: u32| KeptDraft { id: number.to_string(), ..kept(draft("GET", "/", None)) };
    let open = (1..=101).map(many).collect();
    let left_out =
        fixture.app.drafts.keep(&connection.id, KeptDrafts { open, active: "1".to_owned() }).unwrap();
    assert_eq!(left_out.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["101"]);
    assert!(left_out[0].reason.contains("the first 100"), "{left_out:?}");
    let disconnector = &fixture.app.connect.disconnector;
    disconnector.disconnect(&connection.id, AtServer::Leave, ItsHistory::Keep).await.unwrap();
    let file = rusqlite::Connection::open(fixture.home.path().join("portalscope.db")).unwrap();
    assert_eq!(file.query_row("SELECT count(*) FROM draft", [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn open_requests_of_a_connection_in_memory_are_in_no_file() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let large = draft("POST", "/", Some(&"x".repeat(600_000)));
    assert_eq!(fixture.app.drafts.keep(&connection.id, only(large)).unwrap(), [], "by choice none are kept");
    assert!(fixture.app.drafts.kept().unwrap().is_empty());
}

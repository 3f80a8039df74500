//! A secret that becomes known after a call has shown it: it is taken out of what was kept before.

use std::path::Path;

use portalscope_core::{HistoryFilter, HistoryQuery, Portalscope};

use crate::test_app::{TestApp, draft, until};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
/// Formed as the client secrets of apps are, of which the redaction knows the names but no value.
const SECRET: &str = "7c1f0a8e-5b3d-4c62-9e0f-2ad4b86c91f3";

/// Whether a call that was kept has the text.
fn is_found(app: &Portalscope, connection: &str, text: &str) -> bool {
    let filter = HistoryFilter { connection: Some(connection.to_owned()), ..HistoryFilter::default() };
    let query = HistoryQuery { text: text.to_owned(), filter, limit: 9, ..HistoryQuery::default() };
    !app.history.search(&query).unwrap().entries.is_empty()
}

async fn show_the_secret(fixture: &TestApp, connection: &portalscope_core::ConnectionId) {
    let body = format!(r#"{{"properties":{{"email":"ada@example.com","firstname":"{SECRET}"}}}}"#);
    for request in [
        draft("POST", CONTACTS, Some(&body)),
        draft("GET", &format!("{CONTACTS}?limit=1&after={SECRET}"), None),
    ] {
        fixture.app.console.send(connection, "r", &request).await.unwrap();
    }
    fixture.app.history.flush();
    assert!(is_found(&fixture.app, connection.as_str(), SECRET), "nothing tells that it is a secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_pasted_later_is_taken_out_of_a_history_in_memory() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    show_the_secret(&fixture, &connection.id).await;
    fixture.stage(SECRET);
    until("it is taken out", || !is_found(&fixture.app, connection.id.as_str(), SECRET)).await;
    assert!(is_found(&fixture.app, connection.id.as_str(), "client-secret#"), "a label stands for it");
}

fn is_in_a_file(folder: &Path, text: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == text)
    })
}

#[cfg(target_os = "linux")]
mod on_disk {
    use std::sync::Arc;

    use portalscope_core::SystemClock;

    use super::*;
    use crate::session::{self, UNLOCKED};
    use crate::test_app::open;

    #[test]
    fn a_value_that_becomes_a_connections_secret_is_in_no_file_afterwards() {
        session::run(UNLOCKED, "late_secrets::on_disk::becomes_a_secret");
    }

    #[test]
    fn a_redaction_that_a_process_left_goes_on_in_the_next_one() {
        session::run(UNLOCKED, "late_secrets::on_disk::goes_on");
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn becomes_a_secret() {
        let fixture = TestApp::with_keyring().await;
        // Of a sandbox the bodies of calls that worked are kept, too.
        let connection = fixture.connect_account("48220319").await;
        show_the_secret(&fixture, &connection.id).await;
        assert!(is_in_a_file(fixture.home.path(), SECRET.as_bytes()));
        let app = portalscope_core::AppDraft {
            client_secret: Some(fixture.stage(SECRET)),
            client_id: "another-app".to_owned().into(),
            ..fixture.app_draft("Another")
        };
        fixture.app.oauth_apps.save(None, app).await.unwrap();
        until("no file has it", || !is_in_a_file(fixture.home.path(), SECRET.as_bytes())).await;
        until("no body has it", || !is_found(&fixture.app, connection.id.as_str(), SECRET)).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn goes_on() {
        let fixture = TestApp::with_keyring().await;
        let connection = fixture.connect_account("48220319").await;
        show_the_secret(&fixture, &connection.id).await;
        // What a process leaves that is killed as soon as it has begun: nothing is done yet, and the secret is stored.
        let file = rusqlite::Connection::open(fixture.home.path().join("history.db")).unwrap();
        file.execute("INSERT INTO progress VALUES ('redact:left', 9999)", []).unwrap();
        let again = open(fixture.home.path(), Arc::new(SystemClock), false);
        again.stage_secret(&portalscope_core::PastedSecret::new(SECRET.to_owned())).unwrap();
        again.register_stored_secrets().await;
        let left = || {
            file.query_row("SELECT count(*) FROM progress WHERE job LIKE 'redact:%'", [], |row| {
                row.get::<_, i64>(0)
            })
            .unwrap()
        };
        until("nothing is left to do", || left() == 0).await;
        assert!(!is_found(&again, connection.id.as_str(), SECRET));
    }
}

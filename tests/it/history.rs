//! The history: what is kept of a call, for how long, and what is never in it.

use std::sync::Arc;

use portalscope_core::{
    AtServer, Connection, ConnectionId, HistoryFilter, HistoryKind, HistoryQuery, HistorySummary, ItsHistory,
    Portalscope, StoredEntry, StoredTarget, SystemClock, Who,
};
use portalscope_demo_portal::DemoPortal;

use crate::test_app::{TestApp, draft, open};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const SANDBOX: &str = "48220319";

/// The calls of a connection, the newest first.
fn calls(app: &Portalscope, connection: &ConnectionId) -> Vec<HistorySummary> {
    of_kind(app, connection, HistoryKind::Call)
}

fn of_kind(app: &Portalscope, connection: &ConnectionId, kind: HistoryKind) -> Vec<HistorySummary> {
    let connection = Some(connection.as_str().to_owned());
    let filter = HistoryFilter { connection, kind: Some(kind), ..HistoryFilter::default() };
    app.history.flush();
    app.history.search(&HistoryQuery { filter, limit: 100, ..HistoryQuery::default() }).unwrap().entries
}

fn newest(app: &Portalscope, connection: &Connection) -> StoredEntry {
    let id = calls(app, &connection.id)[0].id;
    app.history.entry(Some(&connection.id), id).unwrap().unwrap()
}

fn value<'a>(headers: &'a [portalscope_core::HistoryHeader], name: &str) -> &'a str {
    &headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).unwrap().value
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_is_kept_whole_with_labels_for_its_secrets() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let secret = fixture.demo.info().client_secret.clone();
    let body = format!(r#"{{"properties":{{"name":"Ada","note":"{secret}"}}}}"#);
    let request =
        draft("POST", &format!("/crm/objects/2026-03/companies?source=test&key={secret}"), Some(&body));
    let sent = fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
    assert_eq!(sent.status, 403);
    let kept = newest(&fixture.app, &connection);
    let summary = &kept.summary;
    assert_eq!((summary.method.as_str(), summary.status, summary.who), ("POST", Some(403), Who::Window));
    assert_eq!(
        (summary.path.as_str(), summary.operation.as_str()),
        ("/crm/objects/2026-03/companies", "/crm/objects/2026-03/companies")
    );
    assert_eq!((summary.version.as_deref(), summary.portal), (Some("2026-03"), Some(26_041_877)));
    assert!(summary.query.starts_with("source=test&key=\u{ab}client-secret"), "{}", summary.query);
    assert_eq!((summary.started_at, summary.duration_ms), (sent.sent_at.as_millisecond(), sent.duration_ms));
    assert_eq!(
        (summary.correlation_id.as_ref(), summary.cause.as_deref()),
        (sent.correlation_id.as_ref(), Some("MISSING_SCOPES"))
    );
    let label = kept.token.as_deref().unwrap();
    assert!(label.starts_with("\u{ab}access-token#"), "{label}");
    assert_eq!(value(&kept.request_headers, "Authorization"), format!("Bearer {label}"));
    assert_eq!(value(&kept.request_headers, "Content-Type"), "application/json");
    let request_body = kept.request_body.unwrap();
    assert!(
        request_body.text.contains("Ada") && !request_body.text.contains(&secret),
        "{}",
        request_body.text
    );
    assert_eq!((request_body.size, request_body.is_cut), (body.len() as u64, false));
    assert!(value(&kept.response_headers, "content-type").starts_with("application/json"));
    let answer = kept.response_body.unwrap();
    assert!(
        answer.text.contains("MISSING_SCOPES") && answer.size == u64::from(sent.size_bytes),
        "{answer:?}"
    );
    assert!(kept.verdict.unwrap().contains("missing_scopes"));
    assert!(kept.explanation.unwrap().contains(&sent.explanation.unwrap().title));
    assert!(kept.rate_limit.unwrap().contains("\"interval_ms\":10000"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_worked_are_kept_of_a_sandbox_and_not_of_production_and_long_ones_in_part() {
    let fixture = TestApp::new().await;
    let (production, sandbox) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    let request = draft("GET", &format!("{CONTACTS}?limit=100"), None);
    for connection in [&production, &sandbox] {
        let sent = fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
        assert!(sent.status == 200 && sent.size_bytes > 10_000, "{}", sent.size_bytes);
    }
    let (of_production, of_sandbox) = (newest(&fixture.app, &production), newest(&fixture.app, &sandbox));
    assert_eq!((of_production.summary.status, of_production.response_body), (Some(200), None));
    assert!(of_production.summary.response_bytes > 10_000, "its size is kept");
    let body = of_sandbox.response_body.unwrap();
    assert!(body.text.contains("\"results\"") && !body.is_cut);
    let long = "x".repeat(200_000);
    let body = format!(r#"{{"properties":{{"firstname":"{long}"}}}}"#);
    fixture.app.console.send(&sandbox.id, "r", &draft("POST", CONTACTS, Some(&body))).await.unwrap();
    let kept = newest(&fixture.app, &sandbox).request_body.unwrap();
    assert_eq!((kept.text.len(), kept.size, kept.is_cut), (64 * 1024, body.len() as u64, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_without_an_answer_and_one_that_was_sent_twice_are_kept() {
    let mut fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    let again = newest(&fixture.app, &connection);
    assert_eq!((again.summary.status, again.retries), (Some(200), 1));
    let nothing = DemoPortal::start(portalscope_demo_portal::DemoConfig::default()).await.unwrap();
    std::mem::replace(&mut fixture.demo, nothing).stop().await;
    fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap_err();
    let failed = newest(&fixture.app, &connection);
    assert_eq!((failed.summary.status, failed.summary.error.as_deref()), (None, Some("network_unreachable")));
    assert!(failed.explanation.unwrap().contains("message"));
    let before = calls(&fixture.app, &connection.id).len();
    fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", "//elsewhere.example", None))
        .await
        .unwrap_err();
    assert_eq!(calls(&fixture.app, &connection.id).len(), before, "what is never sent is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_was_cancelled_on_its_way_is_kept_as_such() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("hanging", true).unwrap();
    let before = fixture.demo.counters().api_calls;
    let (app, id) = (fixture.app.clone(), connection.id.clone());
    let body = r#"{"properties":{"email":"new.person@example.com"}}"#;
    let sending =
        tokio::spawn(
            async move { app.console.send(&id, "mine", &draft("POST", CONTACTS, Some(body))).await },
        );
    fixture.until_asked(|counters| counters.api_calls, before).await;
    fixture.app.console.cancel("mine");
    sending.await.unwrap().unwrap_err();
    let kept = newest(&fixture.app, &connection);
    assert_eq!((kept.summary.status, kept.request_body.unwrap().text.as_str()), (None, body));
    assert!(kept.summary.error.unwrap().starts_with("cancelled"));
}

#[tokio::test(flavor = "multi_thread")]
async fn exchange_introspection_and_refresh_are_kept_with_labels_for_their_secrets() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    let form = |kind| {
        let found = of_kind(&fixture.app, &connection.id, kind);
        let kept = fixture.app.history.entry(Some(&connection.id), found[0].id).unwrap().unwrap();
        assert_eq!((kept.summary.method.as_str(), kept.summary.status), ("POST", Some(200)), "{kept:?}");
        assert_eq!(value(&kept.request_headers, "content-type"), "application/x-www-form-urlencoded");
        assert!(value(&kept.response_headers, "content-type").starts_with("application/json"));
        (kept.request_body.unwrap().text, kept.response_body.unwrap().text)
    };
    let (sent, answer) = form(HistoryKind::TokenExchange);
    let names: Vec<_> = sent.split('&').map(|field| field.split('=').next().unwrap()).collect();
    assert_eq!(names, ["client_id", "client_secret", "grant_type", "code", "redirect_uri", "code_verifier"]);
    assert!(sent.contains("grant_type=authorization_code&code=\u{ab}code"), "{sent}");
    assert!(
        answer.contains(r#""access_token":"«access-token#"#) && answer.contains("«refresh-token#"),
        "{answer}"
    );
    let (sent, answer) = form(HistoryKind::Refresh);
    assert!(
        sent.contains("client_secret=«client-secret") && sent.contains("refresh_token=«refresh-token#"),
        "{sent}"
    );
    assert!(answer.contains("«access-token#") && answer.contains("expires_in"), "{answer}");
    let (sent, answer) = form(HistoryKind::Introspection);
    assert!(sent.contains("token=«access-token#") && answer.contains("\"active\":true"), "{sent} {answer}");
    assert!(
        fixture.app.history.called_endpoints(&connection.id).unwrap().is_empty(),
        "none of them is a call"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_is_refused_is_kept_with_the_servers_answer() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("revoked_app", true).unwrap();
    fixture.app.tokens.refresh(&connection.id).await.unwrap_err();
    let refused = &of_kind(&fixture.app, &connection.id, HistoryKind::Refresh)[0];
    assert!(refused.status.unwrap() >= 400, "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_connection_in_memory_sends_is_in_no_file_and_goes_with_it() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let request = draft("GET", &format!("{CONTACTS}/98765432109"), None);
    fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
    assert!(calls(&fixture.app, &connection.id)[0].path.ends_with("98765432109"));
    assert_in_no_file(&fixture, b"98765432109");
    // Another process opens and closes the same folder.
    drop(open(fixture.home.path(), Arc::new(SystemClock), false));
    assert_eq!(calls(&fixture.app, &connection.id).len(), 1);
    fixture
        .app
        .connect
        .disconnector
        .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
        .await
        .unwrap();
    assert!(calls(&fixture.app, &connection.id).is_empty());
}

fn assert_in_no_file(fixture: &TestApp, text: &[u8]) {
    for entry in std::fs::read_dir(fixture.home.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(!bytes.windows(text.len()).any(|part| part == text), "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_the_embedded_demo_goes_when_the_demo_is_forgotten() {
    let fixture = TestApp::new().await;
    let key = fixture.embedded_keys().await.service_key;
    let request = portalscope_core::TokenConnect { secret: fixture.stage(&key), expected_portal: None };
    let embedded = fixture.app.connect.static_tokens.connect(request).await.unwrap();
    let outside = fixture.connect().await;
    for connection in [&embedded, &outside] {
        fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    }
    assert_eq!(calls(&fixture.app, &embedded.id).len(), 1);
    fixture.app.storage.deletion.delete(StoredTarget::DemoPortal).await.unwrap();
    assert!(calls(&fixture.app, &embedded.id).is_empty());
    assert_eq!(calls(&fixture.app, &outside.id).len(), 1);
}

#[cfg(target_os = "linux")]
mod on_disk {
    use super::*;
    use crate::session::{self, UNLOCKED};

    #[test]
    fn the_history_outlives_a_restart_and_goes_with_its_connection() {
        session::run(UNLOCKED, "history::on_disk::outlives_a_restart");
    }

    #[test]
    fn a_damaged_history_is_set_aside_and_deleted_with_everything_else() {
        session::run(UNLOCKED, "history::on_disk::is_damaged");
    }

    #[test]
    fn a_history_of_a_newer_version_is_left_as_it_is_until_everything_is_deleted() {
        session::run(UNLOCKED, "history::on_disk::is_newer");
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn outlives_a_restart() {
        let fixture = TestApp::with_keyring().await;
        let (one, other) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
        for connection in [&one, &other] {
            let request = draft("GET", &format!("{CONTACTS}/98765432109"), None);
            fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
        }
        fixture.app.history.flush();
        let again = open(fixture.home.path(), fixture.clock.clone(), false);
        let kept = newest(&again, &one);
        assert_eq!((kept.summary.status, kept.summary.connection.as_str()), (Some(404), one.id.as_str()));
        let search = HistoryQuery { text: "98765432109".to_owned(), limit: 9, ..HistoryQuery::default() };
        assert_eq!(again.history.search(&search).unwrap().entries.len(), 2, "of all portals");
        let places = again.storage.reporter.report().await.unwrap().places;
        let place = places.iter().find(|place| format!("{:?}", place.kind) == "History").unwrap();
        assert!(place.bytes > 0.0 && place.holds[0].count >= 2, "{place:?}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode =
                std::fs::metadata(fixture.home.path().join("history.db")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        for connection in [&one, &other] {
            again
                .connect
                .disconnector
                .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
                .await
                .unwrap();
        }
        assert!(again.history.search(&search).unwrap().entries.is_empty());
        assert_in_no_file(&fixture, b"98765432109");
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn is_damaged() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(
            home.path().join("history.db"),
            "not a database, but long enough to be looked at".repeat(99),
        )
        .unwrap();
        let app = open(home.path(), Arc::new(SystemClock), true);
        let aside = home.path().join("history.broken-1.db");
        assert!(aside.exists());
        assert!(
            app.history
                .search(&HistoryQuery { limit: 1, ..HistoryQuery::default() })
                .unwrap()
                .entries
                .is_empty()
        );
        delete_everything(&app).await;
        assert!(!aside.exists() && home.path().join("history.db").exists());
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn is_newer() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("history.db");
        rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = std::fs::read(&file).unwrap();
        let app = open(home.path(), Arc::new(SystemClock), true);
        let refused = app.history.search(&HistoryQuery::default()).unwrap_err();
        assert!(matches!(refused, portalscope_core::Error::HistoryNotKept), "{refused:?}");
        assert_eq!(std::fs::read(&file).unwrap(), before);
        delete_everything(&app).await;
        assert!(!file.exists());
    }

    async fn delete_everything(app: &Portalscope) {
        let typed = portalscope_core::DELETE_EVERYTHING.to_owned();
        app.storage.deletion.delete(StoredTarget::Everything { typed }).await.unwrap();
    }
}

//! What of the history is kept, how much and for how long, as a person sets it; and what a disconnect leaves of it.

use portalscope_core::{
    AtServer, Connection, HistoryBounds, HistoryFilter, HistoryKind, HistoryOwner, HistoryQuery, ItsHistory,
    KeptBodies, PortalHistory, Portalscope, StoredEntry,
};

use crate::browser::{consent, get};
use crate::test_app::{ACME_EUROPE, TestApp, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";
const SANDBOX: &str = "48220319";

async fn call(fixture: &TestApp, connection: &Connection, path: &str) {
    fixture.app.console.send(&connection.id, "r", &draft("GET", path, None)).await.unwrap();
}

/// The entries of a kind, the newest first. No connection: of those that led to none.
fn entries(app: &Portalscope, connection: Option<&Connection>, kind: HistoryKind) -> Vec<StoredEntry> {
    app.history.flush();
    let id = connection.map(|connection| connection.id.clone());
    let of = Some(id.as_ref().map_or_else(String::new, |id| id.as_str().to_owned()));
    let filter = HistoryFilter { connection: of, kind: Some(kind), ..HistoryFilter::default() };
    let query = HistoryQuery { filter, limit: 100, ..HistoryQuery::default() };
    let found = app.history.search(&query).unwrap().entries;
    found.iter().map(|one| app.history.entry(id.as_ref(), one.id).unwrap().unwrap()).collect()
}

fn portal_of(app: &Portalscope, connection: &Connection) -> Option<PortalHistory> {
    let portals = app.history.extent().unwrap().portals;
    portals.into_iter().find(|portal| portal.connection == connection.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn which_bodies_are_kept_is_chosen_for_each_portal() {
    let fixture = TestApp::new().await;
    let (production, sandbox) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
    let bodies = |connection| portal_of(&fixture.app, connection).map(|of| (of.bodies, of.chosen)).unwrap();
    assert_eq!(bodies(&production), (Some(KeptBodies::Failures), false), "of real people's data the least");
    assert_eq!(bodies(&sandbox), (Some(KeptBodies::All), false));
    let choose = |connection: &Connection, bodies| {
        fixture.app.history.set_kept_bodies(&connection.id, bodies).unwrap();
    };
    choose(&production, Some(KeptBodies::All));
    choose(&sandbox, Some(KeptBodies::None));
    let kept = async |connection| {
        call(&fixture, connection, CONTACTS).await;
        call(&fixture, connection, "/crm/objects/2026-03/nothing").await;
        let calls = entries(&fixture.app, Some(connection), HistoryKind::Call);
        assert_eq!((calls[1].summary.status, calls[0].summary.status.unwrap() >= 400), (Some(200), true));
        [calls[1].response_body.is_some(), calls[0].response_body.is_some()]
    };
    assert_eq!(kept(&production).await, [true, true]);
    assert_eq!(kept(&sandbox).await, [false, false]);
    choose(&sandbox, Some(KeptBodies::Failures));
    assert_eq!(kept(&sandbox).await, [false, true]);
    choose(&sandbox, None);
    assert_eq!(kept(&sandbox).await, [true, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_kept_with_its_outcome_and_with_labels_for_its_secrets() {
    let fixture = TestApp::new().await;
    let flow = fixture.begin(fixture.form()).await;
    get(&consent(&flow.authorize_url, ACME_EUROPE, "cancel").await).await;
    fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    let flow = fixture.begin(fixture.form()).await;
    fixture.app.connect.flows.cancel(&flow.id).unwrap();
    fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    let connection = fixture.connect().await;
    let [kept] = &entries(&fixture.app, Some(&connection), HistoryKind::Consent)[..] else { panic!() };
    let summary = &kept.summary;
    assert_eq!((summary.status, summary.error.as_ref(), summary.cause.as_ref()), (Some(302), None, None));
    assert!(summary.path.ends_with("/oauth/authorize"), "{}", summary.path);
    for name in ["client_id=", "redirect_uri=", "scope=", "optional_scope=", "code_challenge="] {
        assert!(summary.query.contains(name), "{name} {}", summary.query);
    }
    assert!(
        kept.redirects[0].contains("code=") && kept.redirects[0].contains("«code%23"),
        "{:?}",
        kept.redirects
    );
    assert!(kept.scopes.is_some() && kept.scopes == fixture.app.history.scopes_of(&connection.id));
    assert_eq!(portal_of(&fixture.app, &connection).unwrap().entries, 3, "with exchange and introspection");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_refusal_of_a_token_is_an_entry_of_its_own_beside_the_call_that_was_sent_again() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    call(&fixture, &connection, CONTACTS).await;
    let [again, refused] = &entries(&fixture.app, Some(&connection), HistoryKind::Call)[..] else { panic!() };
    assert_eq!((again.summary.status, again.retries), (Some(200), 1));
    assert_eq!((refused.summary.status, refused.retries), (Some(401), 0));
    assert_eq!(refused.summary.cause.as_deref(), Some("EXPIRED_AUTHENTICATION"));
    assert!(!refused.response_headers.is_empty() && refused.response_body.is_some());
    assert!(refused.summary.correlation_id.is_some());
    assert_ne!(refused.token, again.token, "each has the label of its token");
    assert!(again.scopes.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn bounds_that_make_no_sense_are_refused_and_others_are_in_force() {
    let fixture = TestApp::new().await;
    let bounds = HistoryBounds { max_days: 7, max_megabytes: 50 };
    fixture.app.history.set_bounds(bounds).unwrap();
    fixture.app.history.set_bounds(HistoryBounds { max_days: 0, ..bounds }).unwrap_err();
    assert_eq!(fixture.app.history.extent().unwrap().bounds, bounds);
}

#[cfg(target_os = "linux")]
mod on_disk {
    use std::sync::Arc;
    use std::time::Duration;

    use portalscope_core::{StoredTarget, SystemClock};

    use super::*;
    use crate::session::{self, UNLOCKED};
    use crate::test_app::{open, until};

    #[test]
    fn the_history_of_a_disconnected_portal_is_kept_under_its_name_until_it_is_deleted() {
        session::run(UNLOCKED, "history_keeping::on_disk::outlives_its_connection");
    }

    #[test]
    fn the_entries_of_a_connection_move_with_it_from_memory_to_the_file() {
        session::run(UNLOCKED, "history_keeping::on_disk::moves_to_the_file");
    }

    #[test]
    fn what_was_set_outlives_a_restart_and_entries_beyond_the_age_go() {
        session::run(UNLOCKED, "history_keeping::on_disk::outlives_a_restart");
    }

    #[test]
    fn a_damaged_history_is_told_until_it_is_put_away() {
        session::run(UNLOCKED, "history_keeping::on_disk::is_told");
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn outlives_its_connection() {
        let fixture = TestApp::with_keyring().await;
        let (kept, deleted) = (fixture.connect().await, fixture.connect_account(SANDBOX).await);
        for connection in [&kept, &deleted] {
            call(&fixture, connection, CONTACTS).await;
        }
        let disconnector = &fixture.app.connect.disconnector;
        disconnector.disconnect(&kept.id, AtServer::Revoke, ItsHistory::Keep).await.unwrap();
        disconnector.disconnect(&deleted.id, AtServer::Leave, ItsHistory::Delete).await.unwrap();
        assert!(portal_of(&fixture.app, &deleted).is_none());
        let again = open(fixture.home.path(), Arc::new(SystemClock), false);
        let left = portal_of(&again, &kept).unwrap();
        assert_eq!(
            (left.owner, left.name.as_str()),
            (HistoryOwner::Removed, kept.identity.portal_name.as_str())
        );
        assert_eq!((left.hub_id.as_ref(), left.bodies), (Some(&kept.identity.hub_id), None));
        assert!(left.bytes > 0.0 && left.entries >= 5 && left.oldest_at.is_some(), "{left:?}");
        assert_eq!(entries(&again, Some(&kept), HistoryKind::Call).len(), 1);
        assert_eq!(entries(&again, Some(&kept), HistoryKind::Revocation).len(), 1);
        again.storage.deletion.delete(StoredTarget::RemovedHistory).await.unwrap();
        assert!(portal_of(&again, &kept).is_none());
        let file = std::fs::read(fixture.home.path().join("portalscope.db")).unwrap();
        let name = kept.identity.portal_name.as_bytes();
        let settings = || rusqlite::Connection::open(fixture.home.path().join("portalscope.db")).unwrap();
        let history: String = settings()
            .query_row("SELECT value FROM setting WHERE name = 'history'", [], |row| row.get(0))
            .unwrap();
        assert!(!file.is_empty() && !history.as_bytes().windows(name.len()).any(|part| part == name));
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn moves_to_the_file() {
        let fixture = TestApp::with_keyring().await;
        fixture.app.storage.keyring.use_session();
        let connection = fixture.connect().await;
        assert!(connection.session_only);
        fixture.app.history.set_kept_bodies(&connection.id, Some(KeptBodies::All)).unwrap();
        call(&fixture, &connection, &format!("{CONTACTS}?limit=1")).await;
        call(&fixture, &connection, &format!("{CONTACTS}?limit=2")).await;
        let calls = |app: &Portalscope| entries(app, Some(&connection), HistoryKind::Call);
        let before = calls(&fixture.app);
        fixture.app.storage.keyring.retry().await;
        fixture.app.storage.keyring.move_to_keyring(&connection.id).await.unwrap();
        let again = open(fixture.home.path(), Arc::new(SystemClock), false);
        let after = calls(&again);
        let shown = |entry: &StoredEntry| {
            (
                entry.summary.query.clone(),
                entry.summary.started_at,
                entry.response_body.clone(),
                entry.token.clone(),
            )
        };
        assert_eq!(after.iter().map(shown).collect::<Vec<_>>(), before.iter().map(shown).collect::<Vec<_>>());
        let portal = portal_of(&again, &connection).unwrap();
        assert_eq!((portal.bodies, portal.chosen), (Some(KeptBodies::All), true));
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn outlives_a_restart() {
        let fixture = TestApp::with_keyring().await;
        let connection = fixture.connect().await;
        call(&fixture, &connection, CONTACTS).await;
        let bounds = HistoryBounds { max_days: 2, max_megabytes: 50 };
        fixture.app.history.set_bounds(bounds).unwrap();
        fixture.app.history.set_kept_bodies(&connection.id, Some(KeptBodies::None)).unwrap();
        fixture.app.history.flush();
        fixture.clock.pass(Duration::from_hours(24 * 3));
        let again = open(fixture.home.path(), fixture.clock.clone(), false);
        assert_eq!(again.history.extent().unwrap().bounds, bounds);
        assert_eq!(portal_of(&again, &connection).unwrap().bodies, Some(KeptBodies::None));
        until("what is too old is gone", || again.history.extent().unwrap().entries == 0).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    #[ignore = "runs inside the session that the test above makes"]
    async fn is_told() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(
            home.path().join("history.db"),
            "not a database, but long enough to be looked at".repeat(99),
        )
        .unwrap();
        let app = open(home.path(), Arc::new(SystemClock), true);
        let notice = app.state().history_notice.expect("a window that starts is told");
        assert!(
            notice.message.contains("damaged") && notice.hint.contains("history.broken-1.db"),
            "{notice:?}"
        );
        assert!(!notice.is_losing);
        app.history.put_notice_away();
        assert_eq!(app.state().history_notice, None);
    }
}

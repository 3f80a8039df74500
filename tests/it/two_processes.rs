//! The window and the command line on one data folder and one keyring: two cores that share nothing in memory.

use std::sync::Arc;
use std::time::Duration;

use portalscope_core::{
    AppDraft, AtServer, CommandError, ConnectionId, ConnectionState, DELETE_EVERYTHING, ErrorCode, Event,
    ItsConnections, ItsHistory, Portalscope, StoredTarget,
};

use crate::session::{self, UNLOCKED};
use crate::test_app::{TestApp, draft, open, until};

#[test]
fn two_processes_make_one_refresh_and_see_what_the_other_changed() {
    session::run(UNLOCKED, "two_processes::share");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn share() {
    let fixture = TestApp::with_keyring().await;
    fixture.demo.set_scenario("unlimited", true).unwrap();
    let other = open(fixture.home.path(), fixture.clock.clone(), false);
    let follower = tokio::spawn(other.sync.clone().follow());

    let connection = fixture.connect().await;
    let id = &connection.id;
    until("the other sees the new connection", || !other.state().connections.is_empty()).await;
    expect_good_call(&other, id).await;

    fixture.pass(Duration::from_mins(31));
    call_from_both(&fixture.app, &other, id).await;
    assert_eq!(fixture.demo.counters().refreshes, 1, "60 calls of two processes on an expired token");

    fixture.demo.expire_access_tokens();
    call_from_both(&fixture.app, &other, id).await;
    assert_eq!(fixture.demo.counters().refreshes, 2, "60 refused calls of two processes");

    fixture.demo.set_scenario("revoked_app", true).unwrap();
    other.tokens.refresh(id).await.unwrap_err();
    let is_refused = || matches!(fixture.connection(id).state, ConnectionState::NeedsAttention { .. });
    let following = tokio::spawn(fixture.app.sync.clone().follow());
    until("the error of the other is seen", is_refused).await;
    fixture.demo.set_scenario("revoked_app", false).unwrap();

    let mut events = fixture.app.events.subscribe();
    other.connect.disconnector.disconnect(id, AtServer::Leave, ItsHistory::Delete).await.unwrap();
    until("the connection is gone here too", || fixture.app.state().connections.is_empty()).await;
    let told = async {
        while !matches!(events.recv().await.unwrap(), Event::ConnectionRemoved(gone) if gone == *id) {}
    };
    tokio::time::timeout(Duration::from_mins(1), told).await.expect("the window is told");
    assert_eq!(std::fs::read_dir(fixture.home.path().join("locks")).unwrap().count(), 0);
    follower.abort();
    following.abort();
}

#[test]
fn of_two_concurrent_edits_of_an_app_the_second_is_refused() {
    session::run(UNLOCKED, "two_processes::change_an_app");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn change_an_app() {
    let fixture = TestApp::with_keyring().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let other = open(fixture.home.path(), fixture.clock.clone(), false);
    let read = |version: &str| AppDraft {
        version: Some(version.to_owned()),
        client_secret: None,
        ..fixture.app_draft("Mine")
    };
    let first = AppDraft { name: "Of the other".to_owned(), ..read(&app.version) };
    let first = other.oauth_apps.save(Some(&app.id), first).await.unwrap();
    assert_ne!(first.version, app.version);

    let refused = fixture.app.oauth_apps.save(Some(&app.id), read(&app.version)).await.unwrap_err();
    let told = CommandError::from(refused);
    assert_eq!(told.code, ErrorCode::AppChanged);
    assert!(told.message.contains("nothing was saved") && told.hint.contains("Save again"), "{told:?}");
    let seen = fixture.app.oauth_apps.list().remove(0);
    assert_eq!(
        (seen.name.as_str(), &seen.version),
        ("Of the other", &first.version),
        "and sees what it is now"
    );

    // After the warning, saving again overwrites the other change.
    let again = AppDraft { version: None, ..read("") };
    assert_eq!(fixture.app.oauth_apps.save(Some(&app.id), again).await.unwrap().name, "Mine");
    let second = fixture.app.oauth_apps.list().remove(0);
    let kept = fixture.app.oauth_apps.save(Some(&app.id), read(&second.version)).await.unwrap();
    assert!(kept.has_secret, "it was asked for once");

    other.connect.disconnector.delete_app(&app.id, ItsConnections::Keep, ItsHistory::Delete).await.unwrap();
    let gone = fixture.app.oauth_apps.save(Some(&app.id), read(&kept.version)).await.unwrap_err();
    assert_eq!(CommandError::from(gone).code, ErrorCode::AppNotFound);
}

#[test]
fn deleting_everything_waits_for_a_refresh_of_another_process() {
    session::run(UNLOCKED, "two_processes::delete");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs inside the session that the test above makes"]
async fn delete() {
    let fixture = TestApp::with_slow_keyring(Duration::from_millis(800)).await;
    let connection = fixture.connect().await;
    let other = open(fixture.home.path(), fixture.clock.clone(), false);
    fixture.pass(Duration::from_mins(31));
    let (app, id) = (Arc::clone(&fixture.app), connection.id.clone());
    let refresh = tokio::spawn(async move { app.tokens.refresh(&id).await });
    fixture.until_refreshing(&connection.id).await;
    let everything = StoredTarget::Everything { typed: DELETE_EVERYTHING.to_owned() };
    other.storage.deletion.delete(everything).await.unwrap();
    refresh.await.unwrap().unwrap();
    assert!(
        other.storage.reporter.report().await.unwrap().owners.is_empty(),
        "no token was stored afterwards"
    );
    assert_eq!(std::fs::read_dir(fixture.home.path().join("locks")).unwrap().count(), 0);
}

async fn call_from_both(one: &Arc<Portalscope>, other: &Arc<Portalscope>, id: &ConnectionId) {
    let calls = (0..60).map(|number| {
        let app = Arc::clone(if number % 2 == 0 { one } else { other });
        let id = id.to_owned();
        tokio::spawn(async move { expect_good_call(&app, &id).await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
}

async fn expect_good_call(app: &Arc<Portalscope>, id: &ConnectionId) {
    let request = draft("GET", "/crm/objects/2026-03/contacts", None);
    let name = format!("{:?}", std::time::Instant::now());
    assert_eq!(app.console.send(id, &name, &request).await.unwrap().status, 200);
}

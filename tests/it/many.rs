//! A thousand connections open at once, without any request or secret being read for them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portalscope_core::{DailyUsage, SystemClock, TokenConnect, seed_connections};

use crate::test_app::{TestApp, draft, open};

#[test]
fn a_thousand_connections_are_there_at_once_without_keyring_or_network() {
    let home = tempfile::tempdir().unwrap();
    seed_connections(home.path(), 1_000).unwrap();
    let started = Instant::now();
    // The secrets are looked up in memory, where there are none: reading one would put its connection into an error
    // state.
    let app = open(home.path(), Arc::new(SystemClock), true);
    let state = app.state();
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    assert_eq!(state.connections.len(), 1_000);
    let untouched = |connection: &portalscope_core::Connection| {
        connection.state == portalscope_core::ConnectionState::Good
            && connection.token.as_ref().is_none_or(|token| token.next_refresh_at.is_none())
    };
    assert!(state.connections.iter().all(untouched), "none is to be refreshed by itself");
}

#[test]
fn when_a_connection_was_last_used_is_known_after_a_restart() {
    let home = tempfile::tempdir().unwrap();
    seed_connections(home.path(), 3).unwrap();
    let app = open(home.path(), Arc::new(SystemClock), false);
    let id = app.state().connections[1].id.clone();
    app.connections.set_active(Some(id.clone())).unwrap();
    drop(app);
    let again = open(home.path(), Arc::new(SystemClock), false).state();
    let used = |connection: &portalscope_core::Connection| connection.last_used_at.is_some();
    let used: Vec<_> =
        again.connections.iter().filter(|connection| used(connection)).map(|c| &c.id).collect();
    assert_eq!(used, [&id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_that_shows_limits_is_a_point_and_oauth_has_no_daily_count() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let before = fixture.app.limits.points(&connection.id, 0).unwrap();
    for number in 0..3 {
        let request = draft("GET", "/crm/objects/2026-03/contacts", None);
        let sent = fixture.app.console.send(&connection.id, &format!("r{number}"), &request).await;
        assert_eq!(sent.unwrap().status, 200);
    }
    let more = fixture.app.limits.points(&connection.id, before.next).unwrap();
    assert_eq!(more.points.len(), 3);
    let left: Vec<_> = more.points.iter().map(|point| point.remaining.unwrap()).collect();
    assert!(left.is_sorted_by(|before, after| before > after), "{left:?}");
    assert_eq!(more.points[0].max, Some(110));
    assert!(fixture.app.limits.points(&connection.id, more.next).unwrap().points.is_empty());
    assert_eq!(fixture.app.limits.daily(&connection.id).await.unwrap(), DailyUsage::NoneForOauth);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_key_gets_the_daily_usage() {
    let fixture = TestApp::new().await;
    let secret = fixture.stage(&fixture.embedded_keys().await.service_key);
    let request = TokenConnect { secret, expected_portal: None };
    let connection = fixture.app.connect.static_tokens.connect(request).await.unwrap();
    let daily = fixture.app.limits.daily(&connection.id).await.unwrap();
    let DailyUsage::Counted { used, limit, collected_at, failure, .. } = daily else { panic!("{daily:?}") };
    assert_eq!(limit, Some(650_000.0));
    assert!(used.unwrap() >= 0.0 && collected_at.is_some() && failure.is_none());
}

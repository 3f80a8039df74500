//! Refreshing: ahead of expiry, shared by all callers, and its failures.

use jiff::SignedDuration;
use portalscope_core::{
    AtServer, CommandError, ConnectionId, ConnectionState, ErrorCode, ItsHistory, RefreshOutcome,
    RenewalOutcome, SentRequest,
};
use std::time::{Duration, Instant};

use crate::test_app::{TestApp, draft, until};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";

/// 200 concurrent calls; returns how each ended.
async fn two_hundred_calls(fixture: &TestApp, id: &ConnectionId) -> Vec<Result<SentRequest, CommandError>> {
    let calls = (0..200).map(|number| {
        let (app, id) = (fixture.app.clone(), id.to_owned());
        let request = draft("GET", CONTACTS, None);
        tokio::spawn(async move { app.console.send(&id, &number.to_string(), &request).await })
    });
    let mut ended = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        ended.push(call.await.unwrap().map_err(CommandError::from));
    }
    ended
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_on_an_expired_token_make_exactly_one_refresh() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("unlimited", true).unwrap();
    fixture.pass(Duration::from_mins(31));
    for sent in two_hundred_calls(&fixture, &connection.id).await {
        assert_eq!(sent.unwrap().status, 200);
    }
    let counters = fixture.demo.counters();
    assert_eq!((counters.refreshes, counters.api_calls), (1, 201), "one more asked whose portal it is");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_refused_calls_make_exactly_one_refresh_and_are_sent_again() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("unlimited", true).unwrap();
    fixture.demo.expire_access_tokens();
    for sent in two_hundred_calls(&fixture, &connection.id).await {
        assert_eq!(sent.unwrap().status, 200);
    }
    assert_eq!(fixture.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_while_the_token_endpoint_is_down_ask_it_once() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("token_server_error", true).unwrap();
    fixture.pass(Duration::from_mins(31));
    let (before, started) = (fixture.demo.counters().token_calls, Instant::now());
    for sent in two_hundred_calls(&fixture, &connection.id).await {
        assert_eq!(sent.unwrap_err().code, ErrorCode::ServerError);
    }
    // If they take longer than the delay between two attempts, another attempt is due.
    let due = 1 + started.elapsed().as_secs() / 5;
    let asked = fixture.demo.counters().token_calls - before;
    assert!((1..=due).contains(&asked), "{asked} times in {:?}", started.elapsed());
    let kept = fixture.connection(&connection.id).state;
    assert!(matches!(kept, ConnectionState::Unreachable { .. }), "{kept:?}");

    fixture.demo.set_scenario("token_server_error", false).unwrap();
    fixture.pass(Duration::from_secs(6));
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!((sent.status, fixture.connection(&connection.id).state), (200, ConnectionState::Good));
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_respected_by_every_caller() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("token_rate_limited", true).unwrap();
    let before = fixture.demo.counters().token_calls;
    for _ in 0..3 {
        let error = CommandError::from(fixture.app.tokens.refresh(&connection.id).await.unwrap_err());
        assert_eq!(error.code, ErrorCode::ServerError);
        assert!(error.message.contains("60 seconds"), "{}", error.message);
    }
    assert_eq!(fixture.demo.counters().token_calls - before, 1);
    fixture.demo.set_scenario("token_rate_limited", false).unwrap();
    fixture.pass(Duration::from_secs(61));
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    assert_eq!(fixture.connection(&connection.id).state, ConnectionState::Good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_read_is_sent_twice_and_says_so() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    let calls = fixture.demo.counters().api_calls;
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!(sent.status, 200);
    let renewal = sent.renewal.unwrap();
    assert_eq!(renewal.outcome, RenewalOutcome::SentAgain);
    assert!(renewal.message.starts_with("Sent twice"));
    let counters = fixture.demo.counters();
    assert_eq!((counters.refreshes, counters.api_calls - calls), (1, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_write_is_not_sent_again_but_its_token_is_renewed() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    let write = draft("POST", CONTACTS, Some(r#"{"properties":{"email":"once@example.com"}}"#));
    let calls = fixture.demo.counters().api_calls;
    let sent = fixture.app.console.send(&connection.id, "r", &write).await.unwrap();
    assert_eq!((sent.status, sent.renewal.unwrap().outcome), (401, RenewalOutcome::NotSentAgain));
    assert_eq!(fixture.demo.counters().api_calls - calls, 1);
    let sent = fixture.app.console.send(&connection.id, "r", &write).await.unwrap();
    assert_eq!((sent.status, sent.renewal), (201, None));
    assert_eq!(fixture.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_refuses_every_token_is_not_asked_for_one_with_each_call() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("expired_token", true).unwrap();
    let request = draft("GET", CONTACTS, None);
    let sent = fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
    assert_eq!((sent.status, sent.renewal.unwrap().outcome), (401, RenewalOutcome::RefusedAgain));
    for _ in 0..5 {
        let sent = fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
        assert_eq!((sent.status, sent.renewal), (401, None));
    }
    assert_eq!(fixture.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_is_refused_whatever_the_token_costs_one_refresh_a_minute() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("expired_token", true).unwrap();
    let write = draft("POST", CONTACTS, Some(r#"{"properties":{"email":"once@example.com"}}"#));
    for minute in 1..=2 {
        for click in 1..=5 {
            let sent = fixture.app.console.send(&connection.id, "r", &write).await.unwrap();
            let renewal = sent.renewal.map(|renewal| renewal.outcome);
            let expected = (click == 1).then_some(RenewalOutcome::NotSentAgain);
            assert_eq!((sent.status, renewal), (401, expected), "click {click}");
        }
        assert_eq!(fixture.demo.counters().refreshes, minute);
        fixture.pass(Duration::from_secs(61));
    }
    // Once a token was accepted again, its refusal is new.
    fixture.demo.set_scenario("expired_token", false).unwrap();
    for _ in 0..2 {
        fixture.demo.expire_access_tokens();
        let sent =
            fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
        assert_eq!((sent.status, sent.renewal.unwrap().outcome), (200, RenewalOutcome::SentAgain));
    }
    assert_eq!(fixture.demo.counters().refreshes, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_static_token_needs_attention_and_nothing_is_sent_twice() {
    let fixture = TestApp::new().await;
    let key = fixture.demo.info().service_key.clone();
    let connection = fixture.connect_static(&key).await;
    fixture.demo.set_scenario("invalid_key", true).unwrap();
    let calls = fixture.demo.counters().api_calls;
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!((sent.status, sent.renewal), (401, None));
    assert_eq!(fixture.demo.counters().api_calls - calls, 1);
    let kept = fixture.connection(&connection.id).state;
    assert!(
        matches!(&kept, ConnectionState::NeedsAttention { error } if error.code == ErrorCode::TokenRefused)
    );
    fixture.demo.set_scenario("invalid_key", false).unwrap();
    fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!(fixture.connection(&connection.id).state, ConnectionState::Good);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_and_misconfigured_are_distinguished() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for (scenario, code, word) in [
        ("revoked_app", ErrorCode::ConnectionRevoked, "removed from the portal"),
        ("client_secret_rotated", ErrorCode::ClientSecretRefused, "client secret"),
    ] {
        fixture.demo.set_scenario(scenario, true).unwrap();
        fixture.app.tokens.refresh(&connection.id).await.unwrap_err();
        let ConnectionState::NeedsAttention { error } = fixture.connection(&connection.id).state else {
            panic!("{scenario} needs a person");
        };
        assert_eq!(error.code, code);
        assert!(error.message.contains(word), "{}", error.message);
        fixture.demo.set_scenario(scenario, false).unwrap();
    }
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    assert_eq!(fixture.connection(&connection.id).state, ConnectionState::Good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_near_its_end_is_renewed_before_it_is_used() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.advance_time(Duration::from_mins(26));
    fixture.clock.advance(SignedDuration::from_mins(26));
    let sent = fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", "/crm/objects/2026-03/contacts", None))
        .await;
    assert_eq!(sent.unwrap().status, 200);
    assert_eq!(fixture.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_app_needs_attention_and_says_why() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("revoked_app", true).unwrap();
    let error = CommandError::from(fixture.app.tokens.refresh(&connection.id).await.unwrap_err());
    assert_eq!(error.code, ErrorCode::ConnectionRevoked);
    let kept = fixture.connection(&connection.id).state;
    assert!(
        matches!(&kept, ConnectionState::NeedsAttention { error } if error.code == ErrorCode::ConnectionRevoked)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_present_token_goes_on_and_recovers_by_itself() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("token_server_error", true).unwrap();
    fixture.demo.advance_time(Duration::from_mins(26));
    fixture.clock.advance(SignedDuration::from_mins(26));
    let request = draft("GET", "/crm/objects/2026-03/contacts", None);
    let sent = fixture.app.console.send(&connection.id, "one", &request).await.unwrap();
    assert_eq!(sent.status, 200, "the token still lives for four minutes");
    let token = fixture.connection(&connection.id).token.unwrap();
    assert_eq!(token.last_refresh.unwrap().outcome, RefreshOutcome::Failed);

    fixture.demo.set_scenario("token_server_error", false).unwrap();
    fixture.clock.pass(Duration::from_secs(6));
    fixture.app.console.send(&connection.id, "two", &request).await.unwrap();
    let recovered = fixture.connection(&connection.id);
    assert_eq!(recovered.state, ConnectionState::Good);
    assert_eq!(recovered.token.unwrap().last_refresh.unwrap().outcome, RefreshOutcome::Worked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_is_unreachable_and_the_connection_stays() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let TestApp { app, demo, .. } = fixture;
    demo.stop().await;
    // The first attempt may still use a connection that the server closed.
    app.tokens.refresh(&connection.id).await.unwrap_err();
    let error = CommandError::from(app.tokens.refresh(&connection.id).await.unwrap_err());
    assert_eq!(error.code, ErrorCode::NetworkUnreachable);
    let kept = app.state().connections.remove(0).state;
    assert!(matches!(kept, ConnectionState::Unreachable { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn rotated_refresh_tokens_are_followed() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("rotate_refresh_tokens", true).unwrap();
    for _ in 0..3 {
        fixture.app.tokens.refresh(&connection.id).await.unwrap();
    }
    assert_eq!(fixture.demo.counters().refreshes, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_two_hours_wrong_changes_nothing_but_the_notice() {
    let fixture = TestApp::new().await;
    fixture.clock.advance(SignedDuration::from_hours(2));
    let connection = fixture.connect().await;
    let token = connection.token.unwrap();
    assert!((7140..=7260).contains(&token.clock_skew_seconds), "{}", token.clock_skew_seconds);
    let left = token.expires_at.duration_since(portalscope_core::Clock::now(&*fixture.clock)).as_secs();
    assert!((1740..=1800).contains(&left), "{left} s left on this clock");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_that_has_begun_ends_even_when_the_call_is_cancelled() {
    let fixture = TestApp::with_latency(Duration::from_millis(600)).await;
    let connection = fixture.connect().await;
    // The call does not complete, however long the test takes.
    fixture.demo.set_scenario("hanging", true).unwrap();
    fixture.demo.advance_time(Duration::from_mins(26));
    fixture.clock.advance(SignedDuration::from_mins(26));
    let (app, id) = (fixture.app.clone(), connection.id.clone());
    let request = draft("GET", "/crm/objects/2026-03/contacts", None);
    let call = tokio::spawn(async move { app.console.send(&id, "mine", &request).await });
    fixture.until_refreshing(&connection.id).await;
    fixture.app.console.cancel("mine");
    assert!(call.await.unwrap().is_err());
    let last = || fixture.connection(&connection.id).token.unwrap().last_refresh;
    until("the refresh went on", || last().is_some()).await;
    assert_eq!(last().unwrap().outcome, RefreshOutcome::Worked);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disconnect_waits_for_the_refresh_and_leaves_nothing_behind() {
    let fixture = TestApp::with_latency(Duration::from_millis(400)).await;
    let connection = fixture.connect().await;
    let (app, id) = (fixture.app.clone(), connection.id.clone());
    let refresh = tokio::spawn(async move { app.tokens.refresh(&id).await });
    fixture.until_refreshing(&connection.id).await;
    let report = fixture
        .app
        .connect
        .disconnector
        .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
        .await
        .unwrap();
    assert_eq!(fixture.demo.counters().refreshes, 1, "the refresh had come to its end by then");
    assert_eq!(report.secrets_removed, 3);
    refresh.await.unwrap().ok();
    assert!(fixture.app.state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_connection_goes_on_after_the_keyring_was_asked_again() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.app.storage.keyring.retry().await;
    assert!(fixture.app.tokens.refresh(&connection.id).await.is_ok());
    assert_eq!(
        fixture
            .app
            .connect
            .disconnector
            .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
            .await
            .unwrap()
            .secrets_removed,
        3
    );
}

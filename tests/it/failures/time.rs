//! Clock changes, and failures that end without user action.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_core::{ConnectionId, ConnectionState, DailyUsage, ErrorCode};
use portalscope_demo_portal::{DemoConfig, DemoPortal};
use portalscope_hubspot::oauth::RedirectUri;

use super::scenario::{UNTIL_REFRESH_MARGIN, stop};
use crate::test_app::{TestApp, free_port};

impl TestApp {
    /// The calls of the day, and when the next day begins.
    async fn counted(&self, id: &ConnectionId) -> (f64, Timestamp) {
        match self.app.limits.daily(id).await.unwrap() {
            DailyUsage::Counted { used, resets_at, .. } => (used.unwrap(), resets_at.unwrap()),
            other => panic!("a service key's calls are counted: {other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ends_is_renewed_ahead_and_one_that_has_ended_is_made_good() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let background = tokio::spawn(fixture.app.background_refresher.clone().run());
    fixture.pass(UNTIL_REFRESH_MARGIN);
    fixture.until_good(&id).await;
    assert_eq!((fixture.call(&id).await, fixture.demo.counters().refreshes), (Ok(200), 1));
    // The app was not running when this token expired.
    stop(background).await;
    fixture.pass(Duration::from_mins(31));
    assert!(fixture.seconds_left(&id) < 0);
    let background = tokio::spawn(fixture.app.background_refresher.clone().run());
    fixture.until_good(&id).await;
    stop(background).await;
    assert_eq!((fixture.call(&id).await, fixture.demo.counters().refreshes), (Ok(200), 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_over_the_expiry_is_made_good_by_itself() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let background = tokio::spawn(fixture.app.background_refresher.clone().run());
    // During sleep the wall clock advances, the monotonic clock does not.
    fixture.demo.advance_time(Duration::from_hours(3));
    fixture.clock.advance(SignedDuration::from_hours(3));
    fixture.until_good(&id).await;
    stop(background).await;
    assert_eq!(fixture.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_two_hours_wrong_costs_one_refresh_and_shows_the_difference() {
    for hours in [2, -2] {
        let fixture = TestApp::new().await;
        let id = fixture.connect().await.id;
        fixture.clock.advance(SignedDuration::from_hours(hours));
        assert_eq!(fixture.call(&id).await, Ok(200));
        assert_eq!(fixture.call(&id).await, Ok(200));
        assert_eq!(fixture.demo.counters().refreshes, 1, "{hours} hours");
        let skew = i64::from(fixture.token_life(&id).clock_skew_seconds);
        assert!((skew - hours * 3600).abs() <= 60, "{skew} s for {hours} hours");
        assert!((1740..=1800).contains(&fixture.seconds_left(&id)), "{} s left", fixture.seconds_left(&id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn summer_time_begins_and_ends_without_moving_an_expiry() {
    // Clocks in Berlin go from 02:00 to 03:00, and from 03:00 to 02:00, at 01:00 UTC.
    for (before, hours) in [("2027-03-28T00:45:00Z", (1, 3)), ("2027-10-31T00:45:00Z", (2, 2))] {
        let fixture = TestApp::starting_at(before).await;
        let id = fixture.connect().await.id;
        let background = tokio::spawn(fixture.app.background_refresher.clone().run());
        let life = fixture.token_life(&id);
        let hour = |at: Timestamp| at.in_tz("Europe/Berlin").unwrap().hour();
        assert_eq!((hour(life.issued_at), hour(life.expires_at)), hours, "half an hour later by name");
        assert!((1740..=1800).contains(&fixture.seconds_left(&id)));
        fixture.pass(Duration::from_mins(20));
        assert_eq!((fixture.call(&id).await, fixture.demo.counters().refreshes), (Ok(200), 0));
        fixture.pass(Duration::from_mins(6));
        fixture.until_good(&id).await;
        stop(background).await;
        assert_eq!((fixture.call(&id).await, fixture.demo.counters().refreshes), (Ok(200), 1));
        assert_eq!(fixture.token_life(&id).clock_skew_seconds, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_of_the_limits_ends_at_the_portals_midnight_also_when_its_clocks_change() {
    // Half past midnight in Berlin, on a day of 23 hours and on one of 25.
    for (now, midnight) in
        [("2027-03-27T23:30:00Z", "2027-03-28T22:00:00Z"), ("2027-10-30T22:30:00Z", "2027-10-31T23:00:00Z")]
    {
        let fixture = TestApp::starting_at(now).await;
        let id = fixture.connect_static(&fixture.demo.info().service_key.clone()).await.id;
        let (first, resets_at) = fixture.counted(&id).await;
        assert_eq!(resets_at, midnight.parse().unwrap());
        let minute = SignedDuration::from_mins(1);
        fixture.pass((resets_at.duration_since(now.parse().unwrap()) - minute).try_into().unwrap());
        assert_eq!(fixture.counted(&id).await, (first + 1.0, resets_at), "still the same day");
        fixture.pass((minute * 2).try_into().unwrap());
        let (used, next) = fixture.counted(&id).await;
        assert!(used < 2.0 && next > resets_at, "{used} of the new day, {next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn token_endpoint_errors_are_retried_in_the_background() {
    for (scenario, code) in
        [("token_connection_cut", ErrorCode::NetworkBroken), ("token_server_error", ErrorCode::ServerError)]
    {
        let fixture = TestApp::new().await;
        let id = fixture.connect().await.id;
        fixture.demo.set_scenario(scenario, true).unwrap();
        fixture.app.tokens.refresh(&id).await.unwrap_err();
        assert_eq!(fixture.last_error(&id), Some(code), "{scenario}");
        fixture.demo.set_scenario(scenario, false).unwrap();
        let background = tokio::spawn(fixture.app.background_refresher.clone().run());
        fixture.pass(Duration::from_secs(21));
        fixture.until_good(&id).await;
        stop(background).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_connection_recovers_while_another_one_is_active() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    let other = fixture.connect_account("48220319").await.id;
    let background = tokio::spawn(fixture.app.background_refresher.clone().run());
    fixture.demo.set_scenario("token_server_error", true).unwrap();
    fixture.pass(UNTIL_REFRESH_MARGIN);
    fixture.until(&id, "a failure", |connection| connection.state != ConnectionState::Good).await;
    fixture.app.connections.set_active(Some(other.clone())).unwrap();
    fixture
        .until(&other, "the failure of the other", |connection| connection.state != ConnectionState::Good)
        .await;
    fixture.demo.set_scenario("token_server_error", false).unwrap();
    fixture.pass(Duration::from_secs(21));
    fixture.until_good(&id).await;
    fixture.until_good(&other).await;
    assert_eq!(fixture.demo.counters().refreshes, 2);
    // The other connection has recovered and is no longer retried early.
    fixture.pass(UNTIL_REFRESH_MARGIN);
    fixture.until(&other, "a new token", |_| fixture.demo.counters().refreshes == 3).await;
    fixture.until_looked_again(&other).await;
    stop(background).await;
    assert_eq!(fixture.demo.counters().refreshes, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_is_found_again_without_anybody_asking() {
    let mut fixture = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let config = DemoConfig {
        port: free_port(),
        redirect_uris: vec![RedirectUri::new(fixture.port).text()],
        state_file: Some(folder.path().join("grants.json")),
        ..DemoConfig::default()
    };
    fixture.demo = DemoPortal::start(config.clone()).await.unwrap();
    let id = fixture.connect().await.id;

    let gone = std::mem::replace(&mut fixture.demo, DemoPortal::start(DemoConfig::default()).await.unwrap());
    gone.stop().await;
    assert!(fixture.call(&id).await.is_err());
    // The first attempt may use a connection that the server closed.
    fixture.app.tokens.refresh(&id).await.unwrap_err();
    fixture.app.tokens.refresh(&id).await.unwrap_err();
    assert_eq!(fixture.last_error(&id), Some(ErrorCode::NetworkUnreachable));

    fixture.demo = DemoPortal::start(config).await.unwrap();
    let background = tokio::spawn(fixture.app.background_refresher.clone().run());
    fixture.clock.pass(Duration::from_secs(41));
    fixture.until_good(&id).await;
    stop(background).await;
    assert_eq!(fixture.call(&id).await, Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_goes_wrong_on_its_way_says_so_and_leaves_the_connection_good() {
    let fixture = TestApp::new().await;
    let id = fixture.connect().await.id;
    for (scenario, expected) in [
        ("cut_body", Err(ErrorCode::NetworkBroken)),
        ("bad_gateway", Ok(502)),
        ("redirect_to_other_host", Ok(302)),
    ] {
        fixture.demo.set_scenario(scenario, true).unwrap();
        assert_eq!(fixture.call(&id).await.map_err(|error| error.code), expected, "{scenario}");
        assert_eq!(fixture.last_error(&id), None, "{scenario}");
        fixture.demo.set_scenario(scenario, false).unwrap();
        assert_eq!(fixture.call(&id).await, Ok(200), "after {scenario}");
    }
}

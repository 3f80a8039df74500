//! Time and network as the app sees them: each trouble ends in its state and its words, and in nothing once it is over.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use portalscope_core::{Clock, CommandError, ConnectionState, ErrorCode, TokenLife};
use portalscope_demo_portal::{DemoConfig, DemoPortal};
use portalscope_hubspot::oauth::RedirectUri;

use crate::stage::{Stage, draft};

const CONTACTS: &str = "/crm/objects/2026-03/contacts";

impl Stage {
    fn life(&self, id: &str) -> TokenLife {
        self.connection(id).token.unwrap()
    }

    /// Seconds on this computer's clock.
    fn left(&self, id: &str) -> i64 {
        self.life(id).expires_at.duration_since(self.clock.now()).as_secs()
    }

    async fn get(&self, id: &str) -> Result<u16, ErrorCode> {
        let sent = self.app.send_request(id, "r", &draft("GET", CONTACTS, None)).await;
        sent.map(|sent| sent.status).map_err(|error| CommandError::from(error).code)
    }

    fn trouble(&self, id: &str) -> Option<ErrorCode> {
        match self.connection(id).state {
            ConnectionState::Good => None,
            ConnectionState::Unreachable { error } | ConnectionState::NeedsAttention { error } => {
                assert!(!error.message.is_empty() && !error.hint.is_empty());
                Some(error.code)
            }
        }
    }

    /// Lets the keeper see the clocks, as it does by itself every few seconds.
    async fn until_good(&self, id: &str) {
        for _ in 0..400 {
            self.app.set_active_connection(Some(id.to_owned())).unwrap();
            if self.trouble(id).is_none() && self.left(id) > 1700 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("it did not recover: {:?}", self.connection(id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sleep_over_the_expiry_is_made_good_by_itself() {
    let stage = Stage::new().await;
    let id = stage.connect().await.id;
    let keeper = tokio::spawn(stage.app.clone().keep_fresh());
    // Asleep: the wall clock goes on, the monotonic one does not.
    stage.clock.advance(SignedDuration::from_hours(3));
    stage.demo.advance_time(Duration::from_hours(3));
    stage.until_good(&id).await;
    keeper.abort();
    assert_eq!(stage.demo.counters().refreshes, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_two_hours_wrong_costs_one_refresh_and_shows_the_difference() {
    for hours in [2, -2] {
        let stage = Stage::new().await;
        let id = stage.connect().await.id;
        stage.clock.advance(SignedDuration::from_hours(hours));
        assert_eq!(stage.get(&id).await, Ok(200));
        assert_eq!(stage.get(&id).await, Ok(200));
        assert_eq!(stage.demo.counters().refreshes, 1, "{hours} hours");
        let skew = i64::from(stage.life(&id).clock_skew_seconds);
        assert!((skew - hours * 3600).abs() <= 5, "{skew} s for {hours} hours");
        assert!((1780..=1800).contains(&stage.left(&id)), "{} s left", stage.left(&id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_summer_time_moves_no_expiry() {
    let stage = Stage::new().await;
    // Clocks in Berlin go back from 03:00 to 02:00 at 01:00 UTC.
    let before: Timestamp = "2027-10-31T00:45:00Z".parse().unwrap();
    stage.pass(before.duration_since(Timestamp::now()).try_into().unwrap());
    let id = stage.connect().await.id;
    let life = stage.life(&id);
    let hour = |at: Timestamp| at.in_tz("Europe/Berlin").unwrap().hour();
    assert_eq!((hour(life.issued_at), hour(life.expires_at)), (2, 2), "half an hour later by name");
    assert!((1780..=1800).contains(&stage.left(&id)));
    stage.pass(Duration::from_mins(20));
    assert_eq!((stage.get(&id).await, stage.demo.counters().refreshes), (Ok(200), 0));
    stage.pass(Duration::from_mins(6));
    assert_eq!((stage.get(&id).await, stage.demo.counters().refreshes), (Ok(200), 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn trouble_at_the_token_endpoint_passes_by_itself() {
    for (scenario, code) in
        [("token_connection_cut", ErrorCode::NetworkBroken), ("token_server_error", ErrorCode::ServerTrouble)]
    {
        let stage = Stage::new().await;
        let id = stage.connect().await.id;
        stage.demo.set_scenario(scenario, true).unwrap();
        stage.app.refresh_connection(&id).await.unwrap_err();
        assert_eq!(stage.trouble(&id), Some(code), "{scenario}");
        stage.demo.set_scenario(scenario, false).unwrap();
        let keeper = tokio::spawn(stage.app.clone().keep_fresh());
        stage.pass(Duration::from_secs(21));
        stage.until_good(&id).await;
        keeper.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_comes_back_is_found_again_without_anybody_asking() {
    let mut stage = Stage::new().await;
    let folder = tempfile::tempdir().unwrap();
    let port = url::Url::parse(&stage.demo.info().base_url).unwrap().port().unwrap();
    let config = || DemoConfig {
        port,
        redirect_uris: vec![RedirectUri::new(stage.port).text()],
        state_file: Some(folder.path().join("grants.json")),
        ..DemoConfig::default()
    };
    let (first, second) = (config(), config());
    // The one with a state file takes the place of the first, at the same address.
    let before = std::mem::replace(&mut stage.demo, DemoPortal::start(DemoConfig::default()).await.unwrap());
    before.stop().await;
    stage.demo = DemoPortal::start(first).await.unwrap();
    let id = stage.connect().await.id;

    let gone = std::mem::replace(&mut stage.demo, DemoPortal::start(DemoConfig::default()).await.unwrap());
    gone.stop().await;
    assert!(stage.get(&id).await.is_err());
    // The first attempt may meet a connection that breaks off.
    stage.app.refresh_connection(&id).await.unwrap_err();
    stage.app.refresh_connection(&id).await.unwrap_err();
    assert_eq!(stage.trouble(&id), Some(ErrorCode::NetworkUnreachable));

    stage.demo = DemoPortal::start(second).await.unwrap();
    let keeper = tokio::spawn(stage.app.clone().keep_fresh());
    stage.clock.pass(Duration::from_secs(41));
    stage.until_good(&id).await;
    keeper.abort();
    assert_eq!(stage.get(&id).await, Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_goes_wrong_on_its_way_says_so_and_leaves_the_connection_good() {
    let stage = Stage::new().await;
    let id = stage.connect().await.id;
    for (scenario, expected) in [
        ("cut_body", Err(ErrorCode::NetworkBroken)),
        ("bad_gateway", Ok(502)),
        ("redirect_to_other_host", Ok(302)),
    ] {
        stage.demo.set_scenario(scenario, true).unwrap();
        assert_eq!(stage.get(&id).await, expected, "{scenario}");
        assert_eq!(stage.trouble(&id), None, "{scenario}");
        stage.demo.set_scenario(scenario, false).unwrap();
        assert_eq!(stage.get(&id).await, Ok(200), "after {scenario}");
    }
}

//! HubSpot is there and does not work as it should: its token endpoint, or the API.

use portalscope_core::ErrorCode;

use super::fault_proxy::{Faulty, How};
use super::network_path::NetworkPath;
use super::scenario::{NEAR_THE_END, Told, end};

/// The token endpoint fails in this way, then no more. Answers how many refreshes the server has done by the end.
async fn token_endpoint(how: How, told: Told, scenarios: &[&str]) -> u64 {
    let path = if how == How::Silent { NetworkPath::impatient().await } else { NetworkPath::direct().await };
    for scenario in scenarios {
        path.fixture.demo.set_scenario(scenario, true).unwrap();
    }
    let id = path.connect().await.id;
    path.fault_proxy.inject(Faulty::Tokens, how);
    assert_eq!(path.fixture.call(&id).await, Ok(200), "calls go on while the token lives");
    path.cannot_refresh(&id, told, || path.fault_proxy.asked(Faulty::Tokens)).await;
    path.fault_proxy.clear();
    path.recovers(&id).await;
    path.fixture.demo.counters().refreshes
}

/// Calls fail in this way, then no more. The token is renewed meanwhile as if nothing were.
async fn calls(how: How, told: Result<u16, Told>) {
    let path = if how == How::Silent { NetworkPath::impatient().await } else { NetworkPath::direct().await };
    let id = path.connect().await.id;
    path.fault_proxy.inject(Faulty::Calls, how);
    let before = path.fault_proxy.asked(Faulty::Calls);
    match (path.fixture.call(&id).await, told) {
        (Ok(status), Ok(expected)) => assert_eq!(status, expected),
        (Err(error), Err(told)) => told.expect(&error),
        (ended, told) => panic!("{ended:?} is not {told:?}"),
    }
    assert_eq!(path.fault_proxy.asked(Faulty::Calls) - before, 1, "nothing is sent twice");
    assert_eq!(path.fixture.trouble(&id), None, "the connection is as good as before");
    let background = tokio::spawn(path.fixture.app.background_refresher.clone().run());
    path.fixture.pass(NEAR_THE_END);
    path.fixture.until(&id, "a new token", |_| path.fixture.left(&id) > 1700).await;
    end(background).await;
    assert_eq!((path.fixture.trouble(&id), path.fixture.demo.counters().refreshes), (None, 1));
    path.fault_proxy.clear();
    assert_eq!(path.fixture.call(&id).await, Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_endpoint_answers_5xx() {
    for (status, says) in [(500, "status 500"), (503, "status 503"), (524, "status 524")] {
        let told = Told(ErrorCode::ServerError, says);
        assert_eq!(token_endpoint(How::Status(status), told, &[]).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_endpoint_hangs() {
    let told = Told(ErrorCode::NetworkTimeout, "did not answer in time");
    assert_eq!(token_endpoint(How::Silent, told, &[]).await, 1);
}

/// Each lost answer held a token; with rotation it held the next refresh token, too.
#[tokio::test(flavor = "multi_thread")]
async fn the_token_answer_is_cut() {
    let told = Told(ErrorCode::NetworkBroken, "broke off");
    for scenarios in [&[][..], &["rotate_refresh_tokens_gently"]] {
        let refreshes = token_endpoint(How::Cut, told, scenarios).await;
        assert_eq!(refreshes, 6, "four in pauses, one for the calls, one that arrived");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_answered_5xx() {
    for status in [500, 502, 503] {
        calls(How::Status(status), Ok(status)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_hang() {
    calls(How::Silent, Err(Told(ErrorCode::NetworkTimeout, "did not answer in time"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_calls_are_cut() {
    calls(How::Cut, Err(Told(ErrorCode::NetworkBroken, "broke off"))).await;
}

//! HubSpot is there and does not work as it should: its token endpoint, or the API.

use portalscope_core::ErrorCode;

use super::gate::{How, Spoilt};
use super::road::Road;
use super::story::{NEAR_THE_END, Told, end};

/// The token endpoint fails in this way, then no more. Answers how many refreshes the server has done by the end.
async fn token_endpoint(how: How, told: Told, scenarios: &[&str]) -> u64 {
    let road = if how == How::Silent { Road::impatient().await } else { Road::direct().await };
    for scenario in scenarios {
        road.stage.demo.set_scenario(scenario, true).unwrap();
    }
    let id = road.connect().await.id;
    road.gate.spoil(Spoilt::Tokens, how);
    assert_eq!(road.stage.call(&id).await, Ok(200), "calls go on while the token lives");
    road.cannot_refresh(&id, told, || road.gate.asked(Spoilt::Tokens)).await;
    road.gate.mend();
    road.recovers(&id).await;
    road.stage.demo.counters().refreshes
}

/// Calls fail in this way, then no more. The token is renewed meanwhile as if nothing were.
async fn calls(how: How, told: Result<u16, Told>) {
    let road = if how == How::Silent { Road::impatient().await } else { Road::direct().await };
    let id = road.connect().await.id;
    road.gate.spoil(Spoilt::Calls, how);
    let before = road.gate.asked(Spoilt::Calls);
    match (road.stage.call(&id).await, told) {
        (Ok(status), Ok(expected)) => assert_eq!(status, expected),
        (Err(error), Err(told)) => told.expect(&error),
        (ended, told) => panic!("{ended:?} is not {told:?}"),
    }
    assert_eq!(road.gate.asked(Spoilt::Calls) - before, 1, "nothing is sent twice");
    assert_eq!(road.stage.trouble(&id), None, "the connection is as good as before");
    let background = tokio::spawn(road.stage.app.background_refresher.clone().run());
    road.stage.pass(NEAR_THE_END);
    road.stage.until(&id, "a new token", |_| road.stage.left(&id) > 1700).await;
    end(background).await;
    assert_eq!((road.stage.trouble(&id), road.stage.demo.counters().refreshes), (None, 1));
    road.gate.mend();
    assert_eq!(road.stage.call(&id).await, Ok(200));
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

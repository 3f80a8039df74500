//! HubSpot is reachable but fails: its token endpoint, or the API.

use portalscope_core::ErrorCode;

use super::fault_proxy::{Fault, RequestKind};
use super::network_path::NetworkPath;
use super::scenario::{ExpectedError, UNTIL_REFRESH_MARGIN, stop};

/// The token endpoint fails in this way, then recovers. Returns how many refreshes the server has processed.
async fn token_endpoint(fault: Fault, expected: ExpectedError, scenarios: &[&str]) -> u64 {
    let path = if fault == Fault::NoResponse {
        NetworkPath::with_short_timeouts().await
    } else {
        NetworkPath::direct().await
    };
    for scenario in scenarios {
        path.fixture.demo.set_scenario(scenario, true).unwrap();
    }
    let id = path.connect().await.id;
    path.fault_proxy.inject(RequestKind::Token, fault);
    assert_eq!(path.fixture.call(&id).await, Ok(200), "calls go on while the token lives");
    path.cannot_refresh(&id, expected, || path.fault_proxy.requests(RequestKind::Token)).await;
    path.fault_proxy.clear();
    path.recovers(&id).await;
    path.fixture.demo.counters().refreshes
}

/// Calls fail in this way, then recover. Meanwhile the token is refreshed as usual.
async fn calls(fault: Fault, expected: Result<u16, ExpectedError>) {
    let path = if fault == Fault::NoResponse {
        NetworkPath::with_short_timeouts().await
    } else {
        NetworkPath::direct().await
    };
    let id = path.connect().await.id;
    path.fault_proxy.inject(RequestKind::Api, fault);
    let before = path.fault_proxy.requests(RequestKind::Api);
    match (path.fixture.call(&id).await, expected) {
        (Ok(status), Ok(expected)) => assert_eq!(status, expected),
        (Err(error), Err(expected)) => expected.assert_is(&error),
        (ended, expected) => panic!("{ended:?} is not {expected:?}"),
    }
    assert_eq!(path.fault_proxy.requests(RequestKind::Api) - before, 1, "nothing is sent twice");
    assert_eq!(path.fixture.last_error(&id), None, "the connection is as good as before");
    let background = tokio::spawn(path.fixture.app.background_refresher.clone().run());
    path.fixture.pass(UNTIL_REFRESH_MARGIN);
    path.fixture.until(&id, "a new token", |_| path.fixture.seconds_left(&id) > 1700).await;
    stop(background).await;
    assert_eq!((path.fixture.last_error(&id), path.fixture.demo.counters().refreshes), (None, 1));
    path.fault_proxy.clear();
    assert_eq!(path.fixture.call(&id).await, Ok(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_endpoint_answers_5xx() {
    for (status, says) in [(500, "status 500"), (503, "status 503"), (524, "status 524")] {
        let expected = ExpectedError(ErrorCode::ServerError, says);
        assert_eq!(token_endpoint(Fault::Status(status), expected, &[]).await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_endpoint_hangs() {
    let expected = ExpectedError(ErrorCode::NetworkTimeout, "did not answer in time");
    assert_eq!(token_endpoint(Fault::NoResponse, expected, &[]).await, 1);
}

/// Each lost response contained an access token; with rotation, also the next refresh token.
#[tokio::test(flavor = "multi_thread")]
async fn the_token_answer_is_cut() {
    let expected = ExpectedError(ErrorCode::NetworkBroken, "broke off");
    for scenarios in [&[][..], &["rotate_refresh_tokens_gently"]] {
        let refreshes = token_endpoint(Fault::Truncated, expected, scenarios).await;
        assert_eq!(refreshes, 6, "four in pauses, one for the calls, one that arrived");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_answered_5xx() {
    for status in [500, 502, 503] {
        calls(Fault::Status(status), Ok(status)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_hang() {
    calls(Fault::NoResponse, Err(ExpectedError(ErrorCode::NetworkTimeout, "did not answer in time"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_to_calls_are_cut() {
    calls(Fault::Truncated, Err(ExpectedError(ErrorCode::NetworkBroken, "broke off"))).await;
}

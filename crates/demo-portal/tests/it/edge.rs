//! What applies to every request: hosts, origins, credentials, limits and response headers.

use std::time::Duration;

use futures_util::future::join_all;
use portalscope_demo_portal::{DemoConfig, DemoPortal, StartError};
use reqwest::header;
use serde_json::json;

use crate::client::Portal;
use crate::ports::free_port;

#[tokio::test]
async fn a_request_for_another_host_is_refused_and_counted() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let request = portal.http.get(portal.url("/crm/v3/objects/contacts")).header(header::HOST, host);
        assert_eq!(portal.send(request.bearer_auth(&key)).await.status, 421);
    }
    assert_eq!(portal.demo.counters().foreign_host_requests, 3);
    assert_eq!(portal.demo.counters().api_calls, 0);
}

#[tokio::test]
async fn a_web_page_of_another_origin_cannot_control_the_portal() {
    let portal = Portal::start().await;
    let request =
        || portal.http.post(portal.url("/demo/control")).json(&json!({"scenario": "slow", "on": true}));
    assert_eq!(portal.send(request().header("origin", "http://evil.example")).await.status, 403);
    assert_eq!(portal.send(request().header("sec-fetch-site", "cross-site")).await.status, 403);
    assert!(portal.demo.scenarios().iter().all(|scenario| !scenario.on));
    assert_eq!(portal.send(request()).await.status, 200);
    assert!(portal.demo.scenarios().iter().any(|scenario| scenario.name == "slow" && scenario.on));
}

#[tokio::test]
async fn the_control_endpoint_moves_time_and_reports_unknown_requests() {
    let portal = Portal::start().await;
    let control = portal.url("/demo/control");
    let (token, _) = portal.connect("oauth").await;
    portal.send(portal.http.post(&control).json(&json!({"advance_seconds": 1801}))).await;
    assert_eq!(portal.get("/account-info/v3/details", &token).await.status, 401);
    for wrong in [json!({"scenario": "nope"}), json!({"advance": 1})] {
        let refused = portal.send(portal.http.post(&control).json(&wrong)).await;
        assert!(refused.status == 404 || refused.status == 400);
    }
    let state = portal.send(portal.http.get(&control)).await.json();
    assert_eq!(state["counters"]["token_exchanges"], 1);
}

#[tokio::test]
async fn without_control_its_path_does_not_exist() {
    let portal = Portal::with(DemoConfig { control: false, ..DemoConfig::default() }).await;
    let control = portal.url("/demo/control");
    let request = portal.http.post(&control).json(&json!({"scenario": "slow", "expire_access_tokens": true}));
    for request in [portal.http.get(&control), request] {
        let answer = portal.send(request).await;
        assert_eq!(answer.status, 404);
        assert!(answer.text.contains("Error 404 Not Found"), "{}", answer.text);
    }
    assert!(portal.demo.scenarios().iter().all(|scenario| !scenario.on));
}

#[tokio::test]
async fn time_cannot_be_moved_more_than_ten_years_ahead() {
    const FIVE_YEARS: u64 = 5 * 365 * 24 * 3600;
    let portal = Portal::start().await;
    let control = portal.url("/demo/control");
    let advance =
        |seconds: u64| portal.send(portal.http.post(&control).json(&json!({"advance_seconds": seconds})));
    assert_eq!(advance(FIVE_YEARS).await.status, 200);
    for seconds in [FIVE_YEARS + 1, u64::MAX, u64::MAX / 1_000, u64::MAX / 2_000] {
        let refused = advance(seconds).await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        let message = refused.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains("ten years"), "{message}");
    }
    portal.demo.advance_time(Duration::MAX);
    let (token, _) = portal.connect("oauth").await;
    assert_eq!(portal.get("/account-info/v3/details", &token).await.status, 200);
}

#[tokio::test]
async fn a_refused_control_request_changes_nothing() {
    let portal = Portal::start().await;
    let request = json!({"scenario": "slow", "advance_seconds": u64::MAX});
    let refused = portal.send(portal.http.post(portal.url("/demo/control")).json(&request)).await;
    assert_eq!(refused.status, 400);
    assert!(portal.demo.scenarios().iter().all(|scenario| !scenario.on));
}

#[tokio::test]
async fn every_response_has_a_correlation_id_the_servers_date_and_the_limits() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth").await;
    portal.demo.advance_time(Duration::from_hours(24));
    let expired = portal.get("/account-info/v3/details", &token).await;
    let id = expired.header("x-hubspot-correlation-id").unwrap();
    assert_eq!(id.as_bytes()[14], b'7', "a UUID of version 7");
    assert_eq!(expired.json()["correlationId"], id);
    let sent = jiff::fmt::rfc2822::parse(expired.header("date").unwrap()).unwrap().timestamp();
    assert!(sent.duration_since(jiff::Timestamp::now()).as_secs() > 86_000);

    let (token, _) = portal.connect("oauth").await;
    let fresh = portal.get("/account-info/v3/details", &token).await;
    assert_eq!(fresh.header("x-hubspot-ratelimit-max"), Some("110"));
    assert_eq!(fresh.header("x-hubspot-ratelimit-remaining"), Some("109"));
    assert_eq!(fresh.header("x-hubspot-ratelimit-daily"), None);
    let key = portal.info().service_key.clone();
    let by_key = portal.get("/account-info/v3/details", &key).await;
    assert_eq!(by_key.header("x-hubspot-ratelimit-daily"), Some("650000"));
}

#[tokio::test]
async fn credentials_are_refused_as_hubspot_refuses_them() {
    let portal = Portal::start().await;
    let path = portal.url("/crm/v3/objects/contacts");
    let key = portal.info().service_key.clone();
    for header in ["", "Bearer", "Bearer Bearer x", &format!("Token {key}"), "Bearer pat-eu1-wrong"] {
        let refused = portal.send(portal.http.get(&path).header("authorization", header)).await;
        assert_eq!(
            (refused.status, &refused.json()["category"]),
            (401, &"INVALID_AUTHENTICATION".into()),
            "{header}"
        );
    }
    let personal_access_key = format!("CiR{}", "x".repeat(90));
    let refused = portal.get("/crm/v3/objects/contacts", &personal_access_key).await.json();
    assert_eq!(refused["context"]["expire time"][0], "1970-01-01T00:00:00Z");

    let (token, _) = portal.connect("oauth").await;
    portal.demo.advance_time(Duration::from_mins(35));
    let expired = portal.get("/account-info/v3/details", &token).await.json();
    assert_eq!(expired["category"], "EXPIRED_AUTHENTICATION");
    assert_eq!(expired["message"], "The OAuth token used to make this call expired 5 minute(s) ago.");
}

#[tokio::test]
async fn the_hundred_and_eleventh_call_in_ten_seconds_is_refused() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth").await;
    // All at once: on a busy machine, sequential calls may take longer than the window of ten seconds.
    let calls = (0..110).map(|_| portal.get("/account-info/v3/details", &token));
    assert!(join_all(calls).await.iter().all(|answer| answer.status == 200));
    let refused = portal.get("/account-info/v3/details", &token).await;
    assert_eq!((refused.status, &refused.json()["policyName"]), (429, &"TEN_SECONDLY_ROLLING".into()));
    assert_eq!(refused.header("x-hubspot-ratelimit-remaining"), Some("0"));
    portal.demo.advance_time(Duration::from_secs(11));
    assert_eq!(portal.get("/account-info/v3/details", &token).await.status, 200);
}

#[tokio::test]
async fn a_url_that_is_too_long_is_refused() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    let path = format!("/crm/v3/objects/contacts?properties={}", "x,".repeat(5_000));
    assert_eq!(portal.get(&path, &key).await.status, 414);
}

#[tokio::test]
async fn a_port_that_is_in_use_is_reported() {
    let portal = Portal::start().await;
    let port = portal.info().base_url.rsplit(':').next().unwrap().parse().unwrap();
    let second = DemoPortal::start(DemoConfig { port, ..DemoConfig::default() }).await;
    assert!(matches!(second, Err(StartError::PortInUse(named)) if named == port));
}

#[tokio::test]
async fn an_invalid_redirect_uri_is_refused_at_the_start() {
    let config = DemoConfig { redirect_uris: vec!["localhost/x".into()], ..DemoConfig::default() };
    assert!(matches!(DemoPortal::start(config).await, Err(StartError::InvalidRedirectUri(_))));
}

#[tokio::test]
async fn a_dropped_portal_stops_serving() {
    let portal = Portal::with(DemoConfig { port: free_port(), ..DemoConfig::default() }).await;
    let url = portal.url("/demo/control");
    drop(portal.demo);
    let stopped = async {
        // A new client each time, so that no connection is reused.
        let fresh = || reqwest::Client::builder().no_proxy().build().unwrap();
        while fresh().get(&url).send().await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), stopped).await.unwrap();
}

#[tokio::test]
async fn the_debug_output_of_the_info_has_no_secrets() {
    let portal = Portal::start().await;
    let shown = format!("{:?}", portal.info());
    assert!(shown.contains(&portal.info().client_id));
    for secret in [&portal.info().client_secret, &portal.info().service_key, &portal.info().private_app_token]
    {
        assert!(!shown.contains(secret));
    }
}

#[tokio::test]
async fn associations_of_version_4_show_no_limits_and_read_a_thousand_inputs_at_once() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    let path = "/crm/v4/associations/contacts/companies/batch/read";
    let read = async |inputs: usize| {
        let inputs: Vec<_> = (0..inputs).map(|id| serde_json::json!({"id": id.to_string()})).collect();
        portal.call(reqwest::Method::POST, path, &key, Some(serde_json::json!({"inputs": inputs}))).await
    };
    let within = read(1_000).await;
    assert!(within.status < 300 && within.header("x-hubspot-ratelimit-max").is_none(), "{}", within.status);
    assert_eq!(read(1_001).await.status, 400);
}

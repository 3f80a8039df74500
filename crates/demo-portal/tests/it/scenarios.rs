//! Each scenario has its effect, until it is switched off.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::client::{CONTACT_SCOPES, Portal, REDIRECT_URI};

const CONTACTS: &str = "/crm/v3/objects/contacts?limit=1";

#[tokio::test]
async fn each_refusal_has_its_status_and_ends_when_switched_off() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect(CONTACT_SCOPES).await;
    let cases = [
        ("expired_token", 401, "EXPIRED_AUTHENTICATION"),
        ("revoked_app", 401, "INVALID_AUTHENTICATION"),
        ("missing_scope", 403, "MISSING_SCOPES"),
        ("scope_not_public", 403, "MISSING_SCOPES"),
        ("user_permissions", 403, "USER_DOES_NOT_HAVE_PERMISSIONS"),
        ("rate_limited", 429, "TEN_SECONDLY_ROLLING"),
        ("daily_limit", 429, "DAILY"),
        ("server_error", 500, "internal error"),
        ("maintenance", 503, "unavailable"),
        ("migration", 477, "migrated"),
        ("wrong_hublet", 488, "appears to exist in Hublet"),
        ("bad_gateway", 502, "502 Bad Gateway"),
    ];
    for (name, status, words) in cases {
        portal.demo.set_scenario(name, true).unwrap();
        let refused = portal.get(CONTACTS, &token).await;
        assert_eq!(refused.status, status, "{name}");
        assert!(refused.text.contains(words), "{name}: {}", refused.text);
        assert_eq!(refused.header("retry-after").is_some(), name == "migration");
        portal.demo.set_scenario(name, false).unwrap();
        assert_eq!(portal.get(CONTACTS, &token).await.status, 200, "{name} is over");
    }
    assert!(portal.demo.set_scenario("nope", true).is_err());
}

#[tokio::test]
async fn a_locked_resource_can_be_read_but_not_written() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("locked", true).unwrap();
    assert_eq!(portal.get(CONTACTS, &key).await.status, 200);
    assert_eq!(portal.post("/crm/v3/objects/contacts", &key, json!({"properties": {}})).await.status, 423);
}

#[tokio::test]
async fn during_scope_propagation_every_second_call_is_refused() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect(CONTACT_SCOPES).await;
    portal.demo.set_scenario("scope_propagation_lag", true).unwrap();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(portal.get(CONTACTS, &token).await.status);
    }
    assert_eq!(statuses, [403, 200, 403, 200]);
}

#[tokio::test]
async fn bodies_can_be_broken_empty_or_cut_off() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("broken_body", true).unwrap();
    let broken = portal.get(CONTACTS, &key).await;
    assert!(broken.status == 200 && serde_json::from_str::<serde_json::Value>(&broken.text).is_err());
    portal.demo.set_scenario("broken_body", false).unwrap();

    portal.demo.set_scenario("empty_body", true).unwrap();
    assert_eq!(portal.get(CONTACTS, &key).await.text, "");
    portal.demo.set_scenario("empty_body", false).unwrap();

    portal.demo.set_scenario("cut_body", true).unwrap();
    let cut = portal.http.get(portal.url(CONTACTS)).bearer_auth(&key).send().await.unwrap();
    assert_eq!(cut.status(), 200);
    assert!(cut.bytes().await.is_err());
}

#[tokio::test]
async fn a_token_request_takes_effect_even_if_its_response_is_lost() {
    let portal = Portal::start().await;
    let (_, refresh) = portal.connect("oauth").await;
    portal.demo.set_scenario("token_connection_cut", true).unwrap();
    let (id, secret) = (portal.info().client_id.clone(), portal.info().client_secret.clone());
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", &refresh),
        ("client_id", &id),
        ("client_secret", &secret),
    ];
    let answer = portal.http.post(portal.url("/oauth/2026-09/token")).form(&form).send().await.unwrap();
    assert!(answer.bytes().await.is_err());
    assert_eq!(portal.demo.counters().refreshes, 1);
    portal.demo.set_scenario("token_connection_cut", false).unwrap();
    assert_eq!(portal.refresh(&refresh).await.status, 200);
}

#[tokio::test]
async fn the_token_endpoint_can_be_down_while_the_api_works() {
    let portal = Portal::start().await;
    let (token, refresh) = portal.connect("oauth").await;
    portal.demo.set_scenario("token_server_error", true).unwrap();
    assert_eq!(portal.refresh(&refresh).await.status, 503);
    assert_eq!(portal.get("/account-info/v3/details", &token).await.status, 200);
}

#[tokio::test]
async fn a_slow_response_takes_three_seconds_and_a_hanging_one_never_arrives() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("slow", true).unwrap();
    let begun = Instant::now();
    assert_eq!(portal.get(CONTACTS, &key).await.status, 200);
    assert!(begun.elapsed() >= Duration::from_secs(3));
    portal.demo.set_scenario("slow", false).unwrap();
    portal.demo.set_scenario("hanging", true).unwrap();
    let waiting = portal.get(CONTACTS, &key);
    assert!(tokio::time::timeout(Duration::from_millis(300), waiting).await.is_err());
    let begun = Instant::now();
    portal.demo.stop().await;
    assert!(
        begun.elapsed() < Duration::from_mins(1),
        "a call that hangs for an hour does not hold up the end"
    );
}

#[tokio::test]
async fn a_redirect_leads_to_another_host_name() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("redirect_to_other_host", true).unwrap();
    let redirect = portal.get(CONTACTS, &key).await;
    assert_eq!(redirect.status, 302);
    assert!(redirect.header("location").unwrap().starts_with("http://localhost:"));
}

#[tokio::test]
async fn a_denial_can_be_silent() {
    let portal = Portal::start().await;
    portal.demo.set_scenario("silent_denial", true).unwrap();
    let page = portal.authorize(&[("redirect_uri", REDIRECT_URI), ("scope", "oauth")]).await;
    let denied = portal.decide(&page, "26041877", "cancel").await;
    assert_eq!(denied.status, 200);
    assert!(denied.header("location").is_none());
    assert!(denied.text.contains("Connection cancelled"));
}

#[tokio::test]
async fn refresh_tokens_can_rotate() {
    let portal = Portal::start().await;
    let (_, old) = portal.connect("oauth").await;
    portal.demo.set_scenario("rotate_refresh_tokens", true).unwrap();
    let new = portal.refresh(&old).await.json()["refresh_token"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    assert_eq!(portal.refresh(&old).await.status, 400);
    assert_eq!(portal.refresh(&new).await.status, 200);
}

#[tokio::test]
async fn search_can_lag_behind_a_creation() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("search_lag", true).unwrap();
    let email = json!({"propertyName": "email", "operator": "EQ", "value": "late@example.org"});
    let search = json!({"filterGroups": [{"filters": [email]}]});
    portal.post("/crm/v3/objects/contacts", &key, json!({"properties": {"email": "late@example.org"}})).await;
    let found = async || {
        portal.post("/crm/v3/objects/contacts/search", &key, search.clone()).await.json()["total"].clone()
    };
    assert_eq!(found().await, 0);
    portal.demo.advance_time(Duration::from_secs(31));
    assert_eq!(found().await, 1);
}

#[tokio::test]
async fn responses_can_lack_a_correlation_id() {
    let portal = Portal::start().await;
    portal.demo.set_scenario("no_correlation_id", true).unwrap();
    let refused = portal.get(CONTACTS, "x").await;
    assert!(refused.header("x-hubspot-correlation-id").is_none());
    assert!(refused.json().get("correlationId").is_none());
}

#[tokio::test]
async fn expiring_access_tokens_does_not_affect_tokens_issued_later() {
    let portal = Portal::start().await;
    let (old, refresh) = portal.connect("oauth").await;
    portal.demo.expire_access_tokens();
    assert_eq!(portal.get("/account-info/v3/details", &old).await.status, 401);
    let new = portal.refresh(&refresh).await.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(portal.get("/account-info/v3/details", &new).await.status, 200);
}

#[tokio::test]
async fn token_errors_can_have_their_older_format() {
    let portal = Portal::start().await;
    portal.demo.set_scenario("old_error_bodies", true).unwrap();
    let refused = portal.refresh("na1-nothing").await.json();
    assert_eq!(refused["status"], "BAD_REFRESH_TOKEN");
    assert!(refused.get("error").is_none() && refused.get("error_description").is_none());
}

#[tokio::test]
async fn a_rotated_key_is_refused_while_oauth_tokens_work() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect(CONTACT_SCOPES).await;
    let key = portal.info().service_key.clone();
    portal.demo.set_scenario("invalid_key", true).unwrap();
    assert_eq!(portal.get(CONTACTS, &key).await.status, 401);
    assert_eq!(portal.get(CONTACTS, &token).await.status, 200);
}

#[tokio::test]
async fn an_uninstalled_app_loses_its_tokens_in_that_account() {
    let portal = Portal::start().await;
    let (token, refresh) = portal.connect("oauth").await;
    let path = "/appinstalls/2026-03/external-install";
    assert_eq!(portal.call(reqwest::Method::DELETE, path, &token, None).await.status, 204);
    assert_eq!(portal.get("/account-info/v3/details", &token).await.status, 401);
    assert_eq!(portal.refresh(&refresh).await.json()["status"], "BAD_REFRESH_TOKEN");
}

#[tokio::test]
async fn each_version_of_the_token_endpoints_can_be_missing() {
    let portal = Portal::start().await;
    for (scenario, version) in [
        ("no_oauth_2026_09", "2026-09"),
        ("no_oauth_2026_03", "2026-03"),
        ("no_oauth_v3", "v3"),
        ("no_oauth_v1", "v1"),
    ] {
        let path = format!("/oauth/{version}/token");
        let there = portal.form(&path, &[("grant_type", "password")]).await;
        assert_eq!(there.json()["status"], "BAD_CLIENT_ID", "{version}");
        portal.demo.set_scenario(scenario, true).unwrap();
        let missing = portal.form(&path, &[("grant_type", "password")]).await;
        assert_eq!(missing.status, 404, "{version}");
        assert!(missing.text.contains("Error 404"), "a page, as for any unknown path: {}", missing.text);
    }
    let v1 = portal.send(portal.http.get(portal.url("/oauth/v1/access-tokens/CKabc"))).await;
    assert!(v1.status == 404 && v1.text.contains("<html"), "{}", v1.text);
}

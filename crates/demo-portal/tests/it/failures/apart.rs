//! What tells scenarios apart that look alike: each by reading alone.

use std::time::Duration;

use portalscope_demo_portal::failure_scenarios;
use reqwest::Method;
use serde_json::{Value, json};

use super::World;
use crate::client::Answer;

const DETAILS: &str = "/account-info/2026-03/details";

/// Whether the world's static key has a scope.
async fn key_has(world: &World, scope: &str) -> bool {
    let path = world.portal.url("/oauth/v2/private-apps/get/access-token-info");
    let request = world.portal.http.post(path).json(&json!({"tokenKey": world.token}));
    let info = world.portal.send(request).await.json();
    info["scopes"].as_array().unwrap().iter().any(|own| own == scope)
}

async fn introspection(world: &World, token: &str) -> Value {
    let (id, secret) = (world.portal.info().client_id.clone(), world.portal.info().client_secret.clone());
    let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", token)];
    world.portal.form("/oauth/2026-09/token/introspect", &form).await.json()
}

#[tokio::test]
async fn of_the_refusals_of_leads_introspection_the_same_call_and_a_sibling_tell_the_cause() {
    let siblings = ["/crm/objects/2026-09/leads/16000000101", "/crm/v3/objects/leads"];
    for (name, has_scope, later, sibling) in [
        ("scope-not-granted", false, 403, 403),
        ("scope-propagation-delay", true, 200, 403),
        ("scope-unavailable-in-portal", true, 403, 403),
    ] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 403, "{name}");
        assert_eq!(key_has(&world, "crm.objects.leads.read").await, has_scope, "{name}");
        assert_eq!(world.call().await.status, later, "{name}");
        assert_eq!(world.get(siblings[1]).await.status, sibling, "{name}");
        assert_eq!(world.get("/crm/v3/objects/contacts").await.status, 200, "{name}");
    }
    let unavailable = World::of("scope-unavailable-in-portal").await;
    assert_eq!(unavailable.get(siblings[0]).await.status, 403);
}

#[tokio::test]
async fn a_new_scope_is_known_everywhere_in_the_end() {
    let world = World::of("scope-propagation-delay").await;
    let mut statuses = Vec::new();
    for _ in 0..9 {
        statuses.push(world.call().await.status);
    }
    assert_eq!(statuses, [403, 200, 403, 200, 403, 200, 200, 200, 200]);
}

#[tokio::test]
async fn a_misleading_answer_names_a_scope_that_the_key_has_and_that_other_calls_work_with() {
    let world = World::of("scope-named-misleadingly").await;
    let refused = world.call().await.json();
    let named = "crm.objects.contacts.read";
    assert_eq!(refused["errors"][0]["context"]["requiredGranularScopes"], json!([named]));
    assert!(key_has(&world, named).await && !key_has(&world, "sales-email-read").await);
    assert_eq!(world.get("/crm/objects/2026-09/contacts?limit=1").await.status, 200);
    assert_eq!(world.call().await.status, 403);
    let new = World::of("scope-propagation-delay-emails").await;
    assert_eq!((new.call().await.status, new.call().await.status), (403, 200));
}

#[tokio::test]
async fn introspection_tells_a_missing_scope_from_one_that_is_not_public_and_from_a_permission() {
    for (name, scope, has_scope) in [
        ("scope-not-public", "automation", true),
        ("scope-not-granted-workflows", "automation", false),
        ("user-lacks-permission", "crm.objects.companies.read", true),
        ("scope-not-granted-companies", "crm.objects.companies.read", false),
    ] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 403, "{name}");
        assert_eq!(key_has(&world, scope).await, has_scope, "{name}");
    }
    let world = World::of("missing_scope").await;
    assert_eq!(world.call().await.status, 403);
    assert!(key_has(&world, "oauth").await && !key_has(&world, "crm.objects.contacts.read").await);
    let (token, _) = world.portal.connect("oauth crm.objects.contacts.read").await;
    assert_eq!(introspection(&world, &token).await["scopes"], json!(["oauth"]));
}

#[tokio::test]
async fn account_details_tell_a_bad_credential_from_an_endpoint_that_does_not_take_it() {
    for (name, details) in [
        ("auth-method-unsupported", 200),
        ("token-invalid-at-app-endpoint", 401),
        ("wrong-token-kind", 200),
        ("token-invalid-key", 401),
    ] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 401, "{name}");
        assert_eq!(world.get(DETAILS).await.status, details, "{name}");
    }
}

#[tokio::test]
async fn a_revoked_or_expired_token_is_inactive_by_introspection_and_can_be_connected_anew() {
    for (name, category) in
        [("token-invalid", "INVALID_AUTHENTICATION"), ("token-expired", "EXPIRED_AUTHENTICATION")]
    {
        let world = World::of(name).await;
        assert_eq!(introspection(&world, &world.token).await["active"], true, "{name}");
        assert_eq!(world.call().await.json()["category"], category, "{name}");
        assert_eq!(introspection(&world, &world.token).await["active"], false, "{name}");
        assert_eq!(world.get(DETAILS).await.status, 401, "{name}");
        let (new, _) = world.portal.connect("oauth").await;
        assert_eq!(world.portal.get(DETAILS, &new).await.status, 200, "{name}");
    }
}

/// The record that a refused creation names, and how many records search finds by the value.
async fn duplicate(world: &World, object: &str, property: &str, value: &str) -> (Value, Value) {
    let path = format!("/crm/objects/2026-09/{object}/{value}?idProperty={property}");
    let filter = json!({"propertyName": property, "operator": "EQ", "value": value});
    let search = world
        .post(
            &format!("/crm/objects/2026-09/{object}/search"),
            json!({"filterGroups": [{"filters": [filter]}]}),
        )
        .await;
    (world.get(&path).await.json(), search.json()["total"].clone())
}

#[tokio::test]
async fn reading_and_searching_the_duplicate_tell_how_it_came_about() {
    let email = "dana.lopez@northpoint.example";
    let age = async |name: &str| {
        let world = World::of(name).await;
        let refused = world.call().await;
        assert_eq!(refused.status, 409, "{name}");
        let (record, found) = duplicate(&world, "contacts", "email", email).await;
        assert!(refused.text.contains(record["id"].as_str().unwrap()), "{name}");
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let now = jiff::fmt::rfc2822::parse(refused.header("date").unwrap()).unwrap().timestamp();
        let created = at(record["createdAt"].as_str().unwrap());
        (now.as_second() - created.as_second(), found)
    };
    let (old, found) = age("contact-exists").await;
    assert!(old > 80 * 86_400 && found == 1, "{old} {found}");
    let (recent, found) = age("search-index-lag").await;
    assert!((39..=42).contains(&recent) && found == 0, "{recent} {found}");
    let (same_moment, found) = age("concurrent-create-race").await;
    assert!((-1..=1).contains(&same_moment) && found == 1, "{same_moment} {found}");
}

#[tokio::test]
async fn search_knows_an_old_product_and_not_a_new_one_until_it_has_caught_up() {
    for (name, found) in [("unique-value-conflict", 1), ("search-index-lag-products", 0)] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 400, "{name}");
        assert_eq!(duplicate(&world, "products", "hs_sku", "NP-4410").await.1, found, "{name}");
        world.portal.demo.advance_time(Duration::from_mins(6));
        assert_eq!(duplicate(&world, "products", "hs_sku", "NP-4410").await.1, 1, "{name}");
    }
}

#[tokio::test]
async fn the_successor_tells_a_path_that_ended_from_a_record_that_is_gone() {
    for (name, successor) in [("endpoint-sunset", 200), ("object-not-found", 404)] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 404, "{name}");
        assert_eq!(world.get("/crm/objects/2026-09/companies/2000000101").await.status, successor, "{name}");
    }
}

#[tokio::test]
async fn a_failing_call_works_later_or_all_calls_fail() {
    let one = World::of("hubspot-server-error").await;
    assert_eq!(
        (one.call().await.status, one.get(DETAILS).await.status, one.call().await.status),
        (500, 200, 200)
    );
    let all = World::of("hubspot-outage").await;
    assert_eq!(
        (all.call().await.status, all.get(DETAILS).await.status, all.call().await.status),
        (500, 500, 500)
    );
}

#[tokio::test]
async fn the_limit_of_searches_leaves_other_calls_alone() {
    for (name, other) in [("rate-limit-secondly", 429), ("rate-limit-search-secondly", 200)] {
        let world = World::of(name).await;
        assert_eq!(world.call().await.status, 429, "{name}");
        assert_eq!(world.get(DETAILS).await.status, other, "{name}");
    }
}

#[tokio::test]
async fn the_headers_show_which_limit_is_used_up() {
    let left = |answer: &Answer, name: &str| answer.header(name).map(str::to_owned);
    let burst = World::of("rate-limit-ten-secondly").await.call().await;
    assert_eq!(left(&burst, "x-hubspot-ratelimit-remaining").as_deref(), Some("0"));
    let daily = World::of("rate-limit-daily").await.call().await;
    assert_eq!(left(&daily, "x-hubspot-ratelimit-daily-remaining").as_deref(), Some("0"));
    assert_ne!(left(&daily, "x-hubspot-ratelimit-remaining").as_deref(), Some("0"));
    let before_hubspot = World::of("cloudflare-rate-limit").await.call().await;
    assert!(left(&before_hubspot, "x-hubspot-correlation-id").is_none());
    assert_eq!(left(&before_hubspot, "server").as_deref(), Some("cloudflare"));
}

#[tokio::test]
async fn what_holds_in_a_world_holds_for_its_other_calls() {
    let sensitive = World::of("sensitive-data-blocked").await;
    let definition = sensitive.get("/crm/properties/2026-09/contacts/date_of_birth").await.json();
    assert_eq!(definition["dataSensitivity"], "sensitive");
    assert_eq!(sensitive.get("/crm/objects/2026-09/contacts/1000000101").await.status, 200);

    let locked = World::of("record-locked").await;
    let contact = "/crm/objects/2026-09/contacts/1000000101";
    assert_eq!(locked.get(contact).await.status, 200);
    let archived = locked.portal.call(Method::DELETE, contact, &locked.token, None).await;
    assert_eq!(archived.status, 423);

    let ruled = World::of("conditional-property-required").await;
    let deal = json!({"properties": {"dealname": "N", "dealstage": "closedlost", "description": "Price"}});
    assert_eq!(ruled.post("/crm/objects/2026-09/deals", deal).await.status, 201);

    let banned = World::of("app-banned-in-portal").await;
    assert_eq!(banned.call().await.json()["category"], "BANNED");
    assert_eq!(banned.get(DETAILS).await.status, 403);
}

#[tokio::test]
async fn the_path_of_the_apps_endpoint_has_the_id_of_the_demo_app() {
    let world = World::of("auth-method-unsupported").await;
    let app_id = introspection(&world, &world.token).await["app_id"].to_string();
    assert!(world.scenario.call.path.contains(&app_id), "{app_id}");
    assert!(failure_scenarios().await.iter().all(|scenario| !scenario.title.is_empty()));
}

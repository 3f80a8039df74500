//! Scopes: which calls a token allows, and how errors name missing scopes.

use reqwest::Method;
use serde_json::json;

use crate::client::{CONTACT_SCOPES, Portal};

#[tokio::test]
async fn a_call_without_its_scope_is_refused_with_the_scopes_it_needs() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth crm.objects.contacts.read").await;
    assert_eq!(portal.get("/crm/objects/2026-09/contacts", &token).await.status, 200);

    let refused = portal.post("/crm/v3/objects/contacts", &token, json!({"properties": {}})).await;
    assert_eq!(refused.status, 403);
    let body = refused.json();
    assert_eq!(body["category"], "MISSING_SCOPES");
    assert_eq!(body["errors"][0]["context"]["requiredGranularScopes"], json!(["crm.objects.contacts.write"]));
    assert_eq!(body["correlationId"].as_str(), refused.header("x-hubspot-correlation-id"));
}

#[tokio::test]
async fn the_generic_path_requires_the_scopes_of_its_object_type() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect(CONTACT_SCOPES).await;
    for path in ["/crm/v3/objects/0-1", "/crm/v3/objects/contacts", "/crm/objects/2026-03/contact"] {
        assert_eq!(portal.get(path, &token).await.status, 200, "{path}");
    }
    for path in [
        "/crm/v3/objects/0-3",
        "/crm/v3/objects/deals",
        "/crm/objects/2026-03/deals",
        "/crm/v3/objects/2-30411207",
    ] {
        assert_eq!(portal.get(path, &token).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn reading_emails_requires_two_scopes() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth crm.objects.contacts.read").await;
    let body = portal.get("/crm/v3/objects/emails", &token).await.json();
    assert_eq!(body["errors"][0]["message"], "All of the following scopes are required.");
    let (token, _) = portal.connect("oauth crm.objects.contacts.read sales-email-read").await;
    assert_eq!(portal.get("/crm/v3/objects/emails", &token).await.status, 200);
}

#[tokio::test]
async fn account_details_need_no_scope_but_oauth() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth").await;
    let details = portal.get("/account-info/2026-09/details", &token).await.json();
    assert_eq!(details["portalName"], "Acme Europe");
    assert_eq!(details["uiDomain"], "app-eu1.hubspot.com");
}

#[tokio::test]
async fn developer_endpoints_do_not_take_a_portals_token() {
    let portal = Portal::start().await;
    let (token, _) = portal.connect("oauth").await;
    let webhooks = portal.get("/webhooks/v3/1234/settings", &token).await;
    assert_eq!((webhooks.status, &webhooks.json()["category"]), (401, &"INVALID_AUTHENTICATION".into()));
}

#[tokio::test]
async fn other_catalog_operations_work_once_their_scope_is_granted() {
    let portal = Portal::start().await;
    let (without, _) = portal.connect("oauth").await;
    let (with, _) = portal.connect("oauth forms files").await;
    assert_eq!(portal.get("/files/v3/folders/search", &without).await.status, 403);
    let folders = portal.get("/files/v3/folders/search", &with).await;
    assert_eq!((folders.status, &folders.json()["results"]), (200, &json!([])));
    let task = portal.get("/files/v3/folders/update/async/tasks/abc/status", &with).await;
    assert_eq!((task.status, task.header("x-demo-generic")), (200, Some("true")));
}

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_in_html() {
    let portal = Portal::start().await;
    let key = portal.info().service_key.clone();
    let missing = portal.get("/no/such/path", &key).await;
    assert_eq!(missing.status, 404);
    assert!(missing.text.contains("Error 404 Not Found"));
    let wrong = portal.call(Method::PUT, "/crm/v3/objects/contacts", &key, None).await;
    assert_eq!(wrong.status, 405);
    assert!(wrong.header("content-type").unwrap().starts_with("text/html"));
}

//! The OAuth flow and its errors.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::client::{CONTACT_SCOPES, MAIN_ACCOUNT, Portal, REDIRECT_URI, callback};

const VERIFIER: &str = "a-verifier-that-is-long-enough-for-the-rfc-0123456789";

#[tokio::test]
async fn a_consent_leads_to_tokens_that_the_api_accepts() {
    let portal = Portal::start().await;
    let page = portal
        .authorize(&[
            ("redirect_uri", REDIRECT_URI),
            ("scope", CONTACT_SCOPES),
            ("optional_scope", "e-commerce"),
            ("state", "a&b=c"),
        ])
        .await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Demo portal, not HubSpot"));
    assert!(page.text.contains("Read contacts") && page.text.contains("crm.objects.contacts.read"));
    assert!(!page.text.contains("<script"));

    let answer = callback(&portal.decide(&page, "48220319", "connect").await);
    assert_eq!(answer["state"], "a&b=c");
    let tokens = portal.exchange(&answer["code"], &[]).await;
    assert_eq!(tokens.status, 200);
    let tokens = tokens.json();
    assert_eq!(tokens["expires_in"], 1800);
    assert_eq!(tokens["hub_id"], 48_220_319);
    assert_eq!(tokens["token_type"], "bearer");
    let scopes: Vec<&str> =
        tokens["scopes"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(scopes.join(" "), CONTACT_SCOPES, "the sandbox has no e-commerce");

    let details =
        portal.get("/account-info/2026-03/details", tokens["access_token"].as_str().unwrap()).await.json();
    assert_eq!(details["portalId"], 48_220_319);
    assert_eq!(details["accountType"], "SANDBOX");
    assert_eq!(portal.demo.counters().token_exchanges, 1);
}

#[tokio::test]
async fn pkce_is_checked_if_a_challenge_was_sent() {
    let portal = Portal::start().await;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let parameters = [
        ("redirect_uri", REDIRECT_URI),
        ("scope", "oauth"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let page = portal.authorize(&parameters).await;
    let code = callback(&portal.decide(&page, MAIN_ACCOUNT, "connect").await)["code"].clone();
    for wrong in [&[][..], &[("code_verifier", "another-verifier")][..]] {
        let refused = portal.exchange(&code, wrong).await;
        assert_eq!((refused.status, &refused.json()["status"]), (400, &"BAD_CODE_VERIFIER".into()));
    }
    assert_eq!(portal.exchange(&code, &[("code_verifier", VERIFIER)]).await.status, 200);
}

#[tokio::test]
async fn a_code_can_be_exchanged_once_within_a_minute() {
    let portal = Portal::start().await;
    let code = portal.code("oauth").await;
    assert_eq!(portal.exchange(&code, &[]).await.status, 200);
    assert_eq!(portal.exchange(&code, &[]).await.json()["status"], "BAD_AUTH_CODE");

    let late = portal.code("oauth").await;
    portal.demo.advance_time(Duration::from_secs(61));
    let refused = portal.exchange(&late, &[]).await.json();
    assert_eq!(refused["status"], "EXPIRED_AUTH_CODE");
    assert_eq!(refused["error"], "invalid_grant");
    assert!(refused["correlationId"].is_string());
}

#[tokio::test]
async fn a_wrong_client_or_redirect_is_refused_and_does_not_use_up_the_code() {
    let portal = Portal::start().await;
    let code = portal.code("oauth").await;
    let fields = |id: String, secret: String, redirect: &'static str| {
        [
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.clone()),
            ("redirect_uri", redirect.to_owned()),
            ("client_id", id),
            ("client_secret", secret),
        ]
    };
    let (id, secret) = (portal.info().client_id.clone(), portal.info().client_secret.clone());
    let cases = [
        (fields("x".into(), secret.clone(), REDIRECT_URI), "BAD_CLIENT_ID", "invalid_request"),
        (fields(id.clone(), "x".into(), REDIRECT_URI), "BAD_CLIENT_SECRET", "invalid_client"),
        (
            fields(id, secret, "http://localhost:17422/oauth/callback"),
            "MISMATCH_REDIRECT_URI_AUTH_CODE",
            "invalid_grant",
        ),
    ];
    for (fields, status, error) in cases {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = portal.form("/oauth/2026-09/token", &fields).await;
        assert_eq!(refused.status, 400);
        assert_eq!((&refused.json()["status"], &refused.json()["error"]), (&status.into(), &error.into()));
    }
    assert_eq!(portal.exchange(&code, &[]).await.status, 200);
}

#[tokio::test]
async fn a_request_that_cannot_be_granted_is_explained_on_a_page_and_not_redirected() {
    let portal = Portal::start().await;
    let cases: [(&[(&str, &str)], &str); 7] = [
        (
            &[("redirect_uri", "http://localhost:1/x"), ("scope", "oauth")],
            "the app&#39;s registered redirect URL",
        ),
        (
            &[("redirect_uri", REDIRECT_URI), ("scope", "crm.objects.contacts.read")],
            "scopes are insufficient",
        ),
        (&[("redirect_uri", REDIRECT_URI)], "scopes are insufficient"),
        (
            &[("redirect_uri", REDIRECT_URI), ("scope", "oauth no.such.scope")],
            "scopes are invalid: no.such.scope",
        ),
        (&[("redirect_uri", REDIRECT_URI), ("scope", "oauth contacts")], "scopes are invalid: contacts"),
        (
            &[("redirect_uri", REDIRECT_URI), ("scope", "oauth"), ("optional_scope", "<b>")],
            "invalid: &lt;b&gt;",
        ),
        (
            &[
                ("redirect_uri", REDIRECT_URI),
                ("scope", "oauth"),
                ("code_challenge", "x"),
                ("code_challenge_method", "plain"),
            ],
            "S256",
        ),
    ];
    for (parameters, words) in cases {
        let page = portal.authorize(parameters).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains(words), "{words} is not in {}", page.text);
        assert!(page.header("location").is_none());
    }
    let stranger =
        portal.http.get(portal.url("/oauth/authorize?client_id=x&scope=oauth")).send().await.unwrap();
    assert_eq!(stranger.status(), 400);
}

#[tokio::test]
async fn a_required_scope_that_the_account_lacks_is_refused_on_the_page() {
    let portal = Portal::start().await;
    let page = portal.authorize(&[("redirect_uri", REDIRECT_URI), ("scope", "oauth e-commerce")]).await;
    let refused = portal.decide(&page, "48220319", "connect").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("have access to some HubSpot features"));
    let callback = callback(&portal.decide(&page, MAIN_ACCOUNT, "connect").await);
    assert!(callback.contains_key("code"), "another account can still be chosen on the same page");
}

#[tokio::test]
async fn a_url_with_a_portal_id_offers_only_that_account() {
    let portal = Portal::start().await;
    let url = portal.info().authorize_url.replace("/oauth/", "/oauth/50117346/");
    let query =
        [("client_id", portal.info().client_id.as_str()), ("redirect_uri", REDIRECT_URI), ("scope", "oauth")];
    let page = portal.send(portal.http.get(&url).query(&query)).await;
    assert!(page.text.contains("Northwind test") && !page.text.contains("Acme Europe"));
    let unknown = portal.send(portal.http.get(url.replace("50117346", "1")).query(&query)).await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn cancelling_is_reported_to_the_app_and_a_forged_form_has_no_effect() {
    let portal = Portal::start().await;
    let request = [("redirect_uri", REDIRECT_URI), ("scope", "oauth"), ("state", "s")];
    let page = portal.authorize(&request).await;
    let forged = portal
        .form("/oauth/authorize", &[("consent", "x"), ("form_token", "y"), ("decision", "connect")])
        .await;
    assert_eq!(forged.status, 400);
    let cancelled = callback(&portal.decide(&page, MAIN_ACCOUNT, "cancel").await);
    assert_eq!((cancelled["error"].as_str(), cancelled["state"].as_str()), ("access_denied", "s"));
    assert!(cancelled.contains_key("error_description") && !cancelled.contains_key("code"));
}

#[tokio::test]
async fn a_second_click_on_the_same_page_leads_to_the_same_code() {
    let portal = Portal::start().await;
    let page = portal.authorize(&[("redirect_uri", REDIRECT_URI), ("scope", "oauth")]).await;
    let first = callback(&portal.decide(&page, MAIN_ACCOUNT, "connect").await);
    let second = callback(&portal.decide(&page, MAIN_ACCOUNT, "connect").await);
    assert_eq!(first["code"], second["code"]);
}

#[tokio::test]
async fn a_refresh_keeps_the_refresh_token_and_a_revoked_one_is_refused() {
    let portal = Portal::start().await;
    let (access, refresh) = portal.connect("oauth").await;
    let refreshed = portal.refresh(&refresh).await.json();
    assert_eq!(refreshed["refresh_token"], refresh.as_str());
    assert_ne!(refreshed["access_token"], access.as_str());

    let (id, secret) = (portal.info().client_id.clone(), portal.info().client_secret.clone());
    let client =
        [("client_id", id.as_str()), ("client_secret", secret.as_str()), ("token", refresh.as_str())];
    assert_eq!(portal.form("/oauth/2026-09/token/revoke", &client).await.status, 200);
    let refused = portal.refresh(&refresh).await;
    assert_eq!((refused.status, &refused.json()["status"]), (400, &"BAD_REFRESH_TOKEN".into()));
    assert_eq!(
        portal.get("/account-info/v3/details", &access).await.status,
        200,
        "access tokens live to their end"
    );
    assert_eq!(portal.demo.counters().revocations, 1);
}

#[tokio::test]
async fn introspection_tells_access_refresh_and_unknown_tokens_apart() {
    let portal = Portal::start().await;
    let (access, refresh) = portal.connect(CONTACT_SCOPES).await;
    let (id, secret) = (portal.info().client_id.clone(), portal.info().client_secret.clone());
    let introspect = async |token: &str| {
        let fields = [("client_id", id.as_str()), ("client_secret", secret.as_str()), ("token", token)];
        portal.form("/oauth/2026-03/token/introspect", &fields).await.json()
    };
    let found = introspect(&access).await;
    assert_eq!((&found["active"], &found["token_use"]), (&true.into(), &"access_token".into()));
    assert_eq!(found["signed_access_token"]["hublet"], "eu1");
    assert_eq!(introspect(&refresh).await["token_use"], "refresh_token");
    assert_eq!(introspect("CKnonsense").await, serde_json::json!({"active": false}));
    portal.demo.advance_time(Duration::from_secs(1801));
    assert_eq!(introspect(&access).await["active"], false);

    let v1 = portal.send(portal.http.get(portal.url(&format!("/oauth/v1/refresh-tokens/{refresh}")))).await;
    assert_eq!(v1.json()["hub_id"], 26_041_877);
}

#[tokio::test]
async fn a_token_call_that_is_not_a_form_is_refused() {
    let portal = Portal::start().await;
    let json =
        portal.http.post(portal.url("/oauth/2026-09/token")).json(&serde_json::json!({"grant_type": "x"}));
    assert_eq!(portal.send(json).await.status, 415);
    let id = portal.info().client_id.clone();
    let bad_grant = portal.form("/oauth/v1/token", &[("grant_type", "password"), ("client_id", &id)]).await;
    assert_eq!(bad_grant.json()["status"], "BAD_GRANT_TYPE");
    let get = portal.http.get(portal.url("/oauth/2026-09/token"));
    assert_eq!(portal.send(get).await.status, 405);
}

#[tokio::test]
async fn token_info_describes_the_static_keys() {
    let portal = Portal::start().await;
    let path = portal.url("/oauth/v2/private-apps/get/access-token-info");
    for key in [&portal.info().service_key, &portal.info().private_app_token] {
        let info = portal.send(portal.http.post(&path).json(&serde_json::json!({"tokenKey": key}))).await;
        assert_eq!(info.json()["hubId"], portal.info().portal_id);
        assert!(info.json()["scopes"].as_array().unwrap().contains(&"crm.objects.contacts.read".into()));
    }
    let unknown =
        portal.send(portal.http.post(&path).json(&serde_json::json!({"tokenKey": "pat-na1-x"}))).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn introspection_says_bearer_of_both_kinds_where_version_1_tells_them_by_their_type() {
    let portal = Portal::start().await;
    let (access, refresh) = portal.connect(CONTACT_SCOPES).await;
    let (id, secret) = (portal.info().client_id.clone(), portal.info().client_secret.clone());
    for token in [&access, &refresh] {
        let fields =
            [("client_id", id.as_str()), ("client_secret", secret.as_str()), ("token", token.as_str())];
        let found = portal.form("/oauth/2026-03/token/introspect", &fields).await.json();
        assert_eq!((&found["active"], &found["token_type"]), (&true.into(), &"Bearer".into()));
    }
    for (kind, token) in [("access", access), ("refresh", refresh)] {
        let path = format!("/oauth/v1/{kind}-tokens/{token}");
        let v1 = portal.send(portal.http.get(portal.url(&path))).await;
        assert_eq!(v1.json()["token_type"], kind);
    }
}

#[tokio::test]
async fn only_version_1_of_the_token_endpoint_reads_the_query() {
    let portal = Portal::start().await;
    let (_, refresh) = portal.connect(CONTACT_SCOPES).await;
    let info = portal.info();
    let query = [
        ("grant_type", "refresh_token"),
        ("client_id", &info.client_id),
        ("client_secret", &info.client_secret),
        ("refresh_token", &refresh),
    ];
    let exchange = async |version: &str| {
        let url = portal.url(&format!("/oauth/{version}/token"));
        portal.send(portal.http.post(url).query(&query)).await.status
    };
    assert_eq!((exchange("v1").await, exchange("2026-03").await), (200, 400));
}

#[tokio::test]
async fn an_unknown_client_id_hides_what_else_is_wrong_with_a_token_request() {
    let portal = Portal::start().await;
    for fields in [&[("grant_type", "password"), ("client_id", "x")][..], &[("grant_type", "refresh_token")]]
    {
        let refused = portal.form("/oauth/v1/token", fields).await.json();
        assert_eq!(
            (&refused["status"], &refused["error"]),
            (&"BAD_CLIENT_ID".into(), &"invalid_request".into())
        );
        assert_eq!(refused["message"], "missing or unknown client id");
    }
}

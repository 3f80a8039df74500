//! Which version of the token endpoints is called, and that nothing is sent twice.

use std::sync::Arc;

use jiff::Timestamp;
use oauth2::PkceCodeVerifier;
use portalscope_demo_portal::DemoConfig;
use portalscope_hubspot::oauth::{self, Callback, RedirectUri, TokenError, TokenVersion, forwarded_callback};
use portalscope_hubspot::{Client, ClientOptions};
use portalscope_redact::Redactor;
use portalscope_vault::{AccessToken, RefreshToken};

use super::flow::Flow;
use super::scripted::{GRANT, Reply, Scripted, Seen, answer, json, no_such_path, quick_client};
use crate::test_app::{ACME_EUROPE, consent};

const SWITCHES: [&str; 4] = ["no_oauth_2026_09", "no_oauth_2026_03", "no_oauth_v3", "no_oauth_v1"];
const BEFORE_THE_END_OF_V1: &str = "2026-11-22T12:00:00Z";

fn refresh_token() -> RefreshToken {
    RefreshToken::new("na1-the-refresh-token")
}

/// A client on a computer whose clock shows this time.
fn client_at(now: &str) -> Client {
    let now: Timestamp = now.parse().unwrap();
    Client::with(ClientOptions { now: Arc::new(move || now), ..ClientOptions::default() }).unwrap()
}

#[tokio::test]
async fn every_version_exchanges_refreshes_inspects_and_revokes() {
    for (position, version) in TokenVersion::NEWEST_FIRST.into_iter().enumerate() {
        let starts_at = BEFORE_THE_END_OF_V1.parse().ok();
        let config = DemoConfig { starts_at, ..DemoConfig::default() };
        let flow = Flow::with(RedirectUri::forwarded("https://acme.example/cb").unwrap(), config).await;
        for newer in &SWITCHES[..position] {
            flow.demo.set_scenario(newer, true).unwrap();
        }
        let (client, app) = (client_at(BEFORE_THE_END_OF_V1), &flow.app);
        assert_eq!(client.token_version(&app.environment), None);
        let authorization = flow.authorize();
        let redirected = consent(authorization.url.as_str(), ACME_EUROPE, "connect").await;
        let link = redirected.replace("https://acme.example/cb", "portalscope://oauth/callback");
        let Ok(Callback::Code(code)) = forwarded_callback(&link, &authorization.state) else {
            panic!("{version:?}: a code")
        };
        let grant =
            oauth::exchange_code(&client, app, &code, &flow.redirect_uri, &authorization.verifier).await;
        let grant = grant.unwrap();
        assert_eq!(client.token_version(&app.environment), Some(version));
        let refresh = grant.refresh_token.unwrap();
        let renewed = oauth::refresh(&client, app, &refresh).await.unwrap();
        assert_ne!(renewed.access_token, grant.access_token, "{version:?}");

        let access = oauth::introspect(&client, app, &renewed.access_token).await.unwrap();
        assert!(access.active && access.hub_id.as_deref() == Some(ACME_EUROPE), "{version:?}: {access:?}");
        assert!(access.user.is_some() && access.app_id.is_some() && access.scopes.is_some(), "{version:?}");
        assert!(oauth::introspect(&client, app, &refresh).await.unwrap().active, "{version:?}");
        let stranger = oauth::introspect(&client, app, &AccessToken::new("CKunknown")).await.unwrap();
        assert!(!stranger.active, "{version:?}");

        oauth::revoke(&client, app, &refresh).await.unwrap();
        oauth::revoke(&client, app, &refresh).await.expect("what is gone need not be revoked");
        assert_eq!(oauth::refresh(&client, app, &refresh).await.unwrap_err(), TokenError::RefreshToken);
        assert!(!oauth::introspect(&client, app, &refresh).await.unwrap().active, "{version:?}");
        let calls = 9 + u64::try_from(position).unwrap();
        assert_eq!(flow.demo.counters().token_calls, calls, "{version:?}: the missing ones are asked once");
    }
}

#[tokio::test]
async fn a_missing_endpoint_is_passed_over_once_and_the_next_one_remembered() {
    let server = Scripted::start(|seen| match seen.path() {
        "/oauth/v3/token" => json(200, GRANT),
        _ => no_such_path(),
    })
    .await;
    let (client, app) = (quick_client(), server.app());
    let verifier = PkceCodeVerifier::new("v".repeat(43));
    let redirect = RedirectUri::new(17421);
    oauth::exchange_code(&client, &app, "na1-code", &redirect, &verifier).await.unwrap();
    oauth::refresh(&client, &app, &refresh_token()).await.unwrap();
    assert_eq!(
        server.paths(),
        ["/oauth/2026-09/token", "/oauth/2026-03/token", "/oauth/v3/token", "/oauth/v3/token"]
    );
    let bodies: Vec<_> = server.seen().iter().map(|seen| seen.body.clone()).collect();
    assert!(bodies[0] == bodies[1] && bodies[1] == bodies[2], "the same request, whole, each time");
}

#[tokio::test]
async fn a_code_that_an_endpoint_has_read_is_never_sent_again() {
    let refusals: [(u16, &str); 9] = [
        (404, r#"{"status":"error","message":"resource not found","category":"OBJECT_NOT_FOUND"}"#),
        (404, r#"{"error":"invalid_grant","status":"BAD_AUTH_CODE"}"#),
        (302, ""),
        (400, "<html>"),
        (405, "<html>Method Not Allowed"),
        (410, "<html>Gone"),
        (429, ""),
        (500, "<html>Error 404 Not Found"),
        (503, ""),
    ];
    for (status, body) in refusals {
        let server = Scripted::always(status, &[], body).await;
        let verifier = PkceCodeVerifier::new("v".repeat(43));
        let redirect = RedirectUri::new(17421);
        let sent =
            oauth::exchange_code(&quick_client(), &server.app(), "na1-code", &redirect, &verifier).await;
        assert!(sent.is_err());
        assert_eq!(server.paths(), ["/oauth/2026-09/token"], "{status} {body}");
    }
    let cut =
        Scripted::start(|_| Reply::Cut(b"HTTP/1.1 404 X\r\nContent-Length: 900\r\n\r\n<html>".to_vec()))
            .await;
    oauth::refresh(&quick_client(), &cut.app(), &refresh_token()).await.unwrap_err();
    assert_eq!(cut.paths(), ["/oauth/2026-09/token"], "half an answer is none");
}

#[tokio::test]
async fn a_server_with_none_of_them_is_not_a_revoked_consent() {
    let server = Scripted::start(|_| no_such_path()).await;
    let client = client_at(BEFORE_THE_END_OF_V1);
    for _ in 0..2 {
        let error = oauth::refresh(&client, &server.app(), &refresh_token()).await.unwrap_err();
        assert_eq!(error, TokenError::NoEndpoint);
    }
    assert_eq!(server.paths().len(), 8, "all four are asked anew each time");
}

#[tokio::test]
async fn v1_is_never_asked_from_the_day_on_which_it_stops() {
    let dated = |date: &'static str| {
        move |seen: &Seen| match seen.path() {
            "/oauth/v1/token" => json(200, GRANT),
            _ => answer(404, &[date], "<html>"),
        }
    };
    let last_day = "2027-02-15T23:59:59Z";
    let asks_v1 = async |now: &str, date: &'static str| {
        let server = Scripted::start(dated(date)).await;
        let _ = oauth::refresh(&client_at(now), &server.app(), &refresh_token()).await;
        server.paths().iter().any(|path| path.starts_with("/oauth/v1/"))
    };
    let without_date = "X: y";
    assert!(asks_v1(last_day, without_date).await);
    assert!(!asks_v1("2027-02-16T00:00:00Z", without_date).await);
    assert!(!asks_v1(last_day, "Date: Tue, 16 Feb 2027 00:00:00 GMT").await, "the server's clock counts");
    assert!(
        asks_v1("2027-02-16T00:00:00Z", "Date: Mon, 15 Feb 2027 23:59:59 GMT").await,
        "in both directions"
    );
}

#[tokio::test]
async fn a_remembered_v1_is_left_on_the_day_on_which_it_stops() {
    let server = Scripted::start(|seen| match seen.path() {
        "/oauth/v1/token" => json(200, GRANT),
        _ => no_such_path(),
    })
    .await;
    let now = Arc::new(std::sync::Mutex::new("2027-02-15T12:00:00Z".parse::<Timestamp>().unwrap()));
    let clock = Arc::clone(&now);
    let options = ClientOptions { now: Arc::new(move || *clock.lock().unwrap()), ..ClientOptions::default() };
    let client = Client::with(options).unwrap();
    oauth::refresh(&client, &server.app(), &refresh_token()).await.unwrap();
    assert_eq!(client.token_version(&server.app().environment), Some(TokenVersion::V1));
    *now.lock().unwrap() = "2027-02-16T12:00:00Z".parse().unwrap();
    let error = oauth::refresh(&client, &server.app(), &refresh_token()).await.unwrap_err();
    assert_eq!(error, TokenError::NoEndpoint);
    let v1 = server.paths().iter().filter(|path| *path == "/oauth/v1/token").count();
    assert_eq!(v1, 1, "{:?}", server.paths());
}

/// In v1 tokens are part of the URL, and so may be in anything that contains the URL.
#[tokio::test]
async fn the_token_in_a_v1_url_is_in_no_error_and_is_redacted() {
    let secret = "CKtok/en?with%odd#characters";
    let access = AccessToken::new(secret);
    for reply in ["cut", "500", "html"] {
        let server = Scripted::start(move |seen| match (seen.path().starts_with("/oauth/v1/"), reply) {
            (false, _) => no_such_path(),
            (true, "cut") => Reply::Cut(Vec::new()),
            (true, "500") => json(500, "{}"),
            (true, _) => answer(200, &[], "<html>"),
        })
        .await;
        let client = client_at(BEFORE_THE_END_OF_V1);
        let error = oauth::introspect(&client, &server.app(), &access).await.unwrap_err();
        let told =
            format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
        assert!(!told.contains("CKtok") && !told.contains("access-tokens"), "{told}");
        let line = server.seen().pop().unwrap().line;
        assert!(
            line.starts_with("GET /oauth/v1/access-tokens/CKtok%2Fen%3Fwith%25odd%23characters "),
            "{line}"
        );
        let logged = Redactor::new().text(&line);
        assert!(!logged.contains("CKtok"), "whoever logs the address: {logged}");
    }
}

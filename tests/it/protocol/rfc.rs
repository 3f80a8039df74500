//! What the RFCs ask of an app such as this one, by section: 6749 (OAuth 2.0), 7636 (PKCE), 8252 (native apps) and
//! 9700 (security practice). The listener is asked over real sockets, the demo portal checks what it is sent.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::{CsrfToken, PkceCodeVerifier};
use portalscope_hubspot::oauth::{
    self, AppCredential, Authorization, Callback, LoopbackListener, RedirectUri, TokenError,
};
use portalscope_hubspot::{Credential, Token, account_details};
use portalscope_vault::{AccessToken, ClientSecret, RefreshToken};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use super::flow::Flow;
use super::scripted::{GRANT, Scripted, answer, json, quick_client};
use crate::test_app::{ACME_EUROPE, consent, free_port, until};

fn redirect_uri() -> RedirectUri {
    RedirectUri::new(17421)
}

fn query(authorization: &Authorization) -> HashMap<String, String> {
    authorization.url.query_pairs().into_owned().collect()
}

/// Gives consent and takes the code out of the redirect.
async fn code_of(flow: &Flow, authorization: &Authorization) -> String {
    let redirected = consent(authorization.url.as_str(), ACME_EUROPE, "connect").await;
    assert!(redirected.starts_with(&flow.redirect_uri.text()));
    let redirected = url::Url::parse(&redirected).unwrap();
    redirected.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

async fn exchange(
    flow: &Flow,
    code: &str,
    verifier: &PkceCodeVerifier,
) -> Result<oauth::TokenGrant, TokenError> {
    oauth::exchange_code(&flow.client, &flow.app, code, &flow.redirect_uri, verifier).await
}

/// A listener that waits for the state `right-state`.
async fn listen() -> (u16, JoinHandle<Callback>) {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let port = listener.port();
    (port, tokio::spawn(async move { listener.wait(&CsrfToken::new("right-state".to_owned())).await }))
}

async fn visit(port: u16, target: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn rfc_6749_2_3_1_and_4_1_3_client_code_and_redirect_go_in_the_body_and_never_in_the_address() {
    let server = Scripted::start(|_| json(200, GRANT)).await;
    let verifier = PkceCodeVerifier::new("v".repeat(43));
    oauth::exchange_code(&quick_client(), &server.app(), "na1-code", &redirect_uri(), &verifier)
        .await
        .unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.line, "POST /oauth/2026-09/token HTTP/1.1", "no query");
    assert!(seen.head.to_lowercase().contains("content-type: application/x-www-form-urlencoded"));
    assert!(!seen.head.to_lowercase().contains("authorization:"));
    for (field, value) in [
        ("grant_type", "authorization_code"),
        ("code", "na1-code"),
        ("redirect_uri", "http://localhost:17421/oauth/callback"),
        ("client_id", "client"),
        ("client_secret", "the-client-secret"),
    ] {
        assert_eq!(seen.field(field).as_deref(), Some(value));
    }
}

#[tokio::test]
async fn rfc_6749_3_1_a_parameter_given_twice_is_no_answer() {
    let (port, waiting) = listen().await;
    for target in [
        "/oauth/callback?code=a&code=b&state=right-state",
        "/oauth/callback?code=a&state=right-state&state=right-state",
        "/oauth/callback?error=a&error=b&state=right-state",
    ] {
        assert!(visit(port, target).await.starts_with("HTTP/1.1 400"), "{target}");
    }
    assert!(!waiting.is_finished());
}

#[tokio::test]
async fn rfc_6749_4_1_2_a_code_is_good_for_one_exchange() {
    let flow = Flow::new(redirect_uri()).await;
    let authorization = flow.authorize();
    let code = code_of(&flow, &authorization).await;
    exchange(&flow, &code, &authorization.verifier).await.unwrap();
    assert_eq!(exchange(&flow, &code, &authorization.verifier).await.unwrap_err(), TokenError::Code);
}

#[tokio::test]
async fn rfc_6749_4_1_2_1_an_error_answer_ends_the_flow_with_its_words() {
    let (port, waiting) = listen().await;
    let page =
        visit(port, "/oauth/callback?error=access_denied&error_description=Not+today&state=right-state")
            .await;
    assert!(page.starts_with("HTTP/1.1 200") && !page.contains("Not today"), "nothing of it is echoed");
    let description = Some("Not today".to_owned());
    assert_eq!(waiting.await.unwrap(), Callback::Refused { error: "access_denied".to_owned(), description });
}

#[tokio::test]
async fn rfc_6749_5_1_unknown_fields_are_ignored_and_the_scope_is_read() {
    let body = r#"{"access_token":"CK","token_type":"Bearer","expires_in":60,"scope":"oauth tickets","new":{"x":1}}"#;
    let server = Scripted::start(move |_| json(200, body)).await;
    let grant = oauth::refresh(&quick_client(), &server.app(), &RefreshToken::new("na1-r")).await.unwrap();
    assert_eq!(grant.scopes.unwrap(), ["oauth", "tickets"]);
    assert_eq!(grant.expires_in.as_secs(), 60);
}

#[tokio::test]
async fn rfc_6749_5_2_each_word_of_a_refusal_has_its_cause() {
    let client_error = |secret: &str, id: &str, app: &AppCredential| AppCredential {
        client_secret: ClientSecret::new(secret),
        client_id: id.to_owned(),
        ..app.clone()
    };
    for old_bodies in [false, true] {
        let flow = Flow::new(redirect_uri()).await;
        flow.demo.set_scenario("old_error_bodies", old_bodies).unwrap();
        let token = RefreshToken::new("na1-unknown");
        let (id, secret) = (&flow.demo.info().client_id, &flow.demo.info().client_secret);
        let with = async |app: AppCredential| oauth::refresh(&flow.client, &app, &token).await.unwrap_err();
        assert_eq!(with(client_error(secret, id, &flow.app)).await, TokenError::RefreshToken);
        assert_eq!(with(client_error("wrong", id, &flow.app)).await, TokenError::ClientSecret);
        assert_eq!(with(client_error(secret, "wrong", &flow.app)).await, TokenError::ClientId);
        let authorization = flow.authorize();
        let code = code_of(&flow, &authorization).await;
        flow.demo.advance_time(std::time::Duration::from_mins(2));
        let late = exchange(&flow, &code, &authorization.verifier).await.unwrap_err();
        assert_eq!(late, TokenError::CodeExpired);
    }
}

#[tokio::test]
async fn rfc_6749_6_a_new_refresh_token_is_taken_and_a_missing_one_keeps_the_old() {
    let with = async |body: &'static str| {
        let server = Scripted::start(move |_| json(200, body)).await;
        let grant =
            oauth::refresh(&quick_client(), &server.app(), &RefreshToken::new("na1-old")).await.unwrap();
        let seen = server.seen().remove(0);
        assert_eq!(seen.field("grant_type").as_deref(), Some("refresh_token"));
        assert_eq!(seen.field("refresh_token").as_deref(), Some("na1-old"));
        grant.refresh_token.map(|token| token.expose().to_owned())
    };
    assert_eq!(with(GRANT).await.as_deref(), Some("na1-refresh"));
    assert_eq!(with(r#"{"access_token":"CK","expires_in":1800}"#).await, None);
}

#[tokio::test]
async fn rfc_6749_7_1_a_token_of_a_kind_that_is_not_understood_is_not_used() {
    let server =
        Scripted::start(|_| json(200, r#"{"access_token":"CK","token_type":"mac","expires_in":1800}"#)).await;
    let refused = oauth::refresh(&quick_client(), &server.app(), &RefreshToken::new("na1-r")).await;
    assert_eq!(refused.unwrap_err(), TokenError::Unexpected);
}

#[tokio::test]
async fn rfc_7636_4_1_and_4_2_every_flow_sends_the_s256_challenge_of_a_fresh_verifier() {
    let flow = Flow::new(redirect_uri()).await;
    let (first, second) = (flow.authorize(), flow.authorize());
    for authorization in [&first, &second] {
        let verifier = authorization.verifier.secret();
        assert!((43..=128).contains(&verifier.len()));
        assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)));
        let fields = query(authorization);
        assert_eq!(fields["code_challenge"], URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
        assert_eq!(fields["code_challenge_method"], "S256", "§4.3");
        assert!(!authorization.url.as_str().contains(verifier.as_str()), "the verifier stays here");
    }
    assert_ne!(first.verifier.secret(), second.verifier.secret());
}

#[tokio::test]
async fn rfc_7636_4_5_and_4_6_the_verifier_goes_with_the_code_and_another_one_is_refused() {
    let flow = Flow::new(redirect_uri()).await;
    let authorization = flow.authorize();
    let code = code_of(&flow, &authorization).await;
    let other = PkceCodeVerifier::new("v".repeat(43));
    assert_eq!(exchange(&flow, &code, &other).await.unwrap_err(), TokenError::CodeVerifier);
    exchange(&flow, &code, &authorization.verifier).await.expect("the right one opens it");
}

#[tokio::test]
async fn rfc_8252_7_3_the_listener_is_on_loopback_only_and_takes_the_port_it_is_given() {
    let (port, waiting) = listen().await;
    assert_ne!(port, 0);
    // A listener on all addresses would block the other loopback addresses.
    #[cfg(target_os = "linux")]
    drop(std::net::TcpListener::bind(("127.0.0.2", port)).expect("only 127.0.0.1 and ::1 are taken"));
    assert!(visit(port, "/oauth/callback?code=c&state=right-state").await.starts_with("HTTP/1.1 200"));
    assert_eq!(waiting.await.unwrap(), Callback::Code("c".to_owned()));
}

#[tokio::test]
async fn rfc_8252_8_3_the_port_is_open_only_while_a_flow_waits() {
    let (port, waiting) = listen().await;
    waiting.abort();
    let _ = waiting.await;
    let is_shut = || std::net::TcpStream::connect(("127.0.0.1", port)).is_err();
    until("a flow that was cancelled no longer listens", is_shut).await;
}

#[tokio::test]
async fn rfc_8252_8_9_and_rfc_9700_4_7_an_answer_without_the_state_of_this_flow_is_none() {
    let (port, waiting) = listen().await;
    for target in [
        "/oauth/callback?code=evil",
        "/oauth/callback?code=evil&state=",
        "/oauth/callback?code=evil&state=right-stat",
        "/oauth/callback?code=evil&state=right-state-and-more",
        "/oauth/callback?code=evil&state=RIGHT-STATE",
        "/oauth/callback?error=access_denied&state=wrong",
    ] {
        assert!(visit(port, target).await.starts_with("HTTP/1.1 400"), "{target}");
    }
    visit(port, "/oauth/callback?code=good&state=right-state").await;
    assert_eq!(waiting.await.unwrap(), Callback::Code("good".to_owned()));
    let flow = Flow::new(redirect_uri()).await;
    let states = [query(&flow.authorize())["state"].clone(), query(&flow.authorize())["state"].clone()];
    assert!(states[0] != states[1] && states[0].len() >= 22, "128 bits, fresh for each flow");
}

#[tokio::test]
async fn rfc_9700_4_1_3_the_redirect_uri_is_compared_to_the_letter() {
    let flow = Flow::new(redirect_uri()).await;
    for other in [
        "http://localhost:17422/oauth/callback",
        "http://localhost:17421/oauth/callback/",
        "http://localhost:17421/oauth/Callback",
        "http://127.0.0.1:17421/oauth/callback",
    ] {
        let mut url = flow.authorize().url;
        let others = query(&flow.authorize()).into_iter().filter(|(name, _)| name != "redirect_uri");
        let pairs: Vec<_> = others.chain([("redirect_uri".to_owned(), other.to_owned())]).collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
        let (status, page) = crate::test_app::get(url.as_str()).await;
        assert!(status == 400 && page.contains("registered redirect URL"), "{other}: {status}");
    }
    let (status, _) = crate::test_app::get(flow.authorize().url.as_str()).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn rfc_9700_4_2_4_and_4_3_the_callback_page_does_not_leak_the_code() {
    let (port, waiting) = listen().await;
    let page = visit(port, "/oauth/callback?code=na1-the-code&state=right-state").await;
    for line in [
        "Referrer-Policy: no-referrer",
        "Cache-Control: no-store",
        "Content-Security-Policy: default-src 'none'",
    ] {
        assert!(page.contains(line), "{line} is not in {page}");
    }
    assert!(!page.contains("na1-the-code") && !page.contains("src=") && !page.contains("href="), "{page}");
    waiting.await.unwrap();
}

#[tokio::test]
async fn rfc_9700_4_3_2_an_access_token_is_never_part_of_an_address() {
    let server = Scripted::start(|_| json(200, r#"{"portalId":1}"#)).await;
    let token = Token::Access(AccessToken::new("CKthe-access-token"));
    let credential = Credential { environment: server.app().environment, token };
    account_details(&quick_client(), &credential).await.unwrap();
    let seen = server.seen().remove(0);
    assert!(!seen.line.contains("CKthe") && !seen.line.contains('?'), "{}", seen.line);
    assert!(seen.head.contains("Bearer CKthe-access-token"));
}

#[tokio::test]
async fn rfc_9700_4_5_3_a_code_of_another_flow_does_not_fit_this_one() {
    let flow = Flow::new(redirect_uri()).await;
    let (victims, attackers) = (flow.authorize(), flow.authorize());
    let injected = code_of(&flow, &attackers).await;
    let refused = exchange(&flow, &injected, &victims.verifier).await.unwrap_err();
    assert_eq!(refused, TokenError::CodeVerifier);
}

#[tokio::test]
async fn rfc_9700_4_11_1_the_listener_never_redirects() {
    let (port, waiting) = listen().await;
    for target in [
        "/oauth/callback?code=c&state=wrong&redirect_uri=https://evil.example",
        "/?url=https://evil.example",
        "//evil.example/oauth/callback",
        "https://evil.example/",
        "/oauth/callback?code=c&state=right-state&next=https://evil.example",
    ] {
        let page = visit(port, target).await.to_lowercase();
        assert!(!page.contains("location:") && !page.contains("evil") && !page.contains("refresh"), "{page}");
    }
    waiting.await.unwrap();
}

#[tokio::test]
async fn rfc_9700_4_12_a_redirect_at_the_token_endpoint_is_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let thief = Scripted::start(|_| json(200, GRANT)).await;
        let location = format!("Location: http://127.0.0.1:{}/oauth/2026-09/token", thief.port);
        let server = Scripted::start(move |_| answer(status, &[&location], "")).await;
        let verifier = PkceCodeVerifier::new("v".repeat(43));
        let sent =
            oauth::exchange_code(&quick_client(), &server.app(), "na1-code", &redirect_uri(), &verifier)
                .await;
        assert_eq!(sent.unwrap_err(), TokenError::Redirected { status });
        assert!(thief.seen().is_empty() && server.seen().len() == 1, "{status}");
    }
}

#[tokio::test]
async fn rfc_9700_4_14_2_a_rotated_refresh_token_that_comes_again_is_refused() {
    let flow = Flow::new(redirect_uri()).await;
    flow.demo.set_scenario("rotate_refresh_tokens", true).unwrap();
    let authorization = flow.authorize();
    let code = code_of(&flow, &authorization).await;
    let old = exchange(&flow, &code, &authorization.verifier).await.unwrap().refresh_token.unwrap();
    let new = oauth::refresh(&flow.client, &flow.app, &old).await.unwrap().refresh_token.unwrap();
    assert_ne!(old, new);
    let again = oauth::refresh(&flow.client, &flow.app, &old).await.unwrap_err();
    assert_eq!(again, TokenError::RefreshToken);
    oauth::refresh(&flow.client, &flow.app, &new).await.unwrap();
}

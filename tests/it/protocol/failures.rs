//! Failures of the network between this computer and the token endpoint. Each has its own error and message, and none
//! leaks a secret.

use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portalscope_core::{CommandError, Error, ErrorCode};
use portalscope_hubspot::oauth::{self, AppCredential, TokenError};
use portalscope_hubspot::{Client, ClientOptions, Environment, NetworkError, ProxyChoice};
use portalscope_vault::{ClientSecret, RefreshToken};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::scripted::{GRANT, QUICK, Reply, Scripted, answer, app_at, json, quick_client, serve};
use crate::ports::free_port;

/// A name server with one address, or none.
struct NameServer(Option<SocketAddr>);

impl Resolve for NameServer {
    fn resolve(&self, _: Name) -> Resolving {
        let found = self.0;
        Box::pin(async move {
            let address = found.ok_or("no such host is known")?;
            Ok(Box::new(std::iter::once(address)) as Addrs)
        })
    }
}

fn hubspot() -> AppCredential {
    AppCredential {
        environment: Environment::HubSpot,
        client_id: "client".to_owned(),
        client_secret: ClientSecret::new("the-client-secret"),
    }
}

/// HubSpot's name resolves to this address.
fn client_led_to(address: Option<SocketAddr>) -> Client {
    let resolver = Some(Arc::new(NameServer(address)) as Arc<dyn Resolve>);
    let proxy = ProxyChoice::Direct;
    Client::with(ClientOptions { limits: QUICK, proxy, resolver, ..ClientOptions::default() }).unwrap()
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], port))
}

async fn refresh(client: &Client, app: &AppCredential) -> Result<oauth::TokenGrant, TokenError> {
    oauth::refresh(client, app, &RefreshToken::new("na1-the-refresh-token")).await
}

/// A refresh that fails quickly with this error, whose message contains `says`.
async fn fails(client: &Client, app: &AppCredential, expected: TokenError, code: ErrorCode, says: &str) {
    let started = Instant::now();
    let error = refresh(client, app).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(20), "{error} after {:?}", started.elapsed());
    assert_eq!(error, expected);
    let told = CommandError::from(Error::Token(error));
    assert_eq!(told.code, code, "{told:?}");
    assert!(told.message.contains(says) && !told.hint.is_empty(), "{told:?}");
    assert!(!format!("{told:?}").contains("na1-the"), "{told:?}");
}

#[tokio::test]
async fn an_unresolvable_name_is_distinguished_from_an_unreachable_server() {
    let unknown = TokenError::Network(NetworkError::NameNotFound);
    fails(&client_led_to(None), &hubspot(), unknown, ErrorCode::NetworkUnreachable, "looked up").await;
    let closed = loopback(free_port());
    let refused = TokenError::Network(NetworkError::Refused);
    let app = app_at(&format!("http://{closed}"));
    fails(&quick_client(), &app, refused.clone(), ErrorCode::NetworkUnreachable, "did not accept").await;
    fails(&client_led_to(Some(closed)), &hubspot(), refused, ErrorCode::NetworkUnreachable, "did not accept")
        .await;
}

#[tokio::test]
async fn a_network_without_a_way_to_the_server_ends_soon() {
    let nowhere = SocketAddr::from(([192, 0, 2, 1], 443));
    let error = refresh(&client_led_to(Some(nowhere)), &hubspot()).await.unwrap_err();
    // No route, or one without replies: both happen when a cable is unplugged.
    let gone =
        [NetworkError::Unreachable, NetworkError::TimedOut, NetworkError::Refused].map(TokenError::Network);
    assert!(gone.contains(&error), "{error:?}");
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_gets_no_secret() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let pair = rcgen::generate_simple_self_signed(vec!["api.hubapi.com".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(pair.signing_key.serialize_der()).unwrap();
    let config =
        rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![pair.cert.der().clone()], key)
            .unwrap();
    let (acceptor, seen) = (TlsAcceptor::from(Arc::new(config)), Arc::new(Mutex::new(Vec::new())));
    let log = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, &|_| json(200, GRANT), &log).await;
            }
        }
    });
    let untrusted = TokenError::Network(NetworkError::Certificate);
    let client = client_led_to(Some(loopback(port)));
    fails(&client, &hubspot(), untrusted, ErrorCode::NetworkTls, "does not trust the certificate").await;
    assert!(seen.lock().unwrap().is_empty(), "nothing was said to it");
}

#[tokio::test]
async fn what_does_not_speak_tls_on_its_port_gets_no_secret() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await.unwrap();
            let mut said = vec![0; 4096];
            let read = stream.read(&mut said).await.unwrap_or_default();
            log.lock().unwrap().extend_from_slice(&said[..read]);
        }
    });
    let no_tls = TokenError::Network(NetworkError::Tls);
    let client = client_led_to(Some(loopback(port)));
    fails(&client, &hubspot(), no_tls, ErrorCode::NetworkTls, "does not speak TLS").await;
    let heard = String::from_utf8_lossy(&heard.lock().unwrap()).into_owned();
    assert!(!heard.contains("secret") && !heard.contains("na1-"), "{heard}");
}

#[tokio::test]
async fn a_server_that_is_silent_or_drips_is_given_up_in_time() {
    for reply in ["silence", "drip", "half a head"] {
        let server = Scripted::start(move |_| match reply {
            "silence" => Reply::Silence,
            _ => Reply::Drip,
        })
        .await;
        let slow = TokenError::Network(NetworkError::TimedOut);
        fails(&quick_client(), &server.app(), slow, ErrorCode::NetworkTimeout, "in time").await;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_tls = client_led_to(Some(listener.local_addr().unwrap()));
    let slow = TokenError::Network(NetworkError::TimedOut);
    fails(&silent_tls, &hubspot(), slow, ErrorCode::NetworkTimeout, "in time").await;
}

#[tokio::test]
async fn a_truncated_response_is_reported_as_truncated() {
    for part in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"access_token\":\"CKhalf",
    ] {
        let server = Scripted::start(move |_| Reply::Cut(part.as_bytes().to_vec())).await;
        let broken = TokenError::Network(NetworkError::Broken);
        fails(&quick_client(), &server.app(), broken, ErrorCode::NetworkBroken, "broke off").await;
    }
}

#[tokio::test]
async fn a_success_that_is_no_token_answer_is_not_believed() {
    let huge = format!(r#"{{"access_token":"{}","expires_in":1800}}"#, "C".repeat(100_000));
    let bodies: [Vec<u8>; 9] = [
        Vec::new(),
        b"<html>Welcome to the hotel</html>".to_vec(),
        b"[]".to_vec(),
        b"{\"access_token\":\"\xff\xfe\",\"expires_in\":1800}".to_vec(),
        br#"{"access_token":7,"expires_in":1800}"#.to_vec(),
        br#"{"access_token":"CK","expires_in":-5}"#.to_vec(),
        br#"{"access_token":"","expires_in":1800}"#.to_vec(),
        br#"{"error":"invalid_grant"}"#.to_vec(),
        huge.into_bytes(),
    ];
    for body in bodies {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let whole = [head.into_bytes(), body].concat();
        let server = Scripted::start(move |_| Reply::Whole(whole.clone())).await;
        let (expected, code) = (TokenError::Unexpected, ErrorCode::UnexpectedAnswer);
        fails(&quick_client(), &server.app(), expected, code, "not of the documented form").await;
    }
}

/// A rotated refresh token must not be lost because of a header.
#[tokio::test]
async fn a_token_answer_under_a_wrong_content_type_is_kept() {
    for kind in ["Content-Type: text/html", "Content-Type: text/plain;charset=latin1", "X: y"] {
        let server = Scripted::start(move |_| answer(200, &[kind], GRANT)).await;
        let grant = refresh(&quick_client(), &server.app()).await.unwrap();
        assert_eq!(grant.refresh_token.unwrap().expose(), "na1-refresh", "{kind}");
    }
}

#[tokio::test]
async fn errors_of_the_server_are_no_fault_of_the_connection_and_transient() {
    for status in [408, 423, 425, 429, 477, 500, 502, 503, 504, 521, 523, 524] {
        let calls = Arc::new(Mutex::new(0));
        let server = Scripted::start(move |_| {
            let mut calls = calls.lock().unwrap();
            *calls += 1;
            if *calls == 1 { json(status, r#"{"error":"invalid_grant"}"#) } else { json(200, GRANT) }
        })
        .await;
        let (client, app) = (quick_client(), server.app());
        let error = TokenError::Server { status };
        fails(&client, &app, error, ErrorCode::ServerError, &format!("status {status}")).await;
        refresh(&client, &app).await.expect("the next attempt works by itself");
    }
}

/// An idle connection may be closed just when a code is sent on it, and then it is unknown whether the code was used.
#[tokio::test]
async fn a_server_that_hangs_up_after_each_answer_costs_no_code() {
    let whole = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{GRANT}", GRANT.len());
    let server = Scripted::start(move |_| Reply::Whole(whole.clone().into_bytes())).await;
    let (client, app) = (quick_client(), server.app());
    for _ in 0..50 {
        refresh(&client, &app).await.unwrap();
    }
    assert_eq!(server.seen().len(), 50);
}

/// A proxy that answers every CONNECT with this response.
async fn proxy(status: u16, headers: &'static [&'static str]) -> (Scripted, Client) {
    let server = Scripted::always(status, headers, "").await;
    let client = client_through(server.port);
    (server, client)
}

fn client_through(port: u16) -> Client {
    let proxy = ProxyChoice::At(format!("http://127.0.0.1:{port}").parse().unwrap());
    Client::with(ClientOptions { limits: QUICK, proxy, ..ClientOptions::default() }).unwrap()
}

#[tokio::test]
async fn proxies_that_refuse_ask_hang_or_are_gone_are_distinguished() {
    let unreachable = ErrorCode::NetworkUnreachable;
    let (server, client) = proxy(403, &[]).await;
    fails(&client, &hubspot(), TokenError::Network(NetworkError::Proxy), unreachable, "proxy").await;
    assert!(server.seen()[0].line.starts_with("CONNECT api.hubapi.com:443 "), "{:?}", server.seen());
    let said = format!("{:?}", server.seen());
    assert!(!said.contains("secret") && !said.contains("na1-"), "{said}");

    let (_server, client) = proxy(407, &["Proxy-Authenticate: Basic realm=x"]).await;
    let asks = TokenError::Network(NetworkError::ProxyCredentials);
    fails(&client, &hubspot(), asks, unreachable, "name and a password").await;

    let silent = Scripted::start(|_| Reply::Silence).await;
    let slow = TokenError::Network(NetworkError::TimedOut);
    fails(&client_through(silent.port), &hubspot(), slow, ErrorCode::NetworkTimeout, "in time").await;

    let gone = TokenError::Network(NetworkError::Proxy);
    fails(&client_through(free_port()), &hubspot(), gone, unreachable, "proxy").await;
}

const CHILD: &str = "PORTALSCOPE_TEST_LOOPBACK_SERVER";

/// The environment is read when a client is made, so the test runs itself again in a process that has one.
#[tokio::test(flavor = "multi_thread")]
async fn the_systems_proxy_stands_before_hubspot_and_never_before_loopback() {
    if let Ok(loopback) = std::env::var(CHILD) {
        let client = quick_client();
        let asks = TokenError::Network(NetworkError::ProxyCredentials);
        assert_eq!(refresh(&client, &hubspot()).await.unwrap_err(), asks);
        refresh(&client, &app_at(&loopback)).await.unwrap();
        return;
    }
    let proxy = Scripted::always(407, &["Proxy-Authenticate: Basic realm=x"], "").await;
    let loopback = Scripted::start(|_| json(200, GRANT)).await;
    let address = format!("http://127.0.0.1:{}", proxy.port);
    let name = "protocol::failures::the_systems_proxy_stands_before_hubspot_and_never_before_loopback";
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", name, "--nocapture"]).env_remove("NO_PROXY").env_remove("no_proxy");
    for variable in ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        child.env(variable, &address);
    }
    child.env(CHILD, format!("http://127.0.0.1:{}", loopback.port));
    let ended = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&ended.stdout).into_owned() + &String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!((proxy.seen().len(), loopback.seen().len()), (1, 1));
    assert!(proxy.seen()[0].line.starts_with("CONNECT api.hubapi.com:443 "));
}

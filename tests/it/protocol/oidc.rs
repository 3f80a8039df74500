//! The flow at an independent OAuth server, npm's `oidc-provider` (tests/oidc). It requires PKCE, rotates refresh
//! tokens, and revokes the whole grant if an old one is used again.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use oauth2::PkceCodeVerifier;
use portalscope_hubspot::oauth::{
    self, AppCredential, AuthorizeRequest, Callback, LoopbackListener, RedirectUri, TokenError,
};
use portalscope_hubspot::{Client, Hublet};
use portalscope_vault::ClientSecret;
use serde_json::Value;

use super::flow::demo_at;
use crate::ports::free_port;

/// The server, stopped when dropped.
struct Server {
    process: Child,
    /// Kept open: writing into a closed pipe would end it.
    _output: BufReader<ChildStdout>,
    app: AppCredential,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

impl Server {
    fn start(redirect_uri: &RedirectUri) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oidc/server.js");
        let mut process = Command::new("node")
            .arg(script)
            .arg(redirect_uri.text())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let facts: Value = serde_json::from_str(&line).expect("the server says where it is");
        let text = |name: &str| facts[name].as_str().unwrap().to_owned();
        let app = AppCredential {
            environment: demo_at(&text("origin")),
            client_id: text("client_id"),
            client_secret: ClientSecret::new(text("client_secret")),
        };
        Self { process, _output: output, app }
    }

    fn request(&self, redirect_uri: &RedirectUri) -> AuthorizeRequest {
        AuthorizeRequest {
            environment: self.app.environment.clone(),
            hublet: Hublet::Any,
            client_id: self.app.client_id.clone(),
            redirect_uri: redirect_uri.clone(),
            scopes: ["oauth", "crm.objects.contacts.read"].map(str::to_owned).to_vec(),
            optional_scopes: Vec::new(),
        }
    }
}

/// Follows redirects with cookies, as a browser does, to a page or to the listener's answer.
async fn browse(from: &str) -> (u16, String) {
    let policy = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().no_proxy().redirect(policy).build().unwrap();
    let (mut url, mut cookies) = (url::Url::parse(from).unwrap(), BTreeMap::new());
    for _ in 0..12 {
        let jar: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = http.get(url.clone()).header("cookie", jar.join("; ")).send().await.unwrap();
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
        }
        let Some(location) = answer.headers().get("location") else {
            return (answer.status().as_u16(), answer.text().await.unwrap());
        };
        url = url.join(location.to_str().unwrap()).unwrap();
    }
    panic!("redirects without end")
}

/// Gives consent; returns the code that the listener received, and its verifier.
async fn obtain_code(server: &Server, listener: LoopbackListener) -> (String, PkceCodeVerifier, RedirectUri) {
    let redirect_uri = RedirectUri::new(listener.port());
    let authorization = oauth::authorize(&server.request(&redirect_uri));
    let state = authorization.state.clone();
    let waiting = tokio::spawn(async move { listener.wait(&state).await });
    let (status, page) = browse(authorization.url.as_str()).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("Portalscope has the answer"), "{page}");
    let Callback::Code(code) = waiting.await.unwrap() else { panic!("a code, not a refusal") };
    (code, authorization.verifier, redirect_uri)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/oidc: cargo xtask test oidc"]
async fn the_whole_life_of_a_connection_works_at_a_foreign_oauth_server() {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let server = Server::start(&RedirectUri::new(listener.port()));
    let (client, app) = (Client::new().unwrap(), &server.app);
    let (code, verifier, redirect_uri) = obtain_code(&server, listener).await;

    let first = oauth::exchange_code(&client, app, &code, &redirect_uri, &verifier).await.unwrap();
    assert_eq!(first.expires_in.as_secs(), 1800);
    assert_eq!(first.scopes.as_deref().unwrap(), ["oauth", "crm.objects.contacts.read"], "RFC 6749 §5.1");
    let first_refresh = first.refresh_token.unwrap();
    assert!(oauth::introspect(&client, app, &first.access_token).await.unwrap().active, "RFC 7662 §2.2");

    let second = oauth::refresh(&client, app, &first_refresh).await.unwrap();
    let second_refresh = second.refresh_token.expect("this server rotates");
    assert_ne!(second_refresh, first_refresh);
    let third = oauth::refresh(&client, app, &second_refresh).await.unwrap();
    let third_refresh = third.refresh_token.unwrap();

    oauth::revoke(&client, app, &third_refresh).await.unwrap();
    let after = oauth::refresh(&client, app, &third_refresh).await.unwrap_err();
    assert_eq!(after, TokenError::RefreshToken, "RFC 7009 §2");
    assert!(!oauth::introspect(&client, app, &third_refresh).await.unwrap().active);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/oidc: cargo xtask test oidc"]
async fn rfc_7636_4_6_a_foreign_server_refuses_the_verifier_of_another_flow() {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let server = Server::start(&RedirectUri::new(listener.port()));
    let (code, _, redirect_uri) = obtain_code(&server, listener).await;
    let other = PkceCodeVerifier::new("v".repeat(43));
    let client = Client::new().unwrap();
    let refused = oauth::exchange_code(&client, &server.app, &code, &redirect_uri, &other).await.unwrap_err();
    assert_eq!(refused, TokenError::Code);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/oidc: cargo xtask test oidc"]
async fn rfc_6749_4_1_2_a_code_used_twice_ends_at_a_foreign_server_with_every_token_of_it() {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let server = Server::start(&RedirectUri::new(listener.port()));
    let (code, verifier, redirect_uri) = obtain_code(&server, listener).await;
    let client = Client::new().unwrap();
    let exchange = || oauth::exchange_code(&client, &server.app, &code, &redirect_uri, &verifier);
    let grant = exchange().await.unwrap();
    assert_eq!(exchange().await.unwrap_err(), TokenError::Code);
    let refreshed = oauth::refresh(&client, &server.app, &grant.refresh_token.unwrap()).await;
    assert_eq!(refreshed.unwrap_err(), TokenError::RefreshToken);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/oidc: cargo xtask test oidc"]
async fn rfc_9700_4_14_2_an_old_refresh_token_that_comes_again_ends_the_grant_at_a_foreign_server() {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let server = Server::start(&RedirectUri::new(listener.port()));
    let (client, app) = (Client::new().unwrap(), &server.app);
    let (code, verifier, redirect_uri) = obtain_code(&server, listener).await;
    let first = oauth::exchange_code(&client, app, &code, &redirect_uri, &verifier).await.unwrap();
    let old = first.refresh_token.unwrap();
    let new = oauth::refresh(&client, app, &old).await.unwrap().refresh_token.unwrap();
    assert_eq!(oauth::refresh(&client, app, &old).await.unwrap_err(), TokenError::RefreshToken);
    assert_eq!(oauth::refresh(&client, app, &new).await.unwrap_err(), TokenError::RefreshToken);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/oidc: cargo xtask test oidc"]
async fn a_foreign_server_names_the_wrong_secret_and_the_unregistered_redirect() {
    let listener = LoopbackListener::bind(free_port()).await.unwrap();
    let server = Server::start(&RedirectUri::new(listener.port()));
    let client = Client::new().unwrap();
    let unregistered = oauth::authorize(&server.request(&RedirectUri::new(1)));
    let (status, page) = browse(unregistered.url.as_str()).await;
    assert!(status == 400 && page.contains("redirect_uri"), "RFC 9700 §4.1.3, on its own page: {status}");
    let (code, verifier, redirect_uri) = obtain_code(&server, listener).await;
    let wrong = AppCredential { client_secret: ClientSecret::new("wrong"), ..server.app.clone() };
    let refused = oauth::exchange_code(&client, &wrong, &code, &redirect_uri, &verifier).await.unwrap_err();
    assert_eq!(refused, TokenError::ClientSecret);
}

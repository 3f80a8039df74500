//! Connecting, and its failures.

use std::sync::Arc;
use std::time::Duration;

use portalscope_core::{
    AccountType, AtServer, Cause, CommandError, CredentialKind, Diagnosis, EnvironmentLabel, ErrorCode,
    HistoryEntryKind, HistoryLookup, ItsHistory, Revocation, Settings, SystemClock, TokenConnect,
    WantedScope, WriteLock,
};
use portalscope_hubspot::Client;
use portalscope_hubspot::oauth::{self, AppCredential, RedirectUri, TokenError};
use portalscope_vault::ClientSecret;

use crate::test_app::{ACME_EUROPE, TestApp, consent, draft, get, open, until};

#[tokio::test(flavor = "multi_thread")]
async fn consent_gives_a_connection_with_its_identity() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    assert_eq!(connection.identity.hub_id, ACME_EUROPE);
    assert_eq!(connection.identity.portal_name, "Acme Europe");
    assert_eq!(connection.identity.data_center.as_deref(), Some("eu1"));
    assert!(connection.identity.user.is_some() && connection.identity.app_id.is_some());
    assert_eq!(
        (connection.environment, connection.credential),
        (EnvironmentLabel::Production, CredentialKind::Oauth),
        "outside the app a demo counts by its account"
    );
    assert!(connection.demo_server.is_some_and(|server| server.starts_with("127.0.0.1:")));
    assert_eq!(connection.token.unwrap().lifetime_seconds, 1800);
    assert!(connection.granted_scopes.unwrap().contains(&"crm.objects.contacts.read".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn account_details_missing_at_first_are_filled_in_by_the_next_refresh() {
    let fixture = TestApp::new().await;
    fixture.demo.set_scenario("server_error", true).unwrap();
    let connection = fixture.connect().await;
    assert_eq!(connection.identity.account_type, AccountType::Unknown);
    assert_ne!(connection.write_lock, WriteLock::NotNeeded, "what may be production counts as such");
    fixture.demo.set_scenario("server_error", false).unwrap();
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    let identity = || fixture.connection(&connection.id).identity;
    until("the account has told", || identity().account_type == AccountType::Standard).await;
    let identity = identity();
    assert_eq!(
        (identity.portal_name.as_str(), identity.data_center.as_deref()),
        ("Acme Europe", Some("eu1"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_demo_connects_by_the_same_flow() {
    let fixture = TestApp::new().await;
    let flow = fixture.app.connect.begin.demo().await.unwrap();
    for part in
        ["client_id=", "redirect_uri=", "scope=", "optional_scope=", "state=", "code_challenge_method=S256"]
    {
        assert!(flow.authorize_url.contains(part), "{part}");
    }
    assert!(fixture.app.connect.flows.page(&flow.id).is_ok(), "the system browser may be opened on it");
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    let connection = fixture.app.connect.flows.wait(&flow.id).await.unwrap();
    assert_eq!(connection.identity.hub_id, ACME_EUROPE);
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_the_same_portal_again_replaces_the_connection() {
    let fixture = TestApp::new().await;
    let first = fixture.connect().await;
    let second = fixture.connect().await;
    assert_eq!(first.id, second.id);
    assert_eq!(fixture.app.state().connections.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_client_secret_is_named_and_stores_nothing() {
    let fixture = TestApp::new().await;
    let form = portalscope_core::OauthConnect {
        client_secret: fixture.stage("01234567-89ab-cdef-0123-456789abcdef"),
        ..fixture.form()
    };
    expect_failure(&fixture, form, ErrorCode::ClientSecretRefused).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_exchange_is_told_in_the_words_of_its_cause_with_its_evidence() {
    let fixture = TestApp::new().await;
    let secret = "01234567-89ab-cdef-0123-456789abcdef";
    let flow = fixture
        .begin(portalscope_core::OauthConnect { client_secret: fixture.stage(secret), ..fixture.form() })
        .await;
    assert_eq!(fixture.app.connect.flows.diagnosis(&flow.id).unwrap(), None, "it has not ended");
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    let error = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    let page = Cause::ClientSecretInvalid.page();
    assert_eq!((error.cause, error.hint.as_str()), (Some(Cause::ClientSecretInvalid), page.mend));
    let diagnosis = fixture.app.connect.flows.diagnosis(&flow.id).unwrap().unwrap();
    let first = &diagnosis.causes[0];
    assert_eq!(first.label, Cause::ClientSecretInvalid);
    assert!(first.evidence.iter().any(|one| one.quote.contains("BAD_CLIENT_SECRET")), "{first:?}");
    assert!(!format!("{diagnosis:?}").contains("89ab-cdef"), "{diagnosis:?}");
    let told = in_history(&fixture, HistoryEntryKind::TokenExchange);
    assert_eq!(told.causes[0].label, Cause::ClientSecretInvalid, "the history has the same voice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_consent_page_said_is_told_by_its_cause() {
    for (said, cause, code) in [
        (
            "You+don%27t+have+the+right+permissions+to+install+this+app",
            Some(Cause::UserLacksPermission),
            "access_denied",
        ),
        ("One+or+more+scopes+are+invalid", Some(Cause::AuthorizeScopeInvalid), "invalid_scope"),
        ("The+user+said+no", None, "access_denied"),
    ] {
        let fixture = TestApp::new().await;
        let flow = fixture.begin(fixture.form()).await;
        let state = url::Url::parse(&flow.authorize_url).unwrap();
        let state = state.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
        let query = format!("error={code}&error_description={said}&state={state}");
        get(&format!("{}?{query}", flow.redirect_uri)).await;
        let error = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
        assert_eq!((error.code, error.cause), (ErrorCode::ConsentDenied, cause), "{said}: {error:?}");
        if let Some(cause) = cause {
            assert_eq!(in_history(&fixture, HistoryEntryKind::Consent).causes[0].label, cause, "{said}");
        }
    }
}

/// The diagnosis of the newest entry of a kind, as the history opens it.
fn in_history(fixture: &TestApp, kind: HistoryEntryKind) -> Diagnosis {
    fixture.app.history.flush();
    let lookup = HistoryLookup { kind: Some(kind), ..HistoryLookup::default() };
    let row = fixture.app.history.rows(&lookup, None, 1).unwrap().rows.remove(0);
    let past = fixture.app.past_calls.open(&row.id).unwrap();
    past.answer.and_then(|answer| answer.explanation?.diagnosis).expect("it is explained")
}

#[tokio::test(flavor = "multi_thread")]
async fn another_portal_than_the_one_expected_stores_nothing() {
    let fixture = TestApp::new().await;
    let form =
        portalscope_core::OauthConnect { expected_portal: Some("48220319".to_owned()), ..fixture.form() };
    expect_failure(&fixture, form, ErrorCode::WrongPortal).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_comes_too_late_is_refused_in_words() {
    let fixture = TestApp::new().await;
    let flow = fixture.begin(fixture.form()).await;
    let callback = consent(&flow.authorize_url, ACME_EUROPE, "connect").await;
    fixture.demo.advance_time(Duration::from_secs(90));
    get(&callback).await;
    let error = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::CodeRefused);
    assert!(fixture.app.state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_one_exchange() {
    let fixture = TestApp::new().await;
    let request = oauth::AuthorizeRequest {
        environment: fixture.environment(),
        hublet: portalscope_hubspot::Hublet::Any,
        client_id: fixture.demo.info().client_id.clone(),
        redirect_uri: RedirectUri::new(fixture.port),
        scopes: vec!["oauth".to_owned()],
        optional_scopes: Vec::new(),
    };
    let authorization = oauth::authorize(&request);
    let callback = consent(authorization.url.as_str(), ACME_EUROPE, "connect").await;
    let callback = url::Url::parse(&callback).unwrap();
    let code = callback.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let app = AppCredential {
        environment: fixture.environment(),
        client_id: request.client_id,
        client_secret: ClientSecret::new(fixture.demo.info().client_secret.as_str()),
    };
    let client = Client::new().unwrap();
    let exchange =
        || oauth::exchange_code(&client, &app, &code, &request.redirect_uri, &authorization.verifier);
    assert!(exchange().await.is_ok());
    assert_eq!(exchange().await.unwrap_err(), TokenError::Code);

    let unknown =
        AppCredential { client_id: "00000000-0000-0000-0000-000000000000".to_owned(), ..app.clone() };
    let refused =
        oauth::exchange_code(&client, &unknown, &code, &request.redirect_uri, &authorization.verifier).await;
    assert_eq!(refused.unwrap_err(), TokenError::ClientId);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_is_not_registered_never_comes_back_and_can_be_cancelled() {
    let fixture = TestApp::new().await;
    let other = crate::test_app::free_port();
    fixture.app.settings.update(Settings { callback_ports: vec![other], ..Settings::default() }).unwrap();
    let flow = fixture.begin(fixture.form()).await;
    let (status, page) = get(&flow.authorize_url).await;
    assert!(status >= 400 && page.contains("<html"), "the consent page itself says so: {status}");
    fixture.app.connect.flows.cancel(&flow.id).unwrap();
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::Cancelled);
    assert!(fixture.app.state().consent_flow.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_consent_is_reported_and_stores_nothing() {
    let fixture = TestApp::new().await;
    let flow = fixture.begin(fixture.form()).await;
    let (_, page) = get(&consent(&flow.authorize_url, ACME_EUROPE, "cancel").await).await;
    assert!(page.contains("No access was given"));
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::ConsentDenied);
    assert!(fixture.app.state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_adds_the_new_scopes_once() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let wanted = ["crm.objects.contacts.read", "tickets", "tickets", "e-commerce"]
        .map(|scope| WantedScope { scope: scope.to_owned(), role: None });
    let flow = fixture.app.connect.begin.again(&connection.id, &wanted).await.unwrap();
    let asked = ["oauth", "crm.objects.contacts.read", "crm.objects.contacts.write", "tickets"];
    assert_eq!(flow.required_scopes, asked, "what was optional stays optional");
    assert_eq!(flow.optional_scopes, ["e-commerce"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_port_is_named_and_the_next_of_the_list_is_taken() {
    let fixture = TestApp::new().await;
    let _busy = std::net::TcpListener::bind(("127.0.0.1", fixture.port)).unwrap();
    let error = fixture.app.connect.begin.at(fixture.environment(), fixture.form()).await.unwrap_err();
    let error = portalscope_core::CommandError::from(error);
    assert_eq!(error.code, ErrorCode::PortBusy);
    assert!(error.message.contains(&fixture.port.to_string()), "{}", error.message);

    let other = crate::test_app::free_port();
    let ports = vec![fixture.port, other];
    fixture.app.settings.update(Settings { callback_ports: ports, ..Settings::default() }).unwrap();
    let flow = fixture.begin(fixture.form()).await;
    assert_eq!(flow.redirect_uri, RedirectUri::new(other).text());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_flow_waits_at_a_time() {
    let fixture = TestApp::new().await;
    let flow = fixture.begin(fixture.form()).await;
    let second = fixture.app.connect.begin.at(fixture.environment(), fixture.form()).await;
    assert_eq!(portalscope_core::CommandError::from(second.unwrap_err()).code, ErrorCode::ConsentInProgress);
    assert_eq!(fixture.app.state().consent_flow.unwrap().id, flow.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_embedded_demo_connects_to_it_and_never_expires() {
    let fixture = TestApp::new().await;
    let key = fixture.embedded_keys().await.service_key;
    assert_ne!(key, fixture.demo.info().service_key, "it is known to who has the data folder alone");
    let secret = fixture.stage(&format!("  \"{key}\"\n"));
    let connection = fixture
        .app
        .connect
        .static_tokens
        .connect(TokenConnect { secret, expected_portal: None })
        .await
        .unwrap();
    assert_eq!(connection.environment, EnvironmentLabel::Demo);
    assert_ne!(connection.credential, CredentialKind::Oauth);
    assert!(connection.token.is_none());
    let refreshed = fixture.app.tokens.refresh(&connection.id).await.unwrap_err();
    assert_eq!(portalscope_core::CommandError::from(refreshed).code, ErrorCode::RefreshNotPossible);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_demo_stops_when_it_is_not_used_unless_a_connection_to_it_is_open() {
    let fixture = TestApp::new().await;
    let app = &fixture.app;
    let flow = app.connect.begin.demo().await.unwrap();
    let connected = fixture.consent_to(&flow, ACME_EUROPE).await;
    let address = url::Url::parse(&flow.authorize_url).unwrap().socket_addrs(|| None).unwrap()[0];
    let is_running = || std::net::TcpStream::connect(address).is_ok();
    app.connections.set_active(Some(connected.id.clone())).unwrap();
    app.idle_demo.stop_if_unused(Duration::ZERO).await;
    assert!(is_running(), "its connection is on the screen");
    app.connections.set_active(None).unwrap();
    app.idle_demo.stop_if_unused(Duration::ZERO).await;
    assert!(!is_running());
    let read = draft("GET", "/crm/objects/2026-03/contacts", None);
    assert_eq!(app.console.send(&connected.id, "r", &read).await.unwrap().status, 200, "it starts again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_no_static_token_is_explained_and_sent_nowhere() {
    let fixture = TestApp::new().await;
    let secret = fixture.stage("01234567-89ab-cdef-0123-456789abcdef");
    let refused = fixture
        .app
        .connect
        .static_tokens
        .connect(TokenConnect { secret, expected_portal: None })
        .await
        .unwrap_err();
    assert_eq!(portalscope_core::CommandError::from(refused).code, ErrorCode::TokenMalformed);
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_revokes_when_asked_and_removes_every_secret() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let report = fixture
        .app
        .connect
        .disconnector
        .disconnect(&connection.id, AtServer::Revoke, ItsHistory::Delete)
        .await
        .unwrap();
    assert_eq!(report.revoked, Revocation::Revoked);
    assert_eq!(report.secrets_removed, 3, "access token, refresh token, client secret");
    assert_eq!(fixture.demo.counters().revocations, 1);
    assert!(fixture.app.state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_id_of_a_connection_or_an_app_never_becomes_a_path() {
    let home = tempfile::tempdir().unwrap();
    let app = open(&home.path().join("data"), Arc::new(SystemClock), false);
    let app_draft = TestApp::new().await.app_draft("Mine");
    let outside = home.path().join("made").join("x");
    for id in ["../../made/x", outside.to_str().unwrap(), "", "x"] {
        let gone = app
            .connect
            .disconnector
            .disconnect(&id.into(), AtServer::Leave, ItsHistory::Delete)
            .await
            .map(drop)
            .unwrap_err();
        assert_eq!(CommandError::from(gone).code, ErrorCode::ConnectionNotFound, "{id}");
        let gone = app.storage.keyring.move_to_keyring(&id.into()).await.map(drop).unwrap_err();
        assert_eq!(CommandError::from(gone).code, ErrorCode::ConnectionNotFound, "{id}");
        let gone = app.oauth_apps.save(Some(&id.into()), app_draft.clone()).await.map(drop).unwrap_err();
        assert_eq!(CommandError::from(gone).code, ErrorCode::AppNotFound, "{id}");
    }
    let made: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(made, ["data"], "nothing was made beside the data folder");
    assert!(!home.path().join("data/locks").exists(), "nor a lock in it");
}

async fn expect_failure(fixture: &TestApp, form: portalscope_core::OauthConnect, code: ErrorCode) {
    let flow = fixture.begin(form).await;
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    let error = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    assert_eq!(error.code, code, "{error:?}");
    assert!(!error.message.is_empty() && !error.hint.is_empty());
    assert!(fixture.app.state().connections.is_empty());
}

//! OAuth apps: saved, used for several portals, deleted, exported and imported.

use portalscope_catalog::ConsentCode;
use portalscope_core::{
    AppConnect, AppDraft, AppEnvironment, AtServer, CommandError, Declaration, Error, ErrorCode, ImportStep,
    ItsConnections, ItsHistory, OauthApp, TokenConnect,
};
use portalscope_hubspot::oauth::RedirectUri;

use crate::test_app::{ACME_EUROPE, TestApp, consent, free_port, get};

const SANDBOX: &str = "48220319";

fn ask(app: &OauthApp) -> AppConnect {
    AppConnect {
        app: app.id.clone(),
        client_secret: None,
        scopes: app.scopes.clone(),
        optional_scopes: app.optional_scopes.clone(),
        expected_portal: None,
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> CommandError {
    CommandError::from(result.unwrap_err())
}

fn hubspot_app(name: &str, client_id: &str) -> AppDraft {
    AppDraft {
        name: name.to_owned(),
        environment: AppEnvironment::HubSpot,
        client_id: client_id.into(),
        client_secret: None,
        redirect_ports: vec![40_001, 40_002],
        forwarded_redirect: None,
        scopes: vec!["oauth".to_owned(), "tickets".to_owned()],
        optional_scopes: vec!["forms".to_owned()],
        hublet: "eu1".to_owned(),
        version: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_saved_app_connects_many_portals_without_retyping() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    assert!(app.has_secret && app.kept);
    for account in [ACME_EUROPE, SANDBOX] {
        let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
        assert_eq!(flow.app_name, "Reporting");
        let connection = fixture.consent_to(&flow, account).await;
        assert_eq!(connection.app.as_ref(), Some(&app.id));
        assert_eq!(connection.identity.hub_id, account);
    }
    let now = fixture.app.state();
    assert_eq!((now.connections.len(), now.oauth_apps.len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_app_stays_when_its_last_portal_goes_and_connects_again() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    let connection = fixture.consent_to(&flow, ACME_EUROPE).await;
    let report = fixture
        .app
        .connect
        .disconnector
        .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
        .await
        .unwrap();
    assert_eq!(report.secrets_removed, 2, "the client secret is the app's");
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_app_is_in_the_list_only_once_a_portal_is_connected() {
    let fixture = TestApp::new().await;
    let flow = fixture.app.connect.begin.with_new_app(fixture.app_draft("Reporting"), None).await.unwrap();
    assert!(fixture.app.state().oauth_apps.is_empty());
    fixture.app.connect.flows.cancel(&flow.id).unwrap();
    fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    assert!(fixture.app.state().oauth_apps.is_empty(), "a cancelled attempt leaves nothing");
    let flow = fixture.app.connect.begin.with_new_app(fixture.app_draft("Reporting"), None).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
    assert_eq!(fixture.app.state().oauth_apps[0].name, "Reporting");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_app_of_a_known_client_id_is_the_known_app() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_new_app(fixture.app_draft("Renamed"), None).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
    let apps = fixture.app.state().oauth_apps;
    assert_eq!((apps.len(), apps[0].name.as_str(), &apps[0].id), (1, "Renamed", &app.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_listens_on_its_own_ports() {
    let own = free_port();
    let fixture = TestApp::registering(&[RedirectUri::new(own).text()]).await;
    let draft = AppDraft { redirect_ports: vec![own], ..fixture.app_draft("Reporting") };
    let app = fixture.app.oauth_apps.save(None, draft).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    assert_eq!(flow.redirect_uri, format!("http://localhost:{own}/oauth/callback"));
    fixture.consent_to(&flow, ACME_EUROPE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_secret_is_the_one_that_counts() {
    let fixture = TestApp::new().await;
    let wrong = fixture.stage("01234567-89ab-cdef-0123-456789abcdef");
    let draft = AppDraft { client_secret: Some(wrong), ..fixture.app_draft("Reporting") };
    let app = fixture.app.oauth_apps.save(None, draft).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    let refused = fixture.app.connect.flows.wait(&flow.id).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::ClientSecretRefused);
    fixture.app.oauth_apps.save(Some(&app.id), fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    let connection = fixture.consent_to(&flow, ACME_EUROPE).await;
    fixture
        .app
        .oauth_apps
        .save(Some(&app.id), AppDraft { client_secret: None, ..fixture.app_draft("Other name") })
        .await
        .unwrap();
    assert!(fixture.app.tokens.refresh(&connection.id).await.is_ok(), "a new name leaves the secret alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_in_use_is_deleted_with_its_connections_or_not_at_all() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    fixture.consent_to(&flow, ACME_EUROPE).await;
    let refused = refusal(
        fixture.app.connect.disconnector.delete_app(&app.id, ItsConnections::Keep, ItsHistory::Delete).await,
    );
    assert_eq!(refused.code, ErrorCode::AppInUse);
    assert_eq!(fixture.app.state().connections.len(), 1);
    let reports = fixture
        .app
        .connect
        .disconnector
        .delete_app(&app.id, ItsConnections::Disconnect, ItsHistory::Delete)
        .await
        .unwrap();
    assert_eq!(reports.len(), 1);
    let now = fixture.app.state();
    assert!(now.connections.is_empty() && now.oauth_apps.is_empty());
    let gone = refusal(fixture.app.connect.begin.with_app(ask(&app)).await);
    assert_eq!(gone.code, ErrorCode::AppNotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_deleted_during_consent_connects_nothing() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    fixture
        .app
        .connect
        .disconnector
        .delete_app(&app.id, ItsConnections::Keep, ItsHistory::Delete)
        .await
        .unwrap();
    get(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await).await;
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::AppNotFound);
    assert!(fixture.app.state().connections.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_cannot_be_right_is_refused_in_words() {
    let fixture = TestApp::new().await;
    fixture.app.oauth_apps.save(None, hubspot_app("Taken", "id-of-another")).await.unwrap();
    let good = || hubspot_app("Good", "id-1");
    let key = "pat-na1-01234567-89ab-cdef-0123-456789abcdef";
    for (what, draft) in [
        ("no name", AppDraft { name: " \u{200b} ".to_owned(), ..good() }),
        ("a taken name", AppDraft { name: "taken".to_owned(), ..good() }),
        ("a long name", AppDraft { name: "x".repeat(81), ..good() }),
        ("a secret as name", AppDraft { name: key.to_owned(), ..good() }),
        ("a taken client id", AppDraft { client_id: "id-of-another".into(), ..good() }),
        ("no client id", AppDraft { client_id: " ".into(), ..good() }),
        ("a secret as client id", AppDraft { client_id: key.into(), ..good() }),
        ("a reserved port", AppDraft { redirect_ports: vec![80], ..good() }),
        ("a port twice", AppDraft { redirect_ports: vec![4000, 4000], ..good() }),
        ("http", AppDraft { forwarded_redirect: Some("http://a.example".to_owned()), ..good() }),
        ("a scope of two words", AppDraft { scopes: vec!["a b".to_owned()], ..good() }),
        ("an unknown data centre", AppDraft { hublet: "xx1".to_owned(), ..good() }),
    ] {
        let refused = refusal(fixture.app.oauth_apps.save(None, draft).await);
        assert_eq!(refused.code, ErrorCode::AppInvalid, "{what}");
        assert!(
            refused.message.ends_with('.') && !refused.message.contains(key),
            "{what}: {}",
            refused.message
        );
    }
    assert_eq!(fixture.app.state().oauth_apps.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_credential_in_the_secrets_place_is_named() {
    let fixture = TestApp::new().await;
    for secret in
        ["pat-na1-01234567-89ab-cdef-0123-456789abcdef", "hapikey=01234567-89ab-cdef-0123-456789abcde1"]
    {
        let draft = AppDraft { client_secret: Some(fixture.stage(secret)), ..hubspot_app("One", "id-1") };
        let refused = refusal(fixture.app.oauth_apps.save(None, draft).await);
        assert_eq!(refused.code, ErrorCode::TokenMalformed, "{secret}");
        assert!(
            refused.hint.contains("Use a token") || refused.hint.contains("service key"),
            "{}",
            refused.hint
        );
    }
    let draft = hubspot_app("Twice", "01234567-89ab-cdef-0123-456789abcdef");
    let held = fixture.stage(&draft.client_id);
    let refused =
        refusal(fixture.app.oauth_apps.save(None, AppDraft { client_secret: Some(held), ..draft }).await);
    assert!(refused.message.contains("the same"), "{}", refused.message);
    let right = fixture.stage("01234567-89ab-cdef-0123-456789abcde2");
    let draft = hubspot_app("Twice", "01234567-89ab-cdef-0123-456789abcdef");
    assert!(
        fixture.app.oauth_apps.save(None, AppDraft { client_secret: Some(right), ..draft }).await.is_ok()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_id_of_the_list_is_known_when_it_is_pasted_as_a_secret() {
    let fixture = TestApp::new().await;
    fixture
        .app
        .oauth_apps
        .save(None, hubspot_app("One", "0a1b2c3d-0000-4000-8000-00000000abcd"))
        .await
        .unwrap();
    let held = fixture
        .app
        .stage_secret(&portalscope_core::PastedSecret::new("0a1b2c3d-0000-4000-8000-00000000abcd".to_owned()))
        .unwrap();
    assert_eq!(held.format, portalscope_core::CredentialFormat::ClientId);
    assert!(
        fixture.app.secrets.redacted("id 0a1b2c3d-0000-4000-8000-00000000abcd").contains("0a1b2c3d"),
        "it is no secret"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn oauth_apps_are_exported_without_secrets_and_imported_on_another_computer() {
    let here = TestApp::new().await;
    let secret = here.demo.info().client_secret.clone();
    let first = here.app.oauth_apps.save(None, here.app_draft("Reporting")).await.unwrap();
    here.app.oauth_apps.save(None, hubspot_app("Second", "id-2")).await.unwrap();
    let (required, optional) = ("oauth".to_owned(), "tickets forms".to_owned());
    let lists = Declaration::Lists { required, optional, conditionally_required: String::new() };
    let declared = here.app.oauth_apps.declare_scopes(&first.id, &lists).unwrap();
    let file = here.app.app_transfer.export(&[]).unwrap();
    assert!(!file.contains(&secret) && !file.to_lowercase().contains("secret"), "{file}");
    assert!(file.contains("\"version\": 1"));

    let there = TestApp::new().await;
    there.app.oauth_apps.save(None, hubspot_app("second", "another-id")).await.unwrap();
    let preview = there.app.app_transfer.preview(&file).unwrap();
    let steps: Vec<_> = preview.apps.iter().map(|app| (app.name.as_str(), app.step)).collect();
    assert_eq!(steps, [("Reporting", ImportStep::Add), ("Second (2)", ImportStep::AddRenamed)]);
    assert_eq!(there.app.state().oauth_apps.len(), 1, "a preview adds nothing");
    assert_eq!(there.app.app_transfer.import(&preview.id).unwrap(), 2);
    let app = there.app.state().oauth_apps.into_iter().find(|app| app.name == "Second (2)").unwrap();
    assert_eq!((app.redirect_ports, app.hublet.as_str()), (vec![40_001, 40_002], "eu1"));
    assert!(!app.has_secret);
    let reporting = there.app.state().oauth_apps.into_iter().find(|app| app.name == "Reporting").unwrap();
    assert_eq!(reporting.declared, Some(declared));
    let bent = file.replacen("\"forms\"", "\"<forms>\"", 1);
    assert_eq!(refusal(there.app.app_transfer.preview(&bent)).code, ErrorCode::ImportRefused);
    assert_eq!(refusal(there.app.app_transfer.import(&preview.id)).code, ErrorCode::ImportRefused, "once");
    let again = there.app.app_transfer.preview(&file).unwrap();
    assert!(again.apps.iter().all(|app| app.step == ImportStep::Known));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_app_asks_for_its_secret_once() {
    let here = TestApp::new().await;
    here.app.oauth_apps.save(None, here.app_draft("Reporting")).await.unwrap();
    let file = here.app.app_transfer.export(&[]).unwrap();
    let there = TestApp::new().await;
    let port = url::Url::parse(&there.demo.info().base_url).unwrap().port().unwrap();
    let preview = there.app.app_transfer.preview(&with_port(&file, port)).unwrap();
    there.app.app_transfer.import(&preview.id).unwrap();
    let app = there.app.state().oauth_apps.remove(0);
    assert_eq!(refusal(there.app.connect.begin.with_app(ask(&app)).await).code, ErrorCode::AppSecretMissing);
    let secret = there.stage(&there.demo.info().client_secret);
    let request = AppConnect { client_secret: Some(secret), ..ask(&app) };
    let flow = there.app.connect.begin.with_app(request).await.unwrap();
    there.consent_to(&flow, ACME_EUROPE).await;
    assert!(there.app.state().oauth_apps[0].has_secret);
    let flow = there.app.connect.begin.with_app(ask(&app)).await.unwrap();
    there.consent_to(&flow, SANDBOX).await;
}

/// The file for the demo portal of another port.
fn with_port(file: &str, port: u16) -> String {
    let mut file: serde_json::Value = serde_json::from_str(file).unwrap();
    file["apps"][0]["environment"]["port"] = port.into();
    file.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_list_of_apps_is_refused_whole() {
    let fixture = TestApp::new().await;
    let app = r#"{"name":"A","environment":{"kind":"hubspot"},"clientId":"a"}"#;
    let list = |apps: &str| format!(r#"{{"format":"portalscope-oauth-apps","version":1,"apps":[{apps}]}}"#);
    assert!(fixture.app.app_transfer.preview(&list(app)).is_ok());
    let many = vec![app; 501].join(",");
    for (what, text) in [
        ("nothing", String::new()),
        ("prose", "hello".to_owned()),
        ("cut", list(app)[..60].to_owned()),
        ("another's JSON", r#"{"apps":[]}"#.to_owned()),
        ("a newer version", list(app).replace("\"version\":1", "\"version\":2")),
        ("no app", list("")),
        ("too many", list(&many)),
        ("huge", format!("{}{}", list(app), " ".repeat(1024 * 1024))),
        ("a secret in it", list(&app.replace(r#""clientId""#, r#""clientSecret":"x","clientId""#))),
        ("a wrong type", list(&app.replace("\"a\"", "7"))),
        ("one bad among good", list(&format!("{app},{}", app.replace("\"a\"", "\"a b\"")))),
        (
            "a bad redirect",
            list(&app.replace(r#""clientId""#, r#""forwardedRedirect":"http://x","clientId""#)),
        ),
    ] {
        let refused = refusal(fixture.app.app_transfer.preview(&text));
        assert_eq!(refused.code, ErrorCode::ImportRefused, "{what}");
        assert!(!refused.message.is_empty() && !refused.hint.is_empty());
    }
    assert!(fixture.app.state().oauth_apps.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_may_be_connected_by_an_app_and_by_tokens_and_each_keeps_its_place() {
    let fixture = TestApp::new().await;
    let demo = fixture.app.connect.begin.demo().await.unwrap();
    fixture.consent_to(&demo, ACME_EUROPE).await;
    let info = fixture.embedded_keys().await;
    let token = |text: &str| TokenConnect { secret: fixture.stage(text), expected_portal: None };
    let key = fixture.app.connect.static_tokens.connect(token(&info.service_key)).await.unwrap();
    let checked = fixture.app.connect.static_tokens.check(&token(&info.private_app_token)).await.unwrap();
    assert_eq!(checked.identity.hub_id, ACME_EUROPE);
    assert_eq!((checked.renews, checked.may_replace), (None, vec![]), "two apps' ids differ");
    fixture.app.connect.static_tokens.connect(token(&info.private_app_token)).await.unwrap();
    assert_eq!(fixture.app.state().connections.len(), 3);

    let again = fixture.app.connect.static_tokens.check(&token(&info.service_key)).await.unwrap();
    assert_eq!(again.renews.as_ref(), Some(&key.id), "the same token has its place already");
    let renewed = fixture.app.connect.static_tokens.connect(token(&info.service_key)).await.unwrap();
    assert_eq!(renewed.id, key.id);
    assert_eq!(fixture.app.state().connections.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_replaces_another_only_on_request_and_only_of_the_same_portal() {
    let fixture = TestApp::new().await;
    let info = fixture.embedded_keys().await;
    let token = |text: &str| TokenConnect { secret: fixture.stage(text), expected_portal: None };
    let key = fixture.app.connect.static_tokens.connect(token(&info.service_key)).await.unwrap();
    let replaced =
        fixture.app.connect.static_tokens.replace(&key.id, token(&info.private_app_token)).await.unwrap();
    assert_eq!(replaced.id, key.id);
    assert_eq!(fixture.app.state().connections.len(), 1);
    let other = fixture.connect().await;
    let refused =
        refusal(fixture.app.connect.static_tokens.replace(&other.id, token(&info.service_key)).await);
    assert_eq!(refused.code, ErrorCode::ConnectionNotFound);
    let expects_another =
        TokenConnect { secret: fixture.stage(&info.service_key), expected_portal: Some(SANDBOX.to_owned()) };
    let refused = refusal(fixture.app.connect.static_tokens.replace(&key.id, expects_another).await);
    assert_eq!(refused.code, ErrorCode::WrongPortal);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_app_declares_is_held_against_its_first_connection_beforehand() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    let lists = Declaration::Lists {
        required: "oauth crm.objects.contacts.read automation".to_owned(),
        optional: "crm.objects.contacts.write".to_owned(),
        conditionally_required: String::new(),
    };
    fixture.app.oauth_apps.declare_scopes(&app.id, &lists).unwrap();
    let listed = fixture.app.state().oauth_apps.remove(0);
    assert_eq!(listed.declared.map(|declared| declared.required.len()), Some(3));
    let preview =
        fixture.app.connect.preview.of_app(&app.id, &app.scopes, &app.optional_scopes).await.unwrap();
    let codes: Vec<_> = preview.dry_run.findings.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&ConsentCode::RequiredNotAsked), "{codes:?}");
    let flow = fixture.app.connect.begin.with_app(ask(&app)).await.unwrap();
    let fields = |url: &str| -> Vec<(String, String)> {
        let later = |name: &str| ["state", "code_challenge"].contains(&name);
        let pairs = url::Url::parse(url).unwrap().query_pairs().into_owned().collect::<Vec<_>>();
        pairs.into_iter().filter(|(name, _)| !later(name)).collect()
    };
    assert_eq!(fields(&preview.authorize_url), fields(&flow.authorize_url));
    assert_eq!(
        refusal(fixture.app.oauth_apps.declare_scopes(&"nobody".into(), &lists)).code,
        ErrorCode::AppNotFound
    );
}

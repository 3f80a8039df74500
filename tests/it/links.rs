//! Links from outside, and the flow whose callback is one.

use portalscope_core::{AppConnect, AppDraft, ArrivedLink, ErrorCode, Event};

use crate::test_app::{ACME_EUROPE, TestApp, consent, draft};

const FORWARDED: &str = "https://apps.example/hubspot/callback";

fn refused(fixture: &TestApp, link: &str) -> ErrorCode {
    fixture.app.links.open(link);
    match fixture.app.links.take() {
        Some(ArrivedLink::Refused { error }) => {
            assert!(error.message.ends_with('.') && error.hint.ends_with('.'), "{error:?}");
            error.code
        }
        other => panic!("{link}: {other:?}"),
    }
}

async fn forwarded_flow(fixture: &TestApp) -> portalscope_core::ConsentFlow {
    let draft = AppDraft { forwarded_redirect: Some(FORWARDED.to_owned()), ..fixture.app_draft("Forwarded") };
    let app = fixture.app.oauth_apps.save(None, draft).await.unwrap();
    let request = AppConnect {
        app: app.id,
        client_secret: None,
        scopes: app.scopes,
        optional_scopes: app.optional_scopes,
        expected_portal: None,
    };
    fixture.app.connect.begin.with_app(request).await.unwrap()
}

/// Forwards the query to the deep link, as the page of the app's owner does.
fn forward(callback: &str) -> String {
    callback.replace(FORWARDED, "portalscope://oauth/callback")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_a_page_forwards_completes_the_flow_that_waits_for_it() {
    let fixture = TestApp::registering(&[FORWARDED.to_owned()]).await;
    let flow = forwarded_flow(&fixture).await;
    assert_eq!(flow.redirect_uri, FORWARDED);
    assert!(flow.authorize_url.contains("code_challenge_method=S256"));
    let link = forward(&consent(&flow.authorize_url, ACME_EUROPE, "connect").await);
    fixture.app.links.open(&link);
    let connection = fixture.app.connect.flows.wait(&flow.id).await.unwrap();
    assert_eq!(connection.identity.hub_id, ACME_EUROPE);
    assert!(fixture.app.links.take().is_none(), "the window never sees the code");
    assert_eq!(refused(&fixture, &link), ErrorCode::LinkRefused, "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_another_state_leaves_the_flow_waiting() {
    let fixture = TestApp::registering(&[FORWARDED.to_owned()]).await;
    let flow = forwarded_flow(&fixture).await;
    for link in [
        "portalscope://oauth/callback?code=na1-stolen&state=guessed",
        "portalscope://oauth/callback?code=na1-stolen",
        "portalscope://oauth/callback",
    ] {
        assert_eq!(refused(&fixture, link), ErrorCode::LinkRefused, "{link}");
    }
    assert_eq!(fixture.app.state().consent_flow.unwrap().id, flow.id);
    let link = forward(&consent(&flow.authorize_url, ACME_EUROPE, "cancel").await);
    fixture.app.links.open(&link);
    assert_eq!(fixture.app.connect.flows.wait(&flow.id).await.unwrap_err().code, ErrorCode::ConsentDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flow_of_the_loopback_takes_no_answer_by_link() {
    let fixture = TestApp::new().await;
    let flow = fixture.begin(fixture.form()).await;
    let callback = consent(&flow.authorize_url, ACME_EUROPE, "connect").await;
    let (_, query) = callback.split_once('?').unwrap();
    assert_eq!(refused(&fixture, &format!("portalscope://oauth/callback?{query}")), ErrorCode::LinkRefused);
    assert_eq!(fixture.app.state().consent_flow.unwrap().id, flow.id, "and goes on waiting");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_wait_in_their_order_and_a_flood_is_dropped() {
    let fixture = TestApp::new().await;
    let mut events = fixture.app.events.subscribe();
    for number in 0..20 {
        fixture.app.links.open(&format!("portalscope://request?path=/{number}"));
    }
    assert!(matches!(events.recv().await.unwrap(), Event::LinkArrived));
    let mut paths = Vec::new();
    while let Some(ArrivedLink::Request { link }) = fixture.app.links.take() {
        paths.push(link.path);
    }
    assert_eq!(paths.len(), 8);
    assert_eq!((paths[0].as_str(), paths[7].as_str()), ("/0", "/7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_sends_nothing_and_changes_nothing() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let before = fixture.demo.counters();
    let link =
        format!("portalscope://request?method=DELETE&path=/crm/v3/objects/contacts/1&portal={ACME_EUROPE}");
    fixture.app.links.open(&link);
    fixture.app.links.open("portalscope://connect?client_id=somebodys-app&scopes=oauth");
    assert_eq!(fixture.demo.counters(), before);
    assert_eq!(fixture.connection(&connection.id).write_lock, connection.write_lock);
    assert!(fixture.app.state().consent_flow.is_none());
    assert_eq!(fixture.app.state().oauth_apps.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connect_link_names_an_app_of_the_list_by_name_or_client_id() {
    let fixture = TestApp::new().await;
    let app = fixture.app.oauth_apps.save(None, fixture.app_draft("Reporting")).await.unwrap();
    for link in ["app=reporting".to_owned(), format!("client_id={}", app.client_id)] {
        fixture.app.links.open(&format!("portalscope://connect?{link}&portal=1"));
        let Some(ArrivedLink::Connect { link }) = fixture.app.links.take() else { panic!("a connect link") };
        assert_eq!((link.app.as_ref(), link.client_id), (Some(&app.id), None));
    }
    assert_eq!(refused(&fixture, "portalscope://connect?app=unknown"), ErrorCode::LinkRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_the_app_holds_gets_into_no_link_and_out_of_none() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let secret = &fixture.demo.info().client_secret;
    assert_eq!(refused(&fixture, &format!("portalscope://request?path=/a/{secret}")), ErrorCode::LinkRefused);
    let leaking = draft("POST", "/crm/v3/objects/contacts", Some(&format!("{{\"a\":\"{secret}\"}}")));
    let refused = fixture.app.links.to_request(&connection.id, &leaking).await.unwrap_err();
    let refused = portalscope_core::CommandError::from(refused);
    assert_eq!(refused.code, ErrorCode::LinkRefused);
    assert!(!refused.message.contains(secret.as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_is_handed_out_opens_the_same_request_and_the_same_app() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let mut request = draft(
        "PATCH",
        "/crm/objects/2026-03/contacts/{contactId}?a=b%20c",
        Some("{\n  \"properties\": {\"x\": \"ü+1\"}\n}"),
    );
    request.path_values.insert("contactId".to_owned(), "12".to_owned());
    let link = fixture.app.links.to_request(&connection.id, &request).await.unwrap();
    fixture.app.links.open(&link);
    let Some(ArrivedLink::Request { link }) = fixture.app.links.take() else { panic!("a request link") };
    assert_eq!((link.method.as_str(), link.path.as_str()), ("PATCH", "/crm/objects/2026-03/contacts/12"));
    assert_eq!((link.query[0].name.as_str(), link.query[0].value.as_str()), ("a", "b c"));
    assert_eq!((link.body, link.portal.as_deref()), (request.body, Some(ACME_EUROPE)));

    let app = fixture
        .app
        .oauth_apps
        .save(None, AppDraft { client_id: "another-app".into(), ..fixture.app_draft("Another") });
    let app = app.await.unwrap();
    let link = fixture.app.links.to_app(&app.id).unwrap();
    assert!(!link.contains("secret") && link.contains("client_id=another-app"), "{link}");
    fixture.app.links.open(&link);
    assert!(
        matches!(fixture.app.links.take(), Some(ArrivedLink::Connect { link }) if link.app.as_ref() == Some(&app.id))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_method_the_console_sends_a_link_can_have() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] {
        let request = draft(method, "/crm/v3/owners", None);
        let link = fixture.app.links.to_request(&connection.id, &request).await.unwrap();
        fixture.app.links.open(&link);
        let Some(ArrivedLink::Request { link }) = fixture.app.links.take() else { panic!("a request link") };
        assert_eq!((link.method.as_str(), link.body), (method, None));
    }
    assert_eq!(
        refused(&fixture, "portalscope://request?method=HEAD&path=/a&body=x"),
        ErrorCode::LinkRefused,
        "a HEAD has no body"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_cannot_be_made_says_what_its_maker_can_do() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let secret = fixture.demo.info().client_secret.clone();
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(4096));
    for request in [
        draft("POST", "/crm/v3/objects/contacts", Some(&large)),
        draft("GET", &format!("/crm/v3/objects/contacts?after={secret}"), None),
        draft("GET", &format!("/crm/v3/objects/contacts?after={}", "x".repeat(8192)), None),
        draft("GET", &format!("/{}", "x".repeat(2049)), None),
    ] {
        let error = fixture.app.links.to_request(&connection.id, &request).await.unwrap_err();
        let error = portalscope_core::CommandError::from(error);
        assert_eq!(error.code, ErrorCode::LinkRefused);
        assert!(error.hint.starts_with("No link was made."), "{error:?}");
    }
}

//! Sending requests, and which parts of a response the window may receive.

use portalscope_catalog::VerdictKind;
use portalscope_core::{
    AtServer, BodyKind, CommandError, ConnectionState, ErrorCode, ItsHistory, OauthConnect, ProblemPlace,
    RenewalOutcome, SuggestedAction,
};

use crate::test_app::{TestApp, draft};

const SANDBOX: &str = "48220319";
const CONTACTS: &str = "/crm/objects/2026-03/contacts";

#[tokio::test(flavor = "multi_thread")]
async fn a_get_shows_its_rows_a_window_at_a_time() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let sent = fixture
        .app
        .console
        .send(&connection.id, "r", &draft("GET", &format!("{CONTACTS}?limit=50"), None))
        .await
        .unwrap();
    assert_eq!((sent.status, sent.body.kind), (200, BodyKind::Json));
    assert!(sent.correlation_id.is_some() && sent.explanation.is_none());
    let window = fixture.app.responses.rows(&sent.id, 1, 3).unwrap();
    assert_eq!((window.rows.len(), window.row_count), (3, sent.body.row_count));
    assert_eq!(window.rows[0].key.as_deref(), Some("results"));
    let folded = fixture.app.responses.toggle_node(&sent.id, window.rows[0].node).unwrap();
    assert!(folded < window.row_count);
    let text = fixture.app.responses.text(&sent.id, 0, 500).unwrap();
    assert!(text.lines.concat().contains("\"results\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_verdict_before_sending_is_what_the_server_then_says() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    for (method, path, body) in [
        ("GET", CONTACTS, None),
        ("POST", CONTACTS, Some(r#"{"properties":{"email":"new.person@example.com"}}"#)),
        ("GET", "/crm/objects/2026-03/deals", None),
        ("GET", "/calling/v1/dispositions", None),
        ("POST", "/crm/objects/2026-03/companies", Some(r#"{"properties":{"name":"A"}}"#)),
    ] {
        let request = draft(method, path, body);
        let preview = fixture.app.console.preview(&connection.id, &request).await.unwrap();
        let sent = fixture.app.console.send(&connection.id, "r", &request).await.unwrap();
        assert_eq!(
            preview.verdict.kind == VerdictKind::Allowed,
            sent.status < 300,
            "{method} {path}: {}",
            sent.status
        );
        if sent.status == 403 {
            let explanation = sent.explanation.unwrap();
            assert_eq!(explanation.category.as_deref(), Some("MISSING_SCOPES"));
            assert_eq!(explanation.action, SuggestedAction::Reauthorize);
            assert!(!explanation.named_scopes.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_are_the_apps_and_the_secret_is_a_label() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let request = draft("POST", CONTACTS, Some("{}"));
    let preview = fixture.app.console.preview(&connection.id, &request).await.unwrap();
    let shown: Vec<_> = preview.headers.iter().map(|row| format!("{}: {}", row.name, row.value)).collect();
    assert_eq!(
        shown,
        [
            "Authorization: Bearer «access-token#1»",
            "Content-Type: application/json",
            "Accept: application/json"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_explained_and_its_life_counts_as_over() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    fixture.demo.set_scenario("token_server_error", true).unwrap();
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!(sent.status, 401);
    assert_eq!(sent.explanation.unwrap().action, SuggestedAction::Refresh);
    let token = fixture.connection(&connection.id).token.unwrap();
    assert!(token.expires_at <= portalscope_core::Clock::now(&*fixture.clock));
    fixture.demo.set_scenario("token_server_error", false).unwrap();
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    assert_eq!(
        fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap().status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_a_server_sends_back_is_masked_in_rows_and_text() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let secret = &fixture.demo.info().client_secret;
    let body = format!(r#"{{"properties":{{"email":"mirror@example.com","lastname":"{secret}"}}}}"#);
    let sent =
        fixture.app.console.send(&connection.id, "r", &draft("POST", CONTACTS, Some(&body))).await.unwrap();
    assert_eq!(sent.status, 201);
    let rows = fixture.app.responses.rows(&sent.id, 0, 500).unwrap().rows;
    let rows: String = rows.into_iter().map(|row| row.text).collect();
    let text = fixture.app.responses.text(&sent.id, 0, 500).unwrap().lines.concat();
    for shown in [rows, text] {
        assert!(shown.contains("«client-secret#1»") && !shown.contains(secret.as_str()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_is_shown_and_not_followed() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("redirect_to_other_host", true).unwrap();
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert!((300..400).contains(&sent.status), "{}", sent.status);
    assert_eq!(fixture.demo.counters().foreign_host_requests, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_waits_can_be_cancelled() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("hanging", true).unwrap();
    let (app, id) = (fixture.app.clone(), connection.id.clone());
    let before = fixture.demo.counters().api_calls;
    let waiting =
        tokio::spawn(async move { app.console.send(&id, "mine", &draft("GET", CONTACTS, None)).await });
    fixture.until_asked(|counters| counters.api_calls, before).await;
    fixture.app.console.cancel("mine");
    let error = CommandError::from(waiting.await.unwrap().unwrap_err());
    assert_eq!(error.code, ErrorCode::Cancelled);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_cancelled_before_it_began_is_not_sent() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let before = fixture.demo.counters().api_calls;
    fixture.app.console.cancel("early");
    let send =
        async || fixture.app.console.send(&connection.id, "early", &draft("GET", CONTACTS, None)).await;
    assert_eq!(CommandError::from(send().await.unwrap_err()).code, ErrorCode::Cancelled);
    assert_eq!(fixture.demo.counters().api_calls, before);
    assert_eq!(send().await.unwrap().status, 200, "one word cancels one request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_waits_for_its_request_whatever_begins_before_it() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let send = async |request: &str| {
        fixture.app.console.send(&connection.id, request, &draft("GET", CONTACTS, None)).await
    };
    fixture.app.console.cancel("late");
    assert_eq!(send("another").await.unwrap().status, 200);
    let before = fixture.demo.counters().api_calls;
    assert_eq!(CommandError::from(send("late").await.unwrap_err()).code, ErrorCode::Cancelled);
    assert_eq!(fixture.demo.counters().api_calls, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_was_cancelled_on_its_way_may_have_been_carried_out_and_says_so() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("hanging", true).unwrap();
    let cancelled = async |method: &'static str, body: Option<&'static str>| {
        let (app, id) = (fixture.app.clone(), connection.id.clone());
        let before = fixture.demo.counters().api_calls;
        let waiting =
            tokio::spawn(async move { app.console.send(&id, method, &draft(method, CONTACTS, body)).await });
        fixture.until_asked(|counters| counters.api_calls, before).await;
        fixture.app.console.cancel(method);
        CommandError::from(waiting.await.unwrap().unwrap_err())
    };
    let write = cancelled("POST", Some(r#"{"properties":{"email":"new.person@example.com"}}"#)).await;
    assert_eq!(write.code, ErrorCode::Cancelled);
    assert!(write.message.contains("may have been carried out") && !write.hint.is_empty(), "{write:?}");
    let read = cancelled("GET", None).await;
    assert!(read.message.contains("Nothing was changed"), "{read:?}");
    fixture.app.console.cancel("unsent");
    let unsent = draft("POST", CONTACTS, Some(r#"{"properties":{"email":"a@example.com"}}"#));
    let unsent = fixture.app.console.send(&connection.id, "unsent", &unsent).await.unwrap_err();
    assert!(CommandError::from(unsent).message.contains("Nothing was changed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_shown_although_its_connection_was_removed_meanwhile() {
    for (method, body, tokens_expired, status) in [
        ("POST", Some(r#"{"properties":{"email":"new.person@example.com"}}"#), false, 201),
        ("POST", Some(r#"{"properties":{"email":"new.person@example.com"}}"#), true, 401),
        ("GET", None, true, 401),
    ] {
        let fixture = TestApp::new().await;
        let connection = fixture.connect().await;
        fixture.demo.set_scenario("slow", true).unwrap();
        if tokens_expired {
            fixture.demo.expire_access_tokens();
        }
        let (app, id) = (fixture.app.clone(), connection.id.clone());
        let before = fixture.demo.counters().api_calls;
        let waiting =
            tokio::spawn(async move { app.console.send(&id, "r", &draft(method, CONTACTS, body)).await });
        fixture.until_asked(|counters| counters.api_calls, before).await;
        fixture
            .app
            .connect
            .disconnector
            .disconnect(&connection.id, AtServer::Leave, ItsHistory::Delete)
            .await
            .unwrap();
        let sent = waiting.await.unwrap().unwrap();
        assert_eq!(sent.status, status);
        assert!(fixture.app.responses.text(&sent.id, 0, 500).is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_and_cut_bodies_are_shown_or_named_and_nothing_hangs() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.set_scenario("broken_body", true).unwrap();
    let sent = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    assert_eq!(sent.body.kind, BodyKind::Text);
    fixture.demo.set_scenario("broken_body", false).unwrap();
    fixture.demo.set_scenario("cut_body", true).unwrap();
    let cut = fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await;
    assert_eq!(CommandError::from(cut.unwrap_err()).code, ErrorCode::NetworkBroken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_be_sent_says_why_and_is_not_sent() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let calls = fixture.demo.counters().api_calls;
    let request = draft("POST", CONTACTS, Some("{\"a\":"));
    let preview = fixture.app.console.preview(&connection.id, &request).await.unwrap();
    assert_eq!(preview.problems[0].at, ProblemPlace::Body);
    let refused = fixture.app.console.send(&connection.id, "r", &request).await.unwrap_err();
    assert_eq!(CommandError::from(refused).code, ErrorCode::RequestInvalid);
    assert_eq!(fixture.demo.counters().api_calls, calls);
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limit_figures_come_with_the_answers() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.app.console.send(&connection.id, "r", &draft("GET", CONTACTS, None)).await.unwrap();
    let limit = fixture.connection(&connection.id).rate_limit.unwrap();
    assert_eq!((limit.max, limit.interval_ms, limit.daily_max), (Some(110), Some(10_000), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_refusal_of_the_token_before_does_not_end_the_new_one() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.demo.expire_access_tokens();
    fixture.demo.set_scenario("slow", true).unwrap();
    let (app, id) = (fixture.app.clone(), connection.id.clone());
    let before = fixture.demo.counters().api_calls;
    let late = tokio::spawn(async move { app.console.send(&id, "r", &draft("GET", CONTACTS, None)).await });
    // The request was sent with the old token and waits at the server.
    fixture.until_asked(|counters| counters.api_calls, before).await;
    fixture.app.tokens.refresh(&connection.id).await.unwrap();
    let late = late.await.unwrap().unwrap();
    assert_eq!((late.status, late.renewal.unwrap().outcome), (200, RenewalOutcome::SentAgain));
    assert_eq!(fixture.demo.counters().refreshes, 1, "the new token answers for the old one");
    let token = fixture.connection(&connection.id).token.unwrap();
    assert!(token.expires_at > portalscope_core::Clock::now(&*fixture.clock));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_is_named_and_its_connection_cannot_be_reached() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let TestApp { app, demo, .. } = fixture;
    demo.stop().await;
    let get = draft("GET", CONTACTS, None);
    // The first attempt may still use a connection that the server closed.
    app.console.send(&connection.id, "r", &get).await.unwrap_err();
    let error = CommandError::from(app.console.send(&connection.id, "r", &get).await.unwrap_err());
    assert_eq!(error.code, ErrorCode::NetworkUnreachable);
    assert!(error.message.starts_with("127.0.0.1:"), "{}", error.message);
    assert!(error.message.ends_with(" did not accept the connection."), "{}", error.message);
    let state = app.state().connections.remove(0).state;
    assert!(matches!(state, ConnectionState::Unreachable { .. }), "{state:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_property_that_is_required_and_missing_is_named_by_the_explanation() {
    let fixture = TestApp::new().await;
    let optional_scopes = vec!["crm.objects.tickets.write".to_owned()];
    let flow = fixture.begin(OauthConnect { optional_scopes, ..fixture.form() }).await;
    let sandbox = fixture.consent_to(&flow, SANDBOX).await;
    let ticket = draft("POST", "/crm/objects/2026-03/tickets", Some(r#"{"properties":{"subject":"A"}}"#));
    let sent = fixture.app.console.send(&sandbox.id, "r", &ticket).await.unwrap();
    let told = sent.explanation.unwrap();
    assert_eq!((sent.status, told.missing), (400, vec!["hs_pipeline_stage".to_owned()]));
    assert_eq!(told.title, "hs_pipeline_stage is required and missing.");
}

//! Bundles of the demo portal's failures and HAR files of others, opened.

use portalscope_core::{CommandError, ErrorCode, HistoryLookup, KeptBodies, OpenedFile, ReportChoice};
use portalscope_demo_portal::{Connect, failure_scenarios};

use super::{saved, send};
use crate::test_app::{ACME_EUROPE, TestApp, draft};

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_of_each_failure_tells_the_same_first_cause_as_the_source() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for scenario in failure_scenarios().await {
        let Some(connect) = scenario.connect else { continue };
        let fixture = TestApp::in_scenario(scenario.name).await;
        let info = fixture.demo.info().clone();
        let connection = match connect {
            Connect::Oauth => fixture.connect().await,
            Connect::ServiceKey => fixture.connect_static(&info.service_key).await,
            Connect::PrivateApp => fixture.connect_static(&info.private_app_token).await,
        };
        let _ = fixture.app.connections.unlock_writing(&connection.id, ACME_EUROPE);
        let call = crate::causes::as_draft(&scenario);
        send(&fixture, &connection, &call).await;
        fixture.app.history.flush();
        let Some(failed) = fixture.app.diagnoser.last_failure(&connection.id).unwrap() else { continue };
        count += 1;
        let source = fixture.app.diagnoser.of_call(&failed).unwrap().diagnosis;
        let source = source.causes.first().map(|first| first.label.to_string());
        let to = fixture.home.path().join("report.zip");
        let preview = saved(&fixture.app, ReportChoice::of(connection.id), &to);
        let opened = fixture.app.opened_reports.open(&to, &|_| ()).unwrap();
        assert_eq!(opened.calls, preview.summary.calls);
        let failures = HistoryLookup { failures: true, ..HistoryLookup::default() };
        let rows = fixture.app.opened_reports.rows(&opened.id, &failures, None, 50).unwrap().rows;
        let row = rows.iter().find(|row| row.kind == portalscope_core::HistoryEntryKind::Call).unwrap();
        let shown = fixture.app.opened_reports.call(&opened.id, &row.id).unwrap();
        let again = shown.answer.and_then(|answer| answer.explanation?.diagnosis);
        let again = again.and_then(|found| found.causes.first().map(|first| first.label.to_string()));
        let OpenedFile::Report { facts } = &opened.file else { panic!("a report") };
        let written = facts
            .failures
            .iter()
            .find(|group| group.causes.first().map(|first| &first.label) == source.as_ref());
        if again != source || written.is_none() {
            wrong.push(format!("{}: {source:?} at the source, {again:?} in the bundle", scenario.name));
        }
    }
    assert!(count > 40 && wrong.is_empty(), "of {count}:\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_are_open_side_by_side_and_what_is_closed_is_gone() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    fixture.app.history.set_kept_bodies(&connection.id, Some(KeptBodies::All)).unwrap();
    send(&fixture, &connection, &draft("POST", "/crm/v3/objects/contacts/search", Some(r#"{"limit":1}"#)))
        .await;
    let to = fixture.home.path().join("report.zip");
    saved(&fixture.app, ReportChoice::of(connection.id), &to);
    let har = fixture.home.path().join("calls.har");
    std::fs::write(&har, super::file_of(&to, "calls.har")).unwrap();
    let opened = [&to, &har].map(|path| fixture.app.opened_reports.open(path, &|_| ()).unwrap());
    assert_eq!(fixture.app.opened_reports.list(), opened);
    assert!(
        matches!(&opened[1].file, OpenedFile::Har { creator: Some(name) } if name.starts_with("Portalscope"))
    );
    let lookup = HistoryLookup { text: "contacts/search".to_owned(), ..HistoryLookup::default() };
    for one in &opened {
        let rows = fixture.app.opened_reports.rows(&one.id, &lookup, None, 10).unwrap().rows;
        assert_eq!((rows.len(), rows[0].status), (1, Some(200)), "{}", one.file_name);
        let call = fixture.app.opened_reports.call(&one.id, &rows[0].id).unwrap();
        let headers: Vec<_> = call.request.headers.iter().map(|header| header.value.as_str()).collect();
        assert!(headers.contains(&"Bearer «access-token#1»"), "{headers:?}");
        let answer = call.answer.unwrap();
        assert!(fixture.app.responses.rows(&answer.id, 0, 10).is_ok(), "its body is read by rows");
        let reopened = fixture.app.opened_reports.draft(&one.id, &rows[0].id).unwrap();
        assert_eq!(reopened.draft.body.as_deref(), Some(r#"{"limit":1}"#));
        assert!(!reopened.writes);
    }
    fixture.app.opened_reports.close(&opened[0].id);
    let gone = fixture.app.opened_reports.rows(&opened[0].id, &lookup, None, 10).unwrap_err();
    assert_eq!(CommandError::from(gone).code, ErrorCode::ReportGone);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_tool_wrote_loses_its_secrets_on_the_way_in() {
    let fixture = TestApp::new().await;
    let token = "pat-na1-66666666-aaaa-4bbb-8ccc-121212121212";
    let har = fixture.home.path().join("browser.har");
    let text = format!(
        r#"{{"log":{{"creator":{{"name":"WebInspector {token}"}},"entries":[{{"startedDateTime":"2026-11-28T10:00:00Z","time":3,
        "request":{{"method":"GET","url":"https://ada:pw@api.hubapi.com/crm/v3/objects/contacts?hapikey=0a1b2c3d-1111-4222-8333-444455556666",
        "headers":[{{"name":"Authorization","value":"Bearer {token}"}}]}},
        "response":{{"status":401,"content":{{"text":"{{\"category\":\"EXPIRED_AUTHENTICATION\"}}"}}}}}}]}}}}"#
    );
    std::fs::write(&har, text).unwrap();
    let opened = fixture.app.opened_reports.open(&har, &|_| ()).unwrap();
    let rows = fixture.app.opened_reports.rows(&opened.id, &HistoryLookup::default(), None, 10).unwrap().rows;
    let call = fixture.app.opened_reports.call(&opened.id, &rows[0].id).unwrap();
    let shown = format!("{opened:?} {rows:?} {call:?}");
    for secret in [token, "0a1b2c3d-1111", "ada:pw"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    let diagnosis = call.answer.unwrap().explanation.unwrap().diagnosis.unwrap();
    assert!(diagnosis.causes[0].label.to_string().starts_with("token-"), "{diagnosis:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_is_refused_in_words() {
    let fixture = TestApp::new().await;
    let path = fixture.home.path().join("x.zip");
    for (bytes, words) in [
        (&b"PK\x03\x04 no archive"[..], "damaged"),
        (b"hello", "damaged"),
        (b"{}", "neither a report"),
        (br#"{"format":"portalscope-report","version":9,"calls":[]}"#, "newer Portalscope"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let error = CommandError::from(fixture.app.opened_reports.open(&path, &|_| ()).unwrap_err());
        assert_eq!(error.code, ErrorCode::ReportRefused);
        assert!(error.message.contains(words) && !error.hint.is_empty(), "{error:?}");
    }
    let gone = fixture.app.opened_reports.open(&path.join("gone"), &|_| ()).unwrap_err();
    assert_eq!(CommandError::from(gone).code, ErrorCode::FileUnreadable);
    assert!(fixture.app.opened_reports.list().is_empty());
}

//! What is recorded comes back, in its order, after a restart.

use std::sync::Arc;

use portalscope_history::{Body, Entry, Error, Filter, Kind, Options, Who};

use crate::support::{Fixture, NOW, all, call, granted, header, ids, record};

#[test]
fn an_entry_comes_back_with_all_that_was_recorded() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let entry = Entry {
        kind: Kind::Refresh,
        who: Who::Check,
        query: "limit=10".to_owned(),
        request_body: Some(Body::whole("grant_type=refresh_token")),
        verdict: Some("{\"kind\":\"allowed\"}".to_owned()),
        explanation: Some("{\"label\":\"x\"}".to_owned()),
        rate_limit: Some("{\"max\":190}".to_owned()),
        redirects: vec!["https://example.com/".to_owned()],
        retries: 1,
        scopes: Some(granted("9f2c", Some(&["crm.objects.contacts.read", "oauth"]))),
        token: Some("«access-token#1»".to_owned()),
        request_bytes: 7,
        response_bytes: 8,
        ..call(5)
    };
    record(&history, [entry.clone()]);
    let stored = history.entry(1).unwrap();
    let summary = &stored.summary;
    assert_eq!((summary.kind, summary.who, summary.portal), (entry.kind, entry.who, entry.portal));
    assert_eq!((&summary.path, &summary.query), (&entry.path, &entry.query));
    assert_eq!((&summary.operation, &summary.version), (&entry.operation, &entry.version));
    assert_eq!((summary.status, summary.started_at, summary.duration_ms), (entry.status, NOW + 5, 12));
    assert_eq!((summary.request_bytes, summary.response_bytes), (7, 8));
    assert_eq!(summary.correlation_id, entry.correlation_id);
    assert_eq!(stored.request_headers, entry.request_headers);
    assert_eq!(stored.response_headers, entry.response_headers);
    assert_eq!(stored.request_body.unwrap().text, "grant_type=refresh_token");
    assert_eq!(stored.response_body.unwrap().text, entry.response_body.unwrap().text);
    assert_eq!((stored.verdict, stored.explanation), (entry.verdict, entry.explanation));
    assert_eq!((stored.rate_limit, stored.redirects), (entry.rate_limit, entry.redirects));
    assert_eq!((stored.retries, stored.scopes, stored.token), (1, entry.scopes, entry.token));
    assert!(matches!(history.entry(2), Err(Error::NotFound)));
}

#[test]
fn what_was_recorded_is_written_when_the_history_is_dropped() {
    let fixture = Fixture::new();
    let history = fixture.open();
    (0..300).for_each(|number| history.record(call(number)));
    drop(history);
    assert_eq!(ids(&fixture.open()).len(), 300);
}

#[test]
fn a_clock_that_is_set_back_disturbs_no_order() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(
        &history,
        [(1, NOW), (2, NOW - 86_400_000), (3, NOW + 1)]
            .map(|(number, started_at)| Entry { started_at, ..call(number) }),
    );
    assert_eq!(ids(&history), [3, 2, 1]);
    let since = Filter { since: Some(NOW), ..Filter::default() };
    let found: Vec<_> = all(&history, "", &since).unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(found, [3, 1], "filters by time look at the time alone");
}

#[test]
fn a_long_body_keeps_its_first_part_and_its_size() {
    let fixture = Fixture::new();
    let options = Options { max_body_bytes: 10, ..fixture.options() };
    let history = portalscope_history::History::open(&fixture.file(), options).unwrap();
    let bodies = ["123456789é123", "short"].map(|text| Some(Body::whole(text)));
    let cut_before = Some(Body { text: format!("first{}", "x".repeat(8 * 1024)), size: 100_000 });
    let entries =
        bodies.into_iter().chain([cut_before]).map(|response_body| Entry { response_body, ..call(1) });
    record(&history, entries);
    let shown = |id| {
        let body = history.entry(id).unwrap().response_body.unwrap();
        (body.text, body.size, body.is_cut)
    };
    assert_eq!(shown(1), ("123456789".to_owned(), 14, true), "no character is cut");
    assert_eq!(shown(2), ("short".to_owned(), 5, false));
    assert_eq!(shown(3), ("first".to_owned(), 100_000, true), "a secret may have been cut at its end");
}

#[test]
fn every_text_passes_the_redaction_before_it_is_written() {
    let fixture = Fixture::new();
    let redact = |text: &str| text.contains("s3cr3t").then(|| text.replace("s3cr3t", "«secret»"));
    let options = Options { redact: Arc::new(redact), ..fixture.options() };
    let history = portalscope_history::History::open(&fixture.file(), options).unwrap();
    let text = || "a s3cr3t b".to_owned();
    let body = || Some(Body::whole("s3cr3t"));
    let entry = Entry {
        operation: text(),
        path: text(),
        query: text(),
        request_headers: vec![header("authorization", "Bearer s3cr3t")],
        request_body: body(),
        response_headers: vec![header("s3cr3t", "one\ntwo: s3cr3t")],
        response_body: body(),
        status: None,
        error: Some(text()),
        cause: Some(text()),
        verdict: Some(text()),
        explanation: Some(text()),
        correlation_id: Some(text()),
        rate_limit: Some(text()),
        redirects: vec![text()],
        scopes: Some(granted("9f2c", Some(&["a", "s3cr3t"]))),
        token: Some(text()),
        ..call(1)
    };
    record(&history, [entry]);
    history.set_note(1, Some("s3cr3t note")).unwrap();
    let stored = format!("{:?}", history.entry(1).unwrap());
    assert!(!stored.contains("s3cr3t"), "{stored}");
    assert_eq!(stored.matches("«secret»").count(), 18);
    assert!(stored.contains("one two: «secret»"), "a value stays one line: {stored}");
    assert!(!fixture.has(b"s3cr3t"));
}

#[cfg(unix)]
#[test]
fn only_this_user_may_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, [call(1)]);
    for file in std::fs::read_dir(fixture.folder.path()).unwrap() {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    let fixture = Fixture::new();
    drop(fixture.open());
    fixture.raw().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(fixture.file()).unwrap();
    let opened = portalscope_history::History::open(&fixture.file(), fixture.options());
    assert!(matches!(opened, Err(Error::Newer)));
    assert_eq!(std::fs::read(fixture.file()).unwrap(), before);
}

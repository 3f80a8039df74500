//! A secret that is learnt later is taken out of what was written before.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use portalscope_history::{Body, Entry, Redact};

use crate::support::{Fixture, call, found, header, record};

const SECRET: &str = "q8w7e6r5t4y3u2i1o0p9";

fn find() -> Redact {
    Arc::new(|text: &str| text.contains(SECRET).then(|| text.replace(SECRET, "«secret»")))
}

fn with_secret(number: u32) -> Entry {
    Entry {
        path: format!("/oauth/{SECRET}"),
        operation: format!("/oauth/{SECRET}"),
        query: format!("token={SECRET}"),
        request_headers: vec![header("x-token", SECRET)],
        request_body: Some(Body::whole(SECRET)),
        response_body: Some(Body::whole(format!("{{\"token\":\"{SECRET}\"}}"))),
        ..call(number)
    }
}

#[test]
fn a_secret_learnt_later_is_nowhere_in_old_entries_or_files() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let mixed = |number: u32| if number.is_multiple_of(100) { with_secret(number) } else { call(number) };
    record(&history, (1..=700).map(mixed));
    let stored: Vec<Vec<u8>> = {
        let raw = fixture.raw();
        let mut query =
            raw.prepare("SELECT request_body FROM content WHERE request_body IS NOT NULL").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert!(stored.len() == 7 && fixture.has(&stored[0]) && fixture.has(SECRET.as_bytes()));
    assert_eq!(history.redact_again("token 1", find()).unwrap(), 7);
    assert!(!fixture.has(SECRET.as_bytes()) && !fixture.has(&stored[0]));
    assert!(found(&history, SECRET).is_empty());
    assert_eq!(found(&history, "token=«secret»"), [700, 600, 500, 400, 300, 200, 100]);
    assert!(!format!("{:?}", history.entry(100).unwrap()).contains(SECRET));
    assert_eq!(history.entry(100).unwrap().request_headers[0].value, "«secret»");
    assert!(history.unfinished_redactions().unwrap().is_empty());
    assert_eq!(history.redact_again("token 1", find()).unwrap(), 0);
}

#[test]
fn a_redaction_that_was_cut_off_is_known_and_goes_on_where_it_was() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=1_000).map(with_secret));
    let seen = Arc::new(AtomicUsize::new(0));
    let (count, redact) = (Arc::clone(&seen), find());
    // What a process leaves that ends after the newest block: its progress is committed with the block.
    let raw = fixture.raw();
    raw.execute("INSERT INTO progress VALUES ('redact:job', 3)", []).unwrap();
    assert_eq!(history.unfinished_redactions().unwrap(), ["job"]);
    let counting: Redact = Arc::new(move |text: &str| {
        count.fetch_add(1, Ordering::Relaxed);
        redact(text)
    });
    assert_eq!(history.redact_again("job", counting).unwrap(), 3 * 256 - 1);
    assert!(seen.load(Ordering::Relaxed) > 0);
    assert_eq!(found(&history, SECRET).len(), 1_000 - (3 * 256 - 1));
    assert!(history.unfinished_redactions().unwrap().is_empty());
}

#[test]
fn what_a_process_left_is_taken_over_where_it_was_and_one_that_is_there_after_all_begins_again() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=1_000).map(with_secret));
    let raw = fixture.raw();
    raw.execute("INSERT INTO progress VALUES ('redact:left', 3)", []).unwrap();
    history.redact_again_later("mine", Some("left"), find());
    // Jobs are done in order.
    history.redact_again("nothing", Arc::new(|_| None)).unwrap();
    assert_eq!(found(&history, SECRET).len(), 1_000 - (3 * 256 - 1));
    assert!(history.unfinished_redactions().unwrap().is_empty());
    assert_eq!(history.redact_again("left", find()).unwrap(), 1_000 - (3 * 256 - 1));
}

#[test]
fn names_that_become_equal_stay_two() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let named = |operation: &str| Entry { operation: operation.to_owned(), ..call(1) };
    record(&history, [named(&format!("/a/{SECRET}")), named("/a/«secret»")]);
    history.redact_again("job", find()).unwrap();
    assert_eq!(history.called(None).unwrap().len(), 2);
    assert!(!fixture.has(SECRET.as_bytes()));
}

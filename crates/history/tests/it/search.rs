//! What people paste is found, newest first, whatever its place in a word, before and after its block is indexed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use portalscope_history::{Body, Cancel, Entry, Error, Filter, Query, StatusRange, Who};
use proptest::prelude::*;

use crate::support::{Fixture, NOW, all, call, failed, found, record};

/// Some blocks of the index, and some entries after the last.
const ENTRIES: u32 = 1_100;

#[test]
fn correlation_ids_ids_addresses_and_parts_of_words_are_found_in_old_and_new_entries() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=ENTRIES).map(call));
    for number in [1, 255, 256, 257, 700, ENTRIES - 1, ENTRIES] {
        let id = i64::from(number);
        assert_eq!(found(&history, &format!("0198f2a4-7c31-7d54-9a10-{number:012x}")), [id]);
        assert_eq!(found(&history, &format!("ADA{number}@Example")), [id]);
        assert_eq!(found(&history, &format!("/contacts/{number} ada{number}@")), [id]);
        assert!(found(&history, &format!("da{number}@")).contains(&id));
    }
    assert_eq!(found(&history, "ontac").len(), ENTRIES as usize);
    assert_eq!(found(&history, "ontac example nowhere"), [0; 0]);
}

#[test]
fn one_and_two_letters_and_words_in_quotes_are_found() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let body = |text: &str| Entry { response_body: Some(Body::whole(text)), ..call(7) };
    record(&history, [body("to be or not"), body("or to be"), body("ß Ü")]);
    assert_eq!(found(&history, "\"to be or\""), [1]);
    assert_eq!(found(&history, "be to"), [2, 1]);
    assert_eq!(found(&history, "ü"), [3]);
}

#[test]
fn an_address_that_is_encoded_in_a_query_is_found_as_it_is_written() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, [Entry { query: "email=ada%2Bx%40example.org".to_owned(), ..call(1) }]);
    assert_eq!(found(&history, "ada+x@example.org"), [1]);
    assert_eq!(found(&history, "ada%2bx%40"), [1]);
}

#[test]
fn notes_are_found_also_on_old_entries_and_no_longer_when_they_are_removed() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=600).map(call));
    history.set_note(3, Some("Ask Grace about this")).unwrap();
    assert_eq!(found(&history, "grace"), [3]);
    assert_eq!(history.entry(3).unwrap().summary.note.as_deref(), Some("Ask Grace about this"));
    history.set_note(3, None).unwrap();
    assert_eq!(found(&history, "grace"), [0; 0]);
    assert!(matches!(history.set_note(601, Some("x")), Err(Error::NotFound)));
}

#[test]
fn filters_hold_together_with_the_search_and_alone() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let entries = (1..=ENTRIES).map(|number| match number {
        10 => failed(number, "missing_scopes"),
        20 => Entry { connection: "second".to_owned(), portal: Some(2002), who: Who::Cli, ..call(number) },
        30 => Entry { method: "POST".to_owned(), operation: "/other".to_owned(), ..call(number) },
        40 => Entry { status: None, error: Some("timeout".to_owned()), ..call(number) },
        _ => call(number),
    });
    record(&history, entries);
    history.set_pinned(50, true).unwrap();
    let any = Filter::default;
    for (filter, expected) in [
        (Filter { failures: true, ..any() }, &[40, 10][..]),
        (Filter { cause: Some("missing_scopes".to_owned()), ..any() }, &[10]),
        (Filter { cause: Some("timeout".to_owned()), ..any() }, &[40]),
        (Filter { cause: Some("unheard".to_owned()), ..any() }, &[]),
        (Filter { connection: Some("second".to_owned()), ..any() }, &[20]),
        (Filter { portal: Some(2002), ..any() }, &[20]),
        (Filter { who: Some(Who::Cli), ..any() }, &[20]),
        (Filter { operation: Some("/other".to_owned()), ..any() }, &[30]),
        (Filter { method: Some("POST".to_owned()), connection: Some("first".to_owned()), ..any() }, &[30]),
        (Filter { status: Some(StatusRange { from: 400, to: 499 }), ..any() }, &[10]),
        (Filter { pinned: true, ..any() }, &[50]),
        (Filter { since: Some(NOW + 11), until: Some(NOW + 13), ..any() }, &[12, 11]),
        (Filter { failures: true, since: Some(NOW + 20), ..any() }, &[40]),
    ] {
        for text in ["", "contacts", "be"] {
            let text = if text == "be" { "0198f2" } else { text };
            let ids: Vec<_> = all(&history, text, &filter).unwrap().iter().map(|entry| entry.id).collect();
            assert_eq!(ids, expected, "{filter:?} {text}");
        }
    }
}

#[test]
fn a_page_ends_at_its_limit_and_the_next_goes_on() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=700).map(call));
    for text in ["", "example"] {
        let mut query = Query { text: text.to_owned(), limit: 3, ..Query::default() };
        let page = history.search(&query, &Cancel::new()).unwrap();
        assert_eq!(page.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [700, 699, 698]);
        assert_eq!(page.next, Some(698));
        query.before = Some(3);
        let page = history.search(&query, &Cancel::new()).unwrap();
        assert_eq!(page.entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(page.next, None);
    }
}

#[test]
fn a_search_is_cancelled_before_and_while_it_runs() {
    let fixture = Fixture::new();
    let history = Arc::new(fixture.open());
    record(&history, (1..=ENTRIES).map(call));
    let cancelled = Cancel::new();
    cancelled.cancel();
    let query = Query { text: "no".to_owned(), limit: 10, ..Query::default() };
    assert!(matches!(history.search(&query, &cancelled), Err(Error::Cancelled)));

    let (cancel, has_ended) = (Cancel::new(), Arc::new(AtomicBool::new(false)));
    let (history, other, ended) = (Arc::clone(&history), cancel.clone(), Arc::clone(&has_ended));
    let searching = std::thread::spawn(move || {
        while history.search(&query, &other).is_ok() {}
        ended.store(true, Ordering::Release);
    });
    assert!(!has_ended.load(Ordering::Acquire));
    cancel.cancel();
    searching.join().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_found_by_each_part_of_it(
        texts in prop::collection::vec("[A-Za-z0-9äÖß€.@_/{}:-]{1,24}( [a-zà-ü0-9]{1,8}){0,3}", 300..330),
        from in 0_usize..20,
        length in 1_usize..30,
    ) {
        let fixture = Fixture::new();
        let history = fixture.open();
        let entry = |(number, text): (usize, &String)| Entry {
            query: if number % 3 == 0 { text.clone() } else { String::new() },
            request_body: (number % 3 == 1).then(|| Body::whole(text)),
            explanation: (number % 3 == 2).then(|| text.clone()),
            ..call(u32::try_from(number).unwrap())
        };
        record(&history, texts.iter().enumerate().map(entry));
        for (number, text) in texts.iter().enumerate().step_by(17) {
            let part: String = text.chars().skip(from % text.chars().count()).take(length).collect();
            let id = i64::try_from(number).unwrap() + 1;
            prop_assert!(found(&history, &format!("\"{part}\"")).contains(&id), "{part:?} of {text:?}");
        }
    }
}

//! Deleted means gone: from the lists, the index, the roll-ups, and from every byte of the files.

use std::collections::HashSet;

use portalscope_history::{Body, Cancel, Entry, Error, Filter, Query};

use crate::support::{Fixture, call, failed, found, ids, record};

/// The stored bodies of an entry, compressed as they are: what must not be found in the files later.
fn stored(fixture: &Fixture, id: i64) -> Vec<Vec<u8>> {
    // Beyond the heads of the frames, which are much the same.
    let sql = "SELECT substr(request_body, 64), substr(response_body, 64) FROM content WHERE id = ?1";
    fixture.raw().query_row(sql, [id], |row| Ok(vec![row.get(0)?, row.get(1)?])).unwrap()
}

/// A call with texts that no other call has, some of them larger than a page.
fn distinct(number: u32) -> Entry {
    let mut seed = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1;
    let mut noise = |length: usize| -> String {
        let letter = |_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            char::from(b'a' + u8::try_from(seed % 26).unwrap())
        };
        (0..length).map(letter).collect()
    };
    Entry {
        path: format!("/distinct/{number}/{}", noise(60)),
        query: noise(60),
        operation: format!("/distinct/{}", number / 300),
        request_body: Some(Body::whole(noise(900))),
        response_body: Some(Body::whole(noise(if number.is_multiple_of(7) { 9_000 } else { 300 }))),
        connection: if number.is_multiple_of(5) { "gone".to_owned() } else { "stays".to_owned() },
        correlation_id: Some(noise(36)),
        ..call(number)
    }
}

/// What must be gone with an entry.
fn traces(fixture: &Fixture, number: u32) -> Vec<Vec<u8>> {
    let entry = distinct(number);
    let mut traces = stored(fixture, number.into());
    traces.extend([entry.path, entry.query, entry.correlation_id.unwrap()].map(String::into_bytes));
    traces
}

/// So many bytes in a row are no coincidence.
const PART: usize = 24;

fn assert_gone(fixture: &Fixture, traces: &[Vec<u8>]) {
    // Any part of a trace, wherever a page may have cut it.
    let parts: HashSet<&[u8]> = traces.iter().flat_map(|trace| trace.windows(PART).step_by(8)).collect();
    let bytes = fixture.bytes();
    for part in bytes.windows(PART) {
        assert!(!parts.contains(part), "{:?}", String::from_utf8_lossy(part));
    }
}

#[test]
fn nothing_of_a_deleted_entry_is_in_the_files() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=700).map(distinct));
    let traces: Vec<_> = [7, 8, 300, 699].into_iter().flat_map(|number| traces(&fixture, number)).collect();
    assert!(traces.iter().all(|trace| fixture.has(&trace[..24.min(trace.len())])));
    for id in [7, 8, 300, 699] {
        history.delete(id).unwrap();
    }
    assert_gone(&fixture, &traces);
    assert_eq!(ids(&history).len(), 696);
    assert!(matches!(history.delete(7), Err(Error::NotFound)));
    assert!(matches!(history.entry(7), Err(Error::NotFound)));
}

#[test]
fn a_connection_goes_with_its_entries_and_its_name() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=600).map(distinct));
    history.set_pinned(10, true).unwrap();
    let traces: Vec<_> = (1..=120).flat_map(|number| traces(&fixture, number * 5)).collect();
    assert_eq!(history.delete_connection("gone").unwrap(), 120);
    assert_gone(&fixture, &traces);
    assert!(!fixture.has(b"gonehubspot") && ids(&history).len() == 480);
    assert_eq!(history.called(Some("gone")).unwrap(), []);
}

#[test]
fn after_all_is_deleted_the_file_is_small_and_the_next_entry_has_a_new_id() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=1_000).map(distinct));
    let traces: Vec<_> = (1..=50).flat_map(|number| traces(&fixture, number * 20)).collect();
    let before = history.usage().unwrap();
    assert_eq!(history.delete_matching(&Filter::default()).unwrap(), 1_000);
    assert_gone(&fixture, &traces);
    record(&history, [call(1)]);
    assert_eq!(ids(&history), [1_001]);
    drop(history);
    assert_gone(&fixture, &traces);
    let history = fixture.open();
    assert!(before.used_bytes > 1_000_000 && history.usage().unwrap().used_bytes < 200_000);
}

#[test]
fn free_pages_are_returned_in_the_background() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=1_000).map(distinct));
    let before = history.usage().unwrap().file_bytes;
    history.delete_matching(&Filter::default()).unwrap();
    // Each question lets the writer take a step; it ends when nothing is left to return.
    while history.usage().unwrap().free_bytes > 0 {
        history.flush().unwrap();
    }
    drop(history);
    assert!(std::fs::metadata(fixture.file()).unwrap().len() < before / 4);
}

#[test]
fn a_filters_result_is_deleted_and_nothing_else() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let mixed = |number: u32| if number.is_multiple_of(3) { failed(number, "x") } else { call(number) };
    record(&history, (1..=600).map(mixed));
    let failures = Filter { failures: true, ..Filter::default() };
    assert_eq!(history.delete_matching(&failures).unwrap(), 200);
    assert_eq!(ids(&history).len(), 400);
    assert_eq!(found(&history, "contacts").len(), 400);
    assert!(history.failures(None).unwrap().is_empty());
}

#[test]
fn a_reader_that_is_slow_delays_no_deletion() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=10).map(distinct));
    let traces = traces(&fixture, 7);
    let raw = fixture.raw();
    let reading = raw.unchecked_transaction().unwrap();
    reading.query_row("SELECT count(*) FROM entry", [], |row| row.get::<_, i64>(0)).unwrap();
    history.delete(7).unwrap();
    drop(reading);
    // The log is cut with the next work of the writer.
    history.flush().unwrap();
    history.search(&Query { limit: 1, ..Query::default() }, &Cancel::new()).unwrap();
    drop(history);
    drop(raw);
    assert_gone(&fixture, &traces);
}

#[test]
fn named_entries_are_removed_and_no_others() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (0..1_200).map(call));
    let doomed: Vec<i64> = (1..=1_200).filter(|id| id % 3 == 0).chain([9_999, 3]).collect();
    assert_eq!(history.delete_entries(doomed).unwrap(), 400, "each once, and only what is there");
    assert_eq!(ids(&history), (1..=1_200).rev().filter(|id| id % 3 != 0).collect::<Vec<i64>>());
    assert_eq!(history.called(None).unwrap()[0].calls, 800);
    assert_eq!(history.delete_entries(Vec::new()).unwrap(), 0);
}

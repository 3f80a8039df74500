//! A broken file is set aside, never deleted, and a new one begun.

use portalscope_history::Notice;

use crate::support::{Fixture, call, ids, record};

/// A closed history with some entries.
fn written() -> (Fixture, Vec<u8>) {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=400).map(call));
    drop(history);
    let bytes = std::fs::read(fixture.file()).unwrap();
    (fixture, bytes)
}

#[test]
fn a_file_of_garbage_zeros_or_cut_is_set_aside_with_a_notice() {
    let (fixture, good) = written();
    let cut = good[..good.len() / 2].to_vec();
    let broken = [b"garbage ".repeat(2_000), vec![0; 20_000], cut, good[..50].to_vec()];
    for (number, bytes) in broken.into_iter().enumerate() {
        std::fs::write(fixture.file(), &bytes).unwrap();
        let history = fixture.open();
        record(&history, [call(1)]);
        assert_eq!(ids(&history), [1], "{number}");
        let aside = fixture.folder.path().join(format!("history.broken-{}.db", number + 1));
        assert_eq!(fixture.told().last(), Some(&Notice::SetAside(aside.clone())));
        assert_eq!(std::fs::read(aside).unwrap(), bytes, "it is kept as it was");
    }
}

#[test]
fn an_empty_file_becomes_a_history() {
    let fixture = Fixture::new();
    std::fs::write(fixture.file(), b"").unwrap();
    let history = fixture.open();
    record(&history, [call(1)]);
    assert_eq!(ids(&history), [1]);
    assert!(fixture.told().is_empty());
}

#[test]
fn a_file_that_breaks_while_it_is_used_costs_what_was_in_it_and_nothing_later() {
    let (fixture, mut bytes) = written();
    // All but the first page, so that it opens.
    bytes[4_096..].fill(0xA5);
    std::fs::write(fixture.file(), &bytes).unwrap();
    let history = fixture.open();
    record(&history, [call(1)]);
    record(&history, [call(2)]);
    assert!(!ids(&history).is_empty());
    assert!(matches!(fixture.told()[0], Notice::SetAside(_)), "{:?}", fixture.told());
}

#[test]
fn a_file_that_only_a_reader_finds_broken_is_set_aside_too() {
    let (fixture, mut bytes) = written();
    // A table that the writer does not look at by itself.
    let page = |name: &str| -> (usize, usize) {
        let sql =
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = ?1";
        fixture.raw().query_row(sql, [name], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let (number, size) = page("called");
    bytes[(number - 1) * size..number * size].fill(0xA5);
    std::fs::write(fixture.file(), &bytes).unwrap();
    let history = fixture.open();
    assert!(history.called(None).is_err());
    history.flush().unwrap();
    assert!(ids(&history).is_empty());
    assert!(matches!(fixture.told()[..], [Notice::SetAside(_)]), "{:?}", fixture.told());
}

#[test]
fn one_broken_text_hides_no_other() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=3).map(call));
    fixture.raw().execute("UPDATE content SET response_body = x'01ff00' WHERE id = 2", []).unwrap();
    assert_eq!(crate::support::found(&history, "contacts"), [3, 1]);
    assert!(matches!(history.entry(2), Err(portalscope_history::Error::Broken)));
    assert_eq!(ids(&history), [3, 2, 1]);
}

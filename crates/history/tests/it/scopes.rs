//! The scopes that were granted when an entry was sent: told for each entry, stored once.

use std::time::Duration;

use portalscope_history::{Bounds, Entry, Filter, GrantedScopes};

use crate::support::{Fixture, NOW, call, granted, record};

/// Longer than all that is stored of one entry.
const MANY: usize = 100;

fn many(name: &str) -> Vec<String> {
    (0..MANY).map(|number| format!("crm.objects.{name}-{number}.read")).collect()
}

fn with(connection: &str, scopes: GrantedScopes, number: u32) -> Entry {
    Entry { connection: connection.to_owned(), scopes: Some(scopes), ..call(number) }
}

fn set(name: &str) -> GrantedScopes {
    GrantedScopes { fingerprint: format!("fingerprint-of-{name}"), names: Some(many(name)) }
}

/// How many sets the file has.
fn sets(fixture: &Fixture) -> i64 {
    fixture.raw().query_row("SELECT count(*) FROM scope_set", [], |row| row.get(0)).unwrap()
}

#[test]
fn each_entry_tells_its_own_set_and_a_set_is_stored_once() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let of = |number: u32| if number.is_multiple_of(2) { set("even") } else { set("odd") };
    let whose = |number: u32| if number < 200 { "first" } else { "second" };
    record(&history, (1..=400).map(|number| with(whose(number), of(number), number)));
    for number in [1, 2, 399, 400] {
        assert_eq!(history.entry(number.into()).unwrap().scopes, Some(of(number)));
    }
    assert_eq!(sets(&fixture), 2, "also of two connections");
    drop(history);
    assert_eq!(fixture.open().entry(1).unwrap().scopes, Some(set("odd")));
}

#[test]
fn a_set_goes_with_its_last_entry() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=10).map(|number| with("first", set("old"), number)));
    record(&history, (11..=20).map(|number| with("first", set("new"), number)));
    history.delete_matching(&Filter { until: Some(NOW + 11), ..Filter::default() }).unwrap();
    assert!(!fixture.has(b"crm.objects.old-57.read") && sets(&fixture) == 1);
    assert_eq!(history.entry(11).unwrap().scopes, Some(set("new")));
    history.delete_connection("first").unwrap();
    assert!(!fixture.has(b"crm.objects.new-57.read") && sets(&fixture) == 0);
    record(&history, [with("first", set("new"), 21)]);
    assert_eq!(history.entry(21).unwrap().scopes, Some(set("new")), "and is written anew");
}

#[test]
fn a_set_goes_with_entries_that_are_beyond_the_bounds() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let later = Entry { started_at: NOW + 100_000, ..with("first", set("new"), 2) };
    record(&history, [with("first", set("old"), 1), later]);
    fixture.now.store(NOW + 100_000, std::sync::atomic::Ordering::Relaxed);
    history.set_bounds(Bounds { max_age: Duration::from_secs(50), ..Bounds::default() });
    while sets(&fixture) > 1 {
        history.flush().unwrap();
    }
    assert_eq!(history.entry(2).unwrap().scopes, Some(set("new")));
}

#[test]
fn what_another_process_removed_is_written_again() {
    let fixture = Fixture::new();
    let (window, cli) = (fixture.open(), fixture.open());
    record(&window, [with("first", set("same"), 1)]);
    cli.delete(1).unwrap();
    record(&window, [with("first", set("same"), 2)]);
    assert_eq!(cli.entry(2).unwrap().scopes, Some(set("same")));
}

#[test]
fn a_secret_that_is_learnt_later_is_taken_out_of_the_names() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, [with("first", granted("f", Some(&["oauth", "s3cr3t"])), 1)]);
    let find = |text: &str| text.contains("s3cr3t").then(|| text.replace("s3cr3t", "label"));
    history.redact_again("job", std::sync::Arc::new(find)).unwrap();
    assert_eq!(history.entry(1).unwrap().scopes, Some(granted("f", Some(&["oauth", "label"]))));
    assert!(!fixture.has(b"s3cr3t"));
}

#[test]
fn entries_of_the_version_before_have_their_fingerprint_alone() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, [with("first", set("then"), 1)]);
    drop(history);
    let raw = fixture.raw();
    raw.execute_batch("DROP TABLE scope_set; DROP TABLE granted; PRAGMA user_version = 2").unwrap();
    drop(raw);
    let history = fixture.open();
    assert_eq!(history.entry(1).unwrap().scopes, Some(granted("fingerprint-of-then", None)));
    record(&history, [with("first", set("now"), 2)]);
    assert_eq!(history.entry(2).unwrap().scopes, Some(set("now")));
}

//! What each connection has is counted with each entry that comes and goes.

use std::sync::Arc;

use portalscope_history::{Body, ConnectionUsage, Entry, Filter, History, Part};

use crate::support::{Fixture, NOW, call, record};

fn of(connection: &str, number: u32) -> Entry {
    Entry { connection: connection.to_owned(), ..call(number) }
}

/// The connections' bytes are all that the parts count but the index.
fn counted(history: &History) -> Vec<ConnectionUsage> {
    let usages = history.usage_by_connection().unwrap();
    let parts = history.usage().unwrap().parts;
    let texts =
        parts.iter().filter(|(part, _)| **part != Part::Index).map(|(_, (_, bytes))| bytes).sum::<u64>();
    assert_eq!(usages.iter().map(|usage| usage.bytes).sum::<u64>(), texts);
    usages
}

#[test]
fn each_connection_has_its_entries_bytes_and_oldest_instant_whatever_is_deleted_or_redacted() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=300).map(|number| of(if number % 3 == 0 { "second" } else { "first" }, number)));
    let usages = counted(&history);
    let entries: Vec<_> = usages.iter().map(|usage| (usage.connection.as_str(), usage.entries)).collect();
    assert_eq!(entries, [("second", 100), ("first", 200)], "the one with the newest entry first");
    assert_eq!((usages[0].oldest_at, usages[1].oldest_at), (NOW + 3, NOW + 1));
    assert_eq!((usages[0].environment.as_str(), usages[0].portal), ("hubspot", Some(1001)));
    history.delete_matching(&Filter { until: Some(NOW + 150), ..Filter::default() }).unwrap();
    assert_eq!(counted(&history)[1].oldest_at, NOW + 151);
    let longer = |text: &str| Some(text.replace("ada", "somebody-with-a-longer-name-than-that"));
    assert!(history.redact_again("job", Arc::new(longer)).unwrap() > 0);
    counted(&history);
    history.delete_connection("first").unwrap();
    assert_eq!(counted(&history).len(), 1);
    history.delete_connection("second").unwrap();
    assert!(counted(&history).is_empty());
    record(&history, [Entry { response_body: Some(Body::whole("{}")), ..of("third", 1) }]);
    assert_eq!(counted(&history).len(), 1);
}

#[test]
fn a_file_of_the_first_version_is_counted_when_it_is_opened() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=30).map(|number| of(if number % 3 == 0 { "second" } else { "first" }, number)));
    let before = counted(&history);
    drop(history);
    fixture
        .raw()
        .execute_batch("DROP TABLE kept; DROP INDEX entry_by_cause; DROP TABLE scope_set; DROP TABLE granted; PRAGMA user_version = 1")
        .unwrap();
    assert_eq!(counted(&fixture.open()), before);
}

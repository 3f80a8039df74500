//! Groups are right after entries came and went, in any order.

use portalscope_history::{Entry, Filter};

use crate::support::{Fixture, NOW, call, failed, record};

const HOUR: i64 = 3_600_000;

fn deal(number: u32) -> Entry {
    let operation = "/crm/v3/objects/deals/{dealId}".to_owned();
    Entry { operation, version: Some("v3".to_owned()), connection: "second".to_owned(), ..call(number) }
}

#[test]
fn operations_failures_and_versions_are_counted_and_uncounted() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let old = Entry { started_at: NOW - 10 * 24 * HOUR, ..deal(9) };
    record(
        &history,
        [old, call(1), failed(2, "missing_scopes"), deal(3), failed(4, "missing_scopes"), call(5)],
    );
    let shown = |connection| -> Vec<_> {
        let called = history.called(connection).unwrap();
        called
            .into_iter()
            .map(|group| (group.operation, group.calls, group.failures, group.last_id))
            .collect()
    };
    let contacts = "/crm/objects/2026-03/contacts/{contactId}".to_owned();
    let deals = "/crm/v3/objects/deals/{dealId}".to_owned();
    assert_eq!(shown(None), [(contacts.clone(), 4, 2, 6), (deals.clone(), 2, 0, 4)]);
    assert_eq!(shown(Some("second")), [(deals.clone(), 2, 0, 4)]);

    let failures = || history.failures(None).unwrap();
    let group = &failures()[0];
    assert_eq!((group.cause.as_str(), group.failures), ("missing_scopes", 2));
    assert_eq!((group.first_id, group.last_id, group.first_at, group.last_at), (3, 5, NOW + 2, NOW + 4));

    let versions = |since| -> Vec<_> {
        let seen = history.versions_since(since, None).unwrap();
        seen.into_iter().map(|seen| (seen.version, seen.calls)).collect()
    };
    assert_eq!(versions(NOW - 7 * 24 * HOUR), [("2026-03".to_owned(), 4), ("v3".to_owned(), 1)]);
    assert_eq!(versions(NOW - 20 * 24 * HOUR)[1], ("v3".to_owned(), 2));

    history.delete(5).unwrap();
    history.delete(6).unwrap();
    assert_eq!(shown(None), [(deals.clone(), 2, 0, 4), (contacts.clone(), 2, 1, 3)]);
    assert_eq!((failures()[0].failures, failures()[0].last_id), (1, 3));
    history.delete(3).unwrap();
    assert!(failures().is_empty());
    history.delete_connection("second").unwrap();
    assert_eq!(shown(None), [(contacts, 1, 0, 2)]);
    assert_eq!(versions(0), [("2026-03".to_owned(), 1)]);
}

#[test]
fn the_sums_are_those_of_the_contents() {
    let fixture = Fixture::new();
    let history = fixture.open();
    record(&history, (1..=600).map(call));
    let counted = || {
        let sums = fixture.raw().query_row(
            "SELECT (SELECT sum(length(detail)) FROM content),
               (SELECT sum(length(request_headers) + length(response_headers)) FROM content),
               (SELECT sum(length(response_body)) FROM content), (SELECT sum(length(content)) FROM gram)",
            [],
            |row| {
                Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Option<u64>>(3)?.unwrap_or_default()])
            },
        );
        sums.unwrap()
    };
    let told = || {
        use portalscope_history::Part::{Details, Headers, Index, ResponseBodies};
        let usage = history.usage().unwrap();
        [Details, Headers, ResponseBodies, Index]
            .map(|part| usage.parts.get(&part).map_or(0, |(_, bytes)| *bytes))
    };
    assert_eq!(told(), counted());
    history.delete_matching(&Filter { until: Some(NOW + 400), ..Filter::default() }).unwrap();
    assert_eq!(told(), counted());
    assert_eq!(history.usage().unwrap().entries, 201);
}

//! A history in memory is the same to its callers, and nobody else has it.

use portalscope_history::History;

use crate::support::{Fixture, call, found, ids, record};

#[test]
fn a_history_in_memory_is_searched_and_bounded_like_a_file_and_leaves_nothing() {
    let fixture = Fixture::new();
    let history = History::in_memory(fixture.options()).unwrap();
    let other = History::in_memory(fixture.options()).unwrap();
    record(&history, (1..=600).map(call));
    assert_eq!(found(&history, "ada77@"), [77]);
    history.delete(77).unwrap();
    assert_eq!(found(&history, "ada77@"), [0; 0]);
    assert_eq!(history.called(None).unwrap()[0].calls, 599);
    assert!(ids(&other).is_empty());
    assert_eq!(std::fs::read_dir(fixture.folder.path()).unwrap().count(), 0);
}

#[test]
fn reading_and_writing_in_memory_at_once_loses_nothing() {
    let fixture = Fixture::new();
    let history = History::in_memory(fixture.options()).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| (0..2_000).for_each(|number| history.record(call(number))));
        for _ in 0..50 {
            ids(&history);
        }
    });
    history.flush().unwrap();
    assert_eq!(ids(&history).len(), 2_000);
    assert!(fixture.told().is_empty());
}

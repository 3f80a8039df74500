//! Whoever shows the history is told when it has changed.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use portalscope_history::{History, Options};

use crate::support::{Fixture, call, ids, record};

/// A busy computer is no failure.
const PATIENCE: Duration = Duration::from_mins(1);

fn told(fixture: &Fixture) -> (History, Receiver<()>) {
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    let changed = Arc::new(move || tell.lock().unwrap().send(()).unwrap_or_default());
    (History::open(&fixture.file(), Options { changed, ..fixture.options() }).unwrap(), told)
}

#[test]
fn what_is_written_changed_and_removed_is_told_when_it_can_be_read() {
    let fixture = Fixture::new();
    let (history, told) = told(&fixture);
    history.record(call(1));
    told.recv_timeout(PATIENCE).unwrap();
    assert_eq!(ids(&history), [1]);
    history.set_pinned(1, true).unwrap();
    told.recv_timeout(PATIENCE).unwrap();
    history.delete(1).unwrap();
    told.recv_timeout(PATIENCE).unwrap();
    assert!(ids(&history).is_empty());
}

#[test]
fn many_entries_in_a_row_are_told_few_times() {
    let fixture = Fixture::new();
    let (history, told) = told(&fixture);
    record(&history, (0..3_000).map(call));
    history.delete(3_000).unwrap();
    drop(history);
    let times = told.iter().count();
    assert!((1..100).contains(&times), "{times}");
}

#[test]
fn what_another_process_writes_is_told() {
    let fixture = Fixture::new();
    let (history, told) = told(&fixture);
    let other = fixture.open();
    record(&other, [call(1)]);
    told.recv_timeout(PATIENCE).unwrap();
    assert_eq!(ids(&history), [1]);
}

//! The history stays within its bounds; pinned entries stay beyond them.

use std::sync::atomic::Ordering;
use std::time::Duration;

use portalscope_history::{Body, Bounds, Entry, History};

use crate::support::{Fixture, NOW, call, found, ids, noise, record};

const DAY: i64 = 86_400_000;

/// Waits until the writer has nothing to remove.
fn settle(history: &History, is_done: impl Fn() -> bool) {
    while !is_done() {
        history.flush().unwrap();
    }
}

#[test]
fn the_oldest_entries_go_when_the_history_is_too_large() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let large = |number| Entry { response_body: Some(Body::whole(noise(number, 600))), ..call(number) };
    record(&history, (1..=600).map(large));
    history.set_pinned(5, true).unwrap();
    let used = || history.usage().unwrap().used_bytes;
    let max_bytes = used() / 2;
    history.set_bounds(Bounds { max_bytes, ..Bounds::default() });
    settle(&history, || used() <= max_bytes);
    let left = ids(&history);
    assert_eq!((left[0], left.last()), (600, Some(&5)), "the newest and the pinned stay");
    assert!(left.len() < 400 && left.len() > 50, "{}", left.len());
    assert_eq!(found(&history, "contacts").len(), left.len());
}

#[test]
fn entries_go_when_they_are_too_old_by_their_own_time() {
    let fixture = Fixture::new();
    let history = fixture.open();
    let at = |number: u32, started_at| Entry { started_at, ..call(number) };
    // The clock was a year ahead when the first was sent.
    record(&history, [at(1, NOW + 365 * DAY), at(2, NOW), at(3, NOW), at(4, NOW + 20 * DAY)]);
    history.set_pinned(3, true).unwrap();
    fixture.now.store(NOW + 31 * DAY, Ordering::Relaxed);
    history.set_bounds(Bounds::default());
    settle(&history, || ids(&history).len() < 4);
    assert_eq!(ids(&history), [4, 3, 1]);
    history.set_bounds(Bounds { max_age: Duration::from_hours(24), ..Bounds::default() });
    settle(&history, || ids(&history).len() < 3);
    assert_eq!(ids(&history), [3, 1]);
}

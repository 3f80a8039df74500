//! Any bytes end within a time. Built for speed without sanitizers (`-s none`), a text of 100 kB takes about twice as
//! long with the fuzzer's counters as without.

use std::time::Duration;

#[path = "../../crates/formats/examples/clock/mod.rs"]
mod clock;

/// For 100 kB, by the time of the processor.
const MOST: Duration = Duration::from_millis(40);
/// What more than that is not promised.
const LONGEST: usize = 100_000;

/// Runs a check, and once more for its time where that is long.
pub fn within(bytes: &[u8], check: fn(&[u8])) {
    let taken = clock::shortest(MOST, || check(bytes));
    assert!(cfg!(debug_assertions) || bytes.len() > LONGEST || taken <= MOST, "{taken:?}");
}

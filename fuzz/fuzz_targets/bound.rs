//! Any bytes end within a time, in a build for speed without sanitizers: `cargo fuzz run -O -s none`. Without `-O` debug
//! assertions are on, and the time is not asked. With the fuzzer's counters a text takes four to seven times as long as
//! without: what takes more than five times 20 ms is to be timed by `nasty_lint`.

use std::time::Duration;

#[path = "../../crates/formats/examples/clock/mod.rs"]
mod clock;

/// For 100 kB, by the time of the processor.
const MOST: Duration = Duration::from_millis(100);
/// What more than that is not promised, in bytes.
pub const LONGEST: usize = 100_000;
/// No text has this byte: what stands behind it is taken over and over.
const REPEATED: u8 = 0xFF;

/// Runs a check, and more often for its time where that is long. What is repeated is as long as `size`.
pub fn within(bytes: &[u8], size: usize, check: fn(&[u8])) {
    timed(&long(bytes, size), check);
}

/// The text that bytes stand for: what is behind the mark, repeated until it is as long as `size`.
pub fn long(bytes: &[u8], size: usize) -> String {
    let mut parts = bytes.splitn(2, |byte| *byte == REPEATED);
    let part = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned();
    let (start, piece) = (part(parts.next()), part(parts.next()));
    let times = if piece.is_empty() { 0 } else { size.saturating_sub(start.len()) / piece.len() };
    start + &piece.repeat(times)
}

pub fn timed(text: &str, check: fn(&[u8])) {
    let taken = clock::shortest(MOST, || check(text.as_bytes()));
    assert!(cfg!(debug_assertions) || text.len() > LONGEST || taken <= MOST, "{taken:?}");
}

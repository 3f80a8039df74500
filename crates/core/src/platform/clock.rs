//! This computer's clocks, as an argument, so that tests can move them.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Both clocks, read at the same time: whoever compares them must not see one before and the other after a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock, which people and time servers set, forwards and back.
    pub wall: Timestamp,
    /// Time since some moment of this process: it only goes on, and on most systems stands still during sleep.
    pub monotonic: Duration,
}

pub trait Clock: Send + Sync {
    fn moment(&self) -> Moment;

    fn now(&self) -> Timestamp {
        self.moment().wall
    }

    fn monotonic(&self) -> Duration {
        self.moment().monotonic
    }

    /// How often whoever waits for a time looks at both: a computer that slept or whose clock was set wakes no timer.
    fn look_every(&self) -> Duration {
        Duration::from_secs(5)
    }
}

/// The real ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// Looked at again when the process was held up between the two.
    fn moment(&self) -> Moment {
        static START: OnceLock<Instant> = OnceLock::new();
        let start = START.get_or_init(Instant::now);
        loop {
            let (before, wall, after) = (start.elapsed(), Timestamp::now(), start.elapsed());
            if after.saturating_sub(before) < Duration::from_millis(100) {
                return Moment { wall, monotonic: after };
            }
        }
    }
}

/// The day in UTC, as `2026-11-22`.
pub(crate) fn today(clock: &dyn Clock) -> String {
    clock.now().to_string().chars().take("2026-11-22".len()).collect()
}

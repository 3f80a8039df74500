//! This computer's clocks, behind a trait so that tests can set them.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Both clocks, read at the same time, so that a jump of the wall clock cannot fall between the two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The wall clock, which the user or a time server may set forwards or back.
    pub wall: Timestamp,
    /// Time since a fixed moment in this process. It never goes back, and on most systems stops during sleep.
    pub monotonic: Duration,
}

/// A source of time.
pub trait Clock: Send + Sync {
    /// Both clocks now.
    fn moment(&self) -> Moment;

    /// The wall clock now.
    fn now(&self) -> Timestamp {
        self.moment().wall
    }

    /// The monotonic clock now.
    fn monotonic(&self) -> Duration {
        self.moment().monotonic
    }

    /// How often to read the clocks while waiting for a time: timers do not notice sleep or a clock that was set.
    fn look_every(&self) -> Duration {
        Duration::from_secs(5)
    }
}

/// The clocks of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    /// Reads again if the process was suspended between the two readings.
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

/// The date in UTC, as `2026-11-22`.
pub(crate) fn today(clock: &dyn Clock) -> String {
    clock.now().to_string().chars().take("2026-11-22".len()).collect()
}

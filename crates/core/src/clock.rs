//! This computer's clocks, as an argument, so that tests can move them.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use jiff::Timestamp;

pub trait Clock: Send + Sync {
    /// The wall clock, which people and time servers set, forwards and back.
    fn now(&self) -> Timestamp;

    /// Time since some moment of this process: it only goes on, and on most systems stands still during sleep.
    fn monotonic(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
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
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

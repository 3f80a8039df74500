//! The time that a thread had on a processor: what other processes do does not count, where the system tells it.

use std::time::Duration;

/// The processor's time of this thread.
#[cfg(unix)]
pub fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = Duration::from_secs(time.tv_sec.try_into().unwrap_or(0));
    seconds + Duration::from_nanos(time.tv_nsec.try_into().unwrap_or(0))
}

/// The time on the wall.
#[cfg(not(unix))]
pub fn now() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// The shortest of up to five runs; more than one only where the first took longer than `enough`.
pub fn shortest(enough: Duration, mut run: impl FnMut()) -> Duration {
    let mut once = || {
        let begun = now();
        run();
        now().saturating_sub(begun)
    };
    let first = once();
    if first <= enough {
        return first;
    }
    (0..4).map(|_| once()).fold(first, Duration::min)
}

//! Keeps the open connection's token fresh, and brings back every connection that the network or the server failed.
//! The others are renewed when they are used: nothing is refreshed that nobody looks at.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::Portalscope;
use crate::clock::Clock;
use crate::renewal::Due;

/// Between two attempts, whatever made the second necessary.
const SHORTEST_NAP: Duration = Duration::from_millis(250);
/// What the clocks may drift apart in a nap without anybody having set one.
const DRIFT: SignedDuration = SignedDuration::from_secs(10);

impl Portalscope {
    /// Runs until the app ends. Start it once.
    pub async fn keep_fresh(self: Arc<Self>) {
        let mut clocks = Clocks::read(&*self.clock);
        loop {
            if let Some(by) = clocks.jumped(&*self.clock) {
                self.take_jump(by);
            }
            match self.connections.next_refresh(&*self.clock) {
                Some((id, wait)) if wait.is_zero() => {
                    // Its outcome is noted; a failure begins a pause.
                    let _ = self.renew(&id, Due::ByKeeper).await;
                    tokio::time::sleep(SHORTEST_NAP).await;
                }
                next => {
                    let longest = self.clock.look_every();
                    self.nap(next.map_or(longest, |(_, wait)| wait.min(longest))).await;
                }
            }
        }
    }

    /// Forwards it may have been sleep: tokens that ended meanwhile are renewed, and nobody waits for an old pause.
    /// Time does not run backwards: then the clock was set, and every token's end is set with it.
    fn take_jump(&self, by: SignedDuration) {
        tracing::info!(seconds = by.as_secs(), "this computer slept, or its clock was set");
        if by.is_negative() {
            self.connections.shift_clock(by);
        }
        self.connections.end_pauses();
    }

    async fn nap(&self, time: Duration) {
        let _ = tokio::time::timeout(time, self.freshness_changed.notified()).await;
    }
}

/// Both clocks at one moment.
struct Clocks {
    wall: Timestamp,
    monotonic: Duration,
}

impl Clocks {
    fn read(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), monotonic: clock.monotonic() }
    }

    /// By how much the wall clock went further than time did since the last look, if that is no drift.
    fn jumped(&mut self, clock: &dyn Clock) -> Option<SignedDuration> {
        let now = Self::read(clock);
        let passed =
            SignedDuration::try_from(now.monotonic.saturating_sub(self.monotonic)).unwrap_or_default();
        let by = now.wall.duration_since(self.wall) - passed;
        *self = now;
        (by.abs() > DRIFT).then_some(by)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Clocks, Duration, SignedDuration, Timestamp};
    use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

    /// Seconds of both clocks.
    #[derive(Default)]
    struct Fixed {
        wall: AtomicI64,
        monotonic: AtomicU64,
    }

    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH + SignedDuration::from_secs(self.wall.load(Ordering::SeqCst))
        }

        fn monotonic(&self) -> Duration {
            Duration::from_secs(self.monotonic.load(Ordering::SeqCst))
        }
    }

    #[test]
    fn only_a_difference_of_the_clocks_is_a_jump() {
        let clock = Fixed::default();
        let mut clocks = Clocks::read(&clock);
        for (wall, monotonic, jump) in [
            (5, 5, None),
            (3600, 5, Some(3595)),
            (3605, 10, None),
            (-3600, 15, Some(-7210)),
            (-3595, 18, None),
        ] {
            clock.wall.store(wall, Ordering::SeqCst);
            clock.monotonic.store(monotonic, Ordering::SeqCst);
            assert_eq!(clocks.jumped(&clock), jump.map(SignedDuration::from_secs), "{wall} {monotonic}");
        }
    }
}

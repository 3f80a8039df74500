//! Refreshes the open connection's token in the background, and retries every connection after a transient error of the
//! network or the server. Other connections are refreshed when they are used.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;

use crate::connections::registry::ConnectionRegistry;
use crate::platform::clock::{Clock, Moment};
use crate::tokens::refresh::{RefreshReason, Refresher};

/// Between two refreshes, whatever their reason.
const MIN_SLEEP: Duration = Duration::from_millis(250);
/// A difference of the two clocks up to this is drift.
const MAX_DRIFT: SignedDuration = SignedDuration::from_secs(10);

/// Refreshes tokens before they expire.
pub struct BackgroundRefresher {
    connections: Arc<ConnectionRegistry>,
    refresher: Arc<Refresher>,
    clock: Arc<dyn Clock>,
}

impl BackgroundRefresher {
    pub(crate) fn new(
        connections: Arc<ConnectionRegistry>,
        refresher: Arc<Refresher>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { connections, refresher, clock }
    }

    /// Runs until the app quits. Start it once.
    pub async fn run(self: Arc<Self>) {
        let mut before = self.clock.moment();
        loop {
            let now = self.clock.moment();
            if let Some(by) = jump(before, now) {
                self.take_jump(by);
            }
            before = now;
            match self.connections.next_refresh() {
                Some((id, wait)) if wait.is_zero() => {
                    // The refresher records the outcome; a failure starts the backoff.
                    let _ = self.refresher.refresh(&id, RefreshReason::Background).await;
                    tokio::time::sleep(MIN_SLEEP).await;
                }
                next => {
                    let longest = self.clock.look_every();
                    self.sleep(next.map_or(longest, |(_, wait)| wait.min(longest))).await;
                }
            }
        }
    }

    /// A jump forwards may be sleep: delays from before are ended. A jump backwards means that the clock was set: every
    /// token's expiry is moved by as much.
    fn take_jump(&self, by: SignedDuration) {
        tracing::info!(seconds = by.as_secs(), "this computer slept, or its clock was set");
        if by.is_negative() {
            self.connections.shift_clock(by);
        }
        self.connections.end_delays();
    }

    /// Sleeps for `time`, or until something changes.
    async fn sleep(&self, time: Duration) {
        let _ = tokio::time::timeout(time, self.connections.changed()).await;
    }
}

/// How far the wall clock moved beyond the monotonic clock between two readings. `None`: no more than drift.
fn jump(before: Moment, now: Moment) -> Option<SignedDuration> {
    let passed = now.monotonic.saturating_sub(before.monotonic);
    let by = now.wall.duration_since(before.wall) - SignedDuration::try_from(passed).unwrap_or_default();
    (by.abs() > MAX_DRIFT).then_some(by)
}

#[cfg(test)]
mod tests {
    use super::{Moment, SignedDuration, jump};
    use jiff::Timestamp;
    use std::time::Duration;

    #[test]
    fn only_a_difference_of_the_clocks_is_a_jump() {
        let at = |wall, monotonic| Moment {
            wall: Timestamp::UNIX_EPOCH + SignedDuration::from_secs(wall),
            monotonic: Duration::from_secs(monotonic),
        };
        let mut before = at(0, 0);
        for (wall, monotonic, by) in [
            (5, 5, None),
            (3600, 5, Some(3595)),
            (3605, 10, None),
            (-3600, 15, Some(-7210)),
            (-3595, 18, None),
        ] {
            let now = at(wall, monotonic);
            assert_eq!(jump(before, now), by.map(SignedDuration::from_secs), "{wall} {monotonic}");
            before = now;
        }
    }
}

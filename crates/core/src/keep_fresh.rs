//! Keeps the open connection's token fresh. The others are renewed when they are used: nothing is refreshed that
//! nobody looks at.

use std::sync::Arc;
use std::time::Duration;

use crate::app::Portalscope;

/// The wall clock is looked at this often, for a computer that slept or whose clock was changed wakes no timer.
const LONGEST_NAP: Duration = Duration::from_secs(15);
const FIRST_PAUSE: Duration = Duration::from_secs(20);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

impl Portalscope {
    /// Runs until the app ends. Start it once.
    pub async fn keep_fresh(self: Arc<Self>) {
        let mut pause = FIRST_PAUSE;
        loop {
            let Some((id, at)) = self.connections.next_refresh() else {
                self.freshness_changed.notified().await;
                continue;
            };
            let until = Duration::try_from(at.duration_since(self.clock.now())).unwrap_or_default();
            if !until.is_zero() {
                self.nap(until.min(LONGEST_NAP)).await;
            } else if self.renew_if_due(&id).await.is_ok() {
                pause = FIRST_PAUSE;
            } else {
                self.pause(&id, jittered(pause)).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }

    async fn nap(&self, time: Duration) {
        let _ = tokio::time::timeout(time, self.freshness_changed.notified()).await;
    }

    /// After a failure: its own news must not end the pause, another connection being opened does.
    async fn pause(&self, id: &str, time: Duration) {
        let end = tokio::time::sleep(time);
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return,
                () = self.freshness_changed.notified() => {
                    if self.connections.open().as_deref() != Some(id) {
                        return;
                    }
                }
            }
        }
    }
}

/// Between three quarters of the pause and all of it, so that many apps do not come back at one moment.
fn jittered(pause: Duration) -> Duration {
    let random = uuid::Uuid::new_v4().as_bytes()[0];
    pause.mul_f64(0.75 + 0.25 * f64::from(random) / 255.0)
}

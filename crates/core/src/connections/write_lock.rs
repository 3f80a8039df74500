//! The write lock of production portals: opened by typing the Hub ID, closed by hand, or by itself when nobody writes.

use std::sync::Arc;
use std::time::Duration;

use crate::connections::registry::ConnectionRegistry;
use crate::connections::unlock::{Unlock, is_hub_id};
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Moment;

impl ConnectionRegistry {
    /// Lets writing through in exchange for the typed portal id, until nothing was written for 30 minutes.
    pub fn unlock_writing(&self, id: &ConnectionId, typed: &str) -> Result<Connection> {
        let now = self.clock.moment();
        let matches = self.change(id, |entry| {
            let matches = is_hub_id(typed, &entry.record.identity.hub_id);
            if matches {
                entry.unlock = Unlock::Since(now);
            }
            matches
        })?;
        if !matches {
            return Err(Error::PortalIdMismatch);
        }
        self.unlock_changed.notify_one();
        self.publish(id);
        self.view(id)
    }

    pub fn lock_writing(&self, id: &ConnectionId) -> Result<Connection> {
        self.change(id, |entry| entry.unlock = Unlock::Never)?;
        self.publish(id);
        self.view(id)
    }

    /// Locks writing again wherever nobody wrote for 30 minutes, and tells the window. Runs until the app ends; start it
    /// once. The lock itself does not hang on it: whoever asks after the end finds it locked.
    pub async fn lock_unused_writing(self: Arc<Self>) {
        loop {
            let now = self.clock.moment();
            for id in self.end_unlocks(now) {
                tracing::info!("writing was not used and is locked again");
                self.publish(&id);
            }
            let changed = self.unlock_changed.notified();
            match self.next_unlock_end(now) {
                Some(left) => {
                    let _ = tokio::time::timeout(left.min(self.clock.look_every()), changed).await;
                }
                None => changed.await,
            }
        }
    }

    /// A write is on its way: the time to the lock starts anew.
    pub(crate) fn note_write(&self, id: &ConnectionId) {
        let now = self.clock.moment();
        if let Ok(true) = self.change(id, |entry| entry.unlock.extend(now)) {
            self.publish(id);
        }
    }

    /// Locks where unlocked writing was not used for long enough, and answers where that was.
    fn end_unlocks(&self, now: Moment) -> Vec<ConnectionId> {
        let mut state = self.lock();
        let ended =
            state.entries.iter_mut().filter_map(|(id, entry)| entry.unlock.end_if_over(now).then_some(id));
        ended.cloned().collect()
    }

    /// In how long the next unlock ends, if any is open.
    fn next_unlock_end(&self, now: Moment) -> Option<Duration> {
        self.lock().entries.values().filter_map(|entry| entry.unlock.left(now)).min()
    }
}

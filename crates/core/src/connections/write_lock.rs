//! Locks and unlocks writing to production portals. `unlock` decides how long it stays unlocked.

use std::sync::Arc;
use std::time::Duration;

use crate::connections::registry::ConnectionRegistry;
use crate::connections::unlock::{Unlock, is_hub_id};
use crate::connections::view::Connection;
use crate::error::{Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Moment;

impl ConnectionRegistry {
    /// Unlocks writing until nothing was written for 30 minutes. `typed`: the portal's Hub ID, as the user typed it.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`], or [`Error::PortalIdMismatch`] if another id was typed.
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

    /// Locks writing again. Does nothing where it is locked.
    ///
    /// # Errors
    /// [`Error::ConnectionNotFound`].
    pub fn lock_writing(&self, id: &ConnectionId) -> Result<Connection> {
        self.change(id, |entry| entry.unlock = Unlock::Never)?;
        self.publish(id);
        self.view(id)
    }

    /// Locks writing to every portal where nothing was written for 30 minutes, and publishes that. Runs until the app
    /// quits; start it once. The lock does not depend on this task: it only updates the window.
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

    /// Restarts the idle time, as a write is about to be sent.
    pub(crate) fn note_write(&self, id: &ConnectionId) {
        let now = self.clock.moment();
        if let Ok(true) = self.change(id, |entry| entry.unlock.extend(now)) {
            self.publish(id);
        }
    }

    /// Locks writing wherever the idle time is over, and returns those connections.
    fn end_unlocks(&self, now: Moment) -> Vec<ConnectionId> {
        let mut state = self.lock();
        let ended =
            state.entries.iter_mut().filter_map(|(id, entry)| entry.unlock.end_if_over(now).then_some(id));
        ended.cloned().collect()
    }

    /// How long until the next portal is locked again. `None`: none is unlocked.
    fn next_unlock_end(&self, now: Moment) -> Option<Duration> {
        self.lock().entries.values().filter_map(|entry| entry.unlock.left(now)).min()
    }
}

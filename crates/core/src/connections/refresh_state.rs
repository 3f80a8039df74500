//! The registry's state of tokens and refreshes while the app runs. `tokens` does the refreshing.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use portalscope_hubspot::Token;
use portalscope_vault::{AccessToken, RefreshToken};

use crate::connections::registry::ConnectionRegistry;
use crate::error::{CommandError, Error, Result};
use crate::ids::ConnectionId;
use crate::platform::clock::Moment;

impl ConnectionRegistry {
    /// The lock to take before a connection's secrets are exchanged, replaced or removed. An unknown id gets a new lock.
    pub(crate) fn refresh_lock(&self, id: &str) -> Arc<tokio::sync::Mutex<()>> {
        let state = self.lock();
        state.entries.get(id).map(|entry| Arc::clone(&entry.refresh_lock)).unwrap_or_default()
    }

    /// Caches a bearer token that was read from the vault. `None` clears the cache.
    pub(crate) fn cache_token(&self, id: &ConnectionId, token: Option<&Token>) -> Result<()> {
        self.change(id, |entry| entry.token = token.cloned())
    }

    /// Stages a refreshed pair that is not in the vault yet: it must not be lost while the app runs.
    pub(crate) fn stage_tokens(
        &self,
        id: &ConnectionId,
        access: &AccessToken,
        refresh: &RefreshToken,
    ) -> Result<()> {
        self.change(id, |entry| {
            entry.token = Some(Token::Access(access.clone()));
            entry.unsaved_refresh = Some(refresh.clone());
        })
    }

    /// Records that the vault has the newest refresh token.
    pub(crate) fn tokens_are_saved(&self, id: &ConnectionId) -> Result<()> {
        self.change(id, |entry| entry.unsaved_refresh = None)
    }

    /// The connections whose newest refresh token is not in the vault yet.
    pub(crate) fn unsaved(&self) -> Vec<ConnectionId> {
        let state = self.lock();
        let unsaved = state.entries.values().filter(|entry| entry.unsaved_refresh.is_some());
        unsaved.map(|entry| entry.record.id.clone()).collect()
    }

    /// Records that the connection's secret was removed: sets its last error, and clears its tokens from memory.
    pub(crate) fn note_secret_gone(&self, id: &ConnectionId) {
        let _ = self.change(id, |entry| (entry.token, entry.unsaved_refresh) = (None, None));
        let error = CommandError::from(&Error::SecretMissing);
        let _ = self.update(id, |record| record.last_error = Some(error.clone()));
    }

    /// Shows in the window that a refresh is in progress, until [`end_refresh`](Self::end_refresh).
    pub(crate) fn begin_refresh(&self, id: &ConnectionId) -> Result<()> {
        self.change(id, |entry| entry.refreshing = true)?;
        self.publish(id);
        Ok(())
    }

    /// Records how a refresh ended. `error`: with the server's `Retry-After`, if it sent one. The caller updates the
    /// connection's record, which also publishes the change.
    pub(crate) fn end_refresh(
        &self,
        id: &ConnectionId,
        at: Moment,
        error: Option<(CommandError, Option<Duration>)>,
    ) -> Result<()> {
        self.change(id, |entry| {
            entry.refreshing = false;
            match error {
                None => entry.backoff.succeeded(at.monotonic),
                Some((error, retry_after)) => entry.backoff.failed(at.monotonic, error, retry_after),
            }
        })
    }

    /// Records a refresh that a 401 caused.
    pub(crate) fn note_refresh_after_unauthorized(&self, id: &ConnectionId) -> Result<()> {
        let now = self.clock.monotonic();
        self.change(id, |entry| entry.backoff.refreshed_after_unauthorized(now))
    }

    /// Moves the expiry of every token after this computer's clock was set. `by`: negative if it was set back.
    pub(crate) fn shift_clock(&self, by: SignedDuration) {
        for entry in self.lock().entries.values_mut() {
            if let Some(token) = &mut entry.record.token {
                token.shift_clock(by);
            }
        }
    }

    /// Ends all backoff delays that no server demanded, after sleep or a change of the network.
    pub(crate) fn end_delays(&self) {
        self.lock().entries.values_mut().for_each(|entry| entry.backoff.end_delay());
    }

    /// The connection that the background refresher acts on next, and in how long. The open one comes first. `None`: none.
    pub(crate) fn next_refresh(&self) -> Option<(ConnectionId, Duration)> {
        let state = self.lock();
        let waits = state.entries.iter().filter_map(|(id, entry)| {
            let is_open = state.is_open(id);
            Some((entry.until_refresh(is_open, &*self.clock)?, !is_open, id))
        });
        waits.min().map(|(wait, _, id)| (id.clone(), wait))
    }

    /// Waits until something changes that the background refresher depends on.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }
}

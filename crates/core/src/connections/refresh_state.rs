//! What the registry knows of tokens and of refreshes while the app runs. It makes none: that is `tokens`.

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
    /// Held while a connection's secrets are exchanged, replaced or removed. A new connection has one of its own.
    pub(crate) fn refresh_lock(&self, id: &str) -> Arc<tokio::sync::Mutex<()>> {
        let state = self.lock();
        state.entries.get(id).map(|entry| Arc::clone(&entry.refresh_lock)).unwrap_or_default()
    }

    /// Remembers a bearer token that was read from the keyring.
    pub(crate) fn cache_token(&self, id: &ConnectionId, token: Option<&Token>) -> Result<()> {
        self.change(id, |entry| entry.token = token.cloned())
    }

    /// A refreshed pair that is not stored yet: it must not be lost while the app runs.
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

    /// The keyring has the newest refresh token now.
    pub(crate) fn tokens_are_saved(&self, id: &ConnectionId) -> Result<()> {
        self.change(id, |entry| entry.unsaved_refresh = None)
    }

    /// Connections whose newest refresh token the keyring has not taken yet.
    pub(crate) fn unsaved(&self) -> Vec<ConnectionId> {
        let state = self.lock();
        let unsaved = state.entries.values().filter(|entry| entry.unsaved_refresh.is_some());
        unsaved.map(|entry| entry.record.id.clone()).collect()
    }

    /// The connection says from now on that its secret is gone, and nothing of it is left in memory.
    pub(crate) fn note_secret_gone(&self, id: &ConnectionId) {
        let _ = self.change(id, |entry| (entry.token, entry.unsaved_refresh) = (None, None));
        let error = CommandError::from(&Error::SecretMissing);
        let _ = self.update(id, |record| record.last_error = Some(error.clone()));
    }

    pub(crate) fn begin_refresh(&self, id: &ConnectionId) -> Result<()> {
        self.change(id, |entry| entry.refreshing = true)?;
        self.publish(id);
        Ok(())
    }

    /// How a refresh ended; the error with the time that the server asked to wait. The record is told by `update`.
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

    /// The token was refreshed because a server had refused it.
    pub(crate) fn note_refresh_after_unauthorized(&self, id: &ConnectionId) -> Result<()> {
        let now = self.clock.monotonic();
        self.change(id, |entry| entry.backoff.refreshed_after_unauthorized(now))
    }

    /// The clock of this computer was set by so much, by which every token's end moves.
    pub(crate) fn shift_clock(&self, by: SignedDuration) {
        for entry in self.lock().entries.values_mut() {
            if let Some(token) = &mut entry.record.token {
                token.shift_clock(by);
            }
        }
    }

    /// After sleep or a change of the network nobody waits for the end of a delay.
    pub(crate) fn end_delays(&self) {
        self.lock().entries.values_mut().for_each(|entry| entry.backoff.end_delay());
    }

    /// Which connection wants the next refresh by itself, and in how long. The open one comes first.
    pub(crate) fn next_refresh(&self) -> Option<(ConnectionId, Duration)> {
        let state = self.lock();
        let waits = state.entries.iter().filter_map(|(id, entry)| {
            let is_open = state.is_open(id);
            Some((entry.until_refresh(is_open, &*self.clock)?, !is_open, id))
        });
        waits.min().map(|(wait, _, id)| (id.clone(), wait))
    }

    /// Settles when something that the background refresher waits for has changed.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }
}

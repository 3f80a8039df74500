//! The one way to stored secrets. Whatever is read or put is known to the redactor from then on, and a keyring that
//! refuses is told to the window: neither can be forgotten by a caller.

use std::sync::Arc;

use portalscope_redact::{Redactor, SecretLabel};
use portalscope_vault::{
    Health, Inventory, Mode, OnLateWrite, Owner, OwnerName, Secret, SecretKind, Vault, VaultError,
};

use crate::error::Result;
use crate::events::{Event, Events};
use crate::secrets::keyring_state::StorageState;

pub struct SecretStore {
    vault: Vault,
    redactor: Arc<Redactor>,
    events: Arc<Events>,
}

/// Reading, writing, removing.
impl SecretStore {
    pub(crate) fn new(mode: Mode, redactor: Arc<Redactor>, events: Arc<Events>) -> Self {
        Self { vault: Vault::new(mode), redactor, events }
    }

    /// `None`: there is no such secret (never stored, or removed by somebody else).
    pub(crate) async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>> {
        let secret = self.report(self.vault.get::<K>(owner).await)?;
        if let Some(secret) = &secret {
            self.register(secret);
        }
        Ok(secret)
    }

    pub(crate) async fn put<K: SecretKind>(
        &self,
        owner: &Owner,
        secret: &Secret<K>,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        self.register(secret);
        self.report(self.vault.put(owner, secret, on_late_write).await)
    }

    /// Removes every secret of an owner and answers how many there were.
    pub(crate) async fn remove_all(&self, owner: &Owner) -> Result<usize> {
        self.report(self.vault.remove_all(owner).await)
    }

    /// Removes everything in the keyring that bears an owner's name.
    pub(crate) async fn remove_named(&self, owner: &OwnerName) -> Result<usize> {
        self.report(self.vault.remove_named(owner).await)
    }

    /// Removes every entry of this app from the keyring, and everything from memory. `known`: as for the inventory.
    pub(crate) async fn remove_everything(&self, known: &[Owner]) -> Result<usize> {
        self.report(self.vault.remove_everything(known).await)
    }

    /// What there is in the keyring. `known`: whose secrets to look for where the keyring cannot list.
    pub(crate) async fn inventory(&self, known: &[Owner]) -> Result<Inventory> {
        let found = self.vault.inventory(known).await;
        self.publish_state();
        Ok(found?)
    }

    /// The kinds of secret that an owner has in memory, with their lengths in bytes.
    pub(crate) fn in_memory(&self, owner: &Owner) -> Vec<(&'static str, usize)> {
        self.vault.in_memory(owner)
    }

    /// Copies an owner's secrets from memory into the keyring. They stay in memory too.
    pub(crate) async fn copy_to_keyring(&self, from: &Owner) -> Result<usize> {
        self.report(self.vault.copy_to_keyring(from).await)
    }

    pub(crate) fn forget_memory(&self, owner: &Owner) {
        self.vault.forget_memory(owner);
    }

    fn report<T>(&self, result: std::result::Result<T, VaultError>) -> Result<T> {
        Ok(result.inspect_err(|_| drop(self.publish_state()))?)
    }
}

/// The keyring itself.
impl SecretStore {
    /// Where new secrets go.
    pub(crate) fn mode(&self) -> Mode {
        self.vault.mode()
    }

    /// Whether what is connected now is gone when the app quits.
    pub(crate) fn keeps_in_memory(&self) -> bool {
        self.vault.mode() == Mode::Session
    }

    /// Whether a new secret could be stored now.
    pub(crate) async fn check_writable(&self) -> Result<()> {
        self.report(self.vault.check_writable().await)
    }

    pub fn state(&self) -> StorageState {
        StorageState::of(&self.vault)
    }

    pub(crate) fn publish_state(&self) -> StorageState {
        let state = self.state();
        self.events.publish(Event::StorageChanged(state.clone()));
        state
    }

    /// Asks the keyring again, and keeps new secrets there if it answers.
    pub(crate) async fn try_keyring(&self) -> Health {
        self.vault.try_keyring().await
    }

    /// Asks the keyring whether it answers. Changes nothing.
    pub(crate) async fn check_keyring(&self) {
        self.vault.check_keyring().await;
    }

    pub(crate) fn use_session(&self) {
        self.vault.use_session();
    }
}

/// What leaves the app.
impl SecretStore {
    /// Makes a secret known to the redactor; it stands as this label from now on.
    pub(crate) fn register<K: SecretKind>(&self, secret: &Secret<K>) -> SecretLabel {
        self.register_text(K::WORD, secret.expose())
    }

    /// The same for a text that has no type of its own: `kind` is the word in its label.
    pub(crate) fn register_text(&self, kind: &str, text: &str) -> SecretLabel {
        self.redactor.learn(kind, text)
    }

    /// Redacts a text that is about to leave the app.
    pub fn redacted(&self, text: &str) -> String {
        self.redactor.text(text)
    }

    /// Removes the values that the app holds and nothing else: for what a server answered.
    pub(crate) fn without_known_values(&self, text: &str) -> String {
        self.redactor.known_values(text)
    }
}

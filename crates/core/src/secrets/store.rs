//! The only access to stored secrets. Every secret that is read or written is registered for redaction, and every error of
//! the keyring is published to the window, so that no caller has to do either.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use portalscope_body::Redaction;
use portalscope_redact::{Masks, PersonalData, Redactor, Removal, SecretLabel, Stream};
use portalscope_vault::{
    Health, Inventory, Mode, OnLateWrite, Owner, OwnerName, Secret, SecretKind, Vault, VaultError, kind,
};

use crate::error::Result;
use crate::events::{Event, Events};
use crate::secrets::keyring_state::StorageState;

/// Secrets of these kinds are as old as the moment in which they become known: nothing older has them.
const ISSUED_NOW: [&str; 3] = [kind::Access::WORD, "code", "code-verifier"];

/// What became known to this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Learned {
    /// A secret that nobody may have known before: what was kept earlier may have it.
    New,
    /// A secret that was stored before. Who stored it looked at the files.
    Stored,
    /// All that are stored.
    AllStored,
}

type OnLearned = Arc<dyn Fn(Learned) + Send + Sync>;

/// The stored secrets, and the redaction of everything that leaves the app.
pub struct SecretStore {
    vault: Vault,
    redactor: Arc<Redactor>,
    events: Arc<Events>,
    /// The labels of secrets that were told to `on_learned`, or need not be.
    learned: Mutex<HashSet<SecretLabel>>,
    on_learned: Mutex<Vec<OnLearned>>,
}

/// Reads, writes and removes secrets.
impl SecretStore {
    pub(crate) fn new(mode: Mode, redactor: Arc<Redactor>, events: Arc<Events>) -> Self {
        Self {
            vault: Vault::new(mode),
            redactor,
            events,
            learned: Mutex::default(),
            on_learned: Mutex::default(),
        }
    }

    /// `None`: there is no such secret. It was never stored, or another program removed it.
    pub(crate) async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>> {
        let secret = self.report(self.vault.get::<K>(owner).await)?;
        if let Some(secret) = &secret {
            self.register_read(secret);
        }
        Ok(secret)
    }

    /// Registers a stored secret for redaction without using it. One that cannot be read is skipped and not reported:
    /// whoever needs it is told.
    pub(crate) async fn register_stored<K: SecretKind>(&self, owner: &Owner) {
        if let Ok(Some(secret)) = self.vault.get::<K>(owner).await {
            self.register_read(&secret);
        }
    }

    /// Stores a secret, replacing the one before. `on_late_write`: what to do if the keyring stores it after the timeout.
    pub(crate) async fn put<K: SecretKind>(
        &self,
        owner: &Owner,
        secret: &Secret<K>,
        on_late_write: OnLateWrite,
    ) -> Result<()> {
        if K::WORD == kind::Client::WORD || K::WORD == kind::Static::WORD {
            self.register(secret);
        } else {
            // The server has just issued it, or it was registered with the grant.
            self.remember(&self.redactor.register(K::WORD, secret.expose()));
        }
        self.report(self.vault.put(owner, secret, on_late_write).await)
    }

    /// Removes every secret of an owner and returns how many there were.
    pub(crate) async fn remove_all(&self, owner: &Owner) -> Result<usize> {
        self.report(self.vault.remove_all(owner).await)
    }

    /// Removes every entry in the keyring with an owner's prefix, and returns how many secrets there were.
    pub(crate) async fn remove_named(&self, owner: &OwnerName) -> Result<usize> {
        self.report(self.vault.remove_named(owner).await)
    }

    /// Removes every entry of this app from the keyring, and every secret from memory. `known`: as for
    /// [`inventory`](Self::inventory).
    pub(crate) async fn remove_everything(&self, known: &[Owner]) -> Result<usize> {
        self.report(self.vault.remove_everything(known).await)
    }

    /// Lists the secrets in the keyring. `known`: whose secrets to look up if the keyring cannot list.
    pub(crate) async fn inventory(&self, known: &[Owner]) -> Result<Inventory> {
        let found = self.vault.inventory(known).await;
        self.publish_state();
        Ok(found?)
    }

    /// The kinds of secret that an owner has in memory, with their lengths in bytes.
    pub(crate) fn in_memory(&self, owner: &Owner) -> Vec<(&'static str, usize)> {
        self.vault.in_memory(owner)
    }

    /// Copies an owner's secrets from memory into the keyring and returns how many. They stay in memory too.
    pub(crate) async fn copy_to_keyring(&self, from: &Owner) -> Result<usize> {
        self.report(self.vault.copy_to_keyring(from).await)
    }

    /// Removes an owner's secrets from memory. Those in the keyring stay.
    pub(crate) fn forget_memory(&self, owner: &Owner) {
        self.vault.forget_memory(owner);
    }

    /// Publishes the keyring's state if `result` is an error.
    fn report<T>(&self, result: std::result::Result<T, VaultError>) -> Result<T> {
        Ok(result.inspect_err(|_| drop(self.publish_state()))?)
    }
}

/// The state of the keyring.
impl SecretStore {
    /// Where new secrets are stored.
    pub(crate) fn mode(&self) -> Mode {
        self.vault.mode()
    }

    /// Whether new secrets are stored in memory only, and gone when the app quits.
    pub(crate) fn is_session_only(&self) -> bool {
        self.vault.mode() == Mode::Session
    }

    /// Whether the keyring answered when it was called last.
    pub(crate) fn is_answering(&self) -> bool {
        self.vault.health() == Health::Ready
    }

    /// Checks that a new secret could be stored now, without storing one.
    pub(crate) async fn check_writable(&self) -> Result<()> {
        self.report(self.vault.check_writable().await)
    }

    /// Where new secrets are stored, and the health of the keyring. Does not call it.
    pub fn state(&self) -> StorageState {
        StorageState::of(&self.vault)
    }

    /// Sends the state to the window, and returns it.
    pub(crate) fn publish_state(&self) -> StorageState {
        let state = self.state();
        self.events.publish(Event::StorageChanged(state.clone()));
        state
    }

    /// Calls the keyring again, and stores new secrets there from now on if it answers.
    pub(crate) async fn try_keyring(&self) -> Health {
        self.vault.try_keyring().await
    }

    /// Calls the keyring to see whether it answers. Does not change where secrets are stored.
    pub(crate) async fn check_keyring(&self) {
        self.vault.check_keyring().await;
    }

    /// Stores new secrets in memory from now on.
    pub(crate) fn use_session(&self) {
        self.vault.use_session();
    }
}

/// Redaction of what leaves the app.
impl SecretStore {
    /// Registers a secret for redaction, and returns the label that replaces it from now on.
    pub(crate) fn register<K: SecretKind>(&self, secret: &Secret<K>) -> SecretLabel {
        self.register_text(K::WORD, secret.expose())
    }

    /// Registers a secret that has no type of its own. `kind`: the word in its label.
    pub(crate) fn register_text(&self, kind: &str, text: &str) -> SecretLabel {
        let label = self.redactor.register(kind, text);
        if !ISSUED_NOW.contains(&kind) {
            self.tell(&label, Learned::New);
        }
        label
    }

    fn register_read<K: SecretKind>(&self, secret: &Secret<K>) {
        self.tell(&self.redactor.register(K::WORD, secret.expose()), Learned::Stored);
    }

    /// All stored secrets are registered.
    pub(crate) fn tell_all_registered(&self) {
        self.tell_listeners(Learned::AllStored);
    }

    /// Calls `tell` for each secret that this process did not know, once it is registered.
    pub(crate) fn on_learned(&self, tell: impl Fn(Learned) + Send + Sync + 'static) {
        self.on_learned.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(tell));
    }

    fn tell(&self, label: &SecretLabel, learned: Learned) {
        if self.remember(label) {
            self.tell_listeners(learned);
        }
    }

    fn tell_listeners(&self, learned: Learned) {
        let listeners = self.on_learned.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for tell in &listeners {
            tell(learned);
        }
    }

    /// Returns whether it was new.
    fn remember(&self, label: &SecretLabel) -> bool {
        self.learned.lock().unwrap_or_else(PoisonError::into_inner).insert(label.clone())
    }

    /// Redacts a text that is about to leave the app: known secrets, and what has the format of one.
    pub fn redacted(&self, text: &str) -> String {
        self.redactor.text(text)
    }

    /// Redacts a document of any size piece by piece: known secrets, what has the name or the format of one, and personal
    /// data as chosen.
    pub fn redacted_stream(&self, personal: PersonalData) -> Stream<'_> {
        self.redactor.stream(personal)
    }

    /// Redacts a text of a report: the same, and what a person wants gone from it. `told`: each removal.
    pub(crate) fn masked(
        &self,
        text: &str,
        personal: PersonalData,
        masks: &Masks,
        told: &mut dyn FnMut(Removal<'_>),
    ) -> String {
        self.redactor.masked(text, personal, masks, told)
    }

    /// Where known secrets are in a part of a response's body.
    pub(crate) fn known_secrets_in(&self, text: &str) -> Vec<Redaction> {
        let found = self.redactor.known_ranges(text).into_iter();
        found.map(|(range, label)| Redaction { range, label: label.to_string() }).collect()
    }

    /// Redacts known secrets only, for the responses of servers.
    pub(crate) fn without_known_values(&self, text: &str) -> String {
        self.redactor.known_values(text)
    }
}

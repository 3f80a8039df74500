//! The vault: secrets by owner and kind, in the keyring or in memory for this session.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::{Health, VaultError};
use crate::inventory::{self, Inventory};
use crate::keyring_store::Keyring;
use crate::memory_store::MemoryStore;
use crate::owner::{Mode, Owner, OwnerName};
use crate::secret::{Secret, SecretKind, kind};
use crate::worker::{TIMEOUT, Worker};
use crate::writes::{Wanted, Writes};
use crate::{format, values};

/// What people call the keyring of this platform.
pub const KEYRING_NAME: &str = if cfg!(target_os = "macos") {
    "macOS Keychain"
} else if cfg!(windows) {
    "Windows Credential Manager"
} else {
    "Secret Service keyring"
};

/// Stores secrets by owner and kind. No call to the keyring is waited for longer than three seconds.
pub struct Vault {
    worker: Worker,
    entries: Arc<dyn Entries>,
    /// The keyring's format was checked and is known.
    format_is_known: Arc<AtomicBool>,
    writes: Arc<Writes>,
    state: Mutex<State>,
}

/// What happens to a secret that is stored after the call timed out, when its caller was told that it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnLateWrite {
    /// Keep it: it is newer than what was there.
    Keep,
    /// Remove it: no record refers to it.
    Remove,
}

/// Values per job of the worker, so that no other call waits long behind an inventory.
const BATCH_SIZE: usize = 20;

struct State {
    mode: Mode,
    health: Health,
    memory: MemoryStore,
}

impl Vault {
    /// A vault over the system's keyring. New secrets are stored where `mode` says. Does not call the keyring.
    pub fn new(mode: Mode) -> Self {
        Self::over(Arc::new(Keyring), mode)
    }

    pub(crate) fn over(entries: Arc<dyn Entries>, mode: Mode) -> Self {
        Self::with_timeout(entries, mode, TIMEOUT)
    }

    pub(crate) fn with_timeout(entries: Arc<dyn Entries>, mode: Mode, timeout: Duration) -> Self {
        let state = State { mode, health: Health::Ready, memory: MemoryStore::default() };
        Self {
            worker: Worker::start(timeout),
            entries,
            format_is_known: Arc::default(),
            writes: Arc::default(),
            state: Mutex::new(state),
        }
    }

    /// Where new secrets are stored.
    pub fn mode(&self) -> Mode {
        self.state().mode
    }

    /// How the keyring answered last. Does not call it.
    pub fn health(&self) -> Health {
        self.state().health
    }

    /// Stores new secrets in memory from now on. Those in the keyring stay there and in use.
    pub fn use_session(&self) {
        self.state().mode = Mode::Session;
    }

    /// Calls the keyring to see whether it answers now. Changes nothing.
    pub async fn check_keyring(&self) -> Health {
        // The result is noted as its health.
        let _ = self.ask_keyring().await;
        self.health()
    }

    /// Checks that a new secret could be stored now, without storing one.
    ///
    /// # Errors
    /// Why the keyring would refuse it. In session mode there is none.
    pub async fn check_writable(&self) -> Result<(), VaultError> {
        if self.mode() == Mode::Session { Ok(()) } else { self.ask_keyring().await }
    }

    async fn ask_keyring(&self) -> Result<(), VaultError> {
        self.worker.renew();
        self.format_is_known.store(false, Ordering::Release);
        self.in_keyring(|_| Ok(())).await
    }

    /// Calls the keyring again, and stores new secrets there from now on if it answers.
    pub async fn try_keyring(&self) -> Health {
        let health = self.check_keyring().await;
        if health == Health::Ready {
            self.state().mode = Mode::Keyring;
        }
        health
    }

    /// Stores a secret where its owner says, replacing the one before.
    ///
    /// # Errors
    /// The keyring refused or timed out. The old value is still there, except that a write that timed out may land
    /// later: `on_late_write` says what happens then.
    pub async fn put<K: SecretKind>(
        &self,
        owner: &Owner,
        secret: &Secret<K>,
        on_late_write: OnLateWrite,
    ) -> Result<(), VaultError> {
        let name = owner.entry(K::WORD);
        if owner.mode() == Mode::Session {
            self.state().memory.set(&name, secret.expose());
            return Ok(());
        }
        let wanted = Wanted::Value(Zeroizing::new(secret.expose().to_owned()));
        self.write(name, wanted, on_late_write).await.map(drop)
    }

    /// Reads a secret. `None`: it was never stored, or another program removed it.
    ///
    /// # Errors
    /// The keyring refused, or the entry cannot be read.
    pub async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>, VaultError> {
        let name = owner.entry(K::WORD);
        if owner.mode() == Mode::Session {
            return Ok(self.state().memory.get(&name).map(|value| Secret::new(value.as_str())));
        }
        let value = self.in_keyring(move |entries| values::get(entries, &name)).await?;
        Ok(value.map(|value| Secret::new(value.as_str())))
    }

    /// Removes every secret of an owner and returns how many there were.
    ///
    /// # Errors
    /// The keyring refused. Secrets removed before that stay removed; it can be repeated.
    pub async fn remove_all(&self, owner: &Owner) -> Result<usize, VaultError> {
        let mut removed = 0;
        for word in kind::ALL {
            removed += usize::from(self.remove(owner, word).await?);
        }
        Ok(removed)
    }

    async fn remove(&self, owner: &Owner, word: &str) -> Result<bool, VaultError> {
        let name = owner.entry(word);
        if owner.mode() == Mode::Session {
            return Ok(self.state().memory.remove(&name));
        }
        self.write(name, Wanted::Nothing, OnLateWrite::Keep).await
    }

    /// Returns whether there is a value now, or was one before its removal.
    async fn write(
        &self,
        name: String,
        wanted: Wanted,
        on_late_write: OnLateWrite,
    ) -> Result<bool, VaultError> {
        let write = Arc::new(self.writes.begin(&name, wanted.clone()));
        let (late, late_in, late_name) = (Arc::clone(&write), Arc::clone(&self.entries), name.clone());
        let undo = move || {
            let otherwise = (on_late_write == OnLateWrite::Remove).then_some(Wanted::Nothing);
            if let Some(wanted) = late.newer().or(otherwise) {
                let _ = store(&*late_in, &late_name, &wanted);
            }
        };
        let call = self.checked(move |entries| store(entries, &name, &wanted));
        let result = self.worker.run_or_undo(call, undo).await.inspect_err(|_| write.failed());
        self.note_health(&result);
        result
    }

    /// Lists the secrets in the keyring. `known`: whose secrets to look up if the keyring cannot list.
    ///
    /// # Errors
    /// The keyring refused.
    pub async fn inventory(&self, known: &[Owner]) -> Result<Inventory, VaultError> {
        let listed = self.in_keyring(|entries| entries.names()).await?;
        let complete = listed.is_some();
        let names = listed.unwrap_or_else(|| inventory::names_of(known));
        let mut groups = inventory::group(&names);
        let mut secrets = Vec::new();
        while !groups.is_empty() {
            let batch: Vec<_> = groups.drain(..groups.len().min(BATCH_SIZE)).collect();
            let described = self.in_keyring(move |entries| {
                batch
                    .into_iter()
                    .map(|group| inventory::describe(entries, group))
                    .collect::<Result<Vec<_>, _>>()
            });
            secrets.extend(described.await?.into_iter().flatten());
        }
        Ok(Inventory { complete, secrets })
    }

    /// Removes every entry in the keyring with an owner's prefix, and returns how many secrets there were.
    ///
    /// # Errors
    /// The keyring refused. Entries removed before that stay removed; it can be repeated.
    pub async fn remove_named(&self, owner: &OwnerName) -> Result<usize, VaultError> {
        let (owner, prefix) = (owner.clone(), owner.prefix());
        self.writes.remove_all(|name| name.starts_with(&prefix));
        self.in_keyring(move |entries| inventory::remove_owner(entries, &owner)).await
    }

    /// Removes every entry of this app from the keyring, and every secret from memory. `known`: as for
    /// [`Vault::inventory`]. Returns the number of values in the keyring, the note of the format included.
    ///
    /// # Errors
    /// The keyring refused. Entries removed before that stay removed, and memory is untouched; it can be repeated.
    pub async fn remove_everything(&self, known: &[Owner]) -> Result<usize, VaultError> {
        self.writes.remove_all(|_| true);
        let listed = self.in_keyring(|entries| entries.names()).await?;
        let mut names = listed.unwrap_or_else(|| inventory::names_of(known));
        // The note of the format goes last: until then what is left can still be read.
        names.sort_by_key(|name| format::is_note(name));
        let mut removed = 0;
        while !names.is_empty() {
            let batch: Vec<_> = names.drain(..names.len().min(BATCH_SIZE)).collect();
            removed += self.in_keyring(move |entries| inventory::remove_names(entries, batch)).await?;
        }
        self.state().memory = MemoryStore::default();
        Ok(removed)
    }

    /// The kinds of secret that an owner has in memory, with their lengths in bytes.
    pub fn in_memory(&self, owner: &Owner) -> Vec<(&'static str, usize)> {
        let state = self.state();
        let size = |word: &&'static str| Some((*word, state.memory.get(&owner.entry(word))?.len()));
        kind::ALL.iter().filter_map(size).collect()
    }

    /// Copies an owner's secrets from memory into the keyring and returns how many. They stay in memory too.
    ///
    /// # Errors
    /// The keyring refused. Secrets copied before that stay in the keyring; it can be repeated.
    pub async fn copy_to_keyring(&self, from: &Owner) -> Result<usize, VaultError> {
        let secrets: Vec<_> = {
            let state = self.state();
            let entries = kind::ALL.iter().map(|word| from.entry(word));
            entries.filter_map(|name| Some((state.memory.get(&name)?, name))).collect()
        };
        for (value, name) in &secrets {
            self.write(name.clone(), Wanted::Value(value.clone()), OnLateWrite::Keep).await?;
        }
        Ok(secrets.len())
    }

    /// Removes an owner's secrets from memory. Those in the keyring stay.
    pub fn forget_memory(&self, owner: &Owner) {
        let mut state = self.state();
        for word in kind::ALL {
            state.memory.remove(&owner.entry(word));
        }
    }

    #[cfg(test)]
    pub(crate) fn has_writes_in_progress(&self) -> bool {
        self.writes.any_in_progress()
    }

    async fn in_keyring<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Entries) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let result = self.worker.run(self.checked(call)).await;
        self.note_health(&result);
        result
    }

    /// The call, preceded by a check of the keyring's format until it is known.
    fn checked<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Entries) -> Result<T, VaultError> + Send + 'static,
    ) -> impl FnOnce() -> Result<T, VaultError> + Send + 'static {
        let (entries, is_known) = (Arc::clone(&self.entries), Arc::clone(&self.format_is_known));
        move || {
            if !is_known.load(Ordering::Acquire) {
                format::check_version(&*entries)?;
                is_known.store(true, Ordering::Release);
            }
            call(&*entries)
        }
    }

    fn note_health<T>(&self, result: &Result<T, VaultError>) {
        self.state().health = result.as_ref().map_or_else(|error| Health::from(*error), |_| Health::Ready);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn store(entries: &dyn Entries, name: &str, wanted: &Wanted) -> Result<bool, VaultError> {
    match wanted {
        Wanted::Value(value) => {
            let generation = uuid::Uuid::new_v4().simple().to_string();
            format::mark_version(entries)?;
            values::put(entries, name, value, &generation[..16]).map(|()| true)
        }
        Wanted::Nothing => values::remove(entries, name),
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, OnLateWrite, Owner, Vault};
    use crate::{AccessToken, ClientSecret, RefreshToken, kind};

    #[tokio::test]
    async fn a_session_vault_keeps_gives_back_and_removes() {
        let vault = Vault::new(Mode::Session);
        let owner = Owner::connection("hubspot", "one", Mode::Session);
        vault.put(&owner, &AccessToken::new("a"), OnLateWrite::Keep).await.unwrap();
        vault.put(&owner, &RefreshToken::new("r"), OnLateWrite::Keep).await.unwrap();
        assert_eq!(vault.get::<kind::Access>(&owner).await.unwrap(), Some(AccessToken::new("a")));
        assert_eq!(vault.remove_all(&owner).await.unwrap(), 2);
        assert_eq!(vault.get::<kind::Refresh>(&owner).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_secret_of_one_environment_is_not_found_in_another() {
        let vault = Vault::new(Mode::Session);
        vault
            .put(&Owner::app("hubspot", "app", Mode::Session), &ClientSecret::new("s"), OnLateWrite::Keep)
            .await
            .unwrap();
        let other_environment =
            vault.get::<kind::Client>(&Owner::app("demo-embedded", "app", Mode::Session)).await.unwrap();
        assert_eq!(other_environment, None);
    }
}

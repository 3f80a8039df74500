//! The vault: named secrets in the keyring, or in memory for this session.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::inventory::{self, Inventory, OwnerKind, OwnerName};
use crate::keyring_store::Keyring;
use crate::memory_store::MemoryStore;
use crate::secret::{Secret, SecretKind, kind};
use crate::worker::{TIME_LIMIT, Worker};
use crate::writes::{Wanted, Writes};
use crate::{form, values};

/// The name people know their keyring by.
pub const KEYRING_NAME: &str = if cfg!(target_os = "macos") {
    "macOS Keychain"
} else if cfg!(windows) {
    "Windows Credential Manager"
} else {
    "Secret Service keyring"
};

/// Where secrets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Keyring,
    /// In memory, gone when the app quits.
    Session,
}

/// How the keyring answered last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Ready,
    Unavailable,
    Locked,
    Hanging,
    Denied,
    NewerForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// No keyring answers. Start one and try again, or keep secrets for this session only.
    #[error("no keyring answers")]
    Unavailable,
    /// The keyring is locked. Unlock it and try again.
    #[error("the keyring is locked")]
    Locked,
    /// The keyring did not answer within three seconds. It may be asking for a password.
    #[error("the keyring did not answer within 3 seconds")]
    Hanging,
    /// Somebody pressed Deny, or the system forbids it. Allow it and try again.
    #[error("the keyring refused access")]
    Denied,
    /// A newer Portalscope has written this keyring. Use that one; nothing is overwritten.
    #[error("the keyring was written by a newer version")]
    NewerForm,
    /// An entry holds something that is not text, or a part of it is gone. Connect again; it is then replaced.
    #[error("the keyring entry cannot be read")]
    Unreadable,
    /// Longer than any token: it is none.
    #[error("the secret is too long for the keyring")]
    TooLong,
}

/// To whom secrets belong: a connection or an OAuth app, within one environment, and where they are kept. The
/// environment is part of the name, so a record that was bent to another environment finds no secret there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    name: String,
    mode: Mode,
}

/// What becomes of a secret whose storing ends after the time limit, when the caller has been told that it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfLate {
    /// It stays: it is newer than what was there.
    Keep,
    /// It is taken out again: nothing refers to it.
    Remove,
}

impl Owner {
    pub fn connection(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/connection/{id}"), mode }
    }

    pub fn app(environment: &str, id: &str, mode: Mode) -> Self {
        Self { name: format!("{environment}/app/{id}"), mode }
    }

    /// The owner that a listing named, in the keyring.
    pub fn named(name: &OwnerName) -> Option<Self> {
        match name.kind {
            OwnerKind::Connection => Some(Self::connection(&name.environment, &name.id, Mode::Keyring)),
            OwnerKind::App => Some(Self::app(&name.environment, &name.id, Mode::Keyring)),
            OwnerKind::Unknown => None,
        }
    }

    pub(crate) fn entry(&self, word: &str) -> String {
        format!("{}/{word}", self.name)
    }
}

pub struct Vault {
    worker: Worker,
    entries: Arc<dyn Entries>,
    /// The keyring's form has been seen and is one that is known here.
    form_is_known: Arc<AtomicBool>,
    writes: Arc<Writes>,
    state: Mutex<State>,
}

/// As many values as are looked at in one turn of the worker, so that nobody waits long behind a listing.
const AT_ONCE: usize = 20;

struct State {
    mode: Mode,
    health: Health,
    memory: MemoryStore,
}

impl Vault {
    pub fn new(mode: Mode) -> Self {
        Self::over(Arc::new(Keyring), mode)
    }

    pub(crate) fn over(entries: Arc<dyn Entries>, mode: Mode) -> Self {
        Self::with_limit(entries, mode, TIME_LIMIT)
    }

    pub(crate) fn with_limit(entries: Arc<dyn Entries>, mode: Mode, limit: Duration) -> Self {
        let state = State { mode, health: Health::Ready, memory: MemoryStore::default() };
        Self {
            worker: Worker::start(limit),
            entries,
            form_is_known: Arc::default(),
            writes: Arc::default(),
            state: Mutex::new(state),
        }
    }

    pub fn mode(&self) -> Mode {
        self.state().mode
    }

    pub fn health(&self) -> Health {
        self.state().health
    }

    /// New connections keep their secrets in memory from now on. What the keyring holds stays there and in use.
    pub fn use_session(&self) {
        self.state().mode = Mode::Session;
    }

    /// Asks the keyring whether it answers now. Changes nothing.
    pub async fn check_keyring(&self) -> Health {
        // What it says is noted as its health.
        let _ = self.ask_keyring().await;
        self.health()
    }

    /// Whether a new secret could be kept now, where new ones are kept.
    pub async fn expect_room(&self) -> Result<(), VaultError> {
        if self.mode() == Mode::Session { Ok(()) } else { self.ask_keyring().await }
    }

    async fn ask_keyring(&self) -> Result<(), VaultError> {
        self.worker.renew();
        self.form_is_known.store(false, Ordering::Release);
        self.in_keyring(|_| Ok(())).await
    }

    /// Asks the keyring again, and keeps the secrets of new connections there if it answers.
    pub async fn try_keyring(&self) -> Health {
        let health = self.check_keyring().await;
        if health == Health::Ready {
            self.state().mode = Mode::Keyring;
        }
        health
    }

    pub async fn put<K: SecretKind>(
        &self,
        owner: &Owner,
        secret: &Secret<K>,
        if_late: IfLate,
    ) -> Result<(), VaultError> {
        let name = owner.entry(K::WORD);
        if owner.mode == Mode::Session {
            self.state().memory.set(&name, secret.expose());
            return Ok(());
        }
        let wanted = Wanted::Value(Zeroizing::new(secret.expose().to_owned()));
        self.write(name, wanted, if_late).await.map(drop)
    }

    /// `None`: there is no such secret (never stored, or removed by somebody else).
    pub async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>, VaultError> {
        let name = owner.entry(K::WORD);
        if owner.mode == Mode::Session {
            return Ok(self.state().memory.get(&name).map(|value| Secret::new(value.as_str())));
        }
        let value = self.in_keyring(move |entries| values::get(entries, &name)).await?;
        Ok(value.map(|value| Secret::new(value.as_str())))
    }

    /// Removes every secret of an owner and answers how many there were.
    pub async fn remove_all(&self, owner: &Owner) -> Result<usize, VaultError> {
        let mut removed = 0;
        for word in kind::ALL {
            removed += usize::from(self.remove(owner, word).await?);
        }
        Ok(removed)
    }

    async fn remove(&self, owner: &Owner, word: &str) -> Result<bool, VaultError> {
        let name = owner.entry(word);
        if owner.mode == Mode::Session {
            return Ok(self.state().memory.remove(&name));
        }
        self.write(name, Wanted::Nothing, IfLate::Keep).await
    }

    /// Says whether there is, or was, a value.
    async fn write(&self, name: String, wanted: Wanted, if_late: IfLate) -> Result<bool, VaultError> {
        let write = Arc::new(self.writes.begin(&name, wanted.clone()));
        let (late, late_in, late_name) = (Arc::clone(&write), Arc::clone(&self.entries), name.clone());
        let undo = move || {
            let otherwise = (if_late == IfLate::Remove).then_some(Wanted::Nothing);
            if let Some(wanted) = late.newer().or(otherwise) {
                let _ = store(&*late_in, &late_name, &wanted);
            }
        };
        let call = self.checked(move |entries| store(entries, &name, &wanted));
        let result = self.worker.run_or_undo(call, undo).await.inspect_err(|_| write.failed());
        self.note_health(&result);
        result
    }

    /// What there is in the keyring. `known`: whose secrets to look for where the keyring cannot list.
    pub async fn inventory(&self, known: &[Owner]) -> Result<Inventory, VaultError> {
        let listed = self.in_keyring(|entries| entries.names()).await?;
        let complete = listed.is_some();
        let names = listed.unwrap_or_else(|| inventory::names_of(known));
        let mut groups = inventory::group(&names);
        let mut secrets = Vec::new();
        while !groups.is_empty() {
            let turn: Vec<_> = groups.drain(..groups.len().min(AT_ONCE)).collect();
            let described = self.in_keyring(move |entries| {
                turn.into_iter()
                    .map(|group| inventory::describe(entries, group))
                    .collect::<Result<Vec<_>, _>>()
            });
            secrets.extend(described.await?.into_iter().flatten());
        }
        Ok(Inventory { complete, secrets })
    }

    /// Removes everything in the keyring that bears an owner's name, and answers how many secrets that were.
    pub async fn remove_named(&self, owner: &OwnerName) -> Result<usize, VaultError> {
        let (owner, prefix) = (owner.clone(), owner.prefix());
        self.writes.remove_all(|name| name.starts_with(&prefix));
        self.in_keyring(move |entries| inventory::remove_owner(entries, &owner)).await
    }

    /// Removes every entry of this app from the keyring, and everything from memory. `known`: as for the inventory.
    pub async fn remove_everything(&self, known: &[Owner]) -> Result<usize, VaultError> {
        self.writes.remove_all(|_| true);
        let listed = self.in_keyring(|entries| entries.names()).await?;
        let mut names = listed.unwrap_or_else(|| inventory::names_of(known));
        // The note of the form goes last: until then what is left can still be read.
        names.sort_by_key(|name| form::is_note(name));
        let mut removed = 0;
        while !names.is_empty() {
            let turn: Vec<_> = names.drain(..names.len().min(AT_ONCE)).collect();
            removed += self.in_keyring(move |entries| inventory::remove_names(entries, turn)).await?;
        }
        self.state().memory = MemoryStore::default();
        Ok(removed)
    }

    /// The kinds of secret that an owner has in memory, with their lengths.
    pub fn in_memory(&self, owner: &Owner) -> Vec<(&'static str, usize)> {
        let state = self.state();
        let held = |word: &&'static str| Some((*word, state.memory.get(&owner.entry(word))?.len()));
        kind::ALL.iter().filter_map(held).collect()
    }

    /// Copies an owner's secrets from memory into the keyring. They stay in memory too.
    pub async fn copy_to_keyring(&self, from: &Owner) -> Result<usize, VaultError> {
        let held: Vec<_> = {
            let state = self.state();
            let entries = kind::ALL.iter().map(|word| from.entry(word));
            entries.filter_map(|name| Some((state.memory.get(&name)?, name))).collect()
        };
        for (value, name) in &held {
            self.write(name.clone(), Wanted::Value(value.clone()), IfLate::Keep).await?;
        }
        Ok(held.len())
    }

    pub fn forget_memory(&self, owner: &Owner) {
        let mut state = self.state();
        for word in kind::ALL {
            state.memory.remove(&owner.entry(word));
        }
    }

    #[cfg(test)]
    pub(crate) fn has_writes_under_way(&self) -> bool {
        self.writes.are_under_way()
    }

    async fn in_keyring<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Entries) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let result = self.worker.run(self.checked(call)).await;
        self.note_health(&result);
        result
    }

    /// The call, once the keyring's form is known to be one that this app understands.
    fn checked<T: Send + 'static>(
        &self,
        call: impl FnOnce(&dyn Entries) -> Result<T, VaultError> + Send + 'static,
    ) -> impl FnOnce() -> Result<T, VaultError> + Send + 'static {
        let (entries, is_known) = (Arc::clone(&self.entries), Arc::clone(&self.form_is_known));
        move || {
            if !is_known.load(Ordering::Acquire) {
                form::check_version(&*entries)?;
                is_known.store(true, Ordering::Release);
            }
            call(&*entries)
        }
    }

    fn note_health<T>(&self, result: &Result<T, VaultError>) {
        self.state().health = match result {
            Ok(_) | Err(VaultError::Unreadable | VaultError::TooLong) => Health::Ready,
            Err(VaultError::Unavailable) => Health::Unavailable,
            Err(VaultError::Locked) => Health::Locked,
            Err(VaultError::Hanging) => Health::Hanging,
            Err(VaultError::Denied) => Health::Denied,
            Err(VaultError::NewerForm) => Health::NewerForm,
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn store(entries: &dyn Entries, name: &str, wanted: &Wanted) -> Result<bool, VaultError> {
    match wanted {
        Wanted::Value(value) => {
            let generation = uuid::Uuid::new_v4().simple().to_string();
            form::mark_version(entries)?;
            values::put(entries, name, value, &generation[..16]).map(|()| true)
        }
        Wanted::Nothing => values::remove(entries, name),
    }
}

#[cfg(test)]
mod tests {
    use super::{IfLate, Mode, Owner, Vault};
    use crate::{AccessToken, ClientSecret, RefreshToken, kind};

    #[tokio::test]
    async fn a_session_vault_keeps_gives_back_and_removes() {
        let vault = Vault::new(Mode::Session);
        let owner = Owner::connection("hubspot", "one", Mode::Session);
        vault.put(&owner, &AccessToken::new("a"), IfLate::Keep).await.unwrap();
        vault.put(&owner, &RefreshToken::new("r"), IfLate::Keep).await.unwrap();
        assert_eq!(vault.get::<kind::Access>(&owner).await.unwrap(), Some(AccessToken::new("a")));
        assert_eq!(vault.remove_all(&owner).await.unwrap(), 2);
        assert_eq!(vault.get::<kind::Refresh>(&owner).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_secret_of_one_environment_is_not_found_in_another() {
        let vault = Vault::new(Mode::Session);
        vault
            .put(&Owner::app("hubspot", "app", Mode::Session), &ClientSecret::new("s"), IfLate::Keep)
            .await
            .unwrap();
        let elsewhere =
            vault.get::<kind::Client>(&Owner::app("demo-embedded", "app", Mode::Session)).await.unwrap();
        assert_eq!(elsewhere, None);
    }
}

//! The vault: named secrets in the keyring, or in memory for this session.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::keyring_store;
use crate::memory_store::MemoryStore;
use crate::secret::{Secret, SecretKind, kind};
use crate::worker::{TIME_LIMIT, Worker};

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
    /// An entry holds something that is not text. Connect again; the entry is then replaced.
    #[error("the keyring entry cannot be read")]
    Unreadable,
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

    fn entry(&self, word: &str) -> String {
        format!("{}/{word}", self.name)
    }
}

pub struct Vault {
    worker: Worker,
    state: Mutex<State>,
}

struct State {
    mode: Mode,
    health: Health,
    memory: MemoryStore,
}

impl Vault {
    pub fn new(mode: Mode) -> Self {
        let state = State { mode, health: Health::Ready, memory: MemoryStore::default() };
        Self { worker: Worker::start(TIME_LIMIT), state: Mutex::new(state) }
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
        self.worker.renew();
        // What it says is noted as its health.
        let _ = self.in_keyring(|| keyring_store::get("probe")).await;
        self.health()
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
        let (secret, late) = (secret.clone(), name.clone());
        let undo = move || {
            if if_late == IfLate::Remove {
                let _ = keyring_store::remove(&late);
            }
        };
        let result = self.worker.run_or_undo(move || keyring_store::set(&name, secret.expose()), undo).await;
        self.note_health(&result);
        result
    }

    /// `None`: there is no such secret (never stored, or removed by somebody else).
    pub async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>, VaultError> {
        let name = owner.entry(K::WORD);
        if owner.mode == Mode::Session {
            return Ok(self.state().memory.get(&name).map(|value| Secret::new(value.as_str())));
        }
        let value = self.in_keyring(move || keyring_store::get(&name)).await?;
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
        self.in_keyring(move || keyring_store::remove(&name)).await
    }

    async fn in_keyring<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let result = self.worker.run(call).await;
        self.note_health(&result);
        result
    }

    fn note_health<T>(&self, result: &Result<T, VaultError>) {
        self.state().health = match result {
            Ok(_) | Err(VaultError::Unreadable) => Health::Ready,
            Err(VaultError::Unavailable) => Health::Unavailable,
            Err(VaultError::Locked) => Health::Locked,
            Err(VaultError::Hanging) => Health::Hanging,
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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

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

/// To whom secrets belong: a connection or an OAuth app, within one environment. The environment is part of the name,
/// so a record that was bent to another environment finds no secret there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    name: String,
}

impl Owner {
    pub fn connection(environment: &str, id: &str) -> Self {
        Self { name: format!("{environment}/connection/{id}") }
    }

    pub fn app(environment: &str, id: &str) -> Self {
        Self { name: format!("{environment}/app/{id}") }
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

    /// From now on secrets are kept in memory only. What the keyring holds stays there.
    pub fn use_session(&self) {
        self.state().mode = Mode::Session;
    }

    /// Asks the keyring whether it answers now, and makes it the place again where secrets go.
    pub async fn try_keyring(&self) -> Health {
        self.worker.renew();
        let answer = self.in_keyring(|| keyring_store::get("probe")).await;
        if answer.is_ok() {
            self.state().mode = Mode::Keyring;
        }
        self.health()
    }

    pub async fn put<K: SecretKind>(&self, owner: &Owner, secret: &Secret<K>) -> Result<(), VaultError> {
        let name = owner.entry(K::WORD);
        if self.mode() == Mode::Session {
            self.state().memory.set(&name, secret.expose());
            return Ok(());
        }
        let secret = secret.clone();
        self.in_keyring(move || keyring_store::set(&name, secret.expose())).await
    }

    /// `None`: there is no such secret (never stored, or removed by somebody else).
    pub async fn get<K: SecretKind>(&self, owner: &Owner) -> Result<Option<Secret<K>>, VaultError> {
        let name = owner.entry(K::WORD);
        if self.mode() == Mode::Session {
            return Ok(self.state().memory.get(&name).map(|value| Secret::new(value.as_str())));
        }
        let value = self.in_keyring(move || keyring_store::get(&name)).await?;
        Ok(value.map(|value| Secret::new(value.as_str())))
    }

    pub async fn remove<K: SecretKind>(&self, owner: &Owner) -> Result<bool, VaultError> {
        self.remove_word(owner, K::WORD).await
    }

    /// Removes every secret of an owner and answers how many there were.
    pub async fn remove_all(&self, owner: &Owner) -> Result<usize, VaultError> {
        let mut removed = 0;
        for word in kind::ALL {
            removed += usize::from(self.remove_word(owner, word).await?);
        }
        Ok(removed)
    }

    async fn remove_word(&self, owner: &Owner, word: &str) -> Result<bool, VaultError> {
        let name = owner.entry(word);
        let in_memory = self.state().memory.remove(&name);
        if in_memory || self.mode() == Mode::Session {
            return Ok(in_memory);
        }
        self.in_keyring(move || keyring_store::remove(&name)).await
    }

    async fn in_keyring<T: Send + 'static>(
        &self,
        call: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let result = self.worker.run(call).await;
        self.state().health = match &result {
            Ok(_) | Err(VaultError::Unreadable) => Health::Ready,
            Err(VaultError::Unavailable) => Health::Unavailable,
            Err(VaultError::Locked) => Health::Locked,
            Err(VaultError::Hanging) => Health::Hanging,
        };
        result
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Owner, Vault};
    use crate::{AccessToken, ClientSecret, RefreshToken, kind};

    #[tokio::test]
    async fn a_session_vault_keeps_gives_back_and_removes() {
        let vault = Vault::new(Mode::Session);
        let owner = Owner::connection("hubspot", "one");
        vault.put(&owner, &AccessToken::new("a")).await.unwrap();
        vault.put(&owner, &RefreshToken::new("r")).await.unwrap();
        assert_eq!(vault.get::<kind::Access>(&owner).await.unwrap(), Some(AccessToken::new("a")));
        assert_eq!(vault.remove_all(&owner).await.unwrap(), 2);
        assert_eq!(vault.get::<kind::Refresh>(&owner).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_secret_of_one_environment_is_not_found_in_another() {
        let vault = Vault::new(Mode::Session);
        vault.put(&Owner::app("hubspot", "app"), &ClientSecret::new("s")).await.unwrap();
        let elsewhere = vault.get::<kind::Client>(&Owner::app("demo-embedded", "app")).await.unwrap();
        assert_eq!(elsewhere, None);
    }
}

//! Where secrets are kept, as the window shows it, and the way forward when the keyring is in trouble.

use portalscope_vault::{Health, KEYRING_NAME, Mode, Vault, VaultError};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::app::{Event, Portalscope};
use crate::{CommandError, Error};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StorageMode {
    Keyring,
    /// In memory only, gone when the app quits; the person chose it.
    Session,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyringHealth {
    Ready,
    Unavailable,
    Locked,
    Hanging,
    Denied,
    Newer,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageState {
    pub mode: StorageMode,
    pub keyring: KeyringHealth,
    pub keyring_name: String,
    /// Empty when the keyring is ready.
    pub message: String,
    pub hint: String,
}

impl StorageState {
    pub(crate) fn of(vault: &Vault) -> Self {
        let mode = match vault.mode() {
            Mode::Keyring => StorageMode::Keyring,
            Mode::Session => StorageMode::Session,
        };
        let (keyring, trouble) = match vault.health() {
            Health::Ready => (KeyringHealth::Ready, None),
            Health::Unavailable => (KeyringHealth::Unavailable, Some(VaultError::Unavailable)),
            Health::Locked => (KeyringHealth::Locked, Some(VaultError::Locked)),
            Health::TimedOut => (KeyringHealth::Hanging, Some(VaultError::TimedOut)),
            Health::Denied => (KeyringHealth::Denied, Some(VaultError::Denied)),
            Health::NewerFormat => (KeyringHealth::Newer, Some(VaultError::NewerFormat)),
        };
        let words = trouble.map(|trouble| CommandError::from(Error::from(trouble)));
        let (message, hint) = words.map(|words| (words.message, words.hint)).unwrap_or_default();
        Self { mode, keyring, keyring_name: KEYRING_NAME.to_owned(), message, hint }
    }
}

impl Portalscope {
    /// Asks the keyring again, and keeps secrets there from now on if it answers.
    pub async fn retry_keyring(&self) -> StorageState {
        if self.vault.try_keyring().await == Health::Ready {
            self.store_unsaved().await;
        }
        self.storage_changed()
    }

    /// Asks the keyring whether it answers, without changing where secrets go: to say so before anybody connects.
    pub async fn check_keyring(&self) -> StorageState {
        self.vault.check_keyring().await;
        self.storage_changed()
    }

    /// Keeps new secrets in memory only, until the app quits.
    pub fn use_session_storage(&self) -> StorageState {
        self.vault.use_session();
        self.storage_changed()
    }

    pub(crate) fn storage_changed(&self) -> StorageState {
        let state = StorageState::of(&self.vault);
        self.emit(Event::StorageChanged(state.clone()));
        state
    }
}

//! Where secrets are kept, and how the keyring answered last.

use portalscope_vault::{Health, KEYRING_NAME, Mode, Vault, VaultError};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{CommandError, Error};

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
    TimedOut,
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
        let (keyring, error) = match vault.health() {
            Health::Ready => (KeyringHealth::Ready, None),
            Health::Unavailable => (KeyringHealth::Unavailable, Some(VaultError::Unavailable)),
            Health::Locked => (KeyringHealth::Locked, Some(VaultError::Locked)),
            Health::TimedOut => (KeyringHealth::TimedOut, Some(VaultError::TimedOut)),
            Health::Denied => (KeyringHealth::Denied, Some(VaultError::Denied)),
            Health::NewerFormat => (KeyringHealth::Newer, Some(VaultError::NewerFormat)),
        };
        let words = error.map(|error| CommandError::from(Error::from(error)));
        let (message, hint) = words.map(|words| (words.message, words.hint)).unwrap_or_default();
        Self { mode, keyring, keyring_name: KEYRING_NAME.to_owned(), message, hint }
    }
}

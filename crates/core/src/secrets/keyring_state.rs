//! Where secrets are stored, and the health of the keyring.

use portalscope_vault::{Health, KEYRING_NAME, Mode, Vault, VaultError};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{CommandError, Error};

/// Where secrets are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum StorageMode {
    /// In the operating system's keyring.
    Keyring,
    /// In memory only, gone when the app quits. The user chose it.
    Session,
}

/// How the keyring answered last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyringHealth {
    /// It answered, or was not called yet.
    Ready,
    /// No keyring answers.
    Unavailable,
    /// It is locked.
    Locked,
    /// It did not answer within three seconds.
    TimedOut,
    /// The user or the system denied access.
    Denied,
    /// A newer version of Portalscope has written it.
    Newer,
}

/// Where new secrets are stored, and the health of the keyring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageState {
    /// Where new secrets are stored.
    pub mode: StorageMode,
    /// How the keyring answered last.
    pub keyring: KeyringHealth,
    /// What users call the keyring of this platform.
    pub keyring_name: String,
    /// Why the keyring cannot be used. Empty if it is ready.
    pub message: String,
    /// What to do about it. Empty if the keyring is ready.
    pub hint: String,
}

impl StorageState {
    /// The vault's present state. Does not call the keyring.
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

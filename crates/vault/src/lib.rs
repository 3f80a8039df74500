//! Secret types, and where secrets are kept.
//!
//! A [`Secret`] can be moved and compared, and its text read with [`Secret::expose`]. It cannot be printed, logged,
//! serialized or put into a type that crosses to the window. The [`Vault`] stores secrets in the operating system's
//! keyring, or in memory if the person chose so. It never falls back to memory by itself and never writes a secret to
//! a file.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod entries;
mod error;
mod format;
mod inventory;
mod keyring_store;
mod memory_store;
mod owner;
mod secret;
#[cfg(test)]
mod tests;
mod values;
mod vault;
mod worker;
mod writes;

pub use error::{Health, VaultError};
pub use inventory::{Condition, Inventory, StoredSecret};
pub use owner::{Mode, Owner, OwnerKind, OwnerName};
pub use secret::{
    AccessToken, ClientSecret, PreviousRefreshToken, RefreshToken, Secret, SecretKind, StaticToken, kind,
};
pub use vault::{KEYRING_NAME, OnLateWrite, Vault};

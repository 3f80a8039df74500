//! Secret types, and where secrets are kept.
//!
//! A [`Secret`] can be moved and compared, and its text taken with [`Secret::expose`]; it cannot be printed, logged,
//! serialized or described to the window. The [`Vault`] keeps secrets in the operating system's keyring, or in memory
//! when the person chose so. It never falls back to memory by itself and never writes a secret to a file.

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

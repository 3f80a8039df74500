//! What the vault needs of a keyring: small named texts. The system's keyring is one, the tests' that fails on purpose
//! another.

use zeroize::Zeroizing;

use crate::error::VaultError;

/// Named texts. Every call blocks and may hang: only the worker makes them.
pub(crate) trait Entries: Send + Sync {
    fn set(&self, name: &str, text: &str) -> Result<(), VaultError>;

    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError>;

    /// Says whether there was one.
    fn remove(&self, name: &str) -> Result<bool, VaultError>;

    /// The names of all entries of this app. `None`: this keyring cannot list them.
    fn names(&self) -> Result<Option<Vec<String>>, VaultError>;
}

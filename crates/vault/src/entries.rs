//! What the vault needs from a keyring: small named texts. There are two implementations: the system's keyring, and one
//! for tests that fails on purpose.

use zeroize::Zeroizing;

use crate::error::VaultError;

/// Named texts. Every call blocks and may hang, so only the worker makes them.
pub(crate) trait Entries: Send + Sync {
    fn set(&self, name: &str, text: &str) -> Result<(), VaultError>;

    fn get(&self, name: &str) -> Result<Option<Zeroizing<String>>, VaultError>;

    /// Returns whether the entry existed.
    fn remove(&self, name: &str) -> Result<bool, VaultError>;

    /// The names of all entries of this app, or `None` if this keyring cannot list them.
    fn names(&self) -> Result<Option<Vec<String>>, VaultError>;
}

//! What the app stores, and its removal.

pub(crate) mod delete;
pub(crate) mod files;
pub(crate) mod keyring;
pub(crate) mod report;

use std::sync::Arc;

use crate::storage::delete::Deletion;
use crate::storage::keyring::KeyringChoice;
use crate::storage::report::StorageReporter;

/// The services of the room.
pub struct Storage {
    pub reporter: Arc<StorageReporter>,
    pub deletion: Deletion,
    pub keyring: KeyringChoice,
}

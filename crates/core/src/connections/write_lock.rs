//! Production is read-only until somebody types its Hub ID.

use crate::connections::registry::ConnectionRegistry;
use crate::connections::view::{Connection, WriteLock};
use crate::error::{Error, Result};

impl ConnectionRegistry {
    /// Lets writing through for this session, in exchange for the typed portal id.
    pub fn unlock_writing(&self, id: &str, typed: &str) -> Result<Connection> {
        let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
        let matches = self.change(id, |entry| {
            entry.unlocked |= entry.record.identity.hub_id == typed;
            entry.record.identity.hub_id == typed
        })?;
        if !matches {
            return Err(Error::PortalIdMismatch);
        }
        self.publish(id);
        self.view(id)
    }

    pub fn lock_writing(&self, id: &str) -> Result<Connection> {
        self.change(id, |entry| entry.unlocked = false)?;
        self.publish(id);
        self.view(id)
    }

    /// The Hub ID of a connection that is locked.
    pub(crate) fn locked_portal(&self, id: &str) -> Result<Option<String>> {
        self.read(id, |entry| {
            let is_locked = entry.write_lock() == WriteLock::Locked;
            is_locked.then(|| entry.record().identity.hub_id.clone())
        })
    }
}

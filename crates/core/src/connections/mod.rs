//! The connections: their stored records, and the state that exists only while the app runs.

pub(crate) mod backoff;
pub(crate) mod entry;
pub(crate) mod identity;
pub(crate) mod idle_demo;
pub(crate) mod label;
pub(crate) mod lock_file;
pub(crate) mod observe;
pub(crate) mod record;
pub(crate) mod refresh_margin;
mod refresh_state;
pub(crate) mod registry;
pub(crate) mod token_record;
pub(crate) mod unlock;
pub(crate) mod usage;
pub(crate) mod view;
mod write_lock;

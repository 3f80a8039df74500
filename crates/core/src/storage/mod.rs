//! What the app stores, and its removal.

pub(crate) mod delete;
pub(crate) mod files;
pub(crate) mod report;

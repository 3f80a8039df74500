//! The users who own records.

/// When all owners were last changed.
pub(crate) const OWNERS_UPDATED_AT: &str = "2024-11-12T15:02:10.000Z";

/// A user who can own records.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    pub(crate) id: u64,
    pub(crate) user_id: u64,
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) team: &'static str,
}

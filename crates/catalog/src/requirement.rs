//! What a call requires, as alternatives of scopes.

/// Alternatives, any one of which is enough; each is a list of scopes that are all required.
pub type AnyOf = Vec<Vec<String>>;

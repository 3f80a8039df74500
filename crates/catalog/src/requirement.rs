//! What a call requires, as alternatives of scopes.

/// A list of alternatives, each of which is a list of scopes that are all needed.
pub type AnyOf = Vec<Vec<String>>;

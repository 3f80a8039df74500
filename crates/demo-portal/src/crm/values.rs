//! The values that a write sets.

/// Property names with their new values; an empty value clears.
pub(crate) type Values = Vec<(String, String)>;

/// Values from pairs.
pub(crate) fn values<const N: usize>(pairs: [(&str, String); N]) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

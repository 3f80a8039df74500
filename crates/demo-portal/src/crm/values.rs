//! The property values that a write sets.

/// Property names and their new values. An empty value clears the property.
pub(crate) type Values = Vec<(String, String)>;

/// Values from pairs.
pub(crate) fn values<const N: usize>(pairs: [(&str, String); N]) -> Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

//! The characters that quote in PowerShell.

/// PowerShell takes typographic quotes for quotes.
pub(super) const QUOTES: [char; 5] = ['\'', '‘', '’', '‚', '‛'];
pub(super) const DOUBLE_QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// Whether a string begins with this character.
pub(super) fn is_quote(c: char) -> bool {
    QUOTES.contains(&c) || DOUBLE_QUOTES.contains(&c)
}

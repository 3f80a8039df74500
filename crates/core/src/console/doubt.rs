//! Why a call that would read counts as a write: servers may read its address in different ways.

use std::fmt;

/// What servers read differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A percent-encoded `/`, `\`, `?`, `#` or `%`, which some servers decode before they look at the path.
    EncodedDelimiter,
    /// A `;`, where some servers have the segment end (RFC 3986, section 3.3).
    Semicolon,
    /// An empty segment, which some servers drop.
    EmptySegment,
    /// A segment of dots, which some servers take for the folder above.
    Dots,
    /// Control characters, or bytes that are no UTF-8.
    NoText,
    /// A query parameter that names another method, as some frameworks read it.
    MethodInQuery,
}

/// A sentence: what is in the address, and what that means.
impl fmt::Display for Doubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self {
            Self::EncodedDelimiter => "Its path has a percent-encoded delimiter such as %2F",
            Self::Semicolon => "Its path has a semicolon",
            Self::EmptySegment => "Its path has an empty segment (//)",
            Self::Dots => "Its path has a segment of dots",
            Self::NoText => "Its path has percent-encoded bytes that are no text",
            Self::MethodInQuery => "Its query names another method",
        };
        write!(formatter, "{what}, which servers read in different ways, so this call counts as a write.")
    }
}

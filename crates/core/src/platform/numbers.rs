//! Converts counts for the window.

/// A count as 32 bits. A larger one becomes `u32::MAX`.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! Counts as they cross to the window.

/// A count; one beyond 32 bits is shown as the largest.
pub(crate) fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

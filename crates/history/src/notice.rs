//! What the person should know about the history. The caller of a record never waits for it.

use std::path::PathBuf;

/// Something happened to the history. Each is told once, until [`Notice::Recovered`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file was broken. It was renamed to this, and a new one was begun.
    SetAside(PathBuf),
    /// The disk is full; what is called is not kept.
    DiskFull,
    /// The file cannot be written; what is called is not kept.
    NotWritten,
    /// More was recorded than could be written; some of it is lost.
    TooMuchAtOnce,
    /// Entries are kept again. So many were lost.
    Recovered {
        /// Entries that were lost since the notice before.
        lost: u64,
    },
}

//! Every error of the history.

use std::io;

/// The result of what may fail here.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the history could not be opened, read or changed. Recording has no errors.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A newer version of the app wrote the file; it was left as it is.
    #[error("the history is of a newer version")]
    Newer,
    /// The caller cancelled; nothing was changed.
    #[error("cancelled")]
    Cancelled,
    /// The entry does not exist, or not any more.
    #[error("no such entry")]
    NotFound,
    /// The writer has ended; the history must be opened again.
    #[error("the history is closed")]
    Closed,
    /// The file could not be made or moved.
    #[error("cannot reach the history's file")]
    File(#[from] io::Error),
    /// SQLite failed: a full disk, a broken file, a file that another process blocks.
    #[error("cannot read or write the history")]
    Database(#[source] rusqlite::Error),
    /// A stored text cannot be decompressed.
    #[error("a stored text is broken")]
    Broken,
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => Self::Cancelled,
            _ => Self::Database(error),
        }
    }
}

impl Error {
    /// Whether the file itself is broken: it must be set aside.
    pub(crate) fn is_broken_file(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Self::Database(error)
            if matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }

    /// Whether there is no room on the disk.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Self::Database(error)
            if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull))
    }
}

//! Errors of spooling, reading, searching and writing bodies.

use std::io;

/// A `Result` whose error is a [`BodyError`].
pub type Result<T> = std::result::Result<T, BodyError>;

/// Why a body cannot be stored, read, searched or written. No variant contains any of the body's text.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// The temporary file could not be created. Free some disk space, then send the request again.
    #[error("creating the temporary file of a response body")]
    Create(#[source] io::Error),
    /// The temporary file could not be read. Send the request again.
    #[error("reading the temporary file of a response body")]
    Read(#[source] io::Error),
    /// The destination refused the text. What was written before stays there.
    #[error("writing the text of a response body")]
    Write(#[source] io::Error),
    /// The search was cancelled, or another search of the same body began. Its result is not needed.
    #[error("searching a response body was cancelled")]
    SearchCancelled,
}

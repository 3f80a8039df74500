//! What can go wrong with a body: the disk, and whatever takes the text.

use std::io;

/// `Ok`, or a [`BodyError`].
pub type Result<T> = std::result::Result<T, BodyError>;

/// Why a body cannot be kept, shown or handed on. None of them tells anything of its content.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// No temporary file can be made. Free some disk space and send the request again.
    #[error("no temporary file for a response body")]
    Create(#[source] io::Error),
    /// The temporary file cannot be read. Send the request again.
    #[error("the temporary file of a response body cannot be read")]
    Read(#[source] io::Error),
    /// Where the text was to go takes no more. What was written until then stays there.
    #[error("the text of a response body cannot be written")]
    Write(#[source] io::Error),
}

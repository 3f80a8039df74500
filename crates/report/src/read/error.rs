//! Why a file was not read, and what can be done about it.

use std::io;

/// Why a file was not read. No word of the file is in it.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system does not hand it over.
    #[error("the system did not let the file be read")]
    File(#[source] io::Error),
    /// It is of another kind.
    #[error("this is neither a report of Portalscope nor a HAR file")]
    NotKnown,
    /// A newer version made it: its version.
    #[error("a newer Portalscope has made this report, in version {0} of its form; this one knows version {known}", known = crate::VERSION)]
    Newer(u64),
    /// It is no JSON from here on.
    #[error("the file is damaged: what it says at line {line}, character {column}, cannot be read")]
    Broken {
        /// The line, from 1.
        line: usize,
        /// The character in it.
        column: usize,
    },
    /// The archive cannot be unpacked.
    #[error("the file is damaged: it is a zip file that cannot be unpacked")]
    BrokenArchive,
    /// A name in the archive would lead out of its folder.
    #[error("the file is a zip that was made to write outside of its folder, so nothing of it was read")]
    Escapes,
    /// The archive unpacks to far more than packed.
    #[error("the file is a zip that was made to fill the memory or the disk, so nothing more of it was read")]
    Bomb,
    /// It has more than is read.
    #[error("the file is larger than Portalscope opens: {0}")]
    TooLarge(&'static str),
    /// The caller ended it.
    #[error("the reading was ended")]
    Ended,
}

impl ReadError {
    /// What a person can do, in a sentence.
    pub fn next_action(&self) -> &'static str {
        match self {
            Self::File(_) => "Check that the file is there and may be read.",
            Self::NotKnown => "Open the zip that Portalscope wrote, its report.json, or a HAR file.",
            Self::Newer(_) => "Update Portalscope, or open the page in the zip with a browser.",
            Self::Broken { .. } | Self::BrokenArchive => {
                "Ask for the file again: a part of it may be missing."
            }
            Self::Escapes | Self::Bomb => "Do not unpack it with another program. Ask who sent it.",
            Self::TooLarge(_) => "Ask for a shorter period, or export fewer requests.",
            Self::Ended => "",
        }
    }
}

/// JSON that cannot be read, or a reader that refuses.
impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        if error.is_io() {
            return Self::from(io::Error::from(error));
        }
        Self::Broken { line: error.line(), column: error.column() }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Self::BrokenArchive,
            Err(error) => Self::File(error),
        }
    }
}

//! Reads reports of Portalscope and HAR files of any tool. Whatever somebody put into a file is bounded, and only read.

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error("the file cannot be read")]
    File(#[from] std::io::Error),
}

impl ReadError {
    /// What a person can do, in a sentence.
    pub fn next_action(&self) -> &'static str {
        "Ask for the file again."
    }
}

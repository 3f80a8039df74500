//! The forms in which people share requests: cURL commands of POSIX shells and of Windows' command prompt.
//!
//! Pure and without state. It knows neither HubSpot nor secrets: callers redact what they show.

#![deny(missing_docs)]

mod curl;
mod shell;

pub use curl::{Bearer, CurlCommand, CurlError, Skipped, find_call, read, write};
pub use shell::{Shell, WordsError};

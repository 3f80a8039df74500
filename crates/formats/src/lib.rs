//! The forms in which people share requests: cURL commands of POSIX shells and of Windows' command prompt.
//!
//! Pure and without state. It knows neither HubSpot nor secrets: callers redact what they show.

#![deny(missing_docs)]

mod curl;
mod request;
mod shell;

pub use curl::{Bearer, CurlCommand, CurlError, Skipped, find_call, read, write};
pub use request::{Body, Credential, Field, Form, Note, NoteKind, Problem, Reading, Request, Span, Value};
pub use shell::{Shell, WordsError};

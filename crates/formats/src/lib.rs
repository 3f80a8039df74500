//! The forms in which people share requests: commands, code, and the files of tools.
//!
//! Pure and without state. It knows neither HubSpot nor secrets: callers redact what they show.

#![deny(missing_docs)]

mod code;
mod curl;
mod detect;
mod documents;
mod request;
mod shell;
mod url;

pub use curl::{Bearer, CurlCommand, find_call, read as read_curl, write};
pub use detect::read;
pub use request::{Body, Credential, Field, Form, Note, NoteKind, Problem, Reading, Request, Span, Value};
pub use shell::Shell;

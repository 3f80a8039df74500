//! The forms in which people share requests: cURL commands of POSIX shells and of Windows' command prompt are read;
//! commands and programs that send a request are written.
//!
//! Pure and without state. Of HubSpot it knows its client libraries alone, and no secrets: callers redact what they show.

#![deny(missing_docs)]

mod curl;
mod request;
mod shell;
mod snippet;

pub use curl::{CurlCommand, CurlError, Skipped, find_call, read};
pub use request::{Body, Credential, Field, Form, Note, NoteKind, Problem, Reading, Request, Span, Value};
pub use shell::{Shell, WordsError};
pub use snippet::{Outgoing, SnippetError, TOKEN_VARIABLE, Target, write, write_with_token};

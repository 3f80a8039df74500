//! The forms in which people share requests: commands, code, and the files of tools, read and written.
//!
//! Pure and without state. Of HubSpot it knows its client libraries alone, and no secrets: callers redact what they show.

#![deny(missing_docs)]

mod clients;
mod code;
mod curl;
mod detect;
mod documents;
mod fences;
mod request;
mod shell;
mod snippet;
mod url;

pub use curl::find_call;
pub use detect::read;
pub use request::{Body, Credential, Field, Form, Note, NoteKind, Problem, Reading, Request, Span, Value};
pub use shell::Shell;
pub use snippet::{Outgoing, SnippetError, TOKEN_VARIABLE, Target, write, write_with_token};

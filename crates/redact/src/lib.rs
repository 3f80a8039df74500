//! Redacts everything that leaves the app: logs, errors, panics, copied text, exports, what the window shows of a response.
//!
//! A [`Redactor`] finds secrets in three independent ways, since each alone would miss some: by *known value* (what the app
//! itself holds, in whatever spelling), by *name* (`client_secret=…`, `Authorization: …`) and by *shape* (`pat-na1-…`, a
//! token in a path). On request it also finds personal data. All ways out use the one search of `find.rs`: a string, a
//! [`Stream`] of any size, the findings alone. What is found never overlaps and is written in one pass.
//!
//! A secret has the same label for the life of the redactor, `«access-token#1»`, so that a reader can tell whether two are the
//! same. Labels that stand in a text are left alone: redacting twice changes nothing. A text without a secret comes out as it
//! was, byte for byte.
//!
//! The crate works on text. It knows the forms of HubSpot's tokens and the names of its properties, not its answers.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod ahead;
mod base64;
mod bytes;
mod effort;
mod encoding;
mod find;
mod finding;
mod form;
mod known;
mod label;
mod mail;
mod masks;
mod memo;
mod names;
mod personal;
mod redactor;
mod report;
mod shapes;
mod stream;
mod unread;
mod view;

pub use finding::Rule;
pub use form::{TokenForm, is_placeholder};
pub use label::{SecretLabel, labels_in};
pub use masks::Masks;
pub use personal::PersonalData;
pub use redactor::{Finding, Redactor, Removal};
pub use report::{Removed, Report};
pub use stream::Stream;

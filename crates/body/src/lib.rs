//! Response bodies: spooled to disk whole, indexed once, shown as the rows and lines that are on the screen.
//!
//! A [`Body`] never returns its bytes unredacted, except from [`Body::start`] for parsing an error. Callers that show,
//! search or export a part of it pass a [`Redact`] function, which is applied to everything returned. The crate knows
//! nothing of portals, requests or which secrets exist, and keeps no list of bodies.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod error;
mod escapes;
mod find;
mod json_index;
mod line_index;
mod redacted;
mod spooled;
mod view;

pub use error::{BodyError, Result};
pub use redacted::Redact;
pub use spooled::Body;
pub use view::{BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow};

//! Response bodies: spooled to disk whole, indexed, shown as the rows and lines that are on the screen.
//!
//! A [`Body`] never returns its bytes unredacted, except from [`Body::start`] for parsing an error. Callers that show,
//! search or export a part of it pass a [`Redact`] function, which is asked about everything returned, together with
//! what stands before and after it. The crate knows nothing of portals, requests or which secrets exist, and keeps no
//! list of bodies.

#![deny(missing_docs, clippy::missing_errors_doc)]

mod body;
mod error;
mod escapes;
mod excerpt;
mod find;
mod folds;
mod json_bytes;
mod json_index;
mod json_scan;
mod line_index;
mod redaction;
mod spool;
mod value;
mod view;
mod window;

pub use body::Body;
pub use error::{BodyError, Result};
pub use redaction::{Redact, Redaction};
pub use spool::spool_in;
pub use view::{
    BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow, WholeValue,
};

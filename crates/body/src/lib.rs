//! Response bodies: on disk whole, in the window as the rows that are on the screen.
//!
//! It knows no portal and keeps no secret: whoever asks for a part of a body hands in what redacts it.

mod cleaned;
mod error;
mod escapes;
mod find;
mod json_index;
mod line_index;
mod spooled;
mod view;

pub use cleaned::Redact;
pub use error::{BodyError, Result};
pub use spooled::Body;
pub use view::{BodyKind, BodyPart, BodyRow, BodyWindow, FoundInBody, ResponseBody, RowKind, TextWindow};

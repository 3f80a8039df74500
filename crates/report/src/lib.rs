//! Reports to send: one zip with a page that opens anywhere, the facts as JSON with a published schema, and the calls as a
//! HAR file; and the same read again, as well as HAR files of other tools.
//!
//! The crate is pure: it knows no portal, no secret and no redaction, so what is handed to it must be redacted already. Calls
//! are written and read one by one, however many there are. Instants are texts (RFC 3339, UTC).

#![deny(missing_docs)]

mod call;
mod facts;
mod har;
mod html;
mod read;
mod schema;
mod write;

pub use call::{
    BodyText, Call, CallKind, Cause, Diagnosis, Evidence, Field, Message, RateFigures, Sender, VerdictThen,
};
pub use facts::{
    AppliedRule, ChosenEndpoint, ConnectionFacts, Environment, Facts, FailureGroup, Grant, LastRefresh,
    LimitPoint, Maker, Period, PersonalDataChoice, RemovedCount, Report, Scopes, Summary, TimelineEvent,
    TokenFacts, VersionCount,
};
pub use har::{entry as har_entry, file as har_file};

pub use read::{Limits, Opened, OpenedKind, ReadError, read};
pub use schema::schema;
pub use write::{FILES, Writer};

#[cfg(test)]
use html::escaped as html_escaped;

/// What `report.json` says that it is.
pub const FORMAT: &str = "portalscope-report";
/// The version of the schema. A reader of an older one refuses a newer one.
pub const VERSION: u32 = 1;

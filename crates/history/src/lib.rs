//! The history of calls: a database file of its own, written behind the answer, searched, bounded.
//!
//! A [`History`] has one writer thread with a queue, and read-only connections for reading. [`History::record`] never
//! waits and never fails: a full disk or a broken file costs the entry and a [`Notice`]. What was recorded is committed
//! within 100 ms, so that a killed process loses no more than that.
//!
//! The crate knows SQLite and the shape of an [`Entry`]. It knows no portal, no secret and no time zone: the redaction of
//! what is written and the clock are handed in, instants are milliseconds since 1970 (UTC), and the order is that of the
//! ids, whatever the clock says.
//!
//! Several processes may write to one file. A history in memory has the same interface and is reached by no other process.

#![deny(missing_docs)]

mod changes;
mod codec;
mod entry;
mod error;
mod fold;
mod grams;
mod groups;
mod history;
mod index;
mod insert;
mod jobs;
mod list;
mod names;
mod notice;
mod open;
mod options;
mod prune;
mod read;
mod redact_again;
mod remove;
mod schema;
mod scopes;
mod search;
mod storage;
mod stored;
mod update;
mod writer;

pub use entry::{Body, Entry, GrantedScopes, Header, Kind, Who};
pub use error::{Error, Result};
pub use groups::{CalledOperation, FailureGroup, SeenVersion};
pub use history::History;
pub use list::{Filter, Page, StatusRange};
pub use notice::Notice;
pub use options::{Bounds, Clock, Options, Redact};
pub use read::Cancel;
pub use search::Query;
pub use storage::{ConnectionUsage, Part, Usage};
pub use stored::{StoredBody, StoredEntry, Summary};

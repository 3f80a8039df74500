//! Ids, each a type of its own, so that one cannot stand where another is asked for. On the wire and on disk each is a
//! plain string.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use specta::Type;

/// A new id. Ids sort by the time they were made.
pub(crate) fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

macro_rules! id {
    ($(#[doc = $doc:expr])+ $name:ident) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
        #[serde(transparent)]
        #[specta(transparent)]
        pub struct $name(String);

        impl $name {
            /// As it was written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id! {
    /// Of a connection; given by [`new_id`] when it is made, and kept when it is re-authorized.
    ConnectionId
}
id! {
    /// Of an OAuth app as it is kept here; given by [`new_id`]. Not HubSpot's `appId`.
    AppId
}
id! {
    /// Of one consent, from the browser's opening until the callback.
    FlowId
}
id! {
    /// Of a response whose body can still be read.
    ResponseId
}
id! {
    /// Of an entry of the history: its number, after an `m` if it is in memory.
    HistoryEntryId
}
id! {
    /// HubSpot's id of a portal ("Hub ID"): a number, kept as it was written.
    HubId
}
id! {
    /// OAuth's client id of an app (RFC 6749 §2.2), given by HubSpot.
    ClientId
}

//! The server's clock: real time plus an offset that only moves forward. Nothing else here asks for the time.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

/// Whole seconds, as HubSpot's bodies and the `Date` header show them, come from here alone.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::SeqCst));
        Timestamp::now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    pub(crate) fn advance(&self, by: Duration) {
        let by_ms = i64::try_from(by.as_millis()).unwrap_or(i64::MAX / 4);
        self.offset_ms.fetch_add(by_ms, Ordering::SeqCst);
    }

    /// The `Date` header of RFC 9110 for the present moment.
    pub(crate) fn http_date(&self) -> String {
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.now())
            .unwrap_or_default()
    }
}

/// A moment as HubSpot writes it: UTC with milliseconds.
pub(crate) fn iso(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// As [`iso`], from milliseconds since 1970.
pub(crate) fn iso_ms(at_ms: i64) -> String {
    iso(Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

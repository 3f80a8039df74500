//! The server's clock: the system time plus an offset, which only grows while the server runs. No other
//! module reads the time.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

/// How far ahead of the system time the clock may be (ten years). Clients may not be able to represent later
/// times.
const MAX_AHEAD_MS: i64 = 10 * 365 * 24 * 3_600 * 1_000;

/// The clock would be moved beyond its limit: move it by less, or restart the portal.
#[derive(Debug, thiserror::Error)]
#[error("the portal's time can be moved ten years ahead at most, all orders together")]
pub(crate) struct TooFarAhead;

/// The server's clock.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    /// A clock that shows `start` now, or the system time.
    pub(crate) fn starting_at(start: Option<Timestamp>) -> Self {
        let offset_ms = start.map_or(0, |start| start.as_millisecond() - Timestamp::now().as_millisecond());
        Self { offset_ms: AtomicI64::new(offset_ms) }
    }

    /// The current time.
    pub(crate) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::SeqCst));
        Timestamp::now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    /// The current time in milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Moves the clock forward.
    ///
    /// # Errors
    ///
    /// [`TooFarAhead`] if the sum of all moves would exceed ten years; the clock is then unchanged.
    pub(crate) fn advance(&self, by: Duration) -> Result<(), TooFarAhead> {
        let by_ms = i64::try_from(by.as_millis()).map_err(|_| TooFarAhead)?;
        let further = |offset: i64| offset.checked_add(by_ms).filter(|&offset_ms| offset_ms <= MAX_AHEAD_MS);
        let moved = self.offset_ms.fetch_update(Ordering::SeqCst, Ordering::SeqCst, further);
        moved.map(drop).map_err(|_| TooFarAhead)
    }

    /// The current time in the format of the `Date` header (RFC 9110, section 5.6.7).
    pub(crate) fn http_date(&self) -> String {
        jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.now())
            .unwrap_or_default()
    }
}

/// A time as HubSpot writes it: ISO 8601 in UTC, with milliseconds.
pub(crate) fn iso(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Like [`iso`], from milliseconds since 1970.
pub(crate) fn iso_ms(at_ms: i64) -> String {
    iso(Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

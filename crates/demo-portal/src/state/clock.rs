//! The server's clock: real time plus an offset that only moves forward once it runs. Nothing else here asks for the time.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};

/// Further ahead a time may no longer fit where clients keep it.
const FURTHEST_MS: i64 = 10 * 365 * 24 * 3_600 * 1_000;

/// Returned for an order to move further: ask for less, or start the portal anew.
#[derive(Debug, thiserror::Error)]
#[error("the portal's time can be moved ten years ahead at most, all orders together")]
pub(crate) struct TooFarAhead;

/// Whole seconds, as HubSpot's bodies and the `Date` header show them, come from here alone.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn starting_at(start: Option<Timestamp>) -> Self {
        let offset_ms = start.map_or(0, |start| start.as_millisecond() - Timestamp::now().as_millisecond());
        Self { offset_ms: AtomicI64::new(offset_ms) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::SeqCst));
        Timestamp::now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    pub(crate) fn advance(&self, by: Duration) -> Result<(), TooFarAhead> {
        let by_ms = i64::try_from(by.as_millis()).map_err(|_| TooFarAhead)?;
        let further = |offset: i64| offset.checked_add(by_ms).filter(|&offset_ms| offset_ms <= FURTHEST_MS);
        let moved = self.offset_ms.fetch_update(Ordering::SeqCst, Ordering::SeqCst, further);
        moved.map(drop).map_err(|_| TooFarAhead)
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

//! How much of its rate limits a connection uses, from the headers of responses since the app started. Makes no calls of
//! its own.

use std::collections::VecDeque;

use jiff::Timestamp;
use portalscope_hubspot::RateLimit;
use serde::Serialize;
use specta::Type;

/// As many as a plot can resolve. The oldest are dropped first.
const MAX_POINTS: usize = 2_000;

/// The rate limit headers of one response (`X-HubSpot-RateLimit-…`). `None`: HubSpot did not send the figure.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsagePoint {
    /// When the response arrived, by this computer's clock.
    #[specta(type = String)]
    pub at: Timestamp,
    /// Calls allowed in each interval, usually ten seconds.
    pub max: Option<u32>,
    /// Calls left in this interval.
    pub remaining: Option<u32>,
    /// Calls allowed per day.
    pub daily_max: Option<u32>,
    /// Calls made since midnight in the account's time zone.
    pub daily_used: Option<u32>,
}

/// A connection's usage from a given point on.
#[derive(Clone, Debug, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsagePoints {
    /// The number of the first point in `points`; greater than the requested one if older points were dropped.
    pub first: u32,
    /// The number to request next time.
    pub next: u32,
    /// In the order in which the responses arrived.
    pub points: Vec<UsagePoint>,
}

/// The last points of one connection, numbered from 0 since the app started.
#[derive(Debug, Default)]
pub(crate) struct UsageLog {
    points: VecDeque<UsagePoint>,
    first: u32,
}

impl UsageLog {
    /// Adds the figures of one response.
    pub(crate) fn take(&mut self, limit: RateLimit, at: Timestamp) {
        if self.points.len() >= MAX_POINTS {
            self.points.pop_front();
            self.first += 1;
        }
        let daily_used =
            limit.daily_max.zip(limit.daily_remaining).map(|(max, left)| max.saturating_sub(left));
        self.points.push_back(UsagePoint {
            at,
            max: limit.max,
            remaining: limit.remaining,
            daily_max: limit.daily_max,
            daily_used,
        });
    }

    /// The points from this number on.
    pub(crate) fn since(&self, number: u32) -> UsagePoints {
        let skipped = number.saturating_sub(self.first) as usize;
        let points: Vec<_> = self.points.iter().skip(skipped).cloned().collect();
        let next = self.first + u32::try_from(self.points.len()).unwrap_or(0);
        UsagePoints { first: next - u32::try_from(points.len()).unwrap_or(0), next, points }
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_POINTS, RateLimit, UsageLog};
    use jiff::Timestamp;

    fn seen(remaining: u32) -> RateLimit {
        let daily = (Some(250_000), Some(249_991));
        RateLimit {
            max: Some(110),
            remaining: Some(remaining),
            interval_ms: Some(10_000),
            daily_max: daily.0,
            daily_remaining: daily.1,
        }
    }

    #[test]
    fn only_points_that_are_new_are_handed_over() {
        let mut log = UsageLog::default();
        for remaining in [109, 108, 107] {
            log.take(seen(remaining), Timestamp::UNIX_EPOCH);
        }
        let first = log.since(0);
        assert_eq!((first.first, first.next, first.points.len()), (0, 3, 3));
        assert_eq!(first.points[0].daily_used, Some(9));
        assert!(log.since(first.next).points.is_empty());
        log.take(seen(106), Timestamp::UNIX_EPOCH);
        let more = log.since(first.next);
        assert_eq!((more.first, more.points[0].remaining), (3, Some(106)));
    }

    #[test]
    fn the_oldest_points_are_dropped_and_a_late_caller_sees_that() {
        let mut log = UsageLog::default();
        for _ in 0..MAX_POINTS + 5 {
            log.take(seen(1), Timestamp::UNIX_EPOCH);
        }
        let late = log.since(2);
        assert_eq!((late.first, late.points.len()), (5, MAX_POINTS));
        assert!(log.since(u32::MAX).points.is_empty(), "a number from the future is no fault");
    }
}

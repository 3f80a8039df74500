//! A token's life: issued in server time, seen on this computer's clock.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::CommandError;

/// A token's life in server time, and how far this computer's clock is from it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TokenRecord {
    /// Another one with each token: whoever holds the token of an older issue in memory reads the keyring again.
    #[serde(default)]
    pub issue: uuid::Uuid,
    pub issued_at: Timestamp,
    pub lifetime_seconds: u32,
    /// Positive: this computer is ahead of the server.
    pub skew_seconds: i32,
    pub last_refresh: Option<LastRefresh>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefreshOutcome {
    Worked,
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LastRefresh {
    #[specta(type = String)]
    pub at: Timestamp,
    pub outcome: RefreshOutcome,
    pub error: Option<CommandError>,
}

/// A difference of clocks below this is network delay and the `Date` header's whole seconds.
const MIN_SKEW_SECONDS: i32 = 3;
const MAX_MARGIN_SECONDS: i64 = 5 * 60;
/// An issue further ahead of this clock shows that the clock was set back, in seconds.
const MAX_FUTURE_SECONDS: i64 = 60;
/// What a server may promise; HubSpot's tokens live for 1,800 seconds.
const MIN_LIFE_SECONDS: u32 = 60;
const MAX_LIFE_SECONDS: u32 = 24 * 60 * 60;
/// A `Date` further off than this is no clock that is wrong but an answer that is.
const MAX_SKEW: SignedDuration = SignedDuration::from_hours(366 * 24);

impl TokenRecord {
    pub(crate) fn new(lifetime_seconds: u32, server_time: Option<Timestamp>, now: Timestamp) -> Self {
        let server_time = server_time.filter(|time| is_plausible(*time, now)).unwrap_or(now);
        Self {
            issue: uuid::Uuid::new_v4(),
            issued_at: server_time,
            lifetime_seconds: lifetime_seconds.clamp(MIN_LIFE_SECONDS, MAX_LIFE_SECONDS),
            skew_seconds: skew(now, server_time),
            last_refresh: None,
        }
    }

    /// Takes the difference of clocks that an answer shows. Says whether it changed.
    pub(crate) fn observe_skew(&mut self, now: Timestamp, server_time: Timestamp) -> bool {
        if !is_plausible(server_time, now) {
            return false;
        }
        let seen = skew(now, server_time);
        let changed = seen.abs_diff(self.skew_seconds) >= MIN_SKEW_SECONDS.unsigned_abs();
        if changed {
            self.skew_seconds = seen;
        }
        changed
    }

    pub(crate) fn expires_at(&self) -> Timestamp {
        later(self.here(self.issued_at), i64::from(self.lifetime_seconds))
    }

    /// A sixth of the life ahead, five minutes at most.
    pub(crate) fn refresh_at(&self) -> Timestamp {
        let margin = (i64::from(self.lifetime_seconds) / 6).min(MAX_MARGIN_SECONDS);
        later(self.expires_at(), -margin)
    }

    /// Its margin is reached, or it comes from the future: then this clock was set back, and its end is not known.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        now >= self.refresh_at() || later(now, MAX_FUTURE_SECONDS) < self.here(self.issued_at)
    }

    /// This computer's clock was set by so much.
    pub(crate) fn shift_clock(&mut self, by: SignedDuration) {
        let seconds = i32::try_from(by.as_secs()).unwrap_or(0);
        self.skew_seconds = self.skew_seconds.saturating_add(seconds);
    }

    pub(crate) fn refreshed_since(&self, time: Timestamp) -> bool {
        let worked = |last: &&LastRefresh| last.outcome == RefreshOutcome::Worked;
        self.last_refresh.as_ref().filter(worked).is_some_and(|last| last.at >= time)
    }

    /// The server says that the token has ended, earlier than it had promised.
    pub(crate) fn end_by(&mut self, now: Timestamp) {
        if self.expires_at() > now {
            let lived = now.duration_since(self.here(self.issued_at)).as_secs();
            self.lifetime_seconds = u32::try_from(lived).unwrap_or(0);
        }
    }

    /// A server time in this computer's clock.
    fn here(&self, server_time: Timestamp) -> Timestamp {
        later(server_time, i64::from(self.skew_seconds))
    }
}

fn is_plausible(server_time: Timestamp, now: Timestamp) -> bool {
    now.duration_since(server_time).abs() <= MAX_SKEW
}

/// Stays within what a timestamp can hold: what is read from a file may be anything.
fn later(time: Timestamp, seconds: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

fn skew(now: Timestamp, server_time: Timestamp) -> i32 {
    let seconds = now.duration_since(server_time).as_secs();
    let seconds = i32::try_from(seconds).unwrap_or(if seconds > 0 { i32::MAX / 2 } else { i32::MIN / 2 });
    if seconds.abs() < MIN_SKEW_SECONDS { 0 } else { seconds }
}

#[cfg(test)]
mod tests {
    use super::TokenRecord;
    use jiff::{SignedDuration, Timestamp};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn expiry_is_server_time_seen_on_this_clock() {
        // This computer is two hours ahead.
        let token = TokenRecord::new(1800, Some(at("2026-11-22T10:00:00Z")), at("2026-11-22T12:00:00Z"));
        assert_eq!(token.skew_seconds, 7200);
        assert_eq!(token.expires_at(), at("2026-11-22T12:30:00Z"));
        assert_eq!(token.refresh_at(), at("2026-11-22T12:25:00Z"));
    }

    #[test]
    fn a_clock_put_right_moves_the_expiry_with_it() {
        let mut token = TokenRecord::new(1800, Some(at("2026-11-22T10:00:00Z")), at("2026-11-22T12:00:00Z"));
        assert!(token.observe_skew(at("2026-11-22T10:05:00Z"), at("2026-11-22T10:05:00Z")));
        assert_eq!(token.expires_at(), at("2026-11-22T10:30:00Z"));
        assert!(
            !token.observe_skew(at("2026-11-22T10:06:01Z"), at("2026-11-22T10:06:00Z")),
            "a second is delay"
        );
    }

    #[test]
    fn a_token_from_the_future_is_due_for_its_end_is_not_known() {
        let token = TokenRecord::new(1800, None, at("2026-11-22T12:00:00Z"));
        assert!(!token.is_due(at("2026-11-22T12:01:00Z")));
        assert!(token.is_due(at("2026-11-22T10:00:00Z")), "the clock was set back by two hours");
        assert!(token.is_due(at("2026-11-22T12:25:00Z")), "its margin is reached");
    }

    #[test]
    fn a_short_life_has_a_short_margin() {
        let token = TokenRecord::new(60, None, at("2026-11-22T10:00:00Z"));
        assert_eq!(token.expires_at().duration_since(token.refresh_at()), SignedDuration::from_secs(10));
    }
}

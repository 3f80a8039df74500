//! The lifetime of an access token: issued in server time, shown in this computer's time.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::connections::refresh_margin::refresh_margin;
use crate::error::CommandError;

/// The lifetime of an access token in server time, and the clock skew of this computer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct TokenRecord {
    /// New with each token: a process that has the token of another issue in memory reads the keyring again.
    #[serde(default)]
    pub issue: uuid::Uuid,
    /// When the token was issued, in server time.
    pub issued_at: Timestamp,
    pub lifetime_seconds: u32,
    /// Positive: this computer is ahead of the server.
    pub skew_seconds: i32,
    pub last_refresh: Option<LastRefresh>,
}

/// Whether a refresh succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RefreshOutcome {
    /// There is a new access token.
    Worked,
    /// The token before is still in use.
    Failed,
}

/// The last attempt to refresh a token (RFC 6749, section 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LastRefresh {
    /// When it ended, by this computer's clock.
    #[specta(type = String)]
    pub at: Timestamp,
    /// Whether it succeeded.
    pub outcome: RefreshOutcome,
    /// Why it failed. `None`: it succeeded.
    pub error: Option<CommandError>,
}

/// A smaller skew is caused by network delay and the whole seconds of the `Date` header.
const MIN_SKEW_SECONDS: i32 = 3;
/// If a token was issued further in the future than this, this computer's clock was set back.
const MAX_FUTURE_SECONDS: i64 = 60;
/// Bounds for the server's `expires_in`. HubSpot's access tokens live for 1,800 seconds.
const MIN_LIFETIME_SECONDS: u32 = 60;
const MAX_LIFETIME_SECONDS: u32 = 24 * 60 * 60;
/// A `Date` header further off than this is ignored: it is the response that is wrong, not a clock.
const MAX_SKEW: SignedDuration = SignedDuration::from_hours(366 * 24);

impl TokenRecord {
    /// A token that was just issued. `server_time`: the response's `Date`; `None`, or a time too far off: `now`.
    pub(crate) fn new(lifetime_seconds: u32, server_time: Option<Timestamp>, now: Timestamp) -> Self {
        let server_time = server_time.filter(|time| is_plausible(*time, now)).unwrap_or(now);
        Self {
            issue: uuid::Uuid::new_v4(),
            issued_at: server_time,
            lifetime_seconds: lifetime_seconds.clamp(MIN_LIFETIME_SECONDS, MAX_LIFETIME_SECONDS),
            skew_seconds: skew(now, server_time),
            last_refresh: None,
        }
    }

    /// Takes the clock skew that a response shows. Returns whether it changed.
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

    /// When the token expires, by this computer's clock.
    pub(crate) fn expires_at(&self) -> Timestamp {
        later(self.local(self.issued_at), i64::from(self.lifetime_seconds))
    }

    /// When the token was issued and when it expires, by this computer's clock.
    pub(crate) fn life(&self) -> (Timestamp, Timestamp) {
        (self.local(self.issued_at), self.expires_at())
    }

    /// When to refresh the token, by this computer's clock: [`refresh_margin`] before it expires.
    pub(crate) fn refresh_at(&self) -> Timestamp {
        later(self.expires_at(), -refresh_margin(self.lifetime_seconds).as_secs())
    }

    /// Whether to refresh it now. Also if it was issued in the future: this computer's clock was then set back, and the
    /// token's expiry is unknown.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        now >= self.refresh_at() || later(now, MAX_FUTURE_SECONDS) < self.local(self.issued_at)
    }

    /// Moves the expiry after this computer's clock was set. `by`: negative if it was set back.
    pub(crate) fn shift_clock(&mut self, by: SignedDuration) {
        let seconds = i32::try_from(by.as_secs()).unwrap_or(0);
        self.skew_seconds = self.skew_seconds.saturating_add(seconds);
    }

    /// Whether a refresh succeeded at or after `time`.
    pub(crate) fn refreshed_since(&self, time: Timestamp) -> bool {
        let worked = |last: &&LastRefresh| last.outcome == RefreshOutcome::Worked;
        self.last_refresh.as_ref().filter(worked).is_some_and(|last| last.at >= time)
    }

    /// Records that the server no longer accepts the token, although it has not expired.
    pub(crate) fn end_by(&mut self, now: Timestamp) {
        if self.expires_at() > now {
            let lived = now.duration_since(self.local(self.issued_at)).as_secs();
            self.lifetime_seconds = u32::try_from(lived).unwrap_or(0);
        }
    }

    /// Converts server time to this computer's clock.
    fn local(&self, server_time: Timestamp) -> Timestamp {
        later(server_time, i64::from(self.skew_seconds))
    }
}

fn is_plausible(server_time: Timestamp, now: Timestamp) -> bool {
    now.duration_since(server_time).abs() <= MAX_SKEW
}

/// Does not fail on overflow: times from a file may have any value.
fn later(time: Timestamp, seconds: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(time)
}

/// In seconds; positive if `now` is ahead of the server.
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

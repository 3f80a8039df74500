//! Backoff of token refreshes: how the last attempts ended, and when the next one may be made.
//!
//! After a failure the background refresher waits longer each time. A request that needs a token meanwhile gets the last
//! error at once, or makes one attempt if the last one is some seconds old. A `Retry-After` applies to both.

use std::time::Duration;

use crate::error::CommandError;

const FIRST_DELAY: Duration = Duration::from_secs(20);
const MAX_DELAY: Duration = Duration::from_mins(10);
/// Between two attempts for requests, while refreshes fail.
const REQUEST_DELAY: Duration = Duration::from_secs(5);
/// A longer `Retry-After` is shortened to this.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);
/// Between two refreshes that a 401 caused, unless a response has accepted the token in between.
const UNAUTHORIZED_DELAY: Duration = Duration::from_mins(1);

/// The backoff of one connection, in this process. Times are those of the monotonic clock.
#[derive(Default)]
pub(crate) struct RefreshBackoff {
    last: Option<Ended>,
    delay: Option<Delay>,
    refreshed_after_unauthorized: Option<Duration>,
}

struct Ended {
    at: Duration,
    error: Option<CommandError>,
}

struct Delay {
    failures: u32,
    error: CommandError,
    /// When the background refresher may try again.
    background: Duration,
    /// When a request may try again; until then it gets the last error.
    requests: Duration,
    /// The server sent `Retry-After`: the user has to wait as well.
    set_by_server: bool,
}

/// Who starts a refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Initiator {
    /// A request that needs a token.
    Request,
    /// The user.
    User,
    /// The background refresher.
    Background,
}

impl RefreshBackoff {
    /// Records a successful attempt, which ends the backoff.
    pub(crate) fn succeeded(&mut self, now: Duration) {
        self.last = Some(Ended { at: now, error: None });
        self.delay = None;
    }

    /// Records a failed attempt. `retry_after`: how long the server wants to be left alone, if it said so.
    pub(crate) fn failed(&mut self, now: Duration, error: CommandError, retry_after: Option<Duration>) {
        let failures = self.delay.as_ref().map_or(0, |delay| delay.failures).saturating_add(1);
        let growing = FIRST_DELAY.saturating_mul(1 << (failures - 1).min(10)).min(MAX_DELAY);
        let asked = retry_after.map(|time| time.min(MAX_RETRY_AFTER));
        self.last = Some(Ended { at: now, error: Some(error.clone()) });
        self.delay = Some(Delay {
            failures,
            error,
            background: now
                + asked.map_or_else(|| jittered(growing), |asked| asked.max(jittered(FIRST_DELAY))),
            requests: now + asked.unwrap_or(REQUEST_DELAY),
            set_by_server: asked.is_some(),
        });
    }

    /// The outcome of an attempt that ended at or after `requested`. `None`: there was none. A caller that waited for the
    /// lock shares it instead of trying again.
    pub(crate) fn ended_since(&self, requested: Duration) -> Option<Result<(), CommandError>> {
        let last = self.last.as_ref().filter(|last| last.at >= requested)?;
        Some(last.error.clone().map_or(Ok(()), Err))
    }

    /// The last error, if no attempt may be made yet.
    pub(crate) fn must_wait(&self, now: Duration, initiator: Initiator) -> Option<&CommandError> {
        let delay = self.delay.as_ref()?;
        let until = match initiator {
            Initiator::Request => delay.requests,
            Initiator::User if delay.set_by_server => delay.requests,
            Initiator::User => return None,
            Initiator::Background => delay.background,
        };
        (now < until).then_some(&delay.error)
    }

    /// The last attempt of this process failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.delay.is_some()
    }

    /// How long the background refresher still has to wait; zero without a failure.
    pub(crate) fn delay_left(&self, now: Duration) -> Duration {
        self.delay.as_ref().map_or(Duration::ZERO, |delay| delay.background.saturating_sub(now))
    }

    /// Ends the delay, unless the server demanded it.
    pub(crate) fn end_delay(&mut self) {
        if let Some(delay) = self.delay.as_mut().filter(|delay| !delay.set_by_server) {
            (delay.failures, delay.background, delay.requests) = (0, Duration::ZERO, Duration::ZERO);
        }
    }

    /// Records a refresh that a 401 caused.
    pub(crate) fn refreshed_after_unauthorized(&mut self, now: Duration) {
        self.refreshed_after_unauthorized = Some(now);
    }

    /// Records a response that shows that the server accepts the token.
    pub(crate) fn token_was_accepted(&mut self) {
        self.refreshed_after_unauthorized = None;
    }

    /// The current token was obtained after a 401 a moment ago, and no response has accepted it: another refresh would not
    /// help.
    pub(crate) fn refresh_is_useless(&self, now: Duration) -> bool {
        self.refreshed_after_unauthorized.is_some_and(|at| now < at + UNAUTHORIZED_DELAY)
    }
}

/// Between three quarters of the delay and all of it, so that many clients do not retry at the same moment.
fn jittered(delay: Duration) -> Duration {
    delay.mul_f64(rand::random_range(0.75..=1.0))
}

#[cfg(test)]
mod tests {
    use super::{Duration, Initiator, RefreshBackoff};
    use crate::error::{CommandError, ErrorCode};

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn failure() -> CommandError {
        CommandError::new(ErrorCode::NetworkUnreachable, "m", "h")
    }

    #[test]
    fn delays_grow_with_jitter_up_to_ten_minutes() {
        let mut backoff = RefreshBackoff::default();
        for longest in [20, 40, 80, 160, 320, 600, 600, 600] {
            backoff.failed(at(0), failure(), None);
            let left = backoff.delay_left(at(0));
            assert!((at(longest) * 3 / 4..=at(longest)).contains(&left), "{left:?} of {longest}");
        }
        backoff.succeeded(at(1));
        assert_eq!(backoff.delay_left(at(1)), Duration::ZERO);
    }

    #[test]
    fn requests_get_the_last_error_and_one_attempt_every_five_seconds() {
        let mut backoff = RefreshBackoff::default();
        backoff.failed(at(100), failure(), None);
        assert_eq!(backoff.must_wait(at(104), Initiator::Request), Some(&failure()));
        assert_eq!(backoff.must_wait(at(105), Initiator::Request), None);
        assert_eq!(backoff.must_wait(at(100), Initiator::User), None, "a person may always try");
        assert!(backoff.must_wait(at(110), Initiator::Background).is_some());
    }

    #[test]
    fn a_time_that_the_server_names_holds_for_everybody() {
        let mut backoff = RefreshBackoff::default();
        backoff.failed(at(0), failure(), Some(at(120)));
        backoff.end_delay();
        for initiator in [Initiator::Request, Initiator::User, Initiator::Background] {
            assert!(backoff.must_wait(at(119), initiator).is_some(), "{initiator:?}");
            assert!(backoff.must_wait(at(121), initiator).is_none(), "{initiator:?}");
        }
    }

    #[test]
    fn a_caller_that_waited_shares_the_outcome() {
        let mut backoff = RefreshBackoff::default();
        backoff.failed(at(10), failure(), None);
        assert_eq!(backoff.ended_since(at(5)), Some(Err(failure())));
        assert_eq!(backoff.ended_since(at(11)), None);
        backoff.succeeded(at(12));
        assert_eq!(backoff.ended_since(at(11)), Some(Ok(())));
    }
}

//! How attempts to refresh ended, and when the next one may be made: never a storm, and no needless wait.
//!
//! After a failure the background refresher waits longer each time. A request that needs a token meanwhile gets the last
//! error at once, or makes one attempt when the last is some seconds old. A `Retry-After` holds for both.

use std::time::Duration;

use crate::error::CommandError;

const FIRST_DELAY: Duration = Duration::from_secs(20);
const MAX_DELAY: Duration = Duration::from_mins(10);
/// Between two attempts on behalf of requests, while the failure lasts.
const BETWEEN_REQUESTS: Duration = Duration::from_secs(5);
/// A server that asks for more is asked again all the same.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);
/// A token that was refreshed after a 401 is not refreshed for another 401 so soon, unless an answer accepted it.
const BETWEEN_REFRESHES: Duration = Duration::from_mins(1);

/// Times are of the monotonic clock of this process.
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
    /// The background refresher waits until then.
    background: Duration,
    /// Requests get the last error until then.
    requests: Duration,
    /// The server named the time: people wait as well.
    set_by_server: bool,
}

/// Who wants an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Initiator {
    Request,
    User,
    Background,
}

impl RefreshBackoff {
    pub(crate) fn succeeded(&mut self, now: Duration) {
        self.last = Some(Ended { at: now, error: None });
        self.delay = None;
    }

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
            requests: now + asked.unwrap_or(BETWEEN_REQUESTS),
            set_by_server: asked.is_some(),
        });
    }

    /// How the attempt ended that another made while whoever asks waited for its turn.
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

    pub(crate) fn delay_left(&self, now: Duration) -> Duration {
        self.delay.as_ref().map_or(Duration::ZERO, |delay| delay.background.saturating_sub(now))
    }

    /// Ends the wait, unless the server asked for it.
    pub(crate) fn end_delay(&mut self) {
        if let Some(delay) = self.delay.as_mut().filter(|delay| !delay.set_by_server) {
            (delay.failures, delay.background, delay.requests) = (0, Duration::ZERO, Duration::ZERO);
        }
    }

    pub(crate) fn refreshed_after_unauthorized(&mut self, now: Duration) {
        self.refreshed_after_unauthorized = Some(now);
    }

    /// An answer shows that the server accepts the token.
    pub(crate) fn token_was_accepted(&mut self) {
        self.refreshed_after_unauthorized = None;
    }

    /// The present token came after a 401 a moment ago, and nothing has accepted it: the next one would end like it.
    pub(crate) fn refresh_is_useless(&self, now: Duration) -> bool {
        self.refreshed_after_unauthorized.is_some_and(|at| now < at + BETWEEN_REFRESHES)
    }
}

/// Between three quarters of the delay and all of it, so that many apps do not come back at one moment.
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
    fn whoever_waited_shares_the_outcome_whatever_it_was() {
        let mut backoff = RefreshBackoff::default();
        backoff.failed(at(10), failure(), None);
        assert_eq!(backoff.ended_since(at(5)), Some(Err(failure())));
        assert_eq!(backoff.ended_since(at(11)), None);
        backoff.succeeded(at(12));
        assert_eq!(backoff.ended_since(at(11)), Some(Ok(())));
    }
}

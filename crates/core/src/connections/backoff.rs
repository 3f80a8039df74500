//! How attempts to refresh ended, and when the next one may be made: never a storm, and no needless wait.
//!
//! After a failure the keeper of the open connection waits longer each time. Whoever needs a token meanwhile gets the
//! last trouble at once, or makes one attempt when the last is some seconds old. A `Retry-After` holds for both.

use std::time::Duration;

use crate::error::CommandError;

const FIRST_PAUSE: Duration = Duration::from_secs(20);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// Between two attempts on behalf of calls, while the trouble lasts.
const BETWEEN_CALLS: Duration = Duration::from_secs(5);
/// A server that asks for more is asked again all the same.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);
/// A token that was renewed because of a refusal is not renewed for another one so soon, unless an answer took it.
const BETWEEN_RENEWALS: Duration = Duration::from_mins(1);

/// Times are of the monotonic clock of this process.
#[derive(Default)]
pub(crate) struct Attempts {
    last: Option<Ended>,
    pause: Option<Pause>,
    renewed_for_refusal: Option<Duration>,
}

struct Ended {
    at: Duration,
    error: Option<CommandError>,
}

struct Pause {
    failures: u32,
    error: CommandError,
    /// The keeper of the open connection waits until then.
    keeper: Duration,
    /// Calls get the last trouble until then.
    calls: Duration,
    /// The server named the time: people wait as well.
    by_server: bool,
}

/// Who wants an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asker {
    Call,
    Person,
    Keeper,
}

impl Attempts {
    pub(crate) fn worked(&mut self, now: Duration) {
        self.last = Some(Ended { at: now, error: None });
        self.pause = None;
    }

    pub(crate) fn failed(&mut self, now: Duration, error: CommandError, retry_after: Option<Duration>) {
        let failures = self.pause.as_ref().map_or(0, |pause| pause.failures).saturating_add(1);
        let growing = FIRST_PAUSE.saturating_mul(1 << (failures - 1).min(10)).min(LONGEST_PAUSE);
        let asked = retry_after.map(|time| time.min(LONGEST_RETRY_AFTER));
        self.last = Some(Ended { at: now, error: Some(error.clone()) });
        self.pause = Some(Pause {
            failures,
            error,
            keeper: now + asked.map_or_else(|| jittered(growing), |asked| asked.max(jittered(FIRST_PAUSE))),
            calls: now + asked.unwrap_or(BETWEEN_CALLS),
            by_server: asked.is_some(),
        });
    }

    /// How the attempt ended that another made while the asker waited for its turn.
    pub(crate) fn ended_since(&self, asked: Duration) -> Option<Result<(), CommandError>> {
        let last = self.last.as_ref().filter(|last| last.at >= asked)?;
        Some(last.error.clone().map_or(Ok(()), Err))
    }

    /// The last trouble, if no attempt may be made yet.
    pub(crate) fn must_wait(&self, now: Duration, asker: Asker) -> Option<&CommandError> {
        let pause = self.pause.as_ref()?;
        let until = match asker {
            Asker::Call => pause.calls,
            Asker::Person if pause.by_server => pause.calls,
            Asker::Person => return None,
            Asker::Keeper => pause.keeper,
        };
        (now < until).then_some(&pause.error)
    }

    /// The last attempt of this process failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.pause.is_some()
    }

    pub(crate) fn pause_left(&self, now: Duration) -> Duration {
        self.pause.as_ref().map_or(Duration::ZERO, |pause| pause.keeper.saturating_sub(now))
    }

    /// What the server asked for stays in force.
    pub(crate) fn end_pause(&mut self) {
        if let Some(pause) = self.pause.as_mut().filter(|pause| !pause.by_server) {
            (pause.failures, pause.keeper, pause.calls) = (0, Duration::ZERO, Duration::ZERO);
        }
    }

    pub(crate) fn renewed_for_refusal(&mut self, now: Duration) {
        self.renewed_for_refusal = Some(now);
    }

    /// An answer shows that the server takes the token.
    pub(crate) fn token_was_taken(&mut self) {
        self.renewed_for_refusal = None;
    }

    /// The present token came after a refusal a moment ago, and nothing has taken it: the next one would end like it.
    pub(crate) fn renewal_is_useless(&self, now: Duration) -> bool {
        self.renewed_for_refusal.is_some_and(|at| now < at + BETWEEN_RENEWALS)
    }
}

/// Between three quarters of the pause and all of it, so that many apps do not come back at one moment.
fn jittered(pause: Duration) -> Duration {
    let random = uuid::Uuid::new_v4().as_bytes()[0];
    pause.mul_f64(0.75 + 0.25 * f64::from(random) / 255.0)
}

#[cfg(test)]
mod tests {
    use super::{Asker, Attempts, Duration};
    use crate::error::{CommandError, ErrorCode};

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn trouble() -> CommandError {
        CommandError::new(ErrorCode::NetworkUnreachable, "m", "h")
    }

    #[test]
    fn pauses_grow_with_jitter_up_to_ten_minutes() {
        let mut attempts = Attempts::default();
        for longest in [20, 40, 80, 160, 320, 600, 600, 600] {
            attempts.failed(at(0), trouble(), None);
            let left = attempts.pause_left(at(0));
            assert!((at(longest) * 3 / 4..=at(longest)).contains(&left), "{left:?} of {longest}");
        }
        attempts.worked(at(1));
        assert_eq!(attempts.pause_left(at(1)), Duration::ZERO);
    }

    #[test]
    fn calls_get_the_last_trouble_and_one_attempt_every_five_seconds() {
        let mut attempts = Attempts::default();
        attempts.failed(at(100), trouble(), None);
        assert_eq!(attempts.must_wait(at(104), Asker::Call), Some(&trouble()));
        assert_eq!(attempts.must_wait(at(105), Asker::Call), None);
        assert_eq!(attempts.must_wait(at(100), Asker::Person), None, "a person may always try");
        assert!(attempts.must_wait(at(110), Asker::Keeper).is_some());
    }

    #[test]
    fn a_time_that_the_server_names_holds_for_everybody() {
        let mut attempts = Attempts::default();
        attempts.failed(at(0), trouble(), Some(at(120)));
        attempts.end_pause();
        for asker in [Asker::Call, Asker::Person, Asker::Keeper] {
            assert!(attempts.must_wait(at(119), asker).is_some(), "{asker:?}");
            assert!(attempts.must_wait(at(121), asker).is_none(), "{asker:?}");
        }
    }

    #[test]
    fn whoever_waited_shares_the_outcome_whatever_it_was() {
        let mut attempts = Attempts::default();
        attempts.failed(at(10), trouble(), None);
        assert_eq!(attempts.ended_since(at(5)), Some(Err(trouble())));
        assert_eq!(attempts.ended_since(at(11)), None);
        attempts.worked(at(12));
        assert_eq!(attempts.ended_since(at(11)), Some(Ok(())));
    }
}

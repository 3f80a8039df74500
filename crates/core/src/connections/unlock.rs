//! Which portals are read-only, and when they are not: after the Hub ID was typed, until it is locked or writing is idle.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::connections::identity::EnvironmentLabel;
use crate::ids::HubId;
use crate::platform::clock::Moment;

/// How long writing stays unlocked after the unlock or the last write.
const MAX_IDLE: Duration = Duration::from_mins(30);

/// Whether writing is unlocked, regardless of the kind of portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unlock {
    #[default]
    Never,
    /// Unlocked at this time, or used for a write since.
    Since(Moment),
    /// Locked again since there was no write for 30 minutes.
    Ended { at: Timestamp },
}

impl Unlock {
    pub(crate) fn is_open(self, now: Moment) -> bool {
        self.left(now).is_some()
    }

    /// When it is locked again unless something is written. `None`: it is locked.
    pub(crate) fn ends_at(self, now: Moment) -> Option<Timestamp> {
        let left = SignedDuration::try_from(self.left(now)?).ok()?;
        now.wall.checked_add(left).ok()
    }

    /// When it was locked again for lack of writes, also if [`end_if_over`](Self::end_if_over) was not called yet. `None`:
    /// it was not.
    pub(crate) fn ended_at(self, now: Moment) -> Option<Timestamp> {
        match self {
            Self::Never => None,
            Self::Ended { at } => Some(at),
            Self::Since(_) if self.is_open(now) => None,
            Self::Since(since) => {
                let end = SignedDuration::try_from(MAX_IDLE).ok();
                let end = end.and_then(|whole| since.wall.checked_add(whole).ok());
                // A clock that was set back since would put the end into the future.
                Some(end.map_or(now.wall, |end| end.min(now.wall)))
            }
        }
    }

    /// Restarts the idle time, unless it is over. Returns whether it did.
    pub(super) fn extend(&mut self, now: Moment) -> bool {
        let is_open = self.is_open(now);
        if is_open {
            *self = Self::Since(now);
        }
        is_open
    }

    /// Locks if the idle time is over. Returns whether it did.
    pub(crate) fn end_if_over(&mut self, now: Moment) -> bool {
        match (*self, self.ended_at(now)) {
            (Self::Since(_), Some(at)) => {
                *self = Self::Ended { at };
                true
            }
            _ => false,
        }
    }

    /// The idle time that is left; `None` if it is locked. Of the two clocks, the one that advanced further counts: the
    /// monotonic one may stop during sleep, the wall clock may be set back.
    pub(crate) fn left(self, now: Moment) -> Option<Duration> {
        let Self::Since(since) = self else { return None };
        let monotonic = now.monotonic.saturating_sub(since.monotonic);
        let wall = Duration::try_from(now.wall.duration_since(since.wall)).unwrap_or_default();
        MAX_IDLE.checked_sub(monotonic.max(wall)).filter(|left| !left.is_zero())
    }
}

/// Whether a portal is read-only until it is unlocked: not where only tests and demonstrations write.
pub(crate) fn needs_write_lock(environment: EnvironmentLabel) -> bool {
    match environment {
        EnvironmentLabel::Production | EnvironmentLabel::AppDeveloper => true,
        EnvironmentLabel::Sandbox | EnvironmentLabel::DeveloperTest | EnvironmentLabel::Demo => false,
    }
}

/// Whether the typed text is the Hub ID. Whitespace is ignored.
pub(crate) fn is_hub_id(typed: &str, hub_id: &HubId) -> bool {
    !hub_id.is_empty() && typed.chars().filter(|letter| !letter.is_whitespace()).eq(hub_id.chars())
}

#[cfg(test)]
mod tests {
    use super::{Moment, SignedDuration, Timestamp, Unlock, is_hub_id};
    use std::time::Duration;

    fn at(wall_minutes: i64, monotonic_minutes: u64) -> Moment {
        Moment {
            wall: Timestamp::UNIX_EPOCH + SignedDuration::from_mins(wall_minutes),
            monotonic: Duration::from_mins(monotonic_minutes),
        }
    }

    #[test]
    fn it_ends_thirty_minutes_after_the_last_write() {
        let mut unlock = Unlock::Since(at(0, 0));
        assert_eq!(unlock.ends_at(at(10, 10)), Some(at(30, 0).wall));
        assert!(unlock.extend(at(29, 29)) && unlock.is_open(at(58, 58)));
        assert!(!unlock.is_open(at(59, 59)));
        assert!(!unlock.extend(at(59, 59)), "a write that comes too late unlocks nothing");
        assert_eq!(unlock.ended_at(at(80, 80)), Some(at(59, 0).wall));
        assert!(unlock.end_if_over(at(80, 80)) && !unlock.end_if_over(at(81, 81)), "it ends once");
        assert_eq!((unlock.ended_at(at(90, 90)), unlock.ends_at(at(90, 90))), (Some(at(59, 0).wall), None));
    }

    #[test]
    fn neither_sleep_nor_a_clock_that_is_set_back_makes_it_last_longer() {
        let unlock = Unlock::Since(at(1000, 0));
        assert!(!unlock.is_open(at(1031, 2)), "the computer slept");
        assert!(unlock.is_open(at(100, 29)) && !unlock.is_open(at(100, 30)), "the clock was set back");
        assert_eq!(unlock.ends_at(at(100, 20)), Some(at(110, 0).wall));
        assert_eq!(unlock.ended_at(at(100, 30)), Some(at(100, 0).wall), "not in the future");
    }

    #[test]
    fn what_was_never_unlocked_does_not_end() {
        let mut never = Unlock::Never;
        assert!(!never.is_open(at(0, 0)) && !never.extend(at(0, 0)) && !never.end_if_over(at(90, 90)));
        assert_eq!(never.ended_at(at(90, 90)), None);
    }

    #[test]
    fn a_hub_id_is_compared_without_the_spaces_around_it() {
        for typed in ["26041877", " 26041877\n", "26 041 877"] {
            assert!(is_hub_id(typed, &"26041877".into()), "{typed:?}");
        }
        for typed in ["", "2604187", "260418777", "26041878"] {
            assert!(!is_hub_id(typed, &"26041877".into()), "{typed:?}");
        }
        for typed in ["", " ", "0"] {
            assert!(!is_hub_id(typed, &"".into()), "{typed:?}: a portal whose id the server left out");
        }
    }
}

//! HubSpot's burst and search limits, counted in the server's own time.

use std::collections::{HashMap, VecDeque};

const WINDOW_MS: i64 = 10_000;
const SEARCHES_PER_SECOND: usize = 5;

/// The burst limit of a kind of credential, in calls per ten seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// Marketplace-type OAuth app: no daily limit.
    OAuth,
    /// Service key or private app.
    Static,
}

impl Plan {
    pub(crate) fn per_window(self) -> usize {
        match self {
            Plan::OAuth => 110,
            Plan::Static => 190,
        }
    }

    pub(crate) fn per_day(self) -> Option<usize> {
        match self {
            Plan::OAuth => None,
            Plan::Static => Some(650_000),
        }
    }
}

/// Where a credential stands after a call was counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) plan: Plan,
    /// Calls left in the window.
    pub(crate) remaining: usize,
    /// Calls made today with all static credentials of the account.
    pub(crate) today: usize,
    pub(crate) exceeded: bool,
}

/// A moment of the server's clock, and which day that is in the account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) ms: i64,
    pub(crate) day: i64,
}

/// The calls of one day.
#[derive(Debug, Default)]
struct Day {
    day: i64,
    calls: usize,
}

#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    bursts: HashMap<(u64, &'static str), VecDeque<i64>>,
    days: HashMap<u64, Day>,
    searches: HashMap<u64, VecDeque<i64>>,
}

impl RateLimiter {
    /// Counts a call of an app in an account. A refused call does not fill the window further.
    pub(crate) fn count(&mut self, portal_id: u64, app: &'static str, plan: Plan, now: Moment) -> Usage {
        let recent_ms = self.bursts.entry((portal_id, app)).or_default();
        drop_older(recent_ms, now.ms - WINDOW_MS);
        let exceeded = recent_ms.len() >= plan.per_window();
        if !exceeded {
            recent_ms.push_back(now.ms);
        }
        let remaining = plan.per_window() - recent_ms.len();
        if !exceeded && plan == Plan::Static {
            self.count_for_the_day(portal_id, now.day);
        }
        Usage { plan, remaining, today: self.used_on(portal_id, now.day), exceeded }
    }

    fn count_for_the_day(&mut self, portal_id: u64, day: i64) {
        let counted = self.days.entry(portal_id).or_default();
        if counted.day != day {
            *counted = Day { day, calls: 0 };
        }
        counted.calls += 1;
    }

    /// Whether an account may search once more this second.
    pub(crate) fn allows_search(&mut self, portal_id: u64, now_ms: i64) -> bool {
        let recent = self.searches.entry(portal_id).or_default();
        drop_older(recent, now_ms - 1_000);
        let allowed = recent.len() < SEARCHES_PER_SECOND;
        if allowed {
            recent.push_back(now_ms);
        }
        allowed
    }

    /// Calls with the account's static credentials.
    pub(crate) fn used_on(&self, portal_id: u64, day: i64) -> usize {
        self.days.get(&portal_id).filter(|counted| counted.day == day).map_or(0, |counted| counted.calls)
    }
}

fn drop_older(times: &mut VecDeque<i64>, limit_ms: i64) {
    while times.front().is_some_and(|&at| at <= limit_ms) {
        times.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_after_the_hundred_and_tenth_is_refused_until_the_window_has_passed() {
        let mut limiter = RateLimiter::default();
        let at = |ms| Moment { ms, day: 0 };
        for _ in 0..110 {
            assert!(!limiter.count(1, "oauth", Plan::OAuth, at(1_000)).exceeded);
        }
        assert!(limiter.count(1, "oauth", Plan::OAuth, at(1_001)).exceeded);
        assert!(!limiter.count(2, "oauth", Plan::OAuth, at(1_001)).exceeded);
        assert!(!limiter.count(1, "oauth", Plan::OAuth, at(11_001)).exceeded);
    }

    #[test]
    fn a_days_calls_are_those_of_all_static_credentials_of_the_account() {
        let mut limiter = RateLimiter::default();
        let at = |day| Moment { ms: 1_000, day };
        for (portal, app, plan, day, today) in [
            (1, "service-key", Plan::Static, 7, 1),
            (1, "private-app", Plan::Static, 7, 2),
            (2, "private-app", Plan::Static, 7, 1),
            (1, "oauth", Plan::OAuth, 7, 2),
            (1, "private-app", Plan::Static, 8, 1),
        ] {
            assert_eq!(limiter.count(portal, app, plan, at(day)).today, today, "{portal} {app} {day}");
        }
        assert_eq!((limiter.used_on(1, 8), limiter.used_on(2, 8)), (1, 0));
    }

    #[test]
    fn the_sixth_search_in_a_second_is_refused() {
        let mut limiter = RateLimiter::default();
        let allowed = (0..6).filter(|_| limiter.allows_search(1, 5_000)).count();
        assert_eq!(allowed, 5);
        assert!(limiter.allows_search(1, 6_000));
    }
}

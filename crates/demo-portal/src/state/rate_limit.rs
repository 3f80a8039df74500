//! HubSpot's burst, daily and search limits, measured by the server's clock:
//! <https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>.

use std::collections::{HashMap, VecDeque};

/// The length of the rolling burst window.
const WINDOW_MS: i64 = 10_000;
/// CRM searches have a limit of their own, per account.
const SEARCHES_PER_SECOND: usize = 5;

/// The rate limit of a kind of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RateLimit {
    /// An OAuth app from the marketplace: no daily limit.
    OAuth,
    /// A service key or a private app.
    Static,
}

impl RateLimit {
    /// Calls allowed in ten seconds.
    pub(crate) fn burst(self) -> usize {
        match self {
            RateLimit::OAuth => 110,
            RateLimit::Static => 190,
        }
    }

    /// Calls allowed in a day by all static credentials of an account; `None` for no limit.
    pub(crate) fn daily(self) -> Option<usize> {
        match self {
            RateLimit::OAuth => None,
            RateLimit::Static => Some(650_000),
        }
    }
}

/// How much of a limit is used after a call was counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) limit: RateLimit,
    /// Calls left in the burst window.
    pub(crate) remaining: usize,
    /// Calls made today with static credentials of the account.
    pub(crate) today: usize,
    /// Whether the call is beyond the limit.
    pub(crate) exceeded: bool,
}

/// A time of the server's clock, and the account's calendar day at that time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) ms: i64,
    pub(crate) day: i64,
}

/// The calls of one calendar day.
#[derive(Debug, Default)]
struct Day {
    day: i64,
    calls: usize,
}

/// Counts calls per account and app.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    bursts: HashMap<(u64, &'static str), VecDeque<i64>>,
    days: HashMap<u64, Day>,
    searches: HashMap<u64, VecDeque<i64>>,
}

impl RateLimiter {
    /// Counts a call. A refused call does not count against the burst window or the day.
    pub(crate) fn count(
        &mut self,
        portal_id: u64,
        app: &'static str,
        limit: RateLimit,
        now: Moment,
    ) -> Usage {
        let recent_ms = self.bursts.entry((portal_id, app)).or_default();
        drop_older(recent_ms, now.ms - WINDOW_MS);
        let exceeded = recent_ms.len() >= limit.burst();
        if !exceeded {
            recent_ms.push_back(now.ms);
        }
        let remaining = limit.burst() - recent_ms.len();
        if !exceeded && limit == RateLimit::Static {
            self.count_toward_day(portal_id, now.day);
        }
        Usage { limit, remaining, today: self.used_on(portal_id, now.day), exceeded }
    }

    fn count_toward_day(&mut self, portal_id: u64, day: i64) {
        let counted = self.days.entry(portal_id).or_default();
        if counted.day != day {
            *counted = Day { day, calls: 0 };
        }
        counted.calls += 1;
    }

    /// Counts a search; false if the account has searched too often in the last second.
    pub(crate) fn allows_search(&mut self, portal_id: u64, now_ms: i64) -> bool {
        let recent = self.searches.entry(portal_id).or_default();
        drop_older(recent, now_ms - 1_000);
        let allowed = recent.len() < SEARCHES_PER_SECOND;
        if allowed {
            recent.push_back(now_ms);
        }
        allowed
    }

    /// Calls made on a day with static credentials of the account.
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
            assert!(!limiter.count(1, "oauth", RateLimit::OAuth, at(1_000)).exceeded);
        }
        assert!(limiter.count(1, "oauth", RateLimit::OAuth, at(1_001)).exceeded);
        assert!(!limiter.count(2, "oauth", RateLimit::OAuth, at(1_001)).exceeded);
        assert!(!limiter.count(1, "oauth", RateLimit::OAuth, at(11_001)).exceeded);
    }

    #[test]
    fn all_static_credentials_of_an_account_share_its_daily_limit() {
        let mut limiter = RateLimiter::default();
        let at = |day| Moment { ms: 1_000, day };
        for (portal, app, limit, day, today) in [
            (1, "service-key", RateLimit::Static, 7, 1),
            (1, "private-app", RateLimit::Static, 7, 2),
            (2, "private-app", RateLimit::Static, 7, 1),
            (1, "oauth", RateLimit::OAuth, 7, 2),
            (1, "private-app", RateLimit::Static, 8, 1),
        ] {
            assert_eq!(limiter.count(portal, app, limit, at(day)).today, today, "{portal} {app} {day}");
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

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
    /// Calls made today.
    pub(crate) today: usize,
    pub(crate) exceeded: bool,
}

#[derive(Debug, Default)]
struct Counted {
    recent_ms: VecDeque<i64>,
    day: i64,
    today: usize,
}

#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    bursts: HashMap<(u64, &'static str), Counted>,
    searches: HashMap<u64, VecDeque<i64>>,
}

impl RateLimiter {
    /// Counts a call of an app in an account. A refused call does not fill the window further.
    pub(crate) fn count(&mut self, portal_id: u64, app: &'static str, plan: Plan, now_ms: i64) -> Usage {
        let counted = self.bursts.entry((portal_id, app)).or_default();
        drop_older(&mut counted.recent_ms, now_ms - WINDOW_MS);
        let day = now_ms / 86_400_000;
        if counted.day != day {
            (counted.day, counted.today) = (day, 0);
        }
        let exceeded = counted.recent_ms.len() >= plan.per_window();
        if !exceeded {
            counted.recent_ms.push_back(now_ms);
            counted.today += 1;
        }
        let remaining = plan.per_window() - counted.recent_ms.len();
        Usage { plan, remaining, today: counted.today, exceeded }
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

    pub(crate) fn used_today(&self, portal_id: u64, app: &'static str) -> usize {
        self.bursts.get(&(portal_id, app)).map_or(0, |counted| counted.today)
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
        for _ in 0..110 {
            assert!(!limiter.count(1, "oauth", Plan::OAuth, 1_000).exceeded);
        }
        assert!(limiter.count(1, "oauth", Plan::OAuth, 1_001).exceeded);
        assert!(!limiter.count(2, "oauth", Plan::OAuth, 1_001).exceeded);
        assert!(!limiter.count(1, "oauth", Plan::OAuth, 11_001).exceeded);
    }

    #[test]
    fn the_sixth_search_in_a_second_is_refused() {
        let mut limiter = RateLimiter::default();
        let allowed = (0..6).filter(|_| limiter.allows_search(1, 5_000)).count();
        assert_eq!(allowed, 5);
        assert!(limiter.allows_search(1, 6_000));
    }
}

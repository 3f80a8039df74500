//! What the answer's headers say of the limits. Search answers carry none; OAuth apps have no daily figures.

use reqwest::header::HeaderMap;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimit {
    pub max: Option<u32>,
    pub remaining: Option<u32>,
    pub interval_ms: Option<u32>,
    pub daily_max: Option<u32>,
    pub daily_remaining: Option<u32>,
}

impl RateLimit {
    /// `None`: the answer says nothing of limits.
    pub fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let figure = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        let limit = Self {
            max: figure("x-hubspot-ratelimit-max"),
            remaining: figure("x-hubspot-ratelimit-remaining"),
            interval_ms: figure("x-hubspot-ratelimit-interval-milliseconds"),
            daily_max: figure("x-hubspot-ratelimit-daily"),
            daily_remaining: figure("x-hubspot-ratelimit-daily-remaining"),
        };
        (limit != Self::default()).then_some(limit)
    }
}

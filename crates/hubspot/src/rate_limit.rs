//! Rate limits in response headers. Search responses have none, and OAuth apps have no daily ones.

use reqwest::header::HeaderMap;

/// The figures of HubSpot's `X-HubSpot-RateLimit-…` headers. A missing one is unknown, not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls allowed in each interval.
    pub max: Option<u32>,
    /// Calls left in this interval.
    pub remaining: Option<u32>,
    /// The length of the interval in milliseconds.
    pub interval_ms: Option<u32>,
    /// Calls allowed in each day.
    pub daily_max: Option<u32>,
    /// Calls left today, until midnight in the account's time zone.
    pub daily_remaining: Option<u32>,
}

impl RateLimit {
    /// Reads the headers of a response. `None`: it has no figures.
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

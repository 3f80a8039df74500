//! Applies rate limits and shows them in response headers.

use axum::http::HeaderMap;

use crate::{
    http::{answer::set_header, call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::Caller,
        rate_limit::{Moment, RateLimit, Usage},
        scenarios::{Limit, Scenario},
    },
};

/// Counts a call against the caller's limit, or a search against the account's search limit.
pub(super) fn count_call(portal: &Portal, call: &Call, caller: &Caller) -> Usage {
    let now_ms = portal.clock.now_ms();
    let mut limiter = portal.limiter();
    if is_search(call) {
        let exceeded = !limiter.allows_search(caller.account.portal_id, now_ms);
        // The headers of a search are not shown.
        return Usage { limit: caller.kind.rate_limit(), remaining: 0, today: 0, exceeded };
    }
    let now = Moment { ms: now_ms, day: caller.account.day(portal.clock.now()) };
    let usage = limiter.count(caller.account.portal_id, caller.kind.app(), caller.kind.rate_limit(), now);
    match portal.scenarios.exhausted() {
        Some(Limit::TenSecondly) => Usage { remaining: 0, ..usage },
        Some(Limit::Daily) => Usage { today: usage.limit.daily().unwrap_or_default(), ..usage },
        _ => usage,
    }
}

/// CRM searches have a limit of their own, and their responses have no rate limit headers:
/// <https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines>.
pub(super) fn is_search(call: &Call) -> bool {
    call.path.starts_with("/crm/") && call.path.trim_end_matches('/').ends_with("/search")
}

/// Whether the answer shows the limits. Searches do not, nor do the associations of version 4, as clients report.
pub(super) fn has_headers(call: &Call) -> bool {
    let is_association = call.path.starts_with("/crm/v4/") && call.path.contains("/associations");
    !is_search(call) && !is_association
}

/// Refuses a call that is beyond its limit.
///
/// # Errors
///
/// HubSpot's 429, for the limit that was exceeded or that a scenario simulates.
pub(super) fn enforce(portal: &Portal, call: &Call, caller: &Caller, usage: &Usage) -> Result<(), ApiError> {
    let exceeds = usage.exceeded && !portal.scenarios.is_on(Scenario::Unlimited);
    let own = exceeds.then_some(if is_search(call) { Limit::Search } else { Limit::TenSecondly });
    let exhausted = portal.scenarios.exhausted().filter(|limit| *limit != Limit::Search || is_search(call));
    match exhausted.or(own) {
        None => Ok(()),
        Some(Limit::Daily) => Err(ApiError::rate_limited("DAILY", "You have reached your daily limit.")),
        Some(Limit::Secondly | Limit::Search) => {
            Err(ApiError::rate_limited("SECONDLY", "You have reached your secondly limit."))
        }
        Some(Limit::TenSecondly) => Err(ten_secondly(portal, caller)),
    }
}

fn ten_secondly(portal: &Portal, caller: &Caller) -> ApiError {
    let group = match caller.kind.rate_limit() {
        RateLimit::OAuth => "publicapi:oauth-app-api-calls-ten-secondly",
        RateLimit::Static => "publicapi:private_app-api-calls-ten-secondly",
    };
    let group = format!("{group}:{}:{}", caller.account.portal_id, portal.app.app_id);
    ApiError::rate_limited("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.")
        .with_field("groupName", group.into())
}

/// Sets the `X-HubSpot-RateLimit-*` headers.
pub(super) fn set_headers(headers: &mut HeaderMap, usage: &Usage) {
    set_header(headers, "x-hubspot-ratelimit-max", &usage.limit.burst().to_string());
    set_header(headers, "x-hubspot-ratelimit-remaining", &usage.remaining.to_string());
    set_header(headers, "x-hubspot-ratelimit-interval-milliseconds", "10000");
    if let Some(daily) = usage.limit.daily() {
        set_header(headers, "x-hubspot-ratelimit-daily", &daily.to_string());
        set_header(
            headers,
            "x-hubspot-ratelimit-daily-remaining",
            &daily.saturating_sub(usage.today).to_string(),
        );
    }
}

//! Rate limits: counting, refusing, and the headers that show them.

use axum::http::HeaderMap;

use crate::{
    http::{answer::insert, call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::Caller,
        rate_limit::{Moment, Plan, Usage},
        scenarios::Scenario,
    },
};

pub(super) fn count_call(portal: &Portal, call: &Call, caller: &Caller) -> Usage {
    let now_ms = portal.clock.now_ms();
    let mut limiter = portal.limiter();
    if is_search(call) {
        let exceeded = !limiter.allows_search(caller.account.portal_id, now_ms);
        return Usage { plan: caller.kind.plan(), remaining: 0, today: 0, exceeded };
    }
    let now = Moment { ms: now_ms, day: caller.account.day(portal.clock.now()) };
    limiter.count(caller.account.portal_id, caller.kind.app(), caller.kind.plan(), now)
}

/// CRM searches have a limit of their own and show no rate headers.
pub(super) fn is_search(call: &Call) -> bool {
    call.path.starts_with("/crm/") && call.path.trim_end_matches('/').ends_with("/search")
}

pub(super) fn verdict(portal: &Portal, call: &Call, caller: &Caller, usage: &Usage) -> Result<(), ApiError> {
    if portal.scenarios.on(Scenario::DailyLimit) {
        return Err(ApiError::rate_limited("DAILY", "You have reached your daily limit."));
    }
    let forced = portal.scenarios.on(Scenario::RateLimited);
    if !forced && (!usage.exceeded || portal.scenarios.on(Scenario::Unlimited)) {
        return Ok(());
    }
    if is_search(call) && !forced {
        return Err(ApiError::rate_limited("SECONDLY", "You have reached your secondly limit."));
    }
    let group = match caller.kind.plan() {
        Plan::OAuth => "publicapi:oauth-app-api-calls-ten-secondly",
        Plan::Static => "publicapi:private_app-api-calls-ten-secondly",
    };
    let group = format!("{group}:{}:{}", caller.account.portal_id, portal.app.app_id);
    Err(ApiError::rate_limited("TEN_SECONDLY_ROLLING", "You have reached your ten_secondly_rolling limit.")
        .with("groupName", group.into()))
}

pub(super) fn show(headers: &mut HeaderMap, usage: &Usage) {
    insert(headers, "x-hubspot-ratelimit-max", &usage.plan.per_window().to_string());
    insert(headers, "x-hubspot-ratelimit-remaining", &usage.remaining.to_string());
    insert(headers, "x-hubspot-ratelimit-interval-milliseconds", "10000");
    if let Some(daily) = usage.plan.per_day() {
        insert(headers, "x-hubspot-ratelimit-daily", &daily.to_string());
        insert(
            headers,
            "x-hubspot-ratelimit-daily-remaining",
            &daily.saturating_sub(usage.today).to_string(),
        );
    }
}

//! The OAuth server: the consent page for people, the token endpoints for apps.

use axum::{body::Body, http::Response};

use crate::{
    http::{answer::Outcome, call::Call, errors::ApiError},
    portal::Portal,
    state::{counters::count, scenarios::Scenario},
};

mod authorize;
mod form;
mod inspect;
mod page;
mod private_app;
mod scope_words;
mod token;
mod token_error;

/// The pages a browser visits; None for every other path.
pub(crate) fn pages(portal: &Portal, call: &Call) -> Option<Response<Body>> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["oauth", "authorize"]) => Some(authorize::show(portal, call, None)),
        ("GET", ["oauth", portal_id, "authorize"]) => Some(authorize::show(portal, call, Some(portal_id))),
        ("POST", ["oauth", "authorize"]) => Some(authorize::decide(portal, call)),
        _ => None,
    }
}

/// The endpoints an app calls without a portal's token; None for every other path.
pub(crate) fn tokens(portal: &Portal, call: &Call) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let outcome: fn(&Portal, &Call) -> Outcome = match segments.as_slice() {
        ["oauth", "v1" | "v3" | "2026-03" | "2026-09", "token"] => token::exchange,
        ["oauth", "v3" | "2026-03" | "2026-09", "token", "introspect"] => inspect::introspect,
        ["oauth", "v3" | "2026-03" | "2026-09", "token", "revoke"] => inspect::revoke,
        ["oauth", "v1", "access-tokens", _] => inspect::access_token_v1,
        ["oauth", "v1", "refresh-tokens", _] => inspect::refresh_token_v1,
        ["oauth", "v2", "private-apps", "get", "access-token-info"] => private_app::token_info,
        _ => return None,
    };
    count(&portal.counted.token_calls);
    if is_gone(portal, &segments) {
        return Some(Err(ApiError::no_such_path()));
    }
    if portal.scenarios.on(Scenario::TokenServerError) {
        return Some(Err(ApiError::new(503, None, "Service temporarily unavailable")));
    }
    if portal.scenarios.on(Scenario::TokenRateLimited) {
        let error =
            ApiError::new(429, Some("RATE_LIMITS"), "You have reached your ten_secondly_rolling limit.");
        return Some(Err(error.header("retry-after", "60")));
    }
    if !method_fits(call, &segments) {
        return Some(Err(ApiError::wrong_method()));
    }
    Some(outcome(portal, call))
}

fn is_gone(portal: &Portal, segments: &[&str]) -> bool {
    let switch = match segments {
        ["oauth", "2026-09", ..] => Scenario::NoOauth202609,
        ["oauth", "2026-03", ..] => Scenario::NoOauth202603,
        ["oauth", "v3", ..] => Scenario::NoOauthV3,
        ["oauth", "v1", ..] => Scenario::NoOauthV1,
        _ => return false,
    };
    portal.scenarios.on(switch)
}

fn method_fits(call: &Call, segments: &[&str]) -> bool {
    match segments {
        [_, _, "access-tokens", _] => call.method == "GET",
        [_, _, "refresh-tokens", _] => call.method == "GET" || call.method == "DELETE",
        _ => call.method == "POST",
    }
}

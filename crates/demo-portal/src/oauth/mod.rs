//! The OAuth server: a consent page for people, and token endpoints for apps:
//! <https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide>.

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
mod scope_labels;
mod token;
mod token_error;

/// Serves the pages that a browser visits; `None` for other paths.
pub(crate) fn route_page(portal: &Portal, call: &Call) -> Option<Response<Body>> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["oauth", "authorize"]) => Some(authorize::show_consent(portal, call, None)),
        ("GET", ["oauth", portal_id, "authorize"]) => {
            Some(authorize::show_consent(portal, call, Some(portal_id)))
        }
        ("POST", ["oauth", "authorize"]) => Some(authorize::submit_consent(portal, call)),
        _ => None,
    }
}

/// Serves the endpoints that an app calls with its client secret or a static key; `None` for other paths.
pub(crate) fn route_token_call(portal: &Portal, call: &Call) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let handler: fn(&Portal, &Call) -> Outcome = match segments.as_slice() {
        ["oauth", "v1" | "v3" | "2026-03" | "2026-09", "token"] => token::exchange,
        ["oauth", "v3" | "2026-03" | "2026-09", "token", "introspect"] => inspect::introspect,
        ["oauth", "v3" | "2026-03" | "2026-09", "token", "revoke"] => inspect::revoke,
        ["oauth", "v1", "access-tokens", _] => inspect::access_token_v1,
        ["oauth", "v1", "refresh-tokens", _] => inspect::refresh_token_v1,
        ["oauth", "v2", "private-apps", "get", "access-token-info"] => private_app::token_info,
        _ => return None,
    };
    count(&portal.counters.token_calls);
    if is_sunset(portal, &segments) {
        return Some(Err(ApiError::path_not_found()));
    }
    if portal.scenarios.is_on(Scenario::TokenServerError) {
        return Some(Err(ApiError::new(503, None, "Service temporarily unavailable")));
    }
    if portal.scenarios.is_on(Scenario::TokenRateLimited) {
        let error =
            ApiError::new(429, Some("RATE_LIMITS"), "You have reached your ten_secondly_rolling limit.");
        return Some(Err(error.with_header("retry-after", "60")));
    }
    if !is_method_allowed(call, &segments) {
        return Some(Err(ApiError::method_not_allowed()));
    }
    Some(handler(portal, call))
}

/// Whether a scenario has switched off this version of the endpoints.
fn is_sunset(portal: &Portal, segments: &[&str]) -> bool {
    let switch = match segments {
        ["oauth", "2026-09", ..] => Scenario::NoOauth202609,
        ["oauth", "2026-03", ..] => Scenario::NoOauth202603,
        ["oauth", "v3", ..] => Scenario::NoOauthV3,
        ["oauth", "v1", ..] => Scenario::NoOauthV1,
        _ => return false,
    };
    portal.scenarios.is_on(switch)
}

fn is_method_allowed(call: &Call, segments: &[&str]) -> bool {
    match segments {
        [_, _, "access-tokens", _] => call.method == "GET",
        [_, _, "refresh-tokens", _] => call.method == "GET" || call.method == "DELETE",
        _ => call.method == "POST",
    }
}

//! `/demo/control`: lets a person or a script control a portal that was started on the command line.

use std::{str::FromStr, time::Duration};

use axum::http::Method;
use serde::Deserialize;
use serde_json::json;

use crate::{
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::scenarios::Scenario,
};

/// The path of the control endpoint.
pub(crate) const PATH: &str = "/demo/control";

/// What a POST asks for; all fields are optional.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ControlRequest {
    advance_seconds: Option<u64>,
    scenario: Option<String>,
    on: Option<bool>,
    expire_access_tokens: Option<bool>,
}

/// `GET` shows the state, `POST` changes it first. Both are refused to web pages of other origins, and do not
/// exist if control is off.
pub(crate) fn handle(portal: &Portal, call: &Call) -> Outcome {
    if !portal.control {
        return Err(ApiError::path_not_found());
    }
    if is_cross_site(portal, call) {
        return Err(ApiError::new(403, None, "a page of another origin may not steer the demo portal"));
    }
    match call.method {
        Method::GET => Ok(Answer::ok(state_json(portal))),
        Method::POST => {
            let request = serde_json::from_value(call.json()?)
                .map_err(|error| ApiError::new(400, Some("VALIDATION_ERROR"), &error.to_string()))?;
            apply(portal, request)?;
            Ok(Answer::ok(state_json(portal)))
        }
        _ => Err(ApiError::method_not_allowed()),
    }
}

/// Browsers name the origin of a request, scripts do not.
fn is_cross_site(portal: &Portal, call: &Call) -> bool {
    let foreign_origin = call.header("origin").is_some_and(|origin| origin != portal.info.base_url);
    let foreign_site =
        call.header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}

/// Applies all parts of a request or, if one is invalid, none.
fn apply(portal: &Portal, request: ControlRequest) -> Result<(), ApiError> {
    let scenario = request.scenario.map(|name| Scenario::from_str(&name)).transpose();
    let scenario = scenario.map_err(|error| ApiError::not_found(&error.to_string()))?;
    if let Some(seconds) = request.advance_seconds {
        let advanced = portal.clock.advance(Duration::from_secs(seconds));
        advanced.map_err(|error| ApiError::validation(&error.to_string()))?;
    }
    if let Some(scenario) = scenario {
        portal.scenarios.set(scenario, request.on.unwrap_or(true));
    }
    if request.expire_access_tokens == Some(true) {
        let now_ms = portal.clock.now_ms();
        portal.change_grants(|grants| grants.expire_access_tokens(now_ms));
    }
    Ok(())
}

/// Time, counters and scenarios.
fn state_json(portal: &Portal) -> serde_json::Value {
    json!({
        "now": crate::state::clock::iso(portal.clock.now()),
        "counters": portal.counters.read(),
        "scenarios": portal.scenarios.states(),
    })
}

//! `/demo/control`: what a person or a script may do to a portal that was started from the command line.

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

pub(crate) const PATH: &str = "/demo/control";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    advance_seconds: Option<u64>,
    scenario: Option<String>,
    on: Option<bool>,
    expire_access_tokens: Option<bool>,
}

pub(crate) fn answer(portal: &Portal, call: &Call) -> Outcome {
    if !portal.control {
        return Err(ApiError::no_such_path());
    }
    if from_another_site(portal, call) {
        return Err(ApiError::new(403, None, "a page of another origin may not steer the demo portal"));
    }
    match call.method {
        Method::GET => Ok(Answer::ok(state(portal))),
        Method::POST => {
            let order = serde_json::from_value(call.json()?)
                .map_err(|error| ApiError::new(400, Some("VALIDATION_ERROR"), &error.to_string()))?;
            carry_out(portal, order)?;
            Ok(Answer::ok(state(portal)))
        }
        _ => Err(ApiError::wrong_method()),
    }
}

/// A browser names the page that a request comes from; scripts do not.
fn from_another_site(portal: &Portal, call: &Call) -> bool {
    let foreign_origin = call.header("origin").is_some_and(|origin| origin != portal.info.base_url);
    let foreign_site =
        call.header("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    foreign_origin || foreign_site
}

/// All of the order or, where a part of it is refused, nothing.
fn carry_out(portal: &Portal, order: Order) -> Result<(), ApiError> {
    let scenario = order.scenario.map(|name| Scenario::from_str(&name)).transpose();
    let scenario = scenario.map_err(|error| ApiError::not_found(&error.to_string()))?;
    if let Some(seconds) = order.advance_seconds {
        let advanced = portal.clock.advance(Duration::from_secs(seconds));
        advanced.map_err(|error| ApiError::validation(&error.to_string()))?;
    }
    if let Some(scenario) = scenario {
        portal.scenarios.set(scenario, order.on.unwrap_or(true));
    }
    if order.expire_access_tokens == Some(true) {
        let now_ms = portal.clock.now_ms();
        portal.change_grants(|grants| grants.expire_access_tokens(now_ms));
    }
    Ok(())
}

fn state(portal: &Portal) -> serde_json::Value {
    json!({
        "now": crate::state::clock::iso(portal.clock.now()),
        "counters": portal.counted.read(),
        "scenarios": portal.scenarios.states(),
    })
}

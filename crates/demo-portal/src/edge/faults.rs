//! What the scenarios do to calls: answers that never come from a handler, refusals, and damaged bodies.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Method, Response, StatusCode, header},
};
use futures_util::{StreamExt, stream};
use serde_json::json;

use super::respond;
use crate::{
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::{accounts::Account, caller::Caller, scenarios::Scenario},
};

/// Long enough for the head of the answer to leave the machine.
const BEFORE_CUT: std::time::Duration = std::time::Duration::from_millis(100);

/// Failures that happen before HubSpot looks at the credential.
pub(super) fn instead_of_answer(portal: &Portal, call: &Call) -> Option<Response<Body>> {
    let on = |scenario| portal.scenarios.on(scenario);
    if on(Scenario::RedirectToOtherHost) {
        return Some(redirect(portal, call));
    }
    let error = if on(Scenario::ServerError) {
        ApiError::new(500, None, "internal error")
    } else if on(Scenario::BadGateway) {
        ApiError::bad_gateway()
    } else if on(Scenario::Maintenance) {
        ApiError::new(503, None, "Service temporarily unavailable")
    } else {
        return None;
    };
    Some(respond::write(portal, Err(error)))
}

/// The same server by another name: a client that follows is seen, and has lost its token.
fn redirect(portal: &Portal, call: &Call) -> Response<Body> {
    let query = if call.raw_query.is_empty() { String::new() } else { format!("?{}", call.raw_query) };
    let location = format!("http://localhost:{}{}{query}", portal.port, call.path);
    let error = ApiError::new(302, None, "moved").header("location", location);
    respond::write(portal, Err(error))
}

/// Refusals that depend on who calls.
pub(super) fn refusal(portal: &Portal, call: &Call, caller: &Caller) -> Result<(), ApiError> {
    let on = |scenario| portal.scenarios.on(scenario);
    if on(Scenario::WrongHublet) {
        return Err(wrong_hublet(caller.account));
    }
    if on(Scenario::Migration) {
        let error = ApiError::new(
            477,
            Some("MIGRATION_IN_PROGRESS"),
            "Account is being migrated to another data center",
        );
        return Err(error.header("retry-after", "30"));
    }
    if on(Scenario::UserPermissions) {
        return Err(ApiError::user_lacks_permission());
    }
    if on(Scenario::Locked) && call.method != Method::GET {
        let error =
            ApiError::new(423, Some("LOCKED"), "The resource is locked, try again in about two seconds");
        return Err(error);
    }
    Ok(())
}

/// 488 is HubSpot's own status for it.
fn wrong_hublet(account: &Account) -> ApiError {
    let other = if account.hublet == "eu1" { "na1" } else { "eu1" };
    let portal_id = account.portal_id;
    let message =
        format!("Hub {portal_id} is unknown to this Hublet, but it appears to exist in Hublet {other}");
    ApiError::new(488, None, &message).with("correctHublet", json!(other))
}

/// Spoils the body of an API answer.
pub(super) fn damaged(portal: &Portal, response: Response<Body>) -> Response<Body> {
    if portal.scenarios.on(Scenario::EmptyBody) {
        return with_body(response, Body::empty());
    }
    if portal.scenarios.on(Scenario::BrokenBody) {
        return with_body(
            response,
            Body::from("{\"results\": [{\"id\": \"101\", \"properties\": {\"email\": "),
        );
    }
    if portal.scenarios.on(Scenario::CutBody) {
        return cut(response);
    }
    response
}

/// What the scenarios do to the token endpoints' answers, after their work is done.
pub(super) fn token_answer(portal: &Portal, response: Response<Body>) -> Response<Body> {
    if portal.scenarios.on(Scenario::TokenConnectionCut) { cut(response) } else { response }
}

fn with_body(mut response: Response<Body>, body: Body) -> Response<Body> {
    *response.status_mut() = StatusCode::OK;
    *response.body_mut() = body;
    response
}

/// Announces more than it sends, then breaks the connection once the beginning is on its way.
fn cut(mut response: Response<Body>) -> Response<Body> {
    let begun = stream::once(async { Ok(Bytes::from_static(b"{\"results\":[")) });
    let broken = stream::once(async {
        tokio::time::sleep(BEFORE_CUT).await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    *response.body_mut() = Body::from_stream(begun.chain(broken));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("4096"));
    response
}

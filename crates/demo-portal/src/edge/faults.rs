//! The faults that scenarios inject: responses in place of a handler's, refusals, and corrupted bodies.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Method, Response, StatusCode, header},
};
use futures_util::{StreamExt, stream};

use super::respond;
use crate::{
    http::{call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::Caller,
        scenarios::{Scenario, wrong_hublet},
    },
};

/// Long enough for the response head to be sent before the connection is cut.
const DELAY_BEFORE_CUT: std::time::Duration = std::time::Duration::from_millis(100);

/// The response of a failure that happens before HubSpot looks at the credential, if such a scenario is on.
pub(super) fn response(portal: &Portal, call: &Call) -> Option<Response<Body>> {
    let on = |scenario| portal.scenarios.is_on(scenario);
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

/// Redirects to the same server under another host name. A client that follows shows up in the counters, and
/// has leaked its token.
fn redirect(portal: &Portal, call: &Call) -> Response<Body> {
    let query = if call.raw_query.is_empty() { String::new() } else { format!("?{}", call.raw_query) };
    let location = format!("http://localhost:{}{}{query}", portal.port, call.path);
    let error = ApiError::new(302, None, "moved").with_header("location", location);
    respond::write(portal, Err(error))
}

/// Refuses a call because of a scenario that depends on the caller.
///
/// # Errors
///
/// The response of the scenario that is on.
pub(super) fn refuse(portal: &Portal, call: &Call, caller: &Caller) -> Result<(), ApiError> {
    let on = |scenario| portal.scenarios.is_on(scenario);
    if on(Scenario::WrongHublet) {
        return Err(wrong_hublet(caller.account));
    }
    if on(Scenario::Migration) {
        let error = ApiError::new(
            477,
            Some("MIGRATION_IN_PROGRESS"),
            "Account is being migrated to another data center",
        );
        return Err(error.with_header("retry-after", "30"));
    }
    if on(Scenario::UserPermissions) {
        return Err(ApiError::user_permission_missing());
    }
    if on(Scenario::Locked) && call.method != Method::GET {
        let error =
            ApiError::new(423, Some("LOCKED"), "The resource is locked, try again in about two seconds");
        return Err(error);
    }
    Ok(())
}

/// Corrupts the body of an API response, if a scenario says so.
pub(super) fn corrupt(portal: &Portal, response: Response<Body>) -> Response<Body> {
    if portal.scenarios.is_on(Scenario::EmptyBody) {
        return with_body(response, Body::empty());
    }
    if portal.scenarios.is_on(Scenario::BrokenBody) {
        return with_body(
            response,
            Body::from("{\"results\": [{\"id\": \"101\", \"properties\": {\"email\": "),
        );
    }
    if portal.scenarios.is_on(Scenario::CutBody) {
        return cut_connection(response);
    }
    response
}

/// Corrupts the response of a token endpoint, whose work is done by then.
pub(super) fn corrupt_token_response(portal: &Portal, response: Response<Body>) -> Response<Body> {
    if portal.scenarios.is_on(Scenario::TokenConnectionCut) { cut_connection(response) } else { response }
}

fn with_body(mut response: Response<Body>, body: Body) -> Response<Body> {
    *response.status_mut() = StatusCode::OK;
    *response.body_mut() = body;
    response
}

/// Announces more bytes than it sends, then breaks the connection.
fn cut_connection(mut response: Response<Body>) -> Response<Body> {
    let begun = stream::once(async { Ok(Bytes::from_static(b"{\"results\":[")) });
    let broken = stream::once(async {
        tokio::time::sleep(DELAY_BEFORE_CUT).await;
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
    });
    *response.body_mut() = Body::from_stream(begun.chain(broken));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("4096"));
    response
}

//! What every request passes: host, size, scenarios, credential, limits, scopes. Then it is handed to a
//! handler.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode, Uri, header},
    response::IntoResponse,
};

use crate::{
    api::{self, control, generic},
    http::{answer::Outcome, call::Call, errors::ApiError},
    oauth,
    portal::Portal,
    state::{caller::Caller, counters::count, rate_limit::Usage, scenarios::Scenario},
};

mod failures;
mod faults;
mod identify;
mod limits;
pub(crate) mod listed;
mod respond;
mod scopes;

/// HubSpot's servers refuse longer paths and queries.
const MAX_URI_BYTES: usize = 8 * 1024;
/// Larger request bodies are refused.
const MAX_BODY_BYTES: usize = 12 * 1024 * 1024;
/// How long a client may take to send a body, which comes from the same computer.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// Answers one request.
pub(crate) async fn handle(State(portal): State<Arc<Portal>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if host != Some(portal.host.as_str()) {
        count(&portal.counters.foreign_host_requests);
        return (StatusCode::MISDIRECTED_REQUEST, "this server answers only for its own address\n")
            .into_response();
    }
    if uri_length(&parts.uri) > MAX_URI_BYTES {
        return respond::write(&portal, Err(ApiError::uri_too_long()));
    }
    let body = match tokio::time::timeout(BODY_TIMEOUT, axum::body::to_bytes(body, MAX_BODY_BYTES)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return respond::write(&portal, Err(ApiError::payload_too_large())),
        Err(_) => {
            return respond::write(&portal, Err(ApiError::new(408, None, "the body did not come in time")));
        }
    };
    let uri = parts.uri;
    let call = Call::new(parts.method, uri.path(), uri.query().unwrap_or_default(), parts.headers, body);
    route(&portal, &call).await
}

fn uri_length(uri: &Uri) -> usize {
    uri.path_and_query().map_or(0, |path| path.as_str().len())
}

/// Control and consent pages are answered at once; token endpoints and the API after the configured latency.
async fn route(portal: &Portal, call: &Call) -> Response<Body> {
    if call.path == control::PATH {
        return respond::write(portal, control::handle(portal, call));
    }
    if let Some(page) = oauth::route_page(portal, call) {
        return page;
    }
    portal.sleep(portal.latency).await;
    if let Some(outcome) = oauth::route_token_call(portal, call) {
        return faults::corrupt_token_response(portal, respond::write(portal, outcome));
    }
    handle_api_call(portal, call).await
}

/// Answers an API call, with the faults that scenarios inject.
async fn handle_api_call(portal: &Portal, call: &Call) -> Response<Body> {
    count(&portal.counters.api_calls);
    if portal.scenarios.is_on(Scenario::Slow) {
        portal.sleep(Duration::from_secs(3)).await;
    }
    if portal.scenarios.is_on(Scenario::Hanging) {
        portal.sleep(Duration::from_hours(1)).await;
    }
    failures::begin(portal, call);
    let early = faults::response(portal, call).or_else(|| failures::response_before_hubspot(portal, call));
    if let Some(response) = early {
        return response;
    }
    let (outcome, usage) = check_and_dispatch(portal, call);
    let mut response = respond::write(portal, outcome);
    if let Some(usage) = usage {
        limits::set_headers(response.headers_mut(), &usage);
    }
    faults::corrupt(portal, response)
}

/// Applies the checks in HubSpot's order: credential, rate limit, account, scopes. An unknown path counts against the
/// limit. The usage is for the response headers, which
/// searches and associations do not have, nor what is refused for its credential: nobody's limit is known there.
fn check_and_dispatch(portal: &Portal, call: &Call) -> (Outcome, Option<Usage>) {
    let caller = match identify::identify(portal, call) {
        Ok(caller) => caller,
        Err(error) => return (Err(error), None),
    };
    let usage = limits::count_call(portal, call, &caller);
    let outcome = limits::enforce(portal, call, &caller, &usage)
        .and_then(|()| faults::refuse(portal, call, &caller))
        .and_then(|()| scopes::check(portal, call, &caller))
        .and_then(|()| dispatch(portal, call, &caller))
        .map(|answer| failures::amend(portal, call, &caller, answer));
    let is_known = !matches!(&outcome, Err(error) if error.status == StatusCode::UNAUTHORIZED);
    (outcome, (is_known && limits::has_headers(call)).then_some(usage))
}

/// Hands a call to the part of the API that serves its path, or makes up an answer.
fn dispatch(portal: &Portal, call: &Call, caller: &Caller) -> Outcome {
    api::route(portal, call, caller).unwrap_or_else(|| generic::handle(call))
}

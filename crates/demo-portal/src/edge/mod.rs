//! Every request comes in here: host check, size, scenarios, credential, limits, scopes; then it is handed on.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Response, StatusCode, Uri, header},
    response::IntoResponse,
};

use crate::{
    api::{account_info, control, crm, generic, legacy},
    http::{answer::Outcome, call::Call, errors::ApiError},
    oauth,
    portal::Portal,
    state::{caller::Caller, counters::count, scenarios::Scenario},
};

mod faults;
mod identify;
mod limits;
mod respond;
mod scopes;

/// HubSpot's servers refuse longer request lines.
const MAX_URI_BYTES: usize = 8 * 1024;
const MAX_BODY_BYTES: usize = 12 * 1024 * 1024;
/// The body of a request comes from the same computer.
const BODY_LIMIT: Duration = Duration::from_secs(10);

pub(crate) async fn handle(State(portal): State<Arc<Portal>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
    if host != Some(portal.host.as_str()) {
        count(&portal.counted.foreign_host_requests);
        return (StatusCode::MISDIRECTED_REQUEST, "this server answers only for its own address\n")
            .into_response();
    }
    if uri_length(&parts.uri) > MAX_URI_BYTES {
        return respond::write(&portal, Err(ApiError::uri_too_long()));
    }
    let body = match tokio::time::timeout(BODY_LIMIT, axum::body::to_bytes(body, MAX_BODY_BYTES)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return respond::write(&portal, Err(ApiError::too_large())),
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

async fn route(portal: &Portal, call: &Call) -> Response<Body> {
    if call.path == control::PATH {
        return respond::write(portal, control::answer(portal, call));
    }
    if let Some(page) = oauth::pages(portal, call) {
        return page;
    }
    portal.pause(portal.latency).await;
    if let Some(outcome) = oauth::tokens(portal, call) {
        return faults::token_answer(portal, respond::write(portal, outcome));
    }
    api(portal, call).await
}

/// An API call, with what may go wrong on its way.
async fn api(portal: &Portal, call: &Call) -> Response<Body> {
    count(&portal.counted.api_calls);
    if portal.scenarios.on(Scenario::Slow) {
        portal.pause(Duration::from_secs(3)).await;
    }
    if portal.scenarios.on(Scenario::Hanging) {
        portal.pause(Duration::from_hours(1)).await;
    }
    if let Some(response) = faults::instead_of_answer(portal, call) {
        return response;
    }
    let (outcome, usage) = checked(portal, call);
    let mut response = respond::write(portal, outcome);
    if let Some(usage) = usage {
        limits::show(response.headers_mut(), &usage);
    }
    faults::damaged(portal, response)
}

/// The checks in HubSpot's order: does the path exist, who is calling, may it, how often.
fn checked(portal: &Portal, call: &Call) -> (Outcome, Option<crate::state::rate_limit::Usage>) {
    let caller = match identify::identify(portal, call) {
        Ok(caller) => caller,
        Err(error) => return (Err(error), None),
    };
    let usage = limits::count_call(portal, call, &caller);
    let outcome = limits::verdict(portal, call, &caller, &usage)
        .and_then(|()| faults::refusal(portal, call, &caller))
        .and_then(|()| scopes::check(portal, call, &caller))
        .and_then(|()| dispatch(portal, call, &caller));
    (outcome, (!limits::is_search(call)).then_some(usage))
}

fn dispatch(portal: &Portal, call: &Call, caller: &Caller) -> Outcome {
    account_info::answer(portal, call, caller)
        .or_else(|| crm::answer(portal, call, caller))
        .or_else(|| legacy::answer(portal, call, caller))
        .unwrap_or_else(|| generic::answer(call))
}

//! The API: one module for each part of HubSpot's, each of which serves calls that the edge has let through.

pub(crate) mod account_info;
pub(crate) mod control;
pub(crate) mod crm;
mod files;
pub(crate) mod generic;
mod hubdb;
mod legacy;
mod lists;
mod marketing;
mod shared;

use crate::{
    http::{answer::Outcome, call::Call},
    portal::Portal,
    state::caller::Caller,
};

/// Hands a call to the part of the API that serves its path; `None` for what the portal has no data for.
pub(crate) fn route(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    account_info::route(portal, call, caller)
        .or_else(|| crm::route(portal, call, caller))
        .or_else(|| route_shared(portal, call, caller))
}

/// The parts that share their context.
fn route_shared(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    let context = shared::Context { portal, call, caller };
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let method = call.method.as_str();
    legacy::route(&context, method, &segments)
        .or_else(|| lists::route(&context, method, &segments))
        .or_else(|| marketing::route(&context, method, &segments))
        .or_else(|| files::route(&context, method, &segments))
        .or_else(|| hubdb::route(&context, method, &segments))
}

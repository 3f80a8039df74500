//! APIs that HubSpot has superseded but users still meet: contacts v1, engagements v1, and the call outcomes
//! of calling v1. They work on the same records as the CRM API.

mod contacts_v1;
mod engagements_v1;

use serde_json::{Value, json};

use crate::{
    crm::properties::CALL_OUTCOMES,
    http::{
        answer::{Answer, Outcome},
        call::Call,
        errors::ApiError,
    },
    portal::Portal,
    state::caller::Caller,
};

/// Serves the legacy paths; `None` for other paths.
pub(crate) fn route(portal: &Portal, call: &Call, caller: &Caller) -> Option<Outcome> {
    let segments = call.segments();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["calling", "v1", "dispositions"]) => Some(Ok(Answer::ok(dispositions()))),
        (_, ["owners", "v2", ..]) => Some(Err(owners_v2_sunset())),
        (method, ["contacts", "v1", rest @ ..]) => contacts_v1::route(portal, call, caller, method, rest),
        (method, ["engagements", "v1", "engagements", rest @ ..]) => {
            engagements_v1::route(portal, call, caller, method, rest)
        }
        _ => None,
    }
}

/// Owners v2 has been switched off; HubSpot answers so whatever the credential.
fn owners_v2_sunset() -> ApiError {
    ApiError::new(401, None, "Any of the listed authentication credentials are missing")
}

fn dispositions() -> Value {
    CALL_OUTCOMES.iter().map(|(id, label)| json!({"id": id, "label": label, "deleted": false})).collect()
}

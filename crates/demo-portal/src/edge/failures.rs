//! Lets the failures of scenarios begin, and applies their effects to calls.

use axum::{body::Body, http::Response};

use super::{identify, respond};
use crate::{
    crm::{object_types::object_type, store::Crm},
    http::{answer::Answer, call::Call, errors::ApiError},
    portal::Portal,
    state::{
        caller::Caller,
        scenarios::{Effect, StoredRecord},
    },
};

/// How long ago a token expired when its scenario begins.
const EXPIRED_FOR_MS: i64 = 180_000;

/// Lets what is on begin, before a call is looked at. Connecting learns whom a credential belongs to, which begins nothing.
pub(super) fn begin(portal: &Portal, call: &Call) {
    let failures = portal.scenarios.failures();
    if failures.is_empty() || asks_whose_credential(call) {
        return;
    }
    let caller = identify::identify(portal, call).ok();
    let portal_id = caller.as_ref().map_or(0, |caller| caller.account.portal_id);
    for id in failures {
        let is_new = portal.scenarios.begin(id, portal_id);
        for effect in id.failure().effects {
            match effect {
                Effect::Revoke => change_token(portal, call, Change::Revoke),
                Effect::Expire => change_token(portal, call, Change::Expire),
                Effect::Create(_) | Effect::Archive(..) if is_new => {
                    change_records(portal, caller.as_ref(), effect);
                }
                _ => {}
            }
        }
    }
}

fn asks_whose_credential(call: &Call) -> bool {
    call.path.starts_with("/account-info/") || call.path == "/integrations/v1/me"
}

/// What happens to the access token of a call.
#[derive(Clone, Copy)]
enum Change {
    Revoke,
    Expire,
}

fn change_token(portal: &Portal, call: &Call, change: Change) {
    let Some(token) = identify::bearer_token(call) else { return };
    let now_ms = portal.clock.now_ms();
    portal.change_grants(|grants| match change {
        Change::Revoke => grants.uninstall_by_token(token),
        Change::Expire => grants.expire_access_token(token, now_ms - EXPIRED_FOR_MS),
    });
}

fn change_records(portal: &Portal, caller: Option<&Caller>, effect: &Effect) {
    let Some(caller) = caller else { return };
    let now_ms = portal.clock.now_ms();
    portal.with_crm(caller.account, |crm| match effect {
        Effect::Create(record) => create(crm, record, now_ms),
        Effect::Archive(object, id) => _ = crm.archive(object_type(object), *id, now_ms),
        _ => {}
    });
}

fn create(crm: &mut Crm, record: &StoredRecord, now_ms: i64) {
    let kind = object_type(record.object);
    let exists = record.values.first().is_some_and(|(name, value)| crm.find_by(kind, name, value).is_some());
    if !exists {
        let values = record.values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        crm.insert(kind, values.collect(), now_ms - record.age_ms);
    }
}

/// The answer of what stands before HubSpot, which knows no headers of HubSpot's.
pub(super) fn response_before_hubspot(portal: &Portal, call: &Call) -> Option<Response<Body>> {
    let refusal = portal.scenarios.begun_effects().find_map(|effect| match effect {
        Effect::Edge(answer) => answer(call),
        _ => None,
    });
    let mut response = respond::write(portal, Err(refusal?));
    let headers = response.headers_mut();
    headers.remove("x-hubspot-correlation-id");
    headers.remove("x-request-id");
    headers.insert("server", axum::http::HeaderValue::from_static("cloudflare"));
    Some(response)
}

/// Refuses a call of a known caller.
///
/// # Errors
///
/// The refusal of a scenario that has begun.
pub(super) fn refuse(
    portal: &Portal,
    call: &Call,
    caller: &Caller,
    any_of: &[Vec<String>],
) -> Result<(), ApiError> {
    let asked = portal.scenarios.asked(call, caller, any_of);
    portal.scenarios.refusal(&asked).map_or(Ok(()), Err)
}

/// Changes an answer, if a scenario says so.
pub(super) fn amend(portal: &Portal, call: &Call, caller: &Caller, mut answer: Answer) -> Answer {
    let asked = portal.scenarios.asked(call, caller, &[]);
    for effect in portal.scenarios.effects() {
        if let Effect::Amend(change) = effect {
            change(&asked, &mut answer);
        }
    }
    answer
}

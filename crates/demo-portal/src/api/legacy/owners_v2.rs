//! `/owners/v2`: the owners of the CRM API, with other names.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, not_found},
    values::millis,
};
use crate::{
    crm::{owner::Owner, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::{accounts::ACCOUNTS_CREATED_AT, scenarios::Scenario},
};

/// Serves paths below `/owners/v2`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    if context.portal.scenarios.is_on(Scenario::SwitchedOffApis) {
        return Some(Err(switched_off()));
    }
    Some(match (method, rest) {
        ("GET", ["owners"]) => list(context),
        ("GET", ["owners", id]) => context.with_crm(|crm| {
            let found = crm.owners.iter().find(|owner| owner.id.to_string() == *id);
            let found = found.ok_or_else(|| not_found(&format!("Owner with id {id} not found")))?;
            Ok(Answer::ok(to_json(crm, found)))
        }),
        _ => return None,
    })
}

/// HubSpot answers so whatever the credential.
fn switched_off() -> ApiError {
    ApiError::new(401, None, "Any of the listed authentication credentials are missing")
}

fn list(context: &Context) -> Outcome {
    let email = context.call.query_value("email").filter(|email| !email.is_empty());
    context.with_crm(|crm| {
        let wanted = |owner: &&Owner| email.is_none_or(|email| owner.email.eq_ignore_ascii_case(email));
        let shown: Vec<Value> = crm.owners.iter().filter(wanted).map(|owner| to_json(crm, owner)).collect();
        Ok(Answer::ok(shown.into()))
    })
}

fn to_json(crm: &Crm, owner: &Owner) -> Value {
    let (portal_id, created_ms) = (crm.account.portal_id, millis(ACCOUNTS_CREATED_AT));
    json!({
        "portalId": portal_id,
        "ownerId": owner.id,
        "type": "PERSON",
        "firstName": owner.first_name,
        "lastName": owner.last_name,
        "email": owner.email,
        "createdAt": created_ms,
        "updatedAt": millis(crate::crm::owner::OWNERS_UPDATED_AT),
        "remoteList": [{
            "id": owner.id * 10,
            "portalId": portal_id,
            "ownerId": owner.id,
            "remoteId": owner.user_id.to_string(),
            "remoteType": "HUBSPOT",
            "active": true,
        }],
        "hasContactsAccess": true,
        "isActive": true,
        "activeUserId": owner.user_id,
        "userIdIncludingInactive": owner.user_id,
    })
}

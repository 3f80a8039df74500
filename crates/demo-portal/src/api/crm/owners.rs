//! Owners: list and read.

use serde_json::{Value, json};

use super::{context::Context, inputs};
use crate::{
    crm::owner::{OWNERS_UPDATED_AT, Owner},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::accounts::ACCOUNTS_CREATED_AT,
};

/// Serves paths below `/owners`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    match (method, rest) {
        ("GET", []) => Some(list(context)),
        ("GET", [id]) => Some(read(context, id)),
        _ => None,
    }
}

fn list(context: &Context) -> Outcome {
    let limit = inputs::page_size(context.call, 100, 500)?;
    let after = inputs::cursor(context.call)?.unwrap_or_default();
    let email = context.call.query_value("email").filter(|email| !email.is_empty());
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let wanted = |owner: &&Owner| {
            !archived
                && owner.id >= after
                && email.is_none_or(|email| owner.email.eq_ignore_ascii_case(email))
        };
        let mut owners = crm.owners.iter().filter(wanted);
        let results: Vec<Value> = owners.by_ref().take(limit).map(to_json).collect();
        let mut body = json!({"results": results});
        if let Some(next) = owners.next() {
            body["paging"] = inputs::next_page(context, &next.id.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn read(context: &Context, id: &str) -> Outcome {
    let by_user = context.call.query_value("idProperty") == Some("userId");
    context.with_crm(|crm| {
        let matches = |owner: &&Owner| {
            if by_user { owner.user_id.to_string() == id } else { owner.id.to_string() == id }
        };
        crm.owners
            .iter()
            .find(matches)
            .map(|owner| Answer::ok(to_json(owner)))
            .ok_or_else(|| ApiError::not_found(&format!("Owner with id {id} not found")))
    })
}

fn to_json(owner: &Owner) -> Value {
    json!({
        "id": owner.id.to_string(),
        "email": owner.email,
        "type": "PERSON",
        "firstName": owner.first_name,
        "lastName": owner.last_name,
        "userId": owner.user_id,
        "userIdIncludingInactive": owner.user_id,
        "createdAt": ACCOUNTS_CREATED_AT,
        "updatedAt": OWNERS_UPDATED_AT,
        "archived": false,
        "teams": [{"id": "4182", "name": owner.team, "primary": true}],
    })
}

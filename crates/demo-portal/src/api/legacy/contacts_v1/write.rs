//! Create, update, merge and delete.

use serde_json::{Value, json};

use super::{
    super::{
        super::shared::{Context, as_id, invalid, not_found},
        values,
    },
    DOES_NOT_EXIST, by_email, by_vid, contacts,
    shape::View,
};
use crate::{
    crm::{record::Record, store::Crm, values::Values},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// As many contacts as a batch may have.
const MAX_BATCH: usize = 1000;

fn written(crm: &Crm, body: &Value) -> Result<Values, ApiError> {
    values::written(crm, contacts(), body.get("properties"), "property")
}

fn email_of(values: &Values) -> Option<&str> {
    values.iter().find(|(name, value)| name == "email" && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// Creates a contact, and shows it as its profile does.
pub(super) fn create(context: &Context) -> Outcome {
    let (now_ms, view) = (context.now_ms(), View::of_profile(context));
    context.with_crm(|crm| {
        let values = written(crm, &context.call.json()?)?;
        refuse_taken(crm, &values, None)?;
        let id = crm.insert(contacts(), values, now_ms).id;
        Ok(Answer::ok(super::shape::contact(crm, by_vid(crm, &id.to_string())?, &view)))
    })
}

/// 409 if another contact has the email address.
fn refuse_taken(crm: &Crm, values: &Values, own: Option<u64>) -> Result<(), ApiError> {
    let Some(email) = email_of(values) else { return Ok(()) };
    let other = crm.find_by(contacts(), "email", email).filter(|other| Some(other.id) != own);
    other.map_or(Ok(()), |other| Err(already_exists(other, email)))
}

fn already_exists(existing: &Record, email: &str) -> ApiError {
    let identity =
        json!([{"value": email, "type": "EMAIL", "timestamp": existing.created_ms, "isPrimary": true}]);
    ApiError::new(409, None, "Contact already exists")
        .with_field(
            "identityProfile",
            json!({"vid": existing.id, "identity": identity, "linkedVid": [], "isContact": true}),
        )
        .with_field("error", "CONTACT_EXISTS".into())
}

/// Updates a contact.
pub(super) fn update(context: &Context, find: impl Fn(&Crm) -> Result<&Record, ApiError>) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = find(crm)?.id;
        let values = written(crm, &context.call.json()?)?;
        refuse_taken(crm, &values, Some(id))?;
        crm.update(contacts(), id, values, now_ms);
        Ok(Answer::no_content())
    })
}

/// Updates the contact with this email address, or creates one.
pub(super) fn create_or_update(context: &Context, email: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let values = written(crm, &context.call.json()?)?;
        let found = by_email(crm, email).ok().map(|record| record.id);
        let id = upsert(crm, found, email, values, now_ms);
        Ok(Answer::ok(json!({"vid": id, "isNew": found.is_none()})))
    })
}

fn upsert(crm: &mut Crm, found: Option<u64>, email: &str, mut values: Values, now_ms: i64) -> u64 {
    if let Some(id) = found {
        crm.update(contacts(), id, values, now_ms);
        return id;
    }
    if email_of(&values).is_none() {
        values.push(("email".into(), email.to_lowercase()));
    }
    crm.insert(contacts(), values, now_ms).id
}

/// Updates or creates many contacts by vid or email address: all of them, or none if one is invalid.
pub(super) fn batch(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let Value::Array(inputs) = context.call.json()? else {
            return Err(invalid("a list of contacts was expected"));
        };
        if inputs.len() > MAX_BATCH {
            return Err(invalid(&format!("a batch has at most {MAX_BATCH} contacts")));
        }
        crm.all_or_nothing(|crm| inputs.iter().try_for_each(|input| batch_entry(crm, input, now_ms)))?;
        Ok(Answer::accepted())
    })
}

fn batch_entry(crm: &mut Crm, input: &Value, now_ms: i64) -> Result<(), ApiError> {
    let values = written(crm, input)?;
    if let Some(vid) = input.get("vid").and_then(as_id) {
        let updated = crm.update(contacts(), vid, values, now_ms);
        return updated.map(drop).ok_or_else(|| not_found(DOES_NOT_EXIST));
    }
    let email = input.get("email").and_then(Value::as_str);
    let email = email.ok_or_else(|| invalid("each contact needs a vid or an email"))?;
    let found = by_email(crm, email).ok().map(|record| record.id);
    upsert(crm, found, email, values, now_ms);
    Ok(())
}

/// Merges another contact into this one.
pub(super) fn merge(context: &Context, vid: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let other = body.get("vidToMerge").and_then(as_id);
        let other = other.ok_or_else(|| ApiError::missing_fields(&["vidToMerge"]))?;
        let id = by_vid(crm, vid)?.id;
        crm.merge(contacts(), id, other, now_ms).ok_or_else(|| not_found(DOES_NOT_EXIST))?;
        Ok(Answer::ok("SUCCESS".into()))
    })
}

/// Archives a contact.
pub(super) fn delete(context: &Context, vid: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = by_vid(crm, vid)?.id;
        crm.archive(contacts(), id, now_ms);
        Ok(Answer::ok(json!({"vid": id, "deleted": true, "reason": "OK"})))
    })
}

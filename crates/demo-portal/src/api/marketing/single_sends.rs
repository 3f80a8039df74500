//! Emails to one person: `/marketing/v3/transactional/single-email`, `/marketing/v4/email/single-send` and their dated twins,
//! the older `/email/public/v1/singleEmail`, and what became of a send. Nothing leaves the portal; the message has the events
//! that `/email/public/v1/events` reads.

use serde_json::{Map, Value, json};

use super::super::shared::{Context, invalid, is_dated};
use crate::{
    crm::{email::EmailEvent, object_types::object_type, single_sends::SingleSend, store::Crm, validate},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::id_text,
    },
    state::clock::iso_ms,
};

/// Serves a send; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    let is_send = match segments {
        ["marketing", "v3", "transactional", "single-email", "send"]
        | ["marketing", "v4", "email", "single-send"]
        | ["email", "public", "v1", "singleEmail", "send"] => true,
        ["marketing", "transactional", version, "single-email", "send"]
        | ["marketing", "email-campaigns", version, "single-send"] => is_dated(version),
        _ => false,
    };
    match (method, segments) {
        ("POST", ["email", ..]) if is_send => Some(send_v1(context)),
        ("POST", _) if is_send => Some(send(context)),
        ("GET", ["marketing", "v3", "email", "send-statuses", id]) => Some(status(context, id)),
        _ => None,
    }
}

/// What a body asks for.
struct Wanted {
    email: String,
    to: String,
    send_id: Option<String>,
}

fn wanted(body: &Value) -> Result<Wanted, ApiError> {
    let email =
        body.get("emailId").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["emailId"]))?;
    let message = body.get("message").ok_or_else(|| ApiError::missing_fields(&["message"]))?;
    let to = message["to"].as_str().ok_or_else(|| ApiError::missing_fields(&["to"]))?;
    Ok(Wanted { email, to: to.to_owned(), send_id: message["sendId"].as_str().map(str::to_owned) })
}

/// Sends, and sets the contact's properties; drafts can be sent too.
fn perform(
    crm: &mut Crm,
    wanted: &Wanted,
    properties: &Map<String, Value>,
    now_ms: i64,
    unknown: impl Fn() -> ApiError,
) -> Result<SingleSend, ApiError> {
    let email = crm.email.live_emails().find(|email| email.id.to_string() == wanted.email);
    let email = email.map(|email| email.id).ok_or_else(unknown)?;
    let contacts = object_type("contacts");
    let values = validate::check_values(crm, contacts, properties)?;
    let send = crm.send_single(email, &wanted.to, wanted.send_id.as_deref(), now_ms);
    if send.event.is_some() {
        let contact = crm.contact_with_email(&wanted.to, now_ms);
        crm.update(contacts, contact, values, now_ms);
    }
    Ok(send)
}

/// From version 3 on a send is told by its status id, and done later.
fn send(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let wanted = wanted(&body)?;
    let properties = body["contactProperties"].as_object().cloned().unwrap_or_default();
    context.with_crm(|crm| {
        let unknown = || ApiError::not_found(&format!("No email was found with id {}", wanted.email));
        let send = perform(crm, &wanted, &properties, now_ms, unknown)?;
        Ok(Answer::ok(json!({
            "requestedAt": iso_ms(now_ms), "statusId": send.status_id, "status": "PENDING",
        })))
    })
}

/// Version 1 answers with what became of it. Its properties are a list.
fn send_v1(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let body = Value::Object(context.call.json_object()?);
    let wanted = wanted(&body)?;
    let listed = body["contactProperties"].as_array().map_or(&[][..], Vec::as_slice);
    let pair = |entry: &Value| Some((entry["name"].as_str()?.to_owned(), entry.get("value")?.clone()));
    let properties = listed.iter().filter_map(pair).collect();
    context.with_crm(|crm| {
        let unknown = || invalid(&format!("No email was found with id {}", wanted.email));
        let send = perform(crm, &wanted, &properties, now_ms, unknown)?;
        let mut shown = json!({"sendResult": send.result.word()});
        if let Some(id) = &send.event {
            shown["eventId"] = json!({"id": id, "created": send.at_ms});
        }
        Ok(Answer::ok(shown))
    })
}

/// A send is done as soon as its status is asked for.
fn status(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let send = crm
            .single_sends
            .find(id)
            .ok_or_else(|| ApiError::not_found(&format!("No send was found with id {id}")))?;
        let at = iso_ms(send.at_ms);
        let mut shown = json!({
            "statusId": send.status_id,
            "status": "COMPLETE",
            "sendResult": send.result.word(),
            "requestedAt": at,
            "startedAt": at,
            "completedAt": at,
        });
        let is = |event: &&EmailEvent| Some(&event.id) == send.event.as_ref();
        if let Some(event) = crm.email.events.iter().rev().find(is) {
            shown["eventId"] = json!({"id": event.id, "created": iso_ms(event.at_ms)});
        }
        Ok(Answer::ok(shown))
    })
}

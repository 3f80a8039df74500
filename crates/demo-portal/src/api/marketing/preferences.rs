//! `/communication-preferences`, versions 3 and 4 with its dated twins: the subscriptions of the older API, with other names.
//! Links to the page of preferences are left to the generic responses.

use serde_json::{Map, Value, json};

use super::super::shared::{Context, as_id, is_dated};
use crate::{
    crm::{
        email::{SUBSCRIPTION_TYPES, SubscriptionChange, SubscriptionType},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::{accounts::ACCOUNTS_CREATED_AT, clock::iso_ms},
};

/// As HubSpot's limit of a batch.
const MAX_INPUTS: usize = 100;

/// Serves the paths of communication preferences; `None` for others.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    match segments {
        ["communication-preferences", "v3", rest @ ..] => route_v3(context, method, rest),
        ["communication-preferences", version, rest @ ..] if *version == "v4" || is_dated(version) => {
            route_v4(context, method, rest)
        }
        _ => None,
    }
}

fn route_v3(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["definitions"]) => Ok(Answer::ok(json!({"subscriptionDefinitions": definitions()}))),
        ("GET", ["status", "email", email]) => context.with_crm(|crm| {
            let all: Vec<Value> = SUBSCRIPTION_TYPES.iter().map(|kind| status_v3(crm, email, kind)).collect();
            Ok(Answer::ok(json!({"recipient": email, "subscriptionStatuses": all})))
        }),
        ("POST", ["subscribe"]) => change_v3(context, true),
        ("POST", ["unsubscribe"]) => change_v3(context, false),
        _ => return None,
    })
}

fn route_v4(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["definitions"]) => Ok(complete(context, &definitions())),
        ("POST", ["statuses", "batch", "read"]) => read_batch(context),
        ("POST", ["statuses", "batch", "write"]) => write_batch(context),
        ("POST", ["statuses", "batch", "unsubscribe-all"]) => unsubscribe_batch(context),
        ("POST", ["statuses", "batch", "unsubscribe-all", "read"]) => read_opt_outs(context),
        ("GET", ["statuses", email]) => read(context, email),
        ("POST", ["statuses", email]) => write(context, email),
        ("GET", ["statuses", email, "unsubscribe-all"]) => read_opt_out(context, email),
        ("POST", ["statuses", email, "unsubscribe-all"]) => unsubscribe(context, email),
        _ => return None,
    })
}

fn definitions() -> Vec<Value> {
    let show = |kind: &SubscriptionType| {
        json!({
            "id": kind.id.to_string(),
            "name": kind.name,
            "description": kind.description,
            "purpose": "Marketing",
            "communicationMethod": "Email",
            "isActive": true,
            "isDefault": false,
            "isInternal": false,
            "createdAt": ACCOUNTS_CREATED_AT,
            "updatedAt": ACCOUNTS_CREATED_AT,
        })
    };
    SUBSCRIPTION_TYPES.iter().map(show).collect()
}

/// The frame of version 4's answers.
fn complete(context: &Context, results: &[Value]) -> Answer {
    let now = iso_ms(context.now_ms());
    Answer::ok(json!({"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now}))
}

fn word(change: Option<&SubscriptionChange>) -> &'static str {
    match change {
        None => "NOT_SPECIFIED",
        Some(change) if change.subscribed => "SUBSCRIBED",
        Some(_) => "UNSUBSCRIBED",
    }
}

fn status_v3(crm: &Crm, email: &str, kind: &SubscriptionType) -> Value {
    let last = crm.email.last_changes(email);
    json!({
        "id": kind.id.to_string(),
        "name": kind.name,
        "description": kind.description,
        "status": word(last.get(&kind.id).copied()),
        "sourceOfStatus": "SUBSCRIPTION_STATUS",
        "preferenceGroupName": null,
        "legalBasis": null,
        "legalBasisExplanation": null,
    })
}

fn status_v4(crm: &Crm, email: &str, kind: &SubscriptionType) -> Value {
    let last = crm.email.last_changes(email);
    let change = last.get(&kind.id).copied();
    json!({
        "channel": "EMAIL",
        "subscriberIdString": email,
        "subscriptionId": kind.id,
        "subscriptionName": kind.name,
        "status": word(change),
        "source": change.map(|change| change.source),
        "timestamp": change.map(|change| iso_ms(change.at_ms)),
        "legalBasis": null,
        "legalBasisExplanation": null,
    })
}

fn statuses_v4(crm: &Crm, email: &str) -> Vec<Value> {
    SUBSCRIPTION_TYPES.iter().map(|kind| status_v4(crm, email, kind)).collect()
}

/// The kind of email that a body names.
fn kind(body: &Map<String, Value>) -> Result<&'static SubscriptionType, ApiError> {
    let id = body.get("subscriptionId").and_then(as_id);
    let id = id.ok_or_else(|| ApiError::missing_fields(&["subscriptionId"]))?;
    let known = SUBSCRIPTION_TYPES.iter().find(|kind| kind.id == id);
    known.ok_or_else(|| ApiError::validation(&format!("Subscription {id} does not exist")))
}

fn set(crm: &mut Crm, email: &str, kind: &SubscriptionType, subscribed: bool, at_ms: i64) {
    crm.email.changes.push(SubscriptionChange {
        recipient: email.to_lowercase(),
        at_ms,
        subscription_id: kind.id,
        subscribed,
        source: "SOURCE_HUBSPOT_CUSTOMER",
    });
}

fn change_v3(context: &Context, subscribed: bool) -> Outcome {
    let now_ms = context.now_ms();
    let body = context.call.json_object()?;
    let email = body.get("emailAddress").and_then(Value::as_str);
    let email = email.ok_or_else(|| ApiError::missing_fields(&["emailAddress"]))?;
    let kind = kind(&body)?;
    context.with_crm(|crm| {
        let last = crm.email.last_changes(email).get(&kind.id).map(|change| change.subscribed);
        if last == Some(subscribed) {
            let how = if subscribed { "subscribed to" } else { "unsubscribed from" };
            let message = format!("{email} is already {how} subscription {}", kind.id);
            return Err(ApiError::validation(&message));
        }
        set(crm, email, kind, subscribed, now_ms);
        Ok(Answer::ok(status_v3(crm, email, kind)))
    })
}

/// Version 4 has the channel in the query of what reads, and email is the only one.
fn check_channel(context: &Context) -> Result<(), ApiError> {
    match context.call.query_value("channel") {
        Some(channel) if channel.eq_ignore_ascii_case("EMAIL") => Ok(()),
        Some(channel) => {
            Err(ApiError::validation(&format!("{channel} is not a valid channel. Allowed is EMAIL.")))
        }
        None => Err(ApiError::validation("The query parameter channel is required.")),
    }
}

fn read(context: &Context, email: &str) -> Outcome {
    check_channel(context)?;
    context.with_crm(|crm| Ok(complete(context, &statuses_v4(crm, email))))
}

/// What a body of version 4 sets for an address; `None` for a state that says nothing.
fn wanted(body: &Map<String, Value>) -> Result<(&'static SubscriptionType, Option<bool>), ApiError> {
    let state = body.get("statusState").and_then(Value::as_str);
    match state.ok_or_else(|| ApiError::missing_fields(&["statusState"]))? {
        "SUBSCRIBED" => Ok((kind(body)?, Some(true))),
        "UNSUBSCRIBED" => Ok((kind(body)?, Some(false))),
        "NOT_SPECIFIED" => Ok((kind(body)?, None)),
        other => Err(ApiError::validation(&format!("{other} is not a valid statusState"))),
    }
}

fn write(context: &Context, email: &str) -> Outcome {
    let now_ms = context.now_ms();
    let (kind, subscribed) = wanted(&context.call.json_object()?)?;
    context.with_crm(|crm| {
        if let Some(subscribed) = subscribed {
            set(crm, email, kind, subscribed, now_ms);
        }
        Ok(complete(context, &[status_v4(crm, email, kind)]))
    })
}

/// An address has opted out of everything if it is unsubscribed from each kind.
fn opt_out(crm: &Crm, email: &str) -> Value {
    let last = crm.email.last_changes(email);
    let is_out = |kind: &SubscriptionType| last.get(&kind.id).is_some_and(|change| !change.subscribed);
    let all = SUBSCRIPTION_TYPES.iter().all(is_out);
    json!({
        "channel": "EMAIL",
        "subscriberIdString": email,
        "wideStatusType": "PORTAL_WIDE",
        "status": if all { "UNSUBSCRIBED" } else { "SUBSCRIBED" },
    })
}

fn read_opt_out(context: &Context, email: &str) -> Outcome {
    check_channel(context)?;
    context.with_crm(|crm| Ok(complete(context, &[opt_out(crm, email)])))
}

fn unsubscribe_from_all(crm: &mut Crm, email: &str, now_ms: i64) {
    for kind in SUBSCRIPTION_TYPES {
        set(crm, email, kind, false, now_ms);
    }
}

fn unsubscribe(context: &Context, email: &str) -> Outcome {
    check_channel(context)?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        unsubscribe_from_all(crm, email, now_ms);
        let results = if context.call.query_flag("verbose") { statuses_v4(crm, email) } else { Vec::new() };
        Ok(complete(context, &results))
    })
}

fn inputs(context: &Context) -> Result<Vec<Value>, ApiError> {
    let body = context.call.json_object()?;
    let inputs =
        body.get("inputs").and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["inputs"]))?;
    if inputs.len() > MAX_INPUTS {
        let message = format!("Batch size {} exceeds the limit of {MAX_INPUTS} inputs", inputs.len());
        return Err(ApiError::validation(&message));
    }
    Ok(inputs.clone())
}

/// The addresses in a batch.
fn addresses(context: &Context) -> Result<Vec<String>, ApiError> {
    check_channel(context)?;
    let text = |input: &Value| {
        let text = input.as_str().map(str::to_owned);
        text.ok_or_else(|| ApiError::validation("Each input is an address in text."))
    };
    inputs(context)?.iter().map(text).collect()
}

fn read_batch(context: &Context) -> Outcome {
    let addresses = addresses(context)?;
    context.with_crm(|crm| {
        let of = |email: &String| json!({"subscriberIdString": email, "statuses": statuses_v4(crm, email)});
        Ok(complete(context, &addresses.iter().map(of).collect::<Vec<_>>()))
    })
}

fn read_opt_outs(context: &Context) -> Outcome {
    let addresses = addresses(context)?;
    context.with_crm(|crm| {
        let of = |email: &String| json!({"subscriberIdString": email, "wideStatuses": [opt_out(crm, email)]});
        Ok(complete(context, &addresses.iter().map(of).collect::<Vec<_>>()))
    })
}

fn unsubscribe_batch(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let addresses = addresses(context)?;
    context.with_crm(|crm| {
        for email in &addresses {
            unsubscribe_from_all(crm, email, now_ms);
        }
        let of = |email: &String| json!({"subscriberIdString": email, "statuses": statuses_v4(crm, email)});
        Ok(complete(context, &addresses.iter().map(of).collect::<Vec<_>>()))
    })
}

/// All inputs, or none if one is invalid.
fn write_batch(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let read = |input: &Value| {
        let input = input.as_object().ok_or_else(|| ApiError::missing_fields(&["subscriberIdString"]))?;
        let email = input.get("subscriberIdString").and_then(Value::as_str);
        let email = email.ok_or_else(|| ApiError::missing_fields(&["subscriberIdString"]))?;
        wanted(input).map(|(kind, subscribed)| (email.to_owned(), kind, subscribed))
    };
    let all = inputs(context)?.iter().map(read).collect::<Result<Vec<_>, ApiError>>()?;
    context.with_crm(|crm| {
        for (email, kind, subscribed) in &all {
            if let Some(subscribed) = subscribed {
                set(crm, email, kind, *subscribed, now_ms);
            }
        }
        let shown: Vec<Value> = all.iter().map(|(email, kind, _)| status_v4(crm, email, kind)).collect();
        Ok(complete(context, &shown))
    })
}

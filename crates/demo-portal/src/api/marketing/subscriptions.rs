//! `/email/public/v1/subscriptions`: the kinds of email, who subscribes to them, and the changes of that.

use serde_json::{Value, json};

use super::super::shared::{Context, as_id, invalid, page_at};
use crate::{
    crm::{
        email::{SUBSCRIPTION_TYPES, SubscriptionChange, SubscriptionType},
        store::Crm,
    },
    http::answer::{Answer, Outcome},
};

/// Serves what follows `/email/public/v1/subscriptions`; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => context.with_crm(|crm| Ok(Answer::ok(definitions(crm)))),
        ("GET", ["timeline"]) => timeline(context),
        ("GET", [email]) => context.with_crm(|crm| Ok(Answer::ok(status(crm, email)))),
        ("PUT", [email]) => update(context, email),
        _ => return None,
    })
}

fn definitions(crm: &Crm) -> Value {
    let show = |kind: &SubscriptionType| {
        json!({
            "id": kind.id,
            "portalId": crm.account.portal_id,
            "name": kind.name,
            "description": kind.description,
            "active": true,
            "internal": false,
            "category": "Marketing",
            "channel": "Email",
        })
    };
    json!({"subscriptionDefinitions": SUBSCRIPTION_TYPES.iter().map(show).collect::<Vec<_>>()})
}

fn word(subscribed: bool) -> &'static str {
    if subscribed { "SUBSCRIBED" } else { "UNSUBSCRIBED" }
}

/// Changes, latest first, as the parameters filter them.
fn timeline(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 10, 1000);
    let offset = context.number("offset").unwrap_or_default();
    let from: i64 = context.number("startTimestamp").unwrap_or(i64::MIN);
    let to: i64 = context.number("endTimestamp").unwrap_or(i64::MAX);
    let recipient = context.call.query_value("recipient").filter(|text| !text.is_empty());
    context.with_crm(|crm| {
        let wanted = |change: &&SubscriptionChange| {
            (from..=to).contains(&change.at_ms)
                && recipient.is_none_or(|recipient| change.recipient.eq_ignore_ascii_case(recipient))
        };
        let page = page_at(crm.email.changes.iter().rev().filter(wanted).collect(), offset, limit);
        let entries: Vec<Value> = page.items.iter().map(|change| entry(crm, change)).collect();
        Ok(Answer::ok(
            json!({"hasMore": page.has_more, "offset": page.next.to_string(), "timeline": entries}),
        ))
    })
}

fn entry(crm: &Crm, change: &SubscriptionChange) -> Value {
    json!({
        "timestamp": change.at_ms,
        "portalId": crm.account.portal_id,
        "recipient": change.recipient,
        "changes": [{
            "timestamp": change.at_ms,
            "portalId": crm.account.portal_id,
            "changeType": "SUBSCRIPTION_STATUS",
            "change": word(change.subscribed),
            "source": change.source,
            "subscriptionId": change.subscription_id,
        }],
    })
}

/// What an address subscribes to.
fn status(crm: &Crm, email: &str) -> Value {
    let last = crm.email.last_changes(email);
    let statuses: Vec<Value> = last
        .values()
        .map(|change| {
            json!({
                "id": change.subscription_id,
                "updatedAt": change.at_ms,
                "subscribed": change.subscribed,
                "optState": if change.subscribed { "OPT_IN" } else { "OPT_OUT" },
            })
        })
        .collect();
    let subscribed = last.len() < SUBSCRIPTION_TYPES.len() || last.values().any(|change| change.subscribed);
    json!({
        "email": email,
        "portalId": crm.account.portal_id,
        "subscribed": subscribed,
        "status": word(subscribed).to_lowercase(),
        "markedAsSpam": false,
        "bounced": false,
        "unsubscribeFromPortal": !subscribed,
        "subscriptionStatuses": statuses,
    })
}

/// Sets single subscriptions, or unsubscribes from everything.
fn update(context: &Context, email: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let all = body.get("unsubscribeFromAll").and_then(Value::as_bool) == Some(true);
        let given = body.get("subscriptionStatuses").and_then(Value::as_array).into_iter().flatten();
        let pair = |status: &Value| Some((as_id(status.get("id")?)?, status.get("subscribed")?.as_bool()?));
        let mut wanted: Vec<(u64, bool)> = given.filter_map(pair).collect();
        if all {
            wanted = SUBSCRIPTION_TYPES.iter().map(|kind| (kind.id, false)).collect();
        }
        let unknown = |(id, _): &&(u64, bool)| !SUBSCRIPTION_TYPES.iter().any(|kind| kind.id == *id);
        if let Some((id, _)) = wanted.iter().find(unknown) {
            return Err(invalid(&format!("Subscription {id} does not exist")));
        }
        for (subscription_id, subscribed) in wanted {
            crm.email.changes.push(SubscriptionChange {
                recipient: email.to_lowercase(),
                at_ms: now_ms,
                subscription_id,
                subscribed,
                source: "SOURCE_HUBSPOT_CUSTOMER",
            });
        }
        Ok(Answer::ok(status(crm, email)))
    })
}

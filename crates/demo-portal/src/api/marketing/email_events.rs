//! `/email/public/v1/events`: what happened to each message.

use serde_json::{Value, json};

use super::super::shared::{Context, invalid, not_found, page_at};
use crate::{
    crm::{email::EmailEvent, store::Crm},
    http::answer::{Answer, Outcome},
};

/// Serves what follows `/email/public/v1/events`; `None` for other paths.
pub(super) fn route(context: &Context, rest: &[&str]) -> Option<Outcome> {
    Some(match rest {
        [] => list(context),
        [created, id] => context.with_crm(|crm| {
            let is = |event: &&EmailEvent| event.id == *id && event.at_ms.to_string() == *created;
            let found = crm.email.events.iter().find(is);
            Ok(Answer::ok(to_json(crm, found.ok_or_else(|| not_found("Event not found"))?)))
        }),
        _ => return None,
    })
}

/// Events, latest first, as the parameters filter them.
fn list(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 10, 1000);
    let offset = context.number("offset").unwrap_or_default();
    let from: i64 = context.number("startTimestamp").unwrap_or(i64::MIN);
    let to: i64 = context.number("endTimestamp").unwrap_or(i64::MAX);
    let text = |name: &str| context.call.query_value(name).filter(|text| !text.is_empty());
    let (campaign, recipient, kind) = (text("campaignId"), text("recipient"), text("eventType"));
    if campaign.is_some() && text("appId").is_none() {
        return Err(invalid("campaignId requires appId"));
    }
    context.with_crm(|crm| {
        let wanted = |event: &&EmailEvent| {
            (from..=to).contains(&event.at_ms)
                && campaign.is_none_or(|campaign| event.campaign_id.to_string() == campaign)
                && recipient.is_none_or(|recipient| event.recipient.eq_ignore_ascii_case(recipient))
                && kind.is_none_or(|kind| event.kind.eq_ignore_ascii_case(kind))
        };
        let page = page_at(crm.email.events.iter().rev().filter(wanted).collect(), offset, limit);
        let events: Vec<Value> = page.items.iter().map(|event| to_json(crm, event)).collect();
        Ok(Answer::ok(json!({"hasMore": page.has_more, "offset": page.next.to_string(), "events": events})))
    })
}

fn to_json(crm: &Crm, event: &EmailEvent) -> Value {
    let campaign = crm.email.campaigns.iter().find(|campaign| campaign.id == event.campaign_id);
    let mut shown = json!({
        "id": event.id,
        "type": event.kind,
        "created": event.at_ms,
        "portalId": crm.account.portal_id,
        "recipient": event.recipient,
        "emailCampaignId": event.campaign_id,
        "appId": campaign.map(|campaign| campaign.app_id),
        "appName": super::campaigns::APP_NAME,
    });
    if let Some((id, created)) = &event.sent_by {
        shown["sentBy"] = json!({"id": id, "created": created});
    }
    match event.kind {
        "SENT" => shown["subject"] = campaign.map(|campaign| campaign.subject.clone()).into(),
        "DELIVERED" => shown["response"] = "250 2.0.0 OK".into(),
        "BOUNCE" => {
            shown["category"] = "UNKNOWN_USER".into();
            shown["response"] = "550 5.1.1 user unknown".into();
            shown["status"] = "5.1.1".into();
        }
        "OPEN" => {
            shown["duration"] = 4_200.into();
            shown["deviceType"] = "COMPUTER".into();
        }
        "CLICK" => {
            shown["url"] = format!("https://www.{}/", crm.account.domain).into();
            shown["deviceType"] = "COMPUTER".into();
        }
        _ => {}
    }
    shown
}

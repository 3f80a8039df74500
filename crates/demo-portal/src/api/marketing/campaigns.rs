//! `/email/public/v1/campaigns`: the sendings of emails.

use serde_json::{Map, Value, json};

use super::super::shared::{Context, not_found, page_at};
use crate::{
    crm::{email::Campaign, store::Crm},
    http::answer::{Answer, Outcome},
};

/// The app that sends all email of the demo portal.
pub(super) const APP_NAME: &str = "Batch";

/// Serves what follows `/email/public/v1/campaigns`; `None` for other paths.
pub(super) fn route(context: &Context, rest: &[&str]) -> Option<Outcome> {
    Some(match rest {
        [] => list(context, |campaign| std::cmp::Reverse(campaign.sent_ms)),
        ["by-id"] => list(context, |campaign| campaign.id),
        [id] => context.with_crm(|crm| {
            let found = crm.email.campaigns.iter().find(|campaign| campaign.id.to_string() == *id);
            Ok(Answer::ok(whole(crm, found.ok_or_else(|| not_found("Campaign not found"))?)))
        }),
        _ => return None,
    })
}

/// Ids of campaigns, in an order.
fn list<K: Ord>(context: &Context, key: impl Fn(&Campaign) -> K) -> Outcome {
    let limit = context.page_size("limit", 10, 500);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let mut all: Vec<&Campaign> = crm.email.campaigns.iter().collect();
        all.sort_by_key(|campaign| key(campaign));
        let page = page_at(all, offset, limit);
        let entry = |campaign: &&Campaign| {
            json!({
                "id": campaign.id,
                "appId": campaign.app_id,
                "appName": APP_NAME,
                "lastUpdatedTime": campaign.sent_ms,
            })
        };
        let campaigns: Vec<Value> = page.items.iter().map(entry).collect();
        Ok(Answer::ok(
            json!({"hasMore": page.has_more, "offset": page.next.to_string(), "campaigns": campaigns}),
        ))
    })
}

/// A campaign with how many events it has of each kind.
fn whole(crm: &Crm, campaign: &Campaign) -> Value {
    let counts = crm.email.counts(campaign.id);
    let sent = counts.get("SENT").copied().unwrap_or_default();
    let counters: Map<String, Value> =
        counts.into_iter().map(|(kind, count)| (kind.to_lowercase(), count.into())).collect();
    json!({
        "id": campaign.id,
        "appId": campaign.app_id,
        "appName": APP_NAME,
        "contentId": campaign.email_id,
        "name": campaign.name,
        "subject": campaign.subject,
        "counters": counters,
        "lastProcessingStartedAt": campaign.sent_ms,
        "lastProcessingFinishedAt": campaign.sent_ms + 60_000,
        "lastProcessingStateChangeAt": campaign.sent_ms + 60_000,
        "numIncluded": sent,
        "numQueued": sent,
        "processingState": "PROCESSED",
        "type": "BATCH_EMAIL",
        "subType": "BATCH_EMAIL",
    })
}

//! `/marketing-emails/v1` and `/marketing/v3/emails`.

use serde_json::{Map, Value, json};

use super::super::shared::{Context, not_found, page_at};
use crate::{
    crm::{email::MarketingEmail, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Emails get ids from here on.
const FIRST_ID: u64 = 9_200_001;

/// Serves what follows `/marketing-emails/v1/emails`; `None` for other paths.
pub(super) fn route_v1(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list_v1(context, v1),
        ("GET", ["with-statistics"]) => list_v1(context, with_statistics),
        ("GET", ["with-statistics", id]) => one(context, id, with_statistics),
        ("GET", [id]) => one(context, id, v1),
        ("POST", []) => save(context, None, v1),
        ("PUT", [id]) => save(context, Some(id), v1),
        ("DELETE", [id]) => delete(context, id),
        ("POST", [id, "clone"]) => copy(context, id, v1),
        _ => return None,
    })
}

/// Serves what follows `/marketing/v3/emails`; `None` for other paths.
pub(super) fn route_v3(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list_v3(context),
        ("GET", [id]) if is_id(id) => one(context, id, v3),
        ("POST", []) => save(context, None, v3).map(Answer::into_created),
        ("PATCH", [id]) if is_id(id) => save(context, Some(id), v3),
        ("DELETE", [id]) if is_id(id) => delete(context, id),
        ("POST", ["clone"]) => {
            let id = context.call.json().ok().and_then(|body| crate::http::json::id_text(body.get("id")?));
            copy(context, &id.unwrap_or_default(), v3).map(Answer::into_created)
        }
        _ => return None,
    })
}

fn is_id(segment: &str) -> bool {
    segment.parse::<u64>().is_ok()
}

type Show = fn(&Crm, &MarketingEmail) -> Value;

fn state(email: &MarketingEmail) -> &'static str {
    if email.campaign_id.is_some() { "PUBLISHED" } else { "DRAFT" }
}

fn v1(crm: &Crm, email: &MarketingEmail) -> Value {
    json!({
        "id": email.id,
        "portalId": crm.account.portal_id,
        "name": email.name,
        "subject": email.subject,
        "state": state(email),
        "currentState": state(email),
        "isPublished": email.campaign_id.is_some(),
        "currentlyPublished": email.campaign_id.is_some(),
        "emailType": "BATCH_EMAIL",
        "subcategory": "batch",
        "language": "en",
        "ab": false,
        "abHoursToWait": 4,
        "archived": false,
        "allEmailCampaignIds": email.campaign_id.into_iter().collect::<Vec<_>>(),
        "primaryEmailCampaignId": email.campaign_id,
        "created": email.created_ms,
        "updated": email.updated_ms,
        "publishDate": email.campaign_id.map(|_| email.updated_ms),
        "fromName": crm.account.name,
        "replyTo": crm.account.user_email,
    })
}

fn with_statistics(crm: &Crm, email: &MarketingEmail) -> Value {
    let mut shown = v1(crm, email);
    shown["stats"] = json!({
        "counters": counters(crm, email),
        "deviceBreakdown": {},
        "failedToLoad": false,
        "qualifierStats": {},
        "ratios": {},
    });
    shown
}

fn counters(crm: &Crm, email: &MarketingEmail) -> Map<String, Value> {
    let counts = email.campaign_id.map(|campaign| crm.email.counts(campaign)).unwrap_or_default();
    counts.into_iter().map(|(kind, count)| (kind.to_lowercase(), count.into())).collect()
}

fn v3(crm: &Crm, email: &MarketingEmail) -> Value {
    json!({
        "id": email.id.to_string(),
        "name": email.name,
        "subject": email.subject,
        "state": state(email),
        "type": "BATCH_EMAIL",
        "subcategory": "batch",
        "language": "en",
        "isAb": false,
        "isPublished": email.campaign_id.is_some(),
        "archived": false,
        "allEmailCampaignIds": email.campaign_id.iter().map(u64::to_string).collect::<Vec<_>>(),
        "primaryEmailCampaignId": email.campaign_id.map(|id| id.to_string()),
        "createdAt": iso_ms(email.created_ms),
        "updatedAt": iso_ms(email.updated_ms),
        "publishDate": email.campaign_id.map(|_| iso_ms(email.updated_ms)),
        "from": {"fromName": crm.account.name, "replyTo": crm.account.user_email},
        "stats": {"counters": counters(crm, email), "deviceBreakdown": {}, "qualifierStats": {}, "ratios": {}},
    })
}

fn unknown(id: &str) -> ApiError {
    not_found(&format!("Email {id} does not exist"))
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a MarketingEmail, ApiError> {
    crm.email.live_emails().find(|email| email.id.to_string() == id).ok_or_else(|| unknown(id))
}

fn find_mut<'a>(crm: &'a mut Crm, id: &str) -> Result<&'a mut MarketingEmail, ApiError> {
    let mut live = crm.email.emails.iter_mut().filter(|email| !email.deleted);
    live.find(|email| email.id.to_string() == id).ok_or_else(|| unknown(id))
}

fn one(context: &Context, id: &str, show: Show) -> Outcome {
    context.with_crm(|crm| Ok(Answer::ok(show(crm, find(crm, id)?))))
}

fn list_v1(context: &Context, show: Show) -> Outcome {
    let limit = context.page_size("limit", 10, 300);
    let offset: usize = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.email.live_emails().collect(), offset, limit);
        let objects: Vec<Value> = page.items.iter().map(|email| show(crm, email)).collect();
        Ok(Answer::ok(json!({
            "objects": objects,
            "limit": limit,
            "offset": offset,
            "total": page.total,
            "totalCount": page.total,
        })))
    })
}

fn list_v3(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 10, 100);
    let offset = context.number("after").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.email.live_emails().collect(), offset, limit);
        let results: Vec<Value> = page.items.iter().map(|email| v3(crm, email)).collect();
        let mut body = json!({"total": page.total, "results": results});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

/// Adds a draft and returns its id.
fn add(crm: &mut Crm, name: &str, subject: &str, now_ms: i64) -> String {
    let id = FIRST_ID + crm.email.emails.len() as u64;
    crm.email.emails.push(MarketingEmail {
        id,
        name: name.to_owned(),
        subject: subject.to_owned(),
        campaign_id: None,
        created_ms: now_ms,
        updated_ms: now_ms,
        deleted: false,
    });
    id.to_string()
}

/// Creates an email, or changes the name and the subject of one.
fn save(context: &Context, id: Option<&str>, show: Show) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let text = |key: &str| body.get(key).and_then(Value::as_str);
        let id = if let Some(id) = id {
            id.to_owned()
        } else {
            let name = text("name").ok_or_else(|| ApiError::missing_fields(&["name"]))?;
            add(crm, name, text("subject").unwrap_or_default(), now_ms)
        };
        let email = find_mut(crm, &id)?;
        if let Some(name) = text("name") {
            name.clone_into(&mut email.name);
        }
        if let Some(subject) = text("subject") {
            subject.clone_into(&mut email.subject);
        }
        email.updated_ms = now_ms;
        Ok(Answer::ok(show(crm, find(crm, &id)?)))
    })
}

fn copy(context: &Context, id: &str, show: Show) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let original = find(crm, id)?.clone();
        let body = context.call.json().unwrap_or_default();
        let name = body.get("name").or_else(|| body.get("cloneName")).and_then(Value::as_str);
        let name = name.map_or_else(|| format!("{} (copy)", original.name), str::to_owned);
        let id = add(crm, &name, &original.subject, now_ms);
        Ok(Answer::ok(show(crm, find(crm, &id)?)))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        find_mut(crm, id)?.deleted = true;
        Ok(Answer::no_content())
    })
}

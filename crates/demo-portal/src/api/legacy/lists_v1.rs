//! `/contacts/v1/lists`: the contact lists of the lists API, by the ids of this version.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, ids, invalid, not_found, page_at},
    contacts_v1::{View, list_entry},
};
use crate::{
    crm::{
        lists::{List, Member, Membership},
        object_types::object_type,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves what follows `/contacts/v1/lists`; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => lists(context, |_| true),
        ("GET", ["static"]) => lists(context, |list| !list.is_dynamic()),
        ("GET", ["dynamic"]) => lists(context, List::is_dynamic),
        ("GET", ["batch"]) => {
            let wanted = context.call.query_list("listId");
            lists(context, move |list| wanted.contains(&list.legacy_id.to_string()))
        }
        ("POST", []) => create(context),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(to_json(crm, find(crm, id)?)))),
        ("POST", [id]) => rename(context, id),
        ("DELETE", [id]) => delete(context, id),
        ("GET", [id, "contacts", "all"]) => contacts(context, id, false),
        ("GET", [id, "contacts", "recent"]) => contacts(context, id, true),
        ("POST", [id, "add"]) => change(context, id, List::add),
        ("POST", [id, "remove"]) => change(context, id, List::remove),
        _ => return None,
    })
}

fn unknown(id: &str) -> ApiError {
    not_found(&format!("List {id} does not exist"))
}

fn is(id: &str) -> impl Fn(&List) -> bool {
    move |list| list.legacy_id.to_string() == id && list.kind.name == "contacts" && list.deleted_ms.is_none()
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a List, ApiError> {
    crm.lists.find(is(id)).ok_or_else(|| unknown(id))
}

fn to_json(crm: &Crm, list: &List) -> Value {
    let filters = match &list.membership {
        Membership::Manual(_) => json!([]),
        Membership::Dynamic { property, values } => values
            .iter()
            .map(|value| json!([{"operator": "EQ", "property": property, "value": value, "type": "string"}]))
            .collect(),
    };
    json!({
        "listId": list.legacy_id,
        "internalListId": list.id,
        "portalId": crm.account.portal_id,
        "name": list.name,
        "dynamic": list.is_dynamic(),
        "listType": if list.is_dynamic() { "DYNAMIC" } else { "STATIC" },
        "createdAt": list.created_ms,
        "updatedAt": list.updated_ms,
        "authorId": crm.account.user_id,
        "filters": filters,
        "metaData": {
            "processing": "DONE",
            "size": list.members(crm.records(list.kind)).len(),
            "error": "",
            "lastProcessingStateChangeAt": list.updated_ms,
            "lastSizeChangeAt": list.updated_ms,
            "listReferencesCount": null,
            "parentFolderId": null,
        },
        "archived": false,
        "deleteable": true,
        "ilsFilterBranch": null,
        "internal": false,
        "readOnly": false,
        "teamIds": [],
    })
}

fn lists(context: &Context, wanted: impl Fn(&List) -> bool) -> Outcome {
    let count = context.page_size("count", 20, 250);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let found = crm.lists.live().filter(|list| list.kind.name == "contacts" && wanted(list)).collect();
        let page = page_at(found, offset, count);
        let shown: Vec<Value> = page.items.iter().map(|list| to_json(crm, list)).collect();
        Ok(Answer::ok(json!({"lists": shown, "offset": page.next, "has-more": page.has_more})))
    })
}

/// Members in order of their vids, or the latest first.
fn contacts(context: &Context, id: &str, latest_first: bool) -> Outcome {
    let view = View::of_list(context);
    let count = context.page_size("count", 20, 100);
    let offset: u64 = context.number("vidOffset").unwrap_or_default();
    let before_ms: i64 = context.number("timeOffset").unwrap_or(i64::MAX);
    context.with_crm(|crm| {
        let found = find(crm, id)?;
        let mut members: Vec<Member> = found.members(crm.records(found.kind));
        if latest_first {
            members.sort_by_key(|member| std::cmp::Reverse((member.since_ms, member.record.id)));
            let last = if offset == 0 { u64::MAX } else { offset };
            members.retain(|member| (member.since_ms, member.record.id) < (before_ms, last));
        } else {
            members.retain(|member| member.record.id > offset);
        }
        let page = page_at(members, 0, count);
        let (vid_offset, time_offset) =
            page.items.last().map_or((offset, 0), |last| (last.record.id, last.since_ms));
        let entry = |member: &Member| list_entry(crm, member.record, &view, member.since_ms);
        let mut body = json!({
            "contacts": page.items.iter().map(entry).collect::<Vec<_>>(),
            "has-more": page.has_more,
            "vid-offset": vid_offset,
        });
        if latest_first {
            body["time-offset"] = time_offset.into();
        }
        Ok(Answer::ok(body))
    })
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let name =
            body.get("name").and_then(Value::as_str).ok_or_else(|| ApiError::missing_fields(&["name"]))?;
        let membership = membership(&body)?;
        let id = crm.lists.create(name, object_type("contacts"), membership, now_ms).legacy_id.to_string();
        Ok(Answer::ok(to_json(crm, find(crm, &id)?)))
    })
}

/// Of the filters of a dynamic list, those that ask for a property's value.
fn membership(body: &Value) -> Result<Membership, ApiError> {
    if body.get("dynamic").and_then(Value::as_bool) != Some(true) {
        return Ok(Membership::Manual(std::collections::BTreeMap::new()));
    }
    let groups = body.get("filters").and_then(Value::as_array).into_iter().flatten();
    let simple: Option<Vec<(&str, &str)>> = groups
        .map(|group| match group.as_array()?.as_slice() {
            [filter] if filter["operator"] == "EQ" => {
                Some((filter.get("property")?.as_str()?, filter.get("value")?.as_str()?))
            }
            _ => None,
        })
        .collect();
    match simple.as_deref() {
        Some([(first, _), ..]) if simple.iter().flatten().all(|(property, _)| property == first) => {
            let values = simple.iter().flatten().map(|(_, value)| (*value).to_owned()).collect();
            Ok(Membership::Dynamic { property: (*first).to_owned(), values })
        }
        _ => Err(invalid(
            "the demo portal knows dynamic lists by the value of one property only (operator EQ)",
        )),
    }
}

fn rename(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let list = crm.lists.find_mut(is(id)).ok_or_else(|| unknown(id))?;
        if let Some(name) = body.get("name").and_then(Value::as_str) {
            name.clone_into(&mut list.name);
            list.updated_ms = now_ms;
        }
        Ok(Answer::ok(to_json(crm, find(crm, id)?)))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let list = crm.lists.find_mut(is(id)).ok_or_else(|| unknown(id))?;
        list.deleted_ms = Some(now_ms);
        Ok(Answer::no_content())
    })
}

/// Adds or removes contacts by vid and email address.
fn change(context: &Context, id: &str, change: fn(&mut List, u64, i64) -> bool) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        if find(crm, id)?.is_dynamic() {
            return Err(invalid("contacts can't be added to or removed from a dynamic list"));
        }
        let kind = object_type("contacts");
        let (known, invalid_vids): (Vec<u64>, Vec<u64>) =
            ids(body.get("vids")).into_iter().partition(|vid| crm.live(kind, *vid).is_some());
        let emails = crate::http::json::string_list(&body, "emails");
        let by_email = |email: &String| crm.find_by(kind, "email", email).map(|record| record.id);
        let (found, invalid_emails): (Vec<_>, Vec<_>) =
            emails.into_iter().map(|email| (by_email(&email), email)).partition(|(vid, _)| vid.is_some());
        let vids: Vec<u64> = known.into_iter().chain(found.into_iter().filter_map(|(vid, _)| vid)).collect();
        let list = crm.lists.find_mut(is(id)).ok_or_else(|| unknown(id))?;
        let (updated, discarded): (Vec<u64>, Vec<u64>) =
            vids.into_iter().partition(|vid| change(list, *vid, now_ms));
        let invalid_emails: Vec<String> = invalid_emails.into_iter().map(|(_, email)| email).collect();
        Ok(Answer::ok(json!({
            "updated": updated,
            "discarded": discarded,
            "invalidVids": invalid_vids,
            "invalidEmails": invalid_emails,
        })))
    })
}

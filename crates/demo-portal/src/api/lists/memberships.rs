//! The members of a list, and the lists of a record.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, ids},
    find, find_mut, object_type,
};
use crate::{
    crm::{lists::Member, store::Crm},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves what follows `/{listId}/memberships`.
pub(super) fn route(context: &Context, method: &str, id: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => page(context, id, |member| (0, member.record.id)),
        ("GET", ["join-order"]) => page(context, id, |member| (member.since_ms, member.record.id)),
        ("DELETE", []) => clear(context, id),
        ("PUT", ["add-from", source]) => add_from(context, id, source),
        ("PUT", ["add"]) => change(context, id, |body| (ids(Some(body)), Vec::new())),
        ("PUT", ["remove"]) => change(context, id, |body| (Vec::new(), ids(Some(body)))),
        ("PUT", ["add-and-remove"]) => {
            change(context, id, |body| (ids(body.get("recordIdsToAdd")), ids(body.get("recordIdsToRemove"))))
        }
        _ => return None,
    })
}

/// The members behind the record that `after` names, in an order.
fn page(context: &Context, id: &str, key: impl Fn(&Member) -> (i64, u64)) -> Outcome {
    let limit = context.page_size("limit", 100, 250);
    let after: Option<u64> = context.number("after");
    context.with_crm(|crm| {
        let list = find(crm, id)?;
        let mut members = list.members(crm.records(list.kind));
        members.sort_by_key(|member| key(member));
        let start = after
            .and_then(|after| members.iter().position(|member| member.record.id == after))
            .map_or(0, |last| last + 1);
        let shown: Vec<Value> = members.iter().skip(start).take(limit).map(membership).collect();
        let mut body = json!({"results": shown, "total": members.len()});
        if let Some(last) = members.get(start + limit).and(members.get(start + limit - 1)) {
            body["paging"] = context.next_page(&last.record.id.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn membership(member: &Member) -> Value {
    json!({"recordId": member.record.id.to_string(), "membershipTimestamp": iso_ms(member.since_ms)})
}

fn manual<'a>(crm: &'a mut Crm, id: &str) -> Result<&'a mut crate::crm::lists::List, ApiError> {
    let list = find_mut(crm, id)?;
    if list.is_dynamic() {
        return Err(ApiError::validation(
            "Memberships of a list with processing type DYNAMIC can't be changed.",
        ));
    }
    Ok(list)
}

fn clear(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let list = find(crm, id)?;
        let members: Vec<u64> =
            list.members(crm.records(list.kind)).iter().map(|member| member.record.id).collect();
        let list = manual(crm, id)?;
        for member in members {
            list.remove(member, now_ms);
        }
        Ok(Answer::no_content())
    })
}

/// Adds the members of another list of the same object type.
fn add_from(context: &Context, id: &str, source: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let from = find(crm, source)?;
        if from.kind != find(crm, id)?.kind {
            return Err(ApiError::validation("Both lists must have the same object type."));
        }
        let members: Vec<u64> =
            from.members(crm.records(from.kind)).iter().map(|member| member.record.id).collect();
        let list = manual(crm, id)?;
        for member in members {
            list.add(member, now_ms);
        }
        Ok(Answer::no_content())
    })
}

/// Adds and removes records, and says which were and which do not exist.
fn change(context: &Context, id: &str, read: impl Fn(&Value) -> (Vec<u64>, Vec<u64>)) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (add, remove) = read(&context.call.json()?);
        let kind = find(crm, id)?.kind;
        let (add, missing): (Vec<u64>, Vec<u64>) =
            add.into_iter().partition(|record| crm.live(kind, *record).is_some());
        let list = manual(crm, id)?;
        let text = |ids: Vec<u64>| ids.iter().map(u64::to_string).collect::<Vec<_>>();
        let added = add.into_iter().filter(|record| list.add(*record, now_ms)).collect();
        let removed = remove.into_iter().filter(|record| list.remove(*record, now_ms)).collect();
        Ok(Answer::ok(json!({
            "recordsIdsAdded": text(added),
            "recordIdsRemoved": text(removed),
            "recordIdsMissing": text(missing),
        })))
    })
}

/// The lists that a record is in.
pub(super) fn of_record(context: &Context, kind: &str, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let kind = object_type(crm, kind)?;
        let record = id.parse().ok().and_then(|id| crm.live(kind, id));
        let record = record.ok_or_else(|| ApiError::not_found("resource not found"))?;
        let own = crm.lists.live().filter(|list| list.kind == kind);
        let results: Vec<Value> = own
            .filter_map(|list| {
                let since = iso_ms(list.since_ms(record)?);
                Some(json!({
                    "listId": list.id.to_string(),
                    "listVersion": 1,
                    "isPublicList": true,
                    "firstAddedTimestamp": since,
                    "lastAddedTimestamp": since,
                }))
            })
            .collect();
        Ok(Answer::ok(json!({"total": results.len(), "results": results})))
    })
}

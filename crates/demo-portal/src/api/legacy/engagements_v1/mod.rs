//! `/engagements/v1`: notes, calls, emails, meetings and tasks as one object with `metadata`.

mod types;

use serde_json::{Map, Value, json};

use super::{
    super::shared::{self, Context, ids, invalid, not_found, page_at},
    recent,
    values::{self, millis},
};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        record::Record,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};
use types::{EngagementType, TYPES};

/// The lists of ids in `associations`, and the object types of these ids. The others are always empty.
const ASSOCIATION_LISTS: &[(&str, &str)] = &[
    ("contactIds", "contacts"),
    ("companyIds", "companies"),
    ("dealIds", "deals"),
    ("ticketIds", "tickets"),
    ("quoteIds", "quotes"),
];
const EMPTY_LISTS: &[&str] = &["ownerIds", "workflowIds", "contentIds", "marketingEventIds"];

/// Serves paths below `/engagements/v1/engagements`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("POST", []) => create(context),
        ("GET", ["paged"]) => paged(context),
        ("GET", ["modified", "after"]) => modified_after(context),
        ("GET", ["recent", "modified"]) => recently_modified(context),
        ("GET", ["associated", kind, id, "paged"]) => associated(context, kind, id),
        ("GET", [id]) => context.with_crm(|crm| {
            let (kind, record) = find(crm, id)?;
            Ok(Answer::ok(engagement(crm, kind, record)))
        }),
        ("PATCH", [id]) => update(context, id),
        ("DELETE", [id]) => delete(context, id),
        ("PUT", [id, "associations", kind, to]) => associate(context, id, kind, to, true),
        ("DELETE", [id, "associations", kind, to]) => associate(context, id, kind, to, false),
        _ => return None,
    })
}

/// The record with this id, of whatever engagement type.
fn find<'a>(crm: &'a Crm, id: &str) -> Result<(&'static EngagementType, &'a Record), ApiError> {
    let number = id.parse().ok();
    let found =
        number.and_then(|id| TYPES.iter().find_map(|kind| Some((kind, crm.live(kind.object_type(), id)?))));
    found.ok_or_else(|| not_found(&format!("Engagement {id} does not exist")))
}

fn engagement(crm: &Crm, kind: &'static EngagementType, record: &Record) -> Value {
    let value = |property: &str| record.value(kind.object_type(), property).map(std::borrow::Cow::into_owned);
    let owner = value("hubspot_owner_id").and_then(|owner| owner.parse::<u64>().ok());
    json!({
        "engagement": {
            "id": record.id,
            "portalId": crm.account.portal_id,
            "active": true,
            "createdAt": record.created_ms,
            "lastUpdated": record.updated_ms,
            "ownerId": owner,
            "type": kind.name,
            "timestamp": value("hs_timestamp").and_then(|at| millis(&at)),
        },
        "associations": associations(crm, kind.object_type(), record),
        "attachments": [],
        "scheduledTasks": [],
        "metadata": kind.metadata(value),
    })
}

fn associations(crm: &Crm, kind: &ObjectType, record: &Record) -> Map<String, Value> {
    let ids = |name: &str| json!(crm.associations.ids(kind, record.id, object_type(name)));
    let known = ASSOCIATION_LISTS.iter().map(|(list, name)| ((*list).to_owned(), ids(name)));
    known.chain(EMPTY_LISTS.iter().map(|list| ((*list).to_owned(), json!([])))).collect()
}

/// All live engagements, oldest first.
fn all(crm: &Crm) -> Vec<recent::Typed<'_>> {
    let of_type = |kind: &'static EngagementType| {
        let kind = kind.object_type();
        shared::live(crm, kind).map(move |record| (kind, record))
    };
    let mut all: Vec<_> = TYPES.iter().flat_map(of_type).collect();
    all.sort_by_key(|(_, record)| (record.created_ms, record.id));
    all
}

fn shown(crm: &Crm, (kind, record): recent::Typed) -> Value {
    EngagementType::of(kind).map_or(Value::Null, |kind| engagement(crm, kind, record))
}

fn page_answer(crm: &Crm, found: Vec<recent::Typed>, context: &Context) -> Answer {
    let limit = context.page_size("limit", 100, 250);
    let page = page_at(found, context.number("offset").unwrap_or_default(), limit);
    let results: Vec<Value> = page.items.into_iter().map(|typed| shown(crm, typed)).collect();
    Answer::ok(json!({"results": results, "hasMore": page.has_more, "offset": page.next}))
}

fn paged(context: &Context) -> Outcome {
    context.with_crm(|crm| Ok(page_answer(crm, all(crm), context)))
}

fn recently_modified(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let records = all(crm).into_iter();
        Ok(recent::page(context, recent::Order::Modified, records, |typed| shown(crm, typed)))
    })
}

/// The engagements changed from a time on. `after` is that time in milliseconds, or where the page before ended.
fn modified_after(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 100, 250);
    let after = context.call.query_value("after").unwrap_or("0");
    let (at_ms, id) = after.split_once('-').unwrap_or((after, "0"));
    let (Ok(at_ms), Ok(id)) = (at_ms.parse::<i64>(), id.parse::<u64>()) else {
        return Err(invalid(&format!("after is neither a time in milliseconds nor a cursor: {after}")));
    };
    context.with_crm(|crm| {
        let key = |(_, record): &recent::Typed| (record.updated_ms, record.id);
        let mut found = all(crm);
        found.retain(|typed| key(typed) > (at_ms, id));
        found.sort_by_key(key);
        let page = page_at(found, 0, limit);
        let after = page
            .items
            .last()
            .map(key)
            .map_or_else(|| after.to_owned(), |(at_ms, id)| format!("{at_ms}-{id}"));
        let results: Vec<Value> = page.items.into_iter().map(|typed| shown(crm, typed)).collect();
        Ok(Answer::ok(json!({"results": results, "hasMore": page.has_more, "after": after})))
    })
}

/// The engagements of a record.
fn associated(context: &Context, kind: &str, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let to = associable(crm, kind)?;
        let id = shared::find(crm, to.name, id, "resource not found")?.id;
        let mut found = all(crm);
        found.retain(|(kind, record)| crm.associations.are_linked(kind, record.id, to, id));
        Ok(page_answer(crm, found, context))
    })
}

/// The object types that engagements are associated with, by name as in `CONTACT`.
fn associable(crm: &Crm, name: &str) -> Result<&'static ObjectType, ApiError> {
    crm.find_type(name)
        .filter(|kind| ASSOCIATION_LISTS.iter().any(|(_, known)| *known == kind.name))
        .ok_or_else(|| invalid(&format!("engagements are not associated with {name}")))
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = Value::Object(context.call.json_object()?);
        let named = body.pointer("/engagement/type").and_then(Value::as_str);
        let named = named.ok_or_else(|| ApiError::missing_fields(&["engagement"]))?;
        let kind = EngagementType::named(named)
            .ok_or_else(|| invalid(&format!("Unknown engagement type: {named}")))?;
        let mut written = written(kind, &body);
        written.entry("hs_timestamp").or_insert_with(|| iso_ms(now_ms).into());
        let values = values::check(crm, kind.object_type(), &written)?;
        let links = links(crm, &body)?;
        let id = crm.insert(kind.object_type(), values, now_ms).id;
        for to in links {
            crm.associations.link_by_default((kind.object_type(), id), to);
        }
        let (kind, record) = find(crm, &id.to_string())?;
        Ok(Answer::ok(engagement(crm, kind, record)))
    })
}

/// The properties that an engagement sets: owner, time and metadata.
fn written(kind: &'static EngagementType, body: &Value) -> Map<String, Value> {
    let mut written = body.get("metadata").map(|metadata| kind.properties(metadata)).unwrap_or_default();
    let fields = [("/engagement/ownerId", "hubspot_owner_id"), ("/engagement/timestamp", "hs_timestamp")];
    for (pointer, property) in fields {
        if let Some(value) = body.pointer(pointer).filter(|value| !value.is_null()) {
            written.insert(property.into(), value.clone());
        }
    }
    written
}

/// The records to associate with a new engagement, all of which must exist.
fn links(crm: &Crm, body: &Value) -> Result<Vec<(&'static ObjectType, u64)>, ApiError> {
    let mut links = Vec::new();
    for (list, name) in ASSOCIATION_LISTS {
        for id in ids(body.get("associations").and_then(|lists| lists.get(list))) {
            if crm.live(object_type(name), id).is_none() {
                return Err(invalid(&format!("{list} contains an id that does not exist: {id}")));
            }
            links.push((object_type(name), id));
        }
    }
    Ok(links)
}

fn update(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = Value::Object(context.call.json_object()?);
        let (kind, record) = find(crm, id)?;
        let number = record.id;
        let values = values::check(crm, kind.object_type(), &written(kind, &body))?;
        crm.update(kind.object_type(), number, values, now_ms);
        let (kind, record) = find(crm, id)?;
        Ok(Answer::ok(engagement(crm, kind, record)))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (kind, record) = find(crm, id)?;
        let id = record.id;
        crm.archive(kind.object_type(), id, now_ms);
        Ok(Answer::no_content())
    })
}

fn associate(context: &Context, id: &str, kind: &str, to: &str, add: bool) -> Outcome {
    context.with_crm(|crm| {
        let (engagement, record) = find(crm, id)?;
        let from = (engagement.object_type(), record.id);
        let kind = associable(crm, kind)?;
        let to = (kind, shared::find(crm, kind.name, to, "resource not found")?.id);
        if add {
            crm.associations.link_by_default(from, to);
        } else {
            crm.associations.unlink(from, to, None);
        }
        Ok(Answer::no_content())
    })
}

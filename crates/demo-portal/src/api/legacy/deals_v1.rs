//! `/deals/v1`, but for its pipelines: deals with a `dealId` and lists of associated ids.

use serde_json::{Value, json};

use super::{
    super::shared::{self, Context, as_id, ids, invalid, live, page_at, page_behind},
    Requested, recent, values,
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
};

const NOT_FOUND: &str = "resource not found";
/// The lists in `associations`, and the object types of their ids.
const LISTS: [(&str, &str); 4] = [
    ("associatedVids", "contacts"),
    ("associatedCompanyIds", "companies"),
    ("associatedDealIds", "deals"),
    ("associatedTicketIds", "tickets"),
];

/// Serves paths below `/deals/v1`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["deal", "paged"]) => paged(context),
        ("GET", ["deal", "recent", order]) => recent(context, recent::Order::from_segment(order)?),
        ("GET", ["deal", "associated", kind, id, "paged"]) => associated(context, kind, id),
        ("POST", ["deal"]) => create(context),
        ("GET", ["deal", id]) => context.with_crm(|crm| Ok(Answer::ok(whole(crm, find(crm, id)?)))),
        ("PUT", ["deal", id]) => update(context, id),
        ("DELETE", ["deal", id]) => delete(context, id),
        ("PUT", ["deal", id, "associations", kind]) => associate(context, id, kind, true),
        ("DELETE", ["deal", id, "associations", kind]) => associate(context, id, kind, false),
        ("POST", ["batch-async", "update"]) => super::update_batch(context, deals(), NOT_FOUND),
        _ => return None,
    })
}

fn deals() -> &'static ObjectType {
    object_type("deals")
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a Record, ApiError> {
    shared::find(crm, "deals", id, NOT_FOUND)
}

fn deal(crm: &Crm, record: &Record, names: &[String]) -> Value {
    json!({
        "portalId": crm.account.portal_id,
        "dealId": record.id,
        "isDeleted": record.archived_ms.is_some(),
        "properties": values::properties(crm, deals(), record, names),
        "imports": [],
        "stateChanges": [],
    })
}

/// A deal with all its properties and associations.
fn whole(crm: &Crm, record: &Record) -> Value {
    with_associations(crm, record, deal(crm, record, &values::all_names(deals(), record)))
}

fn with_associations(crm: &Crm, record: &Record, mut deal: Value) -> Value {
    deal["associations"] = LISTS
        .iter()
        .map(|(list, kind)| {
            ((*list).to_owned(), json!(crm.associations.ids(deals(), record.id, object_type(kind))))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    deal
}

/// A deal with what the call asks for.
fn requested(crm: &Crm, record: &Record, wanted: &Requested, with_links: bool) -> Value {
    let shown = deal(crm, record, &wanted.names(deals(), record));
    if with_links { with_associations(crm, record, shown) } else { shown }
}

fn paged(context: &Context) -> Outcome {
    let wanted = Requested::from_call(context.call);
    let with_links = context.call.query_flag("includeAssociations");
    let limit = context.page_size("limit", 100, 250);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_behind(crm, deals(), offset, limit);
        let shown: Vec<Value> =
            page.records.iter().map(|record| requested(crm, record, &wanted, with_links)).collect();
        Ok(Answer::ok(json!({"deals": shown, "hasMore": page.has_more, "offset": page.last_id})))
    })
}

fn recent(context: &Context, order: recent::Order) -> Outcome {
    context.with_crm(|crm| {
        let records = live(crm, deals()).map(|record| (deals(), record));
        Ok(recent::page(context, order, records, |(_, record)| whole(crm, record)))
    })
}

/// The deals of a contact or company.
fn associated(context: &Context, kind: &str, id: &str) -> Outcome {
    let wanted = Requested::from_call(context.call);
    let with_links = context.call.query_flag("includeAssociations");
    let limit = context.page_size("limit", 100, 100);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let kind = associable(kind)?;
        let id = shared::find(crm, kind.name, id, NOT_FOUND)?.id;
        let page = page_at(crm.associations.ids(kind, id, deals()), offset, limit);
        let found = page.items.iter().filter_map(|id| crm.live(deals(), *id));
        let shown: Vec<Value> = found.map(|record| requested(crm, record, &wanted, with_links)).collect();
        Ok(Answer::ok(json!({"deals": shown, "hasMore": page.has_more, "offset": page.next})))
    })
}

/// The object types that this version associates with deals.
fn associable(kind: &str) -> Result<&'static ObjectType, ApiError> {
    match kind.to_ascii_lowercase().as_str() {
        "contact" => Ok(object_type("contacts")),
        "company" => Ok(object_type("companies")),
        _ => Err(invalid(&format!("deals are associated with CONTACT and COMPANY, not with {kind}"))),
    }
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let values = values::written(crm, deals(), body.get("properties"), "name")?;
        let links = links(crm, &body)?;
        let id = crm.insert(deals(), values, now_ms).id;
        for to in links {
            crm.associations.link_by_default((deals(), id), to);
        }
        Ok(Answer::ok(whole(crm, find(crm, &id.to_string())?)))
    })
}

/// The records to associate, all of which must exist.
fn links(crm: &Crm, body: &Value) -> Result<Vec<(&'static ObjectType, u64)>, ApiError> {
    let mut links = Vec::new();
    for (list, kind) in LISTS {
        for id in ids(body.get("associations").and_then(|lists| lists.get(list))) {
            if crm.live(object_type(kind), id).is_none() {
                return Err(invalid(&format!("{list} contains an id that does not exist: {id}")));
            }
            links.push((object_type(kind), id));
        }
    }
    Ok(links)
}

fn update(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let number = find(crm, id)?.id;
        let body = context.call.json()?;
        let values = values::written(crm, deals(), body.get("properties"), "name")?;
        crm.update(deals(), number, values, now_ms);
        Ok(Answer::ok(whole(crm, find(crm, id)?)))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = find(crm, id)?.id;
        crm.archive(deals(), id, now_ms);
        Ok(Answer::no_content())
    })
}

/// Adds or removes associations with the records that the parameter `id` names.
fn associate(context: &Context, deal: &str, kind: &str, add: bool) -> Outcome {
    let named = context.call.query_list("id");
    context.with_crm(|crm| {
        let from = (deals(), find(crm, deal)?.id);
        let kind = associable(kind)?;
        let ids: Vec<u64> = named.iter().filter_map(|id| as_id(&Value::from(id.as_str()))).collect();
        if ids.is_empty() {
            return Err(invalid("the query parameter id is required"));
        }
        if add && ids.iter().any(|id| crm.live(kind, *id).is_none()) {
            return Err(shared::not_found(NOT_FOUND));
        }
        for id in ids {
            if add {
                crm.associations.link_by_default(from, (kind, id));
            } else {
                crm.associations.unlink(from, (kind, id), None);
            }
        }
        Ok(Answer::no_content())
    })
}

//! `/companies/v2`: companies with a `companyId`, their contacts, and search by domain.

use serde_json::{Value, json};

use super::{
    super::shared::{self, Context, live, page_behind},
    Requested, contacts_v1, properties, recent, values,
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

/// Serves paths below `/companies/v2`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["companies", "paged"]) => paged(context),
        ("GET", ["companies", "recent", order]) => recent(context, recent::Order::from_segment(order)?),
        ("POST", ["companies"]) => create(context),
        ("GET", ["companies", id]) => context.with_crm(|crm| Ok(Answer::ok(whole(crm, find(crm, id)?)))),
        ("PUT", ["companies", id]) => update(context, id),
        ("DELETE", ["companies", id]) => delete(context, id),
        ("PUT", ["companies", id, "merge"]) => merge(context, id),
        ("GET", ["companies", id, "contacts"]) => contacts_of(context, id),
        ("GET", ["companies", id, "vids"]) => vids_of(context, id),
        ("PUT", ["companies", id, "contacts", vid]) => link(context, id, vid),
        ("DELETE", ["companies", id, "contacts", vid]) => unlink(context, id, vid),
        ("POST", ["domains", domain, "companies"]) => by_domain(context, domain),
        (_, ["properties" | "groups", ..]) => properties::route(context, method, "companies", rest)?,
        _ => return None,
    })
}

/// Serves `/companies/v1/batch-async/update`: all companies, or none if one is invalid.
pub(super) fn update_batch(context: &Context) -> Outcome {
    super::update_batch(context, companies(), NOT_FOUND)
}

fn companies() -> &'static ObjectType {
    object_type("companies")
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a Record, ApiError> {
    shared::find(crm, "companies", id, NOT_FOUND)
}

/// A company with these properties.
fn company(crm: &Crm, record: &Record, names: &[String]) -> Value {
    json!({
        "portalId": crm.account.portal_id,
        "companyId": record.id,
        "isDeleted": record.archived_ms.is_some(),
        "properties": values::properties(crm, companies(), record, names),
        "additionalDomains": [],
        "stateChanges": [],
        "mergeAudits": [],
    })
}

/// A company with all its properties.
fn whole(crm: &Crm, record: &Record) -> Value {
    company(crm, record, &values::all_names(companies(), record))
}

fn paged(context: &Context) -> Outcome {
    let wanted = Requested::from_call(context.call);
    let limit = context.page_size("limit", 100, 250);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_behind(crm, companies(), offset, limit);
        let shown: Vec<Value> = page
            .records
            .iter()
            .map(|record| company(crm, record, &wanted.names(companies(), record)))
            .collect();
        Ok(Answer::ok(json!({"companies": shown, "has-more": page.has_more, "offset": page.last_id})))
    })
}

fn recent(context: &Context, order: recent::Order) -> Outcome {
    context.with_crm(|crm| {
        let records = live(crm, companies()).map(|record| (companies(), record));
        Ok(recent::page(context, order, records, |(_, record)| whole(crm, record)))
    })
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let values = values::written(crm, companies(), body.get("properties"), "name")?;
        let id = crm.insert(companies(), values, now_ms).id;
        Ok(Answer::ok(whole(crm, find(crm, &id.to_string())?)))
    })
}

fn update(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let number = find(crm, id)?.id;
        let body = context.call.json()?;
        let values = values::written(crm, companies(), body.get("properties"), "name")?;
        crm.update(companies(), number, values, now_ms);
        Ok(Answer::ok(whole(crm, find(crm, id)?)))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let id = find(crm, id)?.id;
        crm.archive(companies(), id, now_ms);
        Ok(Answer::ok(json!({"companyId": id, "deleted": true})))
    })
}

/// The company in the body becomes part of the one in the path.
fn merge(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let other = body.get("companyIdToMerge").and_then(shared::as_id);
        let other = other.ok_or_else(|| ApiError::missing_fields(&["companyIdToMerge"]))?;
        let id = find(crm, id)?.id;
        if id == other {
            return Err(shared::invalid("a company cannot be merged with itself"));
        }
        crm.merge(companies(), id, other, now_ms).ok_or_else(|| shared::not_found(NOT_FOUND))?;
        Ok(Answer::no_content())
    })
}

/// The vids of a company's contacts on the page that `count` and `vidOffset` ask for, and whether there are more.
fn vids(context: &Context, crm: &Crm, id: &str) -> Result<(Vec<u64>, bool), ApiError> {
    let company = find(crm, id)?.id;
    let offset: u64 = context.number("vidOffset").unwrap_or_default();
    let mut vids = crm.associations.ids(companies(), company, object_type("contacts"));
    vids.retain(|vid| *vid > offset);
    let count = context.page_size("count", 100, 100);
    let has_more = vids.len() > count;
    vids.truncate(count);
    Ok((vids, has_more))
}

fn contacts_of(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let (vids, has_more) = vids(context, crm, id)?;
        let contact = |vid: &u64| crm.live(object_type("contacts"), *vid);
        let shown: Vec<Value> =
            vids.iter().filter_map(contact).map(|contact| contacts_v1::of_company(crm, contact)).collect();
        Ok(Answer::ok(json!({
            "contacts": shown, "vidOffset": vids.last().copied().unwrap_or_default(), "hasMore": has_more,
        })))
    })
}

fn vids_of(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let (vids, has_more) = vids(context, crm, id)?;
        let last = vids.last().copied().unwrap_or_default();
        Ok(Answer::ok(json!({"vids": vids, "vidOffset": last, "hasMore": has_more})))
    })
}

fn contact_id(crm: &Crm, vid: &str) -> Result<u64, ApiError> {
    shared::find(crm, "contacts", vid, "contact does not exist").map(|contact| contact.id)
}

/// A contact has one company in this version: the primary one.
fn link(context: &Context, id: &str, vid: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (company, contact) = (find(crm, id)?.id, contact_id(crm, vid)?);
        let (from, to) = ((object_type("contacts"), contact), (companies(), company));
        crm.associations.link_by_default(from, to);
        crm.associations.link_as_primary(from, to);
        let primary = vec![("associatedcompanyid".into(), company.to_string())];
        crm.update(from.0, contact, primary, now_ms);
        Ok(Answer::ok(whole(crm, find(crm, id)?)))
    })
}

fn unlink(context: &Context, id: &str, vid: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (company, contact) = (find(crm, id)?.id, contact_id(crm, vid)?);
        let kind = object_type("contacts");
        crm.associations.unlink((kind, contact), (companies(), company), None);
        let primary = crm.live(kind, contact).and_then(|record| record.values.get("associatedcompanyid"));
        if primary.is_some_and(|primary| *primary == company.to_string()) {
            crm.update(kind, contact, vec![("associatedcompanyid".into(), String::new())], now_ms);
        }
        Ok(Answer::no_content())
    })
}

fn by_domain(context: &Context, domain: &str) -> Outcome {
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let limit = body.get("limit").and_then(shared::as_id).unwrap_or(20).clamp(1, 100);
        let offset = body.pointer("/offset/companyId").and_then(shared::as_id).unwrap_or_default();
        let names: Vec<String> = body
            .get("requestOptions")
            .map(|options| crate::http::json::string_list(options, "properties"))
            .unwrap_or_default();
        let has_domain = |record: &&Record| {
            record.id > offset
                && record.values.get("domain").is_some_and(|own| own.eq_ignore_ascii_case(domain))
        };
        let found: Vec<&Record> = live(crm, companies()).filter(has_domain).collect();
        let page = shared::page_at(found, 0, usize::try_from(limit).unwrap_or(100));
        let last = page.items.last().map_or(0, |record| record.id);
        Ok(Answer::ok(json!({
            "results": page.items.iter().map(|record| company(crm, record, &names)).collect::<Vec<_>>(),
            "hasMore": page.has_more,
            "offset": {"companyId": last, "isPrimary": true},
        })))
    })
}

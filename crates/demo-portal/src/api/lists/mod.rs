//! `/crm/v3/lists` and its dated twins: lists of records and their memberships.

mod memberships;
mod shape;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shared::{Context, as_id, page_at};
use crate::{
    crm::{
        lists::{List, Membership},
        object_types::ObjectType,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::string_list,
    },
};

/// Serves the paths of lists; `None` for others.
pub(super) fn route(context: &Context, method: &str, segments: &[&str]) -> Option<Outcome> {
    let rest = match segments {
        ["crm", "v3", "lists", rest @ ..] => rest,
        ["crm", "lists", version, rest @ ..] if version.starts_with("20") => rest,
        _ => return None,
    };
    Some(match (method, rest) {
        ("GET", []) => by_ids(context),
        ("POST", []) => create(context),
        ("POST", ["search"]) => search(context),
        ("GET", ["idmapping"]) => map_id(context),
        ("POST", ["idmapping"]) => map_ids(context),
        ("GET", ["object-type-id", kind, "name", name]) => by_name(context, kind, name),
        ("GET", ["records", kind, id, "memberships"]) => memberships::of_record(context, kind, id),
        ("GET", [id]) => context.with_crm(|crm| Ok(Answer::ok(json!({"list": shape::list(find(crm, id)?)})))),
        ("DELETE", [id]) => delete(context, id),
        ("PUT", [id, "restore"]) => restore(context, id),
        ("PUT", [id, "update-list-name"]) => rename(context, id),
        ("PUT", [id, "update-list-filters"]) => change_rule(context, id),
        (_, [id, "memberships", rest @ ..]) => memberships::route(context, method, id, rest)?,
        _ => return None,
    })
}

fn unknown(id: &str) -> ApiError {
    ApiError::not_found(&format!("List does not exist with ID {id}."))
}

fn is(id: &str) -> impl Fn(&List) -> bool {
    move |list| list.id.to_string() == id && list.deleted_ms.is_none()
}

fn find<'a>(crm: &'a Crm, id: &str) -> Result<&'a List, ApiError> {
    crm.lists.find(is(id)).ok_or_else(|| unknown(id))
}

fn find_mut<'a>(crm: &'a mut Crm, id: &str) -> Result<&'a mut List, ApiError> {
    crm.lists.find_mut(is(id)).ok_or_else(|| unknown(id))
}

fn object_type(crm: &Crm, segment: &str) -> Result<&'static ObjectType, ApiError> {
    crm.find_type(segment)
        .ok_or_else(|| ApiError::validation(&format!("Unable to infer object type from: {segment}")))
}

fn by_ids(context: &Context) -> Outcome {
    let wanted = context.call.query_list("listIds");
    context.with_crm(|crm| {
        let found = crm.lists.live().filter(|list| wanted.contains(&list.id.to_string()));
        Ok(Answer::ok(json!({"lists": found.map(shape::list).collect::<Vec<_>>()})))
    })
}

fn by_name(context: &Context, kind: &str, name: &str) -> Outcome {
    context.with_crm(|crm| {
        let kind = object_type(crm, kind)?;
        let found = crm.lists.find(|list| list.kind == kind && list.name == name);
        let found = found.ok_or_else(|| {
            ApiError::not_found(&format!("List does not exist with name {name} and object type {}.", kind.id))
        })?;
        Ok(Answer::ok(json!({"list": shape::list(found)})))
    })
}

fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let text = |key: &'static str| {
            body.get(key).and_then(Value::as_str).ok_or_else(|| ApiError::missing_fields(&[key]))
        };
        let kind = object_type(crm, text("objectTypeId")?)?;
        let name = text("name")?;
        if crm.lists.find(|list| list.kind == kind && list.name == name).is_some() {
            return Err(ApiError::validation(&format!("List already exists with name '{name}'.")));
        }
        let membership = match text("processingType")? {
            "DYNAMIC" => shape::rule(&body)?,
            _ => Membership::Manual(BTreeMap::new()),
        };
        let list = crm.lists.create(name, kind, membership, now_ms);
        Ok(Answer::ok(json!({"list": shape::list(list)})))
    })
}

fn search(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let number =
            |key: &str| body.get(key).and_then(as_id).and_then(|number| usize::try_from(number).ok());
        let query = body.get("query").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let types = string_list(&body, "processingTypes");
        let kind = body.get("objectTypeId").and_then(Value::as_str);
        let wanted = |list: &&List| {
            list.name.to_lowercase().contains(&query)
                && (types.is_empty() || types.iter().any(|kind| kind == shape::processing_type(list)))
                && kind.is_none_or(|kind| kind == list.kind.id)
        };
        let count = number("count").unwrap_or(20).clamp(1, 500);
        let page = page_at(crm.lists.live().filter(wanted).collect(), number("offset").unwrap_or(0), count);
        let lists: Vec<Value> = page.items.iter().map(|list| shape::found(crm, list)).collect();
        Ok(Answer::ok(json!({
            "offset": page.next, "hasMore": page.has_more, "lists": lists, "total": page.total,
        })))
    })
}

fn mapping(list: &List) -> Value {
    json!({"listId": list.id.to_string(), "legacyListId": list.legacy_id.to_string()})
}

fn by_legacy_id<'a>(crm: &'a Crm, legacy_id: &str) -> Option<&'a List> {
    crm.lists.find(|list| list.legacy_id.to_string() == legacy_id)
}

fn map_id(context: &Context) -> Outcome {
    let wanted = context.call.query_value("legacyListId").unwrap_or_default();
    context.with_crm(|crm| {
        by_legacy_id(crm, wanted).map(|list| Answer::ok(mapping(list))).ok_or_else(|| unknown(wanted))
    })
}

fn map_ids(context: &Context) -> Outcome {
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let wanted = body.as_array().into_iter().flatten().filter_map(crate::http::json::id_text);
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for id in wanted {
            match by_legacy_id(crm, &id) {
                Some(list) => found.push(mapping(list)),
                None => missing.push(id),
            }
        }
        Ok(Answer::ok(json!({"legacyListIdsToIdsMapping": found, "missingLegacyListIds": missing})))
    })
}

fn rename(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let name = context.call.query_value("listName");
    context.with_crm(|crm| {
        let list = find_mut(crm, id)?;
        if let Some(name) = name {
            name.clone_into(&mut list.name);
            list.updated_ms = now_ms;
        }
        Ok(Answer::ok(json!({"updatedList": shape::list(list)})))
    })
}

/// Changes who belongs to a dynamic list.
fn change_rule(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    let rule = shape::rule(&context.call.json()?);
    context.with_crm(|crm| {
        let list = find_mut(crm, id)?;
        if !list.is_dynamic() {
            return Err(ApiError::validation("Only lists with processing type DYNAMIC have filters."));
        }
        (list.membership, list.updated_ms) = (rule?, now_ms);
        Ok(Answer::ok(json!({"updatedList": shape::list(list)})))
    })
}

fn delete(context: &Context, id: &str) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        find_mut(crm, id)?.deleted_ms = Some(now_ms);
        Ok(Answer::no_content())
    })
}

fn restore(context: &Context, id: &str) -> Outcome {
    context.with_crm(|crm| {
        let list = crm.lists.find_mut(|list| list.id.to_string() == id).ok_or_else(|| unknown(id))?;
        list.deleted_ms = None;
        Ok(Answer::no_content())
    })
}

//! The associations of one record: list, create and delete.

use serde_json::{Value, json};

use super::links::{find_record, labels_json, link_json, link_with_labels, resolve_spec};
use crate::{
    api::crm::{context::Context, inputs, records::not_found},
    crm::{
        associations::{AssociationSpec, RecordRef, default_spec},
        object_types::ObjectType,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

/// Serves paths below `/objects/{type}/{id}/associations`.
pub(crate) fn route_record(
    context: &Context,
    method: &str,
    kind: &'static ObjectType,
    id: &str,
    rest: &[&str],
) -> Option<Outcome> {
    match (method, rest) {
        ("GET", [to]) => Some(list(context, kind, id, to)),
        ("PUT", ["default", to, to_id]) => Some(put(context, (kind, id), (to, to_id), &LinkKind::Default)),
        ("PUT", [to, to_id, named]) => Some(put(context, (kind, id), (to, to_id), &LinkKind::Named(named))),
        ("PUT", [to, to_id]) => Some(
            labels(context).and_then(|specs| put(context, (kind, id), (to, to_id), &LinkKind::Labels(specs))),
        ),
        ("DELETE", [to, to_id]) => Some(delete(context, (kind, id), (to, to_id), None)),
        ("DELETE", [to, to_id, named]) => Some(delete(context, (kind, id), (to, to_id), Some(named))),
        _ => None,
    }
}

/// Which association type a PUT creates.
enum LinkKind<'a> {
    Default,
    /// A type id, or a name such as `contact_to_company`, in the path of a version 3 call.
    Named(&'a str),
    Labels(Vec<AssociationSpec>),
}

/// The labels in the body of a PUT.
fn labels(context: &Context) -> Result<Vec<AssociationSpec>, ApiError> {
    let specs = inputs::association_specs(&context.call.json()?)?;
    if specs.is_empty() {
        Err(ApiError::missing_fields(&["associationCategory", "associationTypeId"]))
    } else {
        Ok(specs)
    }
}

fn list(context: &Context, kind: &'static ObjectType, id: &str, to: &str) -> Outcome {
    let to = context.object_type(to)?;
    let limit = inputs::page_size(context.call, 500, 500)?;
    let after = inputs::cursor(context.call)?.unwrap_or_default();
    context.with_crm(|crm| {
        let (_, id) = find_record(crm, kind, id)?;
        let links = crm.associations.of(kind, id, to);
        let mut wanted = links.into_iter().filter(|(to_id, _)| *to_id >= after);
        let page: Vec<_> = wanted.by_ref().take(limit).collect();
        let results: Vec<Value> = page
            .into_iter()
            .flat_map(|(to_id, specs)| link_json(context.version, kind, to, to_id, specs.iter()))
            .collect();
        let mut body = json!({"results": results});
        if let Some((next, _)) = wanted.next() {
            body["paging"] = inputs::next_page(context, &next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn put(
    context: &Context,
    (kind, id): (&'static ObjectType, &str),
    (to, to_id): (&str, &str),
    how: &LinkKind,
) -> Outcome {
    let to = context.object_type(to)?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (from, target) = (find_record(crm, kind, id)?, find_record(crm, to, to_id)?);
        match how {
            LinkKind::Default => {
                let spec = crm.associations.link_by_default(from, target);
                Ok(Answer::ok(default_link_json(from, target, &spec, now_ms)))
            }
            LinkKind::Named(named) => {
                crm.associations.link(from, target, &resolve_spec(kind, to, named)?);
                let record = crm.live(kind, from.1).ok_or_else(|| not_found(id, None))?;
                Ok(Answer::ok(record.to_json(kind, &[])))
            }
            LinkKind::Labels(specs) => {
                link_with_labels(crm, from, target, specs)?;
                Ok(Answer::created(labels_json(from, target, specs)))
            }
        }
    })
}

fn default_link_json(from: RecordRef, to: RecordRef, spec: &AssociationSpec, now_ms: i64) -> Value {
    let result = |from: RecordRef, to: RecordRef, spec: &AssociationSpec| {
        json!({
            "from": {"id": from.1.to_string()},
            "to": {"id": to.1.to_string()},
            "associationSpec": {"associationCategory": spec.category, "associationTypeId": spec.type_id},
        })
    };
    json!({
        "status": "COMPLETE",
        "results": [result(from, to, spec), result(to, from, &default_spec(to.0, from.0))],
        "startedAt": iso_ms(now_ms),
        "completedAt": iso_ms(now_ms),
    })
}

fn delete(
    context: &Context,
    (kind, id): (&'static ObjectType, &str),
    (to, to_id): (&str, &str),
    named: Option<&str>,
) -> Outcome {
    let to = context.object_type(to)?;
    let only = named.map(|named| resolve_spec(kind, to, named)).transpose()?;
    context.with_crm(|crm| {
        if let (Ok(id), Ok(to_id)) = (id.parse(), to_id.parse()) {
            crm.associations.unlink((kind, id), (to, to_id), only.as_ref());
        }
    });
    Ok(Answer::no_content())
}

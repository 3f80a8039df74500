//! The links of one record.

use serde_json::{Value, json};

use super::links::{link_labels, named_spec, place, show_labels, show_link};
use crate::{
    api::crm::{context::Context, inputs, records::not_found},
    crm::{
        associations::{Place, Spec, default_spec},
        object_types::ObjectType,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};
/// Below `/objects/{type}/{id}/associations`.
pub(crate) fn of_record(
    context: &Context,
    method: &str,
    kind: &'static ObjectType,
    id: &str,
    rest: &[&str],
) -> Option<Outcome> {
    match (method, rest) {
        ("GET", [to]) => Some(list(context, kind, id, to)),
        ("PUT", ["default", to, to_id]) => Some(put(context, (kind, id), (to, to_id), &Kind::Default)),
        ("PUT", [to, to_id, named]) => Some(put(context, (kind, id), (to, to_id), &Kind::Named(named))),
        ("PUT", [to, to_id]) => Some(
            labels(context).and_then(|specs| put(context, (kind, id), (to, to_id), &Kind::Labels(specs))),
        ),
        ("DELETE", [to, to_id]) => Some(delete(context, (kind, id), (to, to_id), None)),
        ("DELETE", [to, to_id, named]) => Some(delete(context, (kind, id), (to, to_id), Some(named))),
        _ => None,
    }
}

enum Kind<'a> {
    Default,
    /// A type id or a name such as `contact_to_company`, as v3 puts it in the path.
    Named(&'a str),
    Labels(Vec<Spec>),
}

fn labels(context: &Context) -> Result<Vec<Spec>, ApiError> {
    let specs = inputs::specs(&context.call.json()?)?;
    if specs.is_empty() {
        Err(ApiError::missing_fields(&["associationCategory", "associationTypeId"]))
    } else {
        Ok(specs)
    }
}

fn list(context: &Context, kind: &'static ObjectType, id: &str, to: &str) -> Outcome {
    let to = context.object_type(to)?;
    let limit = inputs::limit(context.call, 500, 500)?;
    let after = inputs::after(context.call)?.unwrap_or_default();
    context.with_crm(|crm| {
        let (_, id) = place(crm, kind, id)?;
        let links = crm.associations.of(kind, id, to);
        let mut wanted = links.into_iter().filter(|(to_id, _)| *to_id >= after);
        let page: Vec<_> = wanted.by_ref().take(limit).collect();
        let results: Vec<Value> = page
            .into_iter()
            .flat_map(|(to_id, specs)| show_link(context.version, kind, to, to_id, specs.iter()))
            .collect();
        let mut body = json!({"results": results});
        if let Some((next, _)) = wanted.next() {
            body["paging"] = inputs::paging(context, &next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn put(
    context: &Context,
    (kind, id): (&'static ObjectType, &str),
    (to, to_id): (&str, &str),
    how: &Kind,
) -> Outcome {
    let to = context.object_type(to)?;
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let (from, target) = (place(crm, kind, id)?, place(crm, to, to_id)?);
        match how {
            Kind::Default => {
                let spec = crm.associations.link_by_default(from, target);
                Ok(Answer::ok(show_default(from, target, &spec, now_ms)))
            }
            Kind::Named(named) => {
                crm.associations.link(from, target, &named_spec(kind, to, named)?);
                let record = crm.live(kind, from.1).ok_or_else(|| not_found(id, None))?;
                Ok(Answer::ok(record.show(kind, &[])))
            }
            Kind::Labels(specs) => {
                link_labels(crm, from, target, specs)?;
                Ok(Answer::created(show_labels(from, target, specs)))
            }
        }
    })
}

fn show_default(from: Place, to: Place, spec: &Spec, now_ms: i64) -> Value {
    let result = |from: Place, to: Place, spec: &Spec| {
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
    let only = named.map(|named| named_spec(kind, to, named)).transpose()?;
    context.with_crm(|crm| {
        if let (Ok(id), Ok(to_id)) = (id.parse(), to_id.parse()) {
            crm.associations.unlink((kind, id), (to, to_id), only.as_ref());
        }
    });
    Ok(Answer::no_content())
}

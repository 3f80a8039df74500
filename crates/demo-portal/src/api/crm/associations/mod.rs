//! Links over HTTP: of one record, in batches, and the definitions of their kinds. v3 answers in its own shape.

use serde_json::{Value, json};

use super::{Context, inputs, path::Version, records::not_found};
use crate::{
    crm::{
        associations::{Definition, Place, Spec, default_spec, definition, definitions, type_name},
        object_types::ObjectType,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
};

mod batch;

/// Below `/objects/{type}/{id}/associations`.
pub(super) fn of_record(
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

/// Below `/associations/{from}/{to}`.
pub(super) fn of_pair(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let [from, to, rest @ ..] = rest else { return None };
    let pair = context.object_type(from).and_then(|from| Ok((from, context.object_type(to)?)));
    let (from, to) = match pair {
        Ok(pair) => pair,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", ["labels"]) => Some(Ok(Answer::ok(show_definitions(from, to)))),
        ("GET", ["types"]) => Some(Ok(Answer::ok(show_types(from, to)))),
        ("POST", ["batch", operation @ ..]) => batch::answer(context, from, to, operation),
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

/// A record that must exist.
fn place(crm: &Crm, kind: &'static ObjectType, id: &str) -> Result<Place, ApiError> {
    let live = id.parse().ok().filter(|id| crm.live(kind, *id).is_some());
    live.map(|id| (kind, id)).ok_or_else(|| not_found(id, None))
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

/// v3: one entry for each kind of link; v4 and later: one for each record.
fn show_link<'a>(
    version: Version,
    from: &ObjectType,
    to: &ObjectType,
    to_id: u64,
    specs: impl Iterator<Item = &'a Spec>,
) -> Vec<Value> {
    if version == Version::V3 {
        return specs
            .map(|spec| json!({"id": to_id.to_string(), "type": type_name(from, to, spec)}))
            .collect();
    }
    let types: Vec<Value> = specs
        .map(|spec| {
            json!({
                "category": spec.category,
                "typeId": spec.type_id,
                "label": definition(from, to, spec.type_id).and_then(|known| known.label),
            })
        })
        .collect();
    vec![json!({"toObjectId": to_id, "associationTypes": types})]
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

/// A labelled link brings the plain one with it.
fn link_labels(crm: &mut Crm, from: Place, to: Place, specs: &[Spec]) -> Result<(), ApiError> {
    for spec in specs {
        if definition(from.0, to.0, spec.type_id).is_none() {
            return Err(unknown_type(from.0, to.0, spec.type_id));
        }
        crm.associations.link(from, to, spec);
    }
    crm.associations.link_by_default(from, to);
    Ok(())
}

fn unknown_type(from: &ObjectType, to: &ObjectType, type_id: u64) -> ApiError {
    ApiError::validation(&format!(
        "association type id {type_id} doesn't exist between {} and {}",
        from.singular, to.singular
    ))
}

fn named_spec(from: &ObjectType, to: &ObjectType, named: &str) -> Result<Spec, ApiError> {
    if let Ok(type_id) = named.parse() {
        return definition(from, to, type_id)
            .map(|known| known.spec)
            .ok_or_else(|| unknown_type(from, to, type_id));
    }
    let known = definitions(from, to).into_iter().map(|known| known.spec);
    let mut fitting = known.filter(|spec| type_name(from, to, spec) == named);
    let plain = format!("{}_to_{}", from.singular, to.singular);
    let default = (named == plain).then(|| default_spec(from, to));
    let found = fitting.next().or(default);
    found.ok_or_else(|| ApiError::validation(&format!("{named} is not a valid association type")))
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

fn show_labels(from: Place, to: Place, specs: &[Spec]) -> Value {
    let label = |spec: &Spec| definition(from.0, to.0, spec.type_id).and_then(|known| known.label);
    json!({
        "fromObjectTypeId": from.0.id,
        "fromObjectId": from.1,
        "toObjectTypeId": to.0.id,
        "toObjectId": to.1,
        "labels": specs.iter().filter_map(label).collect::<Vec<_>>(),
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

fn show_definitions(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: Definition| json!({"category": known.spec.category, "typeId": known.spec.type_id, "label": known.label});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

fn show_types(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: Definition| json!({"id": known.spec.type_id.to_string(), "name": type_name(from, to, &known.spec)});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

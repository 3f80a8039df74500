//! Batches of associations: read, create and archive.

use serde_json::{Map, Value, json};

use super::links::{find_record, labels_json, link_json, link_with_labels, resolve_spec};
use crate::{
    api::crm::{
        batch::{input::inputs, result::BatchResult},
        context::Context,
        inputs::association_specs,
        path::Version,
    },
    crm::{
        associations::{AssociationSpec, RecordRef, default_spec, type_name},
        object_types::ObjectType,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::id_text,
    },
};

/// HubSpot's limit for associations is higher than for other batches.
const MAX_INPUTS: usize = 2_000;
const MAX_READ_INPUTS: usize = 1_000;

/// The object types on both sides.
type TypePair = (&'static ObjectType, &'static ObjectType);

/// Serves paths below `/associations/{from}/{to}/batch`.
pub(super) fn route(
    context: &Context,
    from: &'static ObjectType,
    to: &'static ObjectType,
    operation: &[&str],
) -> Option<Outcome> {
    match operation {
        ["read"] => Some(read(context, (from, to))),
        ["create"] => Some(create(context, (from, to))),
        ["associate", "default"] => Some(create_default(context, (from, to))),
        ["archive"] => Some(archive(context, (from, to))),
        _ => None,
    }
}

/// The id of one side of an association.
fn record_id(input: &Map<String, Value>, key: &'static str) -> Result<String, ApiError> {
    let id = input.get(key).and_then(|record| record.get("id")).and_then(id_text);
    id.ok_or_else(|| ApiError::missing_fields(&[key]))
}

fn read(context: &Context, (from, to): TypePair) -> Outcome {
    let (_, inputs) = inputs(context, MAX_READ_INPUTS)?;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let id = input.get("id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["id"]))?;
            let links = id.parse().map(|id| crm.associations.of(from, id, to)).unwrap_or_default();
            if links.is_empty() {
                result.errors.push(no_associations_error(from, to, &id));
                continue;
            }
            let associations = links
                .into_iter()
                .flat_map(|(to_id, specs)| link_json(context.version, from, to, to_id, specs.iter()));
            result.results.push(json!({"from": {"id": id}, "to": associations.collect::<Vec<_>>()}));
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

fn no_associations_error(from: &ObjectType, to: &ObjectType, id: &str) -> Value {
    json!({
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": format!("No {} is associated with {} {id}.", to.singular, from.singular),
        "context": {"fromObjectId": [id], "fromObjectType": [from.singular], "toObjectType": [to.singular]},
    })
}

/// An association that a batch is to create.
struct RequestedAssociation {
    from: String,
    to: String,
    specs: Vec<AssociationSpec>,
}

fn requested(
    context: &Context,
    (from, to): TypePair,
    input: &Map<String, Value>,
) -> Result<RequestedAssociation, ApiError> {
    let specs = if context.version == Version::V3 {
        let name = input.get("type").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["type"]))?;
        vec![resolve_spec(from, to, &name)?]
    } else {
        association_specs(input.get("types").ok_or_else(|| ApiError::missing_fields(&["types"]))?)?
    };
    Ok(RequestedAssociation { from: record_id(input, "from")?, to: record_id(input, "to")?, specs })
}

fn create(context: &Context, kinds: TypePair) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let requested =
        inputs.iter().map(|input| requested(context, kinds, input)).collect::<Result<Vec<_>, _>>()?;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        for requested in &requested {
            match link(crm, kinds, requested) {
                Ok((from, to)) => {
                    result.results.push(created_json(context.version, from, to, &requested.specs));
                }
                Err(error) => result.push_error(error, None),
            }
        }
    });
    Ok(result.into_answer(context.now_ms(), Answer::created))
}

fn link(
    crm: &mut Crm,
    (from, to): TypePair,
    requested: &RequestedAssociation,
) -> Result<(RecordRef, RecordRef), ApiError> {
    let (from, to) = (find_record(crm, from, &requested.from)?, find_record(crm, to, &requested.to)?);
    link_with_labels(crm, from, to, &requested.specs)?;
    Ok((from, to))
}

fn created_json(version: Version, from: RecordRef, to: RecordRef, specs: &[AssociationSpec]) -> Value {
    if version == Version::V3 {
        let name = specs.first().map(|spec| type_name(from.0, to.0, spec));
        return json!({"from": {"id": from.1.to_string()}, "to": {"id": to.1.to_string()}, "type": name});
    }
    labels_json(from, to, specs)
}

fn create_default(context: &Context, (from, to): TypePair) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let spec = default_spec(from, to);
            let (from_id, to_id) = (record_id(input, "from")?, record_id(input, "to")?);
            let requested = RequestedAssociation { from: from_id, to: to_id, specs: vec![spec] };
            match link(crm, (from, to), &requested) {
                Ok((from, to)) => result.results.push(json!({
                    "from": {"id": from.1.to_string()},
                    "to": {"id": to.1.to_string()},
                    "associationSpec": {"associationCategory": spec.category, "associationTypeId": spec.type_id},
                })),
                Err(error) => result.push_error(error, None),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

/// Version 3 has one `to` and a type; later versions have a list of `to`, and archive all types.
fn archive(context: &Context, (from, to): TypePair) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    context.with_crm(|crm| {
        for input in &inputs {
            let only =
                input.get("type").and_then(id_text).map(|name| resolve_spec(from, to, &name)).transpose()?;
            let Ok(from_id) = record_id(input, "from")?.parse() else { continue };
            let targets: Vec<&Value> = match input.get("to") {
                Some(Value::Array(list)) => list.iter().collect(),
                one => one.into_iter().collect(),
            };
            let ids =
                targets.into_iter().filter_map(|target| target.get("id").and_then(id_text)?.parse().ok());
            for to_id in ids {
                crm.associations.unlink((from, from_id), (to, to_id), only.as_ref());
            }
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(Answer::no_content())
}

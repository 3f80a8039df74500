//! Batches of links: read, create, archive, in v3's shape and in the newer one.

use serde_json::{Map, Value, json};

use super::links::{link_labels, named_spec, place, show_labels, show_link};
use crate::{
    api::crm::{
        batch::{input::inputs, result::Sum},
        context::Context,
        inputs::specs,
        path::Version,
    },
    crm::{
        associations::{Place, Spec, default_spec, type_name},
        object_types::ObjectType,
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::id_text,
    },
};

/// The associations API takes larger batches than the others.
const MOST_INPUTS: usize = 2_000;

type Kinds = (&'static ObjectType, &'static ObjectType);

pub(super) fn answer(
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

fn end(input: &Map<String, Value>, key: &'static str) -> Result<String, ApiError> {
    let id = input.get(key).and_then(|end| end.get("id")).and_then(id_text);
    id.ok_or_else(|| ApiError::missing_fields(&[key]))
}

fn read(context: &Context, (from, to): Kinds) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let mut sum = Sum::begin(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let id = input.get("id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["id"]))?;
            let links = id.parse().map(|id| crm.associations.of(from, id, to)).unwrap_or_default();
            if links.is_empty() {
                sum.errors.push(none_found(from, to, &id));
                continue;
            }
            let shown = links
                .into_iter()
                .flat_map(|(to_id, specs)| show_link(context.version, from, to, to_id, specs.iter()));
            sum.results.push(json!({"from": {"id": id}, "to": shown.collect::<Vec<_>>()}));
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(sum.answer(context.now_ms(), Answer::ok))
}

fn none_found(from: &ObjectType, to: &ObjectType, id: &str) -> Value {
    json!({
        "status": "error",
        "category": "OBJECT_NOT_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": format!("No {} is associated with {} {id}.", to.singular, from.singular),
        "context": {"fromObjectId": [id], "fromObjectType": [from.singular], "toObjectType": [to.singular]},
    })
}

/// One link that a batch asks for.
struct Asked {
    from: String,
    to: String,
    specs: Vec<Spec>,
}

fn asked(context: &Context, (from, to): Kinds, input: &Map<String, Value>) -> Result<Asked, ApiError> {
    let specs = if context.version == Version::V3 {
        let named = input.get("type").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["type"]))?;
        vec![named_spec(from, to, &named)?]
    } else {
        specs(input.get("types").ok_or_else(|| ApiError::missing_fields(&["types"]))?)?
    };
    Ok(Asked { from: end(input, "from")?, to: end(input, "to")?, specs })
}

fn create(context: &Context, kinds: Kinds) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let asked = inputs.iter().map(|input| asked(context, kinds, input)).collect::<Result<Vec<_>, _>>()?;
    let mut sum = Sum::begin(context.now_ms());
    context.with_crm(|crm| {
        for asked in &asked {
            match link(crm, kinds, asked) {
                Ok((from, to)) => sum.results.push(show(context.version, from, to, &asked.specs)),
                Err(error) => sum.fail(error, None),
            }
        }
    });
    Ok(sum.answer(context.now_ms(), Answer::created))
}

fn link(crm: &mut Crm, (from, to): Kinds, asked: &Asked) -> Result<(Place, Place), ApiError> {
    let (from, to) = (place(crm, from, &asked.from)?, place(crm, to, &asked.to)?);
    link_labels(crm, from, to, &asked.specs)?;
    Ok((from, to))
}

fn show(version: Version, from: Place, to: Place, specs: &[Spec]) -> Value {
    if version == Version::V3 {
        let name = specs.first().map(|spec| type_name(from.0, to.0, spec));
        return json!({"from": {"id": from.1.to_string()}, "to": {"id": to.1.to_string()}, "type": name});
    }
    show_labels(from, to, specs)
}

fn create_default(context: &Context, (from, to): Kinds) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    let mut sum = Sum::begin(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let spec = default_spec(from, to);
            let asked = Asked { from: end(input, "from")?, to: end(input, "to")?, specs: vec![spec] };
            match link(crm, (from, to), &asked) {
                Ok((from, to)) => sum.results.push(json!({
                    "from": {"id": from.1.to_string()},
                    "to": {"id": to.1.to_string()},
                    "associationSpec": {"associationCategory": spec.category, "associationTypeId": spec.type_id},
                })),
                Err(error) => sum.fail(error, None),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(sum.answer(context.now_ms(), Answer::ok))
}

/// v3 takes one `to` and a type; the newer versions a list of `to` and all kinds of link.
fn archive(context: &Context, (from, to): Kinds) -> Outcome {
    let (_, inputs) = inputs(context, MOST_INPUTS)?;
    context.with_crm(|crm| {
        for input in &inputs {
            let only =
                input.get("type").and_then(id_text).map(|named| named_spec(from, to, &named)).transpose()?;
            let Ok(from_id) = end(input, "from")?.parse() else { continue };
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

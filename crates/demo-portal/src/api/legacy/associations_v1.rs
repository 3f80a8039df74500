//! `/crm-associations/v1`: associations by the id of their definition, which also says of which types the records are.

use serde_json::{Value, json};

use super::super::shared::{Context, as_id, invalid, not_found, page_at};
use crate::{
    crm::{
        associations::{self, AssociationSpec},
        object_types::{OBJECT_TYPES, ObjectType},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `/crm-associations/v1/associations`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", [id, "HUBSPOT_DEFINED", definition]) => list(context, id, definition),
        ("PUT", []) => write_one(context, link),
        ("PUT", ["create-batch"]) => write_batch(context, link),
        ("PUT", ["delete"]) => write_one(context, unlink),
        ("PUT", ["delete-batch"]) => write_batch(context, unlink),
        _ => return None,
    })
}

/// The object types that a definition leads from and to.
struct Definition {
    from: &'static ObjectType,
    to: &'static ObjectType,
    spec: AssociationSpec,
}

fn definition(id: u64) -> Result<Definition, ApiError> {
    OBJECT_TYPES
        .iter()
        .find_map(|from| {
            OBJECT_TYPES.iter().find_map(|to| {
                let known = associations::definition(from, to, id)?;
                Some(Definition { from, to, spec: known.spec })
            })
        })
        .ok_or_else(|| invalid(&format!("{id} is not a valid association definition id")))
}

/// The ids of the associated records. Labels are not told apart in this version.
fn list(context: &Context, id: &str, definition_id: &str) -> Outcome {
    let limit = context.page_size("limit", 20, 100);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let definition = definition(definition_id.parse().unwrap_or_default())?;
        let id = id.parse().ok().filter(|id| crm.live(definition.from, *id).is_some());
        let id = id.ok_or_else(|| not_found("resource not found"))?;
        let page = page_at(crm.associations.ids(definition.from, id, definition.to), offset, limit);
        Ok(Answer::ok(json!({"results": page.items, "hasMore": page.has_more, "offset": page.next})))
    })
}

/// An association as it is written.
struct Link {
    definition: Definition,
    from: u64,
    to: u64,
}

fn parse(crm: &Crm, body: &Value) -> Result<Link, ApiError> {
    let number =
        |key: &'static str| body.get(key).and_then(as_id).ok_or_else(|| ApiError::missing_fields(&[key]));
    let definition = definition(number("definitionId")?)?;
    let (from, to) = (number("fromObjectId")?, number("toObjectId")?);
    if crm.live(definition.from, from).is_none() || crm.live(definition.to, to).is_none() {
        return Err(invalid(
            "one of the objects does not exist, or is not of the type that the definition has",
        ));
    }
    Ok(Link { definition, from, to })
}

fn link(crm: &mut Crm, link: &Link) {
    let (from, to) = ((link.definition.from, link.from), (link.definition.to, link.to));
    crm.associations.link_by_default(from, to);
    crm.associations.link(from, to, &link.definition.spec);
}

fn unlink(crm: &mut Crm, link: &Link) {
    let (from, to) = ((link.definition.from, link.from), (link.definition.to, link.to));
    crm.associations.unlink(from, to, None);
}

fn write_one(context: &Context, write: fn(&mut Crm, &Link)) -> Outcome {
    context.with_crm(|crm| {
        let link = parse(crm, &context.call.json()?)?;
        write(crm, &link);
        Ok(Answer::no_content())
    })
}

/// Writes all associations, or none if one is invalid.
fn write_batch(context: &Context, write: fn(&mut Crm, &Link)) -> Outcome {
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let inputs = body.as_array().ok_or_else(|| invalid("a list of associations was expected"))?;
        let links: Vec<Link> = inputs.iter().map(|input| parse(crm, input)).collect::<Result<_, _>>()?;
        for link in &links {
            write(crm, link);
        }
        Ok(Answer::no_content())
    })
}

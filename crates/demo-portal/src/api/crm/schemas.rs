//! Schemas of object types: list and read. Creating one is left to the generic responses.

use serde_json::{Value, json};

use super::context::Context;
use crate::{
    crm::{
        associations::definitions,
        object_types::{OBJECT_TYPES, ObjectType},
        properties::Property,
        store::Crm,
    },
    http::answer::{Answer, Outcome},
    text::capitalize,
};

/// Serves paths below `/schemas`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    match (method, rest) {
        ("GET", []) => Some(Ok(list(context))),
        ("GET", [kind]) => {
            Some(context.object_type(kind).map(|kind| Answer::ok(context.with_crm(|crm| to_json(crm, kind)))))
        }
        _ => None,
    }
}

fn label(name: &str) -> String {
    capitalize(&name.replace('_', " "))
}

/// Lists custom objects only, as HubSpot does.
fn list(context: &Context) -> Answer {
    let custom = OBJECT_TYPES.iter().filter(|kind| kind.is_custom());
    let results: Vec<Value> = context.with_crm(|crm| custom.map(|kind| to_json(crm, kind)).collect());
    Answer::ok(json!({"results": results}))
}

fn to_json(crm: &Crm, kind: &'static ObjectType) -> Value {
    let properties = crm.properties_of(kind).iter().filter(|property| !property.archived);
    let primary =
        kind.required.first().or(kind.default_properties.first()).copied().unwrap_or("hs_object_id");
    json!({
        "id": kind.id.trim_start_matches("2-").trim_start_matches("0-"),
        "objectTypeId": kind.id,
        "name": kind.name,
        "fullyQualifiedName": kind.fully_qualified(crm.account.portal_id),
        "labels": {"singular": label(kind.singular), "plural": label(kind.name)},
        "primaryDisplayProperty": primary,
        "secondaryDisplayProperties": kind.default_properties,
        "requiredProperties": kind.required,
        "searchableProperties": kind.default_properties,
        "properties": properties.map(Property::to_json).collect::<Vec<_>>(),
        "associations": associations(kind),
        "createdAt": "2023-05-02T10:00:00.000Z",
        "updatedAt": "2025-01-20T10:00:00.000Z",
        "archived": false,
    })
}

fn associations(kind: &'static ObjectType) -> Vec<Value> {
    let related =
        OBJECT_TYPES.iter().filter(|to| ["contacts", "companies", "deals", "tickets"].contains(&to.name));
    let each = |to: &'static ObjectType| {
        definitions(kind, to).into_iter().map(move |known| {
            json!({
                "id": known.spec.type_id.to_string(),
                "fromObjectTypeId": kind.id,
                "toObjectTypeId": to.id,
                "name": format!("{}_to_{}", kind.singular, to.singular),
            })
        })
    };
    related.flat_map(each).collect()
}

//! Schemas of custom objects. Creating them is left to the generic answers.

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
};

pub(super) fn answer(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    match (method, rest) {
        ("GET", []) => Some(Ok(list(context))),
        ("GET", [kind]) => {
            Some(context.object_type(kind).map(|kind| Answer::ok(context.with_crm(|crm| show(crm, kind)))))
        }
        _ => None,
    }
}

/// Only custom objects are listed, as with HubSpot.
fn list(context: &Context) -> Answer {
    let custom = OBJECT_TYPES.iter().filter(|kind| kind.is_custom());
    let results: Vec<Value> = context.with_crm(|crm| custom.map(|kind| show(crm, kind)).collect());
    Answer::ok(json!({"results": results}))
}

fn show(crm: &Crm, kind: &'static ObjectType) -> Value {
    let properties = crm.properties_of(kind).iter().filter(|property| !property.archived);
    let primary = kind.required.first().or(kind.shown.first()).copied().unwrap_or("hs_object_id");
    json!({
        "id": kind.id.trim_start_matches("2-").trim_start_matches("0-"),
        "objectTypeId": kind.id,
        "name": kind.name,
        "fullyQualifiedName": kind.fully_qualified(crm.account.portal_id),
        "labels": {"singular": capitalised(kind.singular), "plural": capitalised(kind.name)},
        "primaryDisplayProperty": primary,
        "secondaryDisplayProperties": kind.shown,
        "requiredProperties": kind.required,
        "searchableProperties": kind.shown,
        "properties": properties.map(Property::show).collect::<Vec<_>>(),
        "associations": associations(kind),
        "createdAt": "2023-05-02T10:00:00.000Z",
        "updatedAt": "2025-01-20T10:00:00.000Z",
        "archived": false,
    })
}

fn associations(kind: &'static ObjectType) -> Vec<Value> {
    let usual =
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
    usual.flat_map(each).collect()
}

fn capitalised(word: &str) -> String {
    let word = word.replace('_', " ");
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

//! A schema as the API shows it.

use serde_json::{Value, json};

use crate::{
    crm::{
        associations::definitions,
        custom_types::Schema,
        object_types::{OBJECT_TYPES, ObjectType},
        properties::Property,
        store::Crm,
    },
    state::clock::iso_ms,
    text::capitalize,
};

/// When the types that every account has were created and changed.
const CREATED_MS: i64 = 1_683_021_600_000;
const UPDATED_MS: i64 = 1_737_367_200_000;

fn label(name: &str) -> String {
    capitalize(&name.replace('_', " "))
}

/// What the account wrote of a type, or what is true of one that every account has.
pub(super) fn written(crm: &Crm, kind: &ObjectType) -> Schema {
    crm.custom_types.schema(kind).cloned().unwrap_or_else(|| {
        let shown = || kind.default_properties.iter().map(|name| (*name).to_owned()).collect();
        let primary = kind.required.first().or(kind.default_properties.first()).copied();
        let associable = ["contacts", "companies", "deals", "tickets"];
        let associated = OBJECT_TYPES.iter().filter(|to| associable.contains(&to.name));
        Schema {
            singular_label: label(kind.singular),
            plural_label: label(kind.name),
            description: None,
            primary: primary.unwrap_or("hs_object_id").to_owned(),
            secondary: shown(),
            searchable: shown(),
            associated: associated.map(|to| to.id).collect(),
            created_ms: CREATED_MS,
            updated_ms: UPDATED_MS,
        }
    })
}

/// The schema with its properties and associations.
pub(super) fn schema(crm: &Crm, kind: &'static ObjectType) -> Value {
    let properties = crm.properties_of(kind).iter().filter(|property| !property.is_archived());
    let written = written(crm, kind);
    json!({
        "id": kind.id.trim_start_matches("2-").trim_start_matches("0-"),
        "objectTypeId": kind.id,
        "name": kind.name,
        "fullyQualifiedName": kind.fully_qualified(crm.account.portal_id),
        "labels": {"singular": written.singular_label, "plural": written.plural_label},
        "description": written.description,
        "primaryDisplayProperty": written.primary,
        "secondaryDisplayProperties": written.secondary,
        "requiredProperties": kind.required,
        "searchableProperties": written.searchable,
        "properties": properties.map(Property::to_json).collect::<Vec<_>>(),
        "associations": associations(kind, &written.associated),
        "createdAt": iso_ms(written.created_ms),
        "updatedAt": iso_ms(written.updated_ms),
        "archived": crm.custom_types.archived().any(|archived| archived == kind),
    })
}

fn associations(kind: &'static ObjectType, associated: &[&str]) -> Vec<Value> {
    let related = OBJECT_TYPES.iter().filter(|to| associated.contains(&to.id));
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

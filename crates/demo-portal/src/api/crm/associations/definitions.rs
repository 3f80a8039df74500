//! The kinds of link between two types, listed.

use serde_json::{Value, json};

use crate::crm::{
    associations::{Definition, definitions, type_name},
    object_types::ObjectType,
};
pub(super) fn show_definitions(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: Definition| json!({"category": known.spec.category, "typeId": known.spec.type_id, "label": known.label});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

pub(super) fn show_types(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: Definition| json!({"id": known.spec.type_id.to_string(), "name": type_name(from, to, &known.spec)});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

//! The association types between two object types.

use serde_json::{Value, json};

use crate::crm::{
    associations::{AssociationDefinition, definitions, type_name},
    object_types::ObjectType,
};

/// The list of version 4 and later.
pub(super) fn labels_list_json(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: AssociationDefinition| json!({"category": known.spec.category, "typeId": known.spec.type_id, "label": known.label});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

/// The list of version 3.
pub(super) fn types_list_json(from: &ObjectType, to: &ObjectType) -> Value {
    let show = |known: AssociationDefinition| json!({"id": known.spec.type_id.to_string(), "name": type_name(from, to, &known.spec)});
    json!({"results": definitions(from, to).into_iter().map(show).collect::<Vec<_>>()})
}

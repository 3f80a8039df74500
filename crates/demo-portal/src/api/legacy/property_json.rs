//! Property definitions as versions 1 and 2 show them.

use serde_json::{Value, json};

use super::values::millis;
use crate::{
    crm::{
        object_types::ObjectType,
        properties::{Property, PropertyOption},
        store::Crm,
    },
    state::accounts::ACCOUNTS_CREATED_AT,
};

/// The properties of a type that are not archived.
pub(super) fn live<'a>(crm: &'a Crm, kind: &ObjectType) -> impl Iterator<Item = &'a Property> {
    crm.properties_of(kind).iter().filter(|property| !property.is_archived())
}

/// The properties of a type, or those of one group.
pub(super) fn list(crm: &Crm, kind: &ObjectType, group: Option<&str>) -> Vec<Value> {
    live(crm, kind)
        .filter(|property| group.is_none_or(|group| property.group == group))
        .map(to_json)
        .collect()
}

/// A property as versions 1 and 2 show it.
pub(super) fn to_json(property: &Property) -> Value {
    let option = |(order, option): (usize, &PropertyOption)| {
        json!({
            "label": option.label,
            "value": option.value,
            "displayOrder": order,
            "description": "",
            "doubleData": 0.0,
            "hidden": false,
            "readOnly": false,
        })
    };
    json!({
        "name": property.name,
        "label": property.label,
        "description": property.description,
        "groupName": property.group,
        "type": property.kind,
        "fieldType": property.field_type,
        "options": property.options.iter().enumerate().map(option).collect::<Vec<_>>(),
        "displayOrder": -1,
        "hidden": false,
        "deleted": property.is_archived(),
        "calculated": false,
        "externalOptions": false,
        "formField": !property.read_only,
        "hubspotDefined": property.built_in,
        "readOnlyValue": property.read_only,
        "readOnlyDefinition": property.built_in,
        "mutableDefinitionNotDeletable": false,
        "hasUniqueValue": property.unique,
        "favorited": false,
        "favoritedOrder": -1,
        "createdAt": millis(ACCOUNTS_CREATED_AT),
        "updatedAt": millis(ACCOUNTS_CREATED_AT),
        "createdUserId": null,
        "updatedUserId": null,
    })
}

//! `/properties/v1` and `/properties/v2`: the property definitions of the CRM API, with other names.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, invalid, not_found},
    values::millis,
};
use crate::{
    crm::{
        object_types::ObjectType,
        properties::{self, Property},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::accounts::ACCOUNTS_CREATED_AT,
};

/// Serves what follows the object type: `properties` and `groups`; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, kind: &str, rest: &[&str]) -> Option<Outcome> {
    let Some(kind) = context.find_type(kind) else {
        return Some(Err(invalid(&format!("Unable to infer object type from: {kind}"))));
    };
    Some(match (method, rest) {
        ("GET", ["properties"]) => context.with_crm(|crm| Ok(Answer::ok(list(crm, kind, None).into()))),
        ("POST", ["properties"]) => create(context, kind),
        ("GET", ["properties", "named", name]) => {
            context.with_crm(|crm| find(crm, kind, name).map(|property| Answer::ok(to_json(property))))
        }
        ("PUT" | "PATCH", ["properties", "named", name]) => update(context, kind, name),
        ("DELETE", ["properties", "named", name]) => change(context, kind, name, |property| {
            property.archived = true;
            Answer::no_content()
        }),
        ("GET", ["groups"]) => groups(context, kind),
        ("GET", ["groups", "named", name]) => group(context, kind, name),
        _ => return None,
    })
}

fn live<'a>(crm: &'a Crm, kind: &ObjectType) -> impl Iterator<Item = &'a Property> {
    crm.properties_of(kind).iter().filter(|property| !property.archived)
}

/// The properties of a type, or those of one group.
fn list(crm: &Crm, kind: &ObjectType, group: Option<&str>) -> Vec<Value> {
    live(crm, kind)
        .filter(|property| group.is_none_or(|group| property.group == group))
        .map(to_json)
        .collect()
}

fn unknown(name: &str) -> ApiError {
    not_found(&format!("Property \"{name}\" does not exist"))
}

fn find<'a>(crm: &'a Crm, kind: &ObjectType, name: &str) -> Result<&'a Property, ApiError> {
    live(crm, kind).find(|property| property.name == name).ok_or_else(|| unknown(name))
}

fn to_json(property: &Property) -> Value {
    let option = |(order, option): (usize, &properties::PropertyOption)| {
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
        "deleted": property.archived,
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

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let property = properties::from_json(&context.call.json()?)?;
        if find(crm, kind, &property.name).is_ok() {
            let message = format!("A property named '{}' already exists.", property.name);
            return Err(ApiError::new(409, None, &message));
        }
        let shown = to_json(&property);
        let all = crm.properties.entry(kind.id).or_default();
        all.retain(|known| known.name != property.name);
        all.push(property);
        Ok(Answer::ok(shown))
    })
}

fn update(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let body = context.call.json()?;
    change(context, kind, name, |property| {
        properties::apply_changes(property, &body);
        Answer::ok(to_json(property))
    })
}

/// Changes a property that the portal defined.
fn change(
    context: &Context,
    kind: &'static ObjectType,
    name: &str,
    change: impl FnOnce(&mut Property) -> Answer,
) -> Outcome {
    context.with_crm(|crm| {
        if find(crm, kind, name)?.built_in {
            return Err(invalid(&format!("{name} is a HubSpot defined property and can't be changed")));
        }
        let all = crm.properties.entry(kind.id).or_default();
        let own = all.iter_mut().find(|property| property.name == name && !property.archived);
        own.map(change).ok_or_else(|| unknown(name))
    })
}

fn group_json(crm: &Crm, kind: &ObjectType, name: &str, with_properties: bool) -> Value {
    let mut group = json!({
        "name": name,
        "displayName": name,
        "displayOrder": 0,
        "portalId": crm.account.portal_id,
        "hubspotDefined": true,
    });
    if with_properties {
        group["properties"] = list(crm, kind, Some(name)).into();
    }
    group
}

fn group_names(crm: &Crm, kind: &ObjectType) -> Vec<String> {
    let mut names: Vec<String> = live(crm, kind).map(|property| property.group.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn groups(context: &Context, kind: &'static ObjectType) -> Outcome {
    let with_properties = context.call.query_flag("includeProperties");
    context.with_crm(|crm| {
        let names = group_names(crm, kind);
        let shown: Vec<Value> =
            names.iter().map(|name| group_json(crm, kind, name, with_properties)).collect();
        Ok(Answer::ok(shown.into()))
    })
}

fn group(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let with_properties = context.call.query_flag("includeProperties");
    context.with_crm(|crm| {
        if group_names(crm, kind).iter().any(|known| known == name) {
            Ok(Answer::ok(group_json(crm, kind, name, with_properties)))
        } else {
            Err(not_found(&format!("Property group \"{name}\" does not exist")))
        }
    })
}

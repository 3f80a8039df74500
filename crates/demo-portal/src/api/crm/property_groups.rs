//! Groups of properties: list, read, create, change and archive.

use serde_json::{Value, json};

use super::context::Context;
use crate::{
    crm::{
        object_types::ObjectType,
        property_groups::{NotDeleted, PropertyGroup, Taken},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `/properties/{objectType}/groups`.
pub(super) fn route(
    context: &Context,
    method: &str,
    kind: &'static ObjectType,
    rest: &[&str],
) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list(context, kind),
        ("POST", []) => create(context, kind),
        ("GET", [name]) => context.with_crm(|crm| {
            let group = crm.property_group(kind, name).ok_or_else(|| unknown(name))?;
            Ok(Answer::ok(to_json(&group)))
        }),
        ("PATCH", [name]) => update(context, kind, name),
        ("DELETE", [name]) => delete(context, kind, name),
        _ => return None,
    })
}

fn unknown(name: &str) -> ApiError {
    ApiError::not_found(&format!("Couldn't find a property group with the given name '{name}'"))
}

fn to_json(group: &PropertyGroup) -> Value {
    json!({"name": group.name, "label": group.label, "displayOrder": group.order, "archived": false})
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let groups = crm.property_groups(kind);
        Ok(Answer::ok(json!({"results": groups.iter().map(to_json).collect::<Vec<_>>()})))
    })
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = Value::Object(context.call.json_object()?);
    let text = |key: &str| body[key].as_str().filter(|text| !text.is_empty());
    let missing: Vec<&str> = ["name", "label"].into_iter().filter(|key| text(key).is_none()).collect();
    if !missing.is_empty() {
        return Err(ApiError::missing_fields(&missing));
    }
    let group = PropertyGroup {
        name: text("name").unwrap_or_default().to_owned(),
        label: text("label").unwrap_or_default().to_owned(),
        order: body["displayOrder"].as_i64().unwrap_or(-1),
        built_in: false,
    };
    context.with_crm(|crm| {
        let shown = to_json(&group);
        let message = format!("A property group named '{}' already exists.", group.name);
        crm.add_property_group(kind, group)
            .map_err(|Taken| ApiError::new(409, Some("OBJECT_ALREADY_EXISTS"), &message))?;
        Ok(Answer::created(shown))
    })
}

fn update(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let body = Value::Object(context.call.json_object()?);
    let (label, order) = (body["label"].as_str(), body["displayOrder"].as_i64());
    context.with_crm(|crm| {
        let group = crm.change_property_group(kind, name, label, order).ok_or_else(|| unknown(name))?;
        Ok(Answer::ok(to_json(&group)))
    })
}

fn delete(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    context.with_crm(|crm| match crm.delete_property_group(kind, name) {
        Ok(()) => Ok(Answer::no_content()),
        Err(NotDeleted::Unknown) => Err(unknown(name)),
        Err(NotDeleted::InUse(properties)) => {
            let message =
                format!("Property group '{name}' can't be deleted: {properties} properties are in it.");
            Err(ApiError::validation(&message))
        }
    })
}

//! Groups of properties in versions 1 and 2: those of the CRM API, with other names.

use serde_json::{Value, json};

use super::{
    super::shared::{Context, invalid, not_found},
    property_json,
};
use crate::{
    crm::{
        object_types::ObjectType,
        property_groups::{NotDeleted, PropertyGroup, Taken},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves what follows `groups`; `None` for other paths.
pub(super) fn route(
    context: &Context,
    method: &str,
    kind: &'static ObjectType,
    rest: &[&str],
) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list(context, kind),
        ("POST", []) => create(context, kind),
        ("GET", ["named", name]) => read(context, kind, name),
        ("PUT", ["named", name]) => update(context, kind, name),
        ("DELETE", ["named", name]) => delete(context, kind, name),
        _ => return None,
    })
}

fn unknown(name: &str) -> ApiError {
    not_found(&format!("Property group \"{name}\" does not exist"))
}

fn to_json(crm: &Crm, kind: &ObjectType, group: &PropertyGroup, with_properties: bool) -> Value {
    let mut shown = json!({
        "name": group.name,
        "displayName": group.label,
        "displayOrder": group.order,
        "portalId": crm.account.portal_id,
        "hubspotDefined": group.built_in,
    });
    if with_properties {
        shown["properties"] = property_json::list(crm, kind, Some(&group.name)).into();
    }
    shown
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    let with_properties = context.call.query_flag("includeProperties");
    context.with_crm(|crm| {
        let groups = crm.property_groups(kind);
        let shown: Vec<Value> =
            groups.iter().map(|group| to_json(crm, kind, group, with_properties)).collect();
        Ok(Answer::ok(shown.into()))
    })
}

fn read(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let with_properties = context.call.query_flag("includeProperties");
    context.with_crm(|crm| {
        let group = crm.property_group(kind, name).ok_or_else(|| unknown(name))?;
        Ok(Answer::ok(to_json(crm, kind, &group, with_properties)))
    })
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let body = Value::Object(context.call.json_object()?);
    let name = body["name"].as_str().filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| ApiError::missing_fields(&["name"]))?;
    let label = body["displayName"].as_str().unwrap_or(name).to_owned();
    let order = body["displayOrder"].as_i64().unwrap_or(-1);
    let group = PropertyGroup { name: name.to_owned(), label, order, built_in: false };
    context.with_crm(|crm| {
        let shown = to_json(crm, kind, &group, false);
        let message = format!("A property group named '{name}' already exists.");
        crm.add_property_group(kind, group).map_err(|Taken| ApiError::new(409, None, &message))?;
        Ok(Answer::ok(shown))
    })
}

fn update(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let body = Value::Object(context.call.json_object()?);
    let (label, order) = (body["displayName"].as_str(), body["displayOrder"].as_i64());
    context.with_crm(|crm| {
        let group = crm.change_property_group(kind, name, label, order).ok_or_else(|| unknown(name))?;
        Ok(Answer::ok(to_json(crm, kind, &group, false)))
    })
}

fn delete(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    context.with_crm(|crm| match crm.delete_property_group(kind, name) {
        Ok(()) => Ok(Answer::no_content()),
        Err(NotDeleted::Unknown) => Err(unknown(name)),
        Err(NotDeleted::InUse(_)) => Err(invalid(&format!("Property group \"{name}\" still has properties"))),
    })
}

//! `/properties/v1` and `/properties/v2`: the property definitions of the CRM API, with other names.

use super::{
    super::shared::{Context, invalid, not_found},
    property_groups, property_json,
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
};

/// Serves what follows the object type: `properties` and `groups`; `None` for other paths.
pub(super) fn route(context: &Context, method: &str, kind: &str, rest: &[&str]) -> Option<Outcome> {
    let Some(kind) = context.find_type(kind) else {
        return Some(Err(invalid(&format!("Unable to infer object type from: {kind}"))));
    };
    Some(match (method, rest) {
        ("GET", ["properties"]) => {
            context.with_crm(|crm| Ok(Answer::ok(property_json::list(crm, kind, None).into())))
        }
        ("POST", ["properties"]) => create(context, kind),
        ("GET", ["properties", "named", name]) => context.with_crm(|crm| {
            find(crm, kind, name).map(|property| Answer::ok(property_json::to_json(property)))
        }),
        ("PUT" | "PATCH", ["properties", "named", name]) => update(context, kind, name),
        ("DELETE", ["properties", "named", name]) => archive(context, kind, name),
        (_, ["groups", rest @ ..]) => property_groups::route(context, method, kind, rest)?,
        _ => return None,
    })
}

fn unknown(name: &str) -> ApiError {
    not_found(&format!("Property \"{name}\" does not exist"))
}

fn find<'a>(crm: &'a Crm, kind: &ObjectType, name: &str) -> Result<&'a Property, ApiError> {
    property_json::live(crm, kind).find(|property| property.name == name).ok_or_else(|| unknown(name))
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    context.with_crm(|crm| {
        let property = properties::from_json(&context.call.json()?)?;
        if find(crm, kind, &property.name).is_ok() {
            let message = format!("A property named '{}' already exists.", property.name);
            return Err(ApiError::new(409, None, &message));
        }
        let shown = property_json::to_json(&property);
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
        Answer::ok(property_json::to_json(property))
    })
}

fn archive(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let now_ms = context.now_ms();
    change(context, kind, name, |property| {
        property.archived_ms = Some(now_ms);
        Answer::no_content()
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
        let own = all.iter_mut().find(|property| property.name == name && !property.is_archived());
        own.map(change).ok_or_else(|| unknown(name))
    })
}

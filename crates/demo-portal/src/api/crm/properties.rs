//! Property definitions: list, read, create, change, archive, and batches.

use serde_json::{Value, json};

use super::{
    batch::{
        input::{MAX_INPUTS, inputs},
        result::BatchResult,
    },
    context::Context,
    property_groups,
};
use crate::{
    crm::{
        object_types::ObjectType,
        properties::{self, Property},
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// Serves paths below `/properties`.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    let (kind, rest) = rest.split_first()?;
    let kind = match context.object_type(kind) {
        Ok(kind) => kind,
        Err(error) => return Some(Err(error)),
    };
    match (method, rest) {
        ("GET", []) => Some(list(context, kind)),
        ("POST", []) => Some(create(context, kind)),
        (_, ["groups", rest @ ..]) => property_groups::route(context, method, kind, rest),
        ("POST", ["batch", "read"]) => Some(read_batch(context, kind)),
        ("POST", ["batch", "create"]) => Some(create_batch(context, kind)),
        ("POST", ["batch", "archive"]) => Some(archive_batch(context, kind)),
        ("GET", [name]) => Some(read(context, kind, name)),
        ("PATCH", [name]) => Some(update(context, kind, name)),
        ("DELETE", [name]) => Some(archive(context, kind, name)),
        _ => None,
    }
}

fn not_found(name: &str) -> ApiError {
    ApiError::not_found(&format!("Couldn't find a Property with the given name '{name}'"))
}

fn list(context: &Context, kind: &'static ObjectType) -> Outcome {
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let properties = crm.properties_of(kind).iter().filter(|property| property.is_archived() == archived);
        Ok(Answer::ok(json!({"results": properties.map(Property::to_json).collect::<Vec<_>>()})))
    })
}

fn read(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let archived = context.call.query_flag("archived");
    context.with_crm(|crm| {
        let matches = |property: &&Property| property.name == name && property.is_archived() == archived;
        let found = crm.properties_of(kind).iter().find(matches).ok_or_else(|| not_found(name))?;
        Ok(Answer::ok(found.to_json()))
    })
}

fn create(context: &Context, kind: &'static ObjectType) -> Outcome {
    let property = properties::from_json(&context.call.json()?)?;
    context.with_crm(|crm| {
        let body = add(crm.properties.entry(kind.id).or_default(), property)?;
        Ok(Answer::created(body))
    })
}

/// Adds a definition, which may replace an archived one of the same name.
fn add(properties: &mut Vec<Property>, property: Property) -> Result<Value, ApiError> {
    if properties.iter().any(|known| known.name == property.name && !known.is_archived()) {
        let message = format!("A property named '{}' already exists.", property.name);
        return Err(ApiError::new(409, Some("OBJECT_ALREADY_EXISTS"), &message));
    }
    properties.retain(|known| known.name != property.name);
    let body = property.to_json();
    properties.push(property);
    Ok(body)
}

fn update(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let body = context.call.json()?;
    with_custom_property(context, kind, name, |property| {
        properties::apply_changes(property, &body);
        Ok(Answer::ok(property.to_json()))
    })
}

fn archive(context: &Context, kind: &'static ObjectType, name: &str) -> Outcome {
    let now_ms = context.now_ms();
    with_custom_property(context, kind, name, |property| {
        property.archived_ms = Some(now_ms);
        Ok(Answer::no_content())
    })
}

/// Archives all properties, or none if one is HubSpot's. Names that do not exist are passed over.
fn archive_batch(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let now_ms = context.now_ms();
    let wanted: Vec<&str> = inputs.iter().filter_map(|input| input.get("name")?.as_str()).collect();
    context.with_crm(|crm| {
        let properties = crm.properties.entry(kind.id).or_default();
        let named =
            |property: &&mut Property| wanted.contains(&property.name.as_str()) && !property.is_archived();
        if let Some(own) = properties.iter_mut().filter(named).find(|property| property.built_in) {
            let message = format!("{} is a HubSpot defined property and can't be changed", own.name);
            return Err(ApiError::validation(&message));
        }
        properties.iter_mut().filter(named).for_each(|property| property.archived_ms = Some(now_ms));
        Ok(Answer::no_content())
    })
}

/// Changes a property that the portal defined, or answers 400 for one of HubSpot's.
fn with_custom_property(
    context: &Context,
    kind: &'static ObjectType,
    name: &str,
    change: impl FnOnce(&mut Property) -> Outcome,
) -> Outcome {
    context.with_crm(|crm| {
        let properties = crm.properties.entry(kind.id).or_default();
        let found = properties.iter_mut().find(|property| property.name == name && !property.is_archived());
        let property = found.ok_or_else(|| not_found(name))?;
        if property.built_in {
            let message = format!("{name} is a HubSpot defined property and can't be changed");
            return Err(ApiError::validation(&message));
        }
        change(property)
    })
}

fn read_batch(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (body, inputs) = inputs(context, MAX_INPUTS)?;
    let archived = body["archived"] == true;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        for input in &inputs {
            let name = input
                .get("name")
                .and_then(Value::as_str)
                .ok_or_else(|| ApiError::missing_fields(&["name"]))?;
            match crm
                .properties_of(kind)
                .iter()
                .find(|property| property.name == name && property.is_archived() == archived)
            {
                Some(property) => result.results.push(property.to_json()),
                None => result.push_error(not_found(name), None),
            }
        }
        Ok::<_, ApiError>(())
    })?;
    Ok(result.into_answer(context.now_ms(), Answer::ok))
}

fn create_batch(context: &Context, kind: &'static ObjectType) -> Outcome {
    let (_, inputs) = inputs(context, MAX_INPUTS)?;
    let mut result = BatchResult::started_at(context.now_ms());
    context.with_crm(|crm| {
        let properties = crm.properties.entry(kind.id).or_default();
        for input in inputs {
            let added =
                properties::from_json(&Value::Object(input)).and_then(|property| add(properties, property));
            match added {
                Ok(body) => result.results.push(body),
                Err(error) => result.push_error(error, None),
            }
        }
    });
    Ok(result.into_answer(context.now_ms(), Answer::created))
}

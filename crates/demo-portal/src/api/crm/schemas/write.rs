//! New schemas, and changes of them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{super::context::Context, custom, show};
use crate::{
    crm::{
        custom_types::{Definition, Full, Schema},
        object_types::ObjectType,
        properties::{self, Property},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
        json::string_list,
    },
};

/// In bytes, of types and of properties.
const MAX_NAME: usize = 100;
const MAX_PROPERTIES: usize = 500;

type Body = Map<String, Value>;

fn no_room(_: Full) -> ApiError {
    ApiError::validation("The demo portal defines no more custom object types.")
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let is_valid = name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= MAX_NAME
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if is_valid {
        Ok(())
    } else {
        Err(ApiError::validation(&format!(
            "Invalid name: it must begin with a letter and have letters, digits and underscores only, up to {MAX_NAME}."
        )))
    }
}

/// Checks that no type has the name, archived ones included.
fn check_free(crm: &Crm, name: &str) -> Result<(), ApiError> {
    let portal_id = crm.account.portal_id;
    let mut all = crm.types().chain(crm.custom_types.archived());
    if all.any(|kind| kind.is_called(name, portal_id) || kind.has_bare_name(name)) {
        let message = format!("An object type named '{name}' already exists.");
        return Err(ApiError::new(409, Some("OBJECT_ALREADY_EXISTS"), &message));
    }
    Ok(())
}

/// The properties of a new type, in the group that HubSpot makes for it unless they name another one.
fn read_properties(body: &Body, group: &str) -> Result<Vec<Property>, ApiError> {
    let listed = body.get("properties").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if listed.len() > MAX_PROPERTIES {
        return Err(ApiError::validation(&format!("A schema has up to {MAX_PROPERTIES} properties.")));
    }
    let mut names = BTreeSet::new();
    let read = |property: &Value| {
        let mut property = property.clone();
        if let Value::Object(fields) = &mut property {
            fields.entry("groupName").or_insert_with(|| group.into());
        }
        let property = properties::from_json(&property)?;
        check_name(&property.name)?;
        if names.insert(property.name.clone()) {
            Ok(property)
        } else {
            Err(ApiError::validation(&format!("Property '{}' is defined twice.", property.name)))
        }
    };
    listed.iter().map(read).collect()
}

/// Checks that the schema names properties that exist.
fn check_known(known: &[Property], schema: &Schema, required: &[String]) -> Result<(), ApiError> {
    let named = std::iter::once(&schema.primary)
        .filter(|name| !name.is_empty())
        .chain(required)
        .chain(&schema.secondary)
        .chain(&schema.searchable);
    for name in named {
        if !known.iter().any(|property| property.name == *name && !property.is_archived()) {
            return Err(ApiError::validation(&format!(
                "Property '{name}' does not exist on the object type."
            )));
        }
    }
    Ok(())
}

/// Sets what the body names, and returns the required properties, if it names them.
fn apply(schema: &mut Schema, body: &Body) -> Option<Vec<String>> {
    let object = Value::Object(body.clone());
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let list = |key: &str| body.contains_key(key).then(|| string_list(&object, key));
    let set =
        |field: &mut String, value: Option<String>| *field = value.unwrap_or_else(|| std::mem::take(field));
    set(&mut schema.singular_label, text(&object["labels"]["singular"]));
    set(&mut schema.plural_label, text(&object["labels"]["plural"]));
    set(&mut schema.primary, text(&object["primaryDisplayProperty"]));
    if let Some(description) = text(&object["description"]) {
        schema.description = Some(description);
    }
    if object["clearDescription"] == true {
        schema.description = None;
    }
    if let Some(secondary) = list("secondaryDisplayProperties") {
        schema.secondary = secondary;
    }
    if let Some(searchable) = list("searchableProperties") {
        schema.searchable = searchable;
    }
    let mut named = BTreeSet::new();
    let once = list("requiredProperties").into_iter().flatten().filter(|name| named.insert(name.clone()));
    body.contains_key("requiredProperties").then(|| once.collect())
}

fn definition(known: &[Property], schema: &Schema, required: Vec<String>) -> Definition {
    let shown: BTreeSet<&String> =
        std::iter::once(&schema.primary).filter(|name| !name.is_empty()).chain(&schema.secondary).collect();
    Definition {
        required,
        shown: shown.into_iter().cloned().collect(),
        unique: known.iter().find(|property| property.unique).map(|property| property.name.clone()),
    }
}

fn associated(crm: &Crm, body: &Body) -> Result<Vec<&'static str>, ApiError> {
    let names = string_list(&Value::Object(body.clone()), "associatedObjects");
    let find = |name: &String| crm.find_type(name).map(|kind| kind.id).ok_or_else(|| super::unknown(name));
    names.iter().map(find).collect()
}

fn check_fields(body: &Body) -> Result<(), ApiError> {
    let needed = ["name", "labels", "properties", "requiredProperties", "associatedObjects"];
    let missing: Vec<&str> = needed.into_iter().filter(|key| !body.contains_key(*key)).collect();
    if missing.is_empty() { Ok(()) } else { Err(ApiError::missing_fields(&missing)) }
}

/// Defines an object type.
pub(super) fn create(context: &Context) -> Outcome {
    let now_ms = context.now_ms();
    let body = context.call.json_object()?;
    check_fields(&body)?;
    let name = body.get("name").and_then(Value::as_str).unwrap_or_default();
    check_name(name)?;
    let group = format!("{name}_information");
    let mut own = read_properties(&body, &group)?;
    context.with_crm(|crm| {
        check_free(crm, name)?;
        let mut schema = Schema {
            singular_label: name.to_owned(),
            plural_label: name.to_owned(),
            description: None,
            primary: String::new(),
            secondary: Vec::new(),
            searchable: Vec::new(),
            associated: associated(crm, &body)?,
            created_ms: now_ms,
            updated_ms: now_ms,
        };
        let required = apply(&mut schema, &body).unwrap_or_default();
        check_known(&own, &schema, &required)?;
        let definition = definition(&own, &schema, required);
        let kind = crm.custom_types.define(name.to_owned(), definition, schema).map_err(no_room)?;
        let known: BTreeSet<String> = own.iter().map(|property| property.name.clone()).collect();
        let built_in =
            properties::built_in(kind).into_iter().filter(|property| !known.contains(&property.name));
        own.extend(built_in.map(|property| Property { group: group.clone(), ..property }));
        crm.add_type(kind, own);
        Ok(Answer::created(show::schema(crm, kind)))
    })
}

/// Changes labels, description, and which properties are required, shown and searched.
pub(super) fn update(context: &Context, segment: &str) -> Outcome {
    let now_ms = context.now_ms();
    let body = context.call.json_object()?;
    context.with_crm(|crm| {
        let kind: &'static ObjectType = custom(crm, segment)?;
        let mut schema = show::written(crm, kind);
        let required = apply(&mut schema, &body);
        let required =
            required.unwrap_or_else(|| kind.required.iter().map(|name| (*name).to_owned()).collect());
        check_known(crm.properties_of(kind), &schema, &required)?;
        schema.updated_ms = now_ms;
        let definition = definition(crm.properties_of(kind), &schema, required);
        let kind = crm.custom_types.redefine(kind, definition, schema).map_err(no_room)?;
        Ok(Answer::ok(show::schema(crm, kind)))
    })
}

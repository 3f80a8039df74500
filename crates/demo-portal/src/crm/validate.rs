//! Checks written property values, and reports all that are invalid.

use serde_json::{Map, Value, json};

use super::{object_types::ObjectType, properties::Property, store::Crm, values::Values};
use crate::http::errors::ApiError;

/// Why a value was refused, in HubSpot's code and message.
pub(crate) struct InvalidValue {
    pub(crate) name: String,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

/// Checks the values of a write against the property definitions, and normalizes them.
///
/// # Errors
///
/// 400 that lists every invalid value.
pub(crate) fn check_values(
    crm: &Crm,
    kind: &ObjectType,
    written: &Map<String, Value>,
) -> Result<Values, ApiError> {
    find_invalid(crm, kind, written).map_err(|invalid| invalid_values(crm.account.portal_id, &invalid))
}

/// Like [`check_values`], for APIs whose errors have another form.
///
/// # Errors
///
/// Every invalid value.
pub(crate) fn find_invalid(
    crm: &Crm,
    kind: &ObjectType,
    written: &Map<String, Value>,
) -> Result<Values, Vec<InvalidValue>> {
    let known = crm.properties_of(kind);
    let (mut values, mut invalid) = (Values::new(), Vec::new());
    for (name, value) in written {
        match check_value(known, name, value) {
            Ok(value) => values.push((name.clone(), value)),
            Err(problem) => invalid.push(problem),
        }
    }
    if invalid.is_empty() { Ok(values) } else { Err(invalid) }
}

/// Checks that a new record has its required properties.
///
/// # Errors
///
/// 400 that lists those that are missing.
pub(crate) fn check_required(kind: &ObjectType, values: &Values) -> Result<(), ApiError> {
    let set = |name: &&&str| values.iter().any(|(key, value)| key == **name && !value.is_empty());
    let missing: Vec<&str> = kind.required.iter().filter(|name| !set(name)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let type_name = kind.singular.to_ascii_uppercase();
    let missing_list = missing.join(", ");
    let message = format!("Error creating {type_name}. Some required properties were not set.");
    let errors = json!([{
        "message": format!("{} required properties were not set: [{missing_list}]", missing.len()),
        "code": "MISSING_REQUIRED_PROPERTY",
        "context": {"properties": missing},
    }]);
    Err(ApiError::validation(&message).with_field("errors", errors))
}

/// Checks that no other live record has the value of the type's unique property.
///
/// # Errors
///
/// 409 for a contact's email address, 400 for other types, as HubSpot answers.
pub(crate) fn check_unique(
    crm: &Crm,
    kind: &ObjectType,
    values: &Values,
    own_id: Option<u64>,
) -> Result<(), ApiError> {
    let Some(property) = kind.unique else { return Ok(()) };
    let Some((_, value)) = values.iter().find(|(name, value)| name == property && !value.is_empty()) else {
        return Ok(());
    };
    let other = crm.find_by(kind, property, value).filter(|other| Some(other.id) != own_id);
    let Some(other) = other else { return Ok(()) };
    if kind.name == "contacts" {
        return Err(ApiError::conflict(&format!("Contact already exists. Existing ID: {}", other.id)));
    }
    Err(ApiError::validation(&format!(
        "Cannot set PropertyValueCoordinates{{portalId={}, objectTypeId=ObjectTypeId{{legacyObjectType={}}}, \
         propertyName={property}, value={value}}} on {}. {} already has that value.",
        crm.account.portal_id,
        kind.singular.to_ascii_uppercase(),
        own_id.unwrap_or_default(),
        other.id
    )))
}

fn check_value(known: &[Property], name: &str, value: &Value) -> Result<String, InvalidValue> {
    let invalid = |code, message: String| InvalidValue { name: name.to_owned(), code, message };
    let Some(property) = known.iter().find(|property| property.name == name) else {
        return Err(invalid("PROPERTY_DOESNT_EXIST", format!("Property \"{name}\" does not exist")));
    };
    if property.read_only {
        let message = format!("\"{name}\" is a read only property; its value cannot be set.");
        return Err(invalid("READ_ONLY_VALUE", message));
    }
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        other => {
            let message =
                format!("a property value must be text, not {}", crate::http::json::json_type_name(other));
            return Err(invalid("INVALID_VALUE", message));
        }
    };
    if text.is_empty() {
        return Ok(text);
    }
    normalize(property, text).map_err(|(code, message)| invalid(code, message))
}

/// The value as it is stored, or a code and a message.
fn normalize(property: &Property, text: String) -> Result<String, (&'static str, String)> {
    match property.kind.as_str() {
        "number" if text.trim().parse::<f64>().is_err() => {
            Err(("INVALID_LONG", format!("{text} was not a valid number.")))
        }
        "bool" if text != "true" && text != "false" => Err(invalid_option(property, &text)),
        "enumeration" if !property.allows(&text) => Err(invalid_option(property, &text)),
        "datetime" | "date" => normalize_date(property, &text),
        _ if property.name == "email" && !is_email(&text) => {
            Err(("INVALID_EMAIL", format!("Email address {text} is invalid")))
        }
        _ if property.name == "email" => Ok(text.to_ascii_lowercase()),
        _ => Ok(text),
    }
}

fn invalid_option(property: &Property, text: &str) -> (&'static str, String) {
    let options: Vec<&str> = property.options.iter().map(|option| option.value.as_str()).collect();
    let options = if options.is_empty() { "true, false".to_owned() } else { options.join(", ") };
    ("INVALID_OPTION", format!("{text} was not one of the allowed options: [{options}]"))
}

/// Accepts milliseconds and ISO 8601. Dates must be at midnight UTC.
fn normalize_date(property: &Property, text: &str) -> Result<String, (&'static str, String)> {
    let not_valid = || ("INVALID_DATE", format!("{text} was not a valid {}.", property.kind));
    if property.kind == "date" {
        let Ok(ms) = text.parse::<i64>() else {
            return text.parse::<jiff::civil::Date>().map(|day| day.to_string()).map_err(|_| not_valid());
        };
        let at = jiff::Timestamp::from_millisecond(ms).map_err(|_| not_valid())?;
        let time = at.to_zoned(jiff::tz::TimeZone::UTC);
        if ms % 86_400_000 != 0 {
            return Err(("INVALID_DATE", format!("{ms} is at {} UTC, not midnight!", time.time())));
        }
        return Ok(time.date().to_string());
    }
    if let Ok(ms) = text.parse::<i64>() {
        return Ok(crate::state::clock::iso_ms(ms));
    }
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return Ok(format!("{day}T00:00:00.000Z"));
    }
    text.parse::<jiff::Timestamp>().map(crate::state::clock::iso).map_err(|_| not_valid())
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains(char::is_whitespace)
        && !domain.contains('@')
}

/// The error that lists invalid values twice, as HubSpot's does: as text in the message, and as `errors`.
fn invalid_values(portal_id: u64, invalid: &[InvalidValue]) -> ApiError {
    let details: Vec<Value> = invalid
        .iter()
        .map(|problem| {
            json!({
                "isValid": false,
                "message": problem.message,
                "error": problem.code,
                "name": problem.name,
                "localizedErrorMessage": problem.message,
                "portalId": portal_id,
            })
        })
        .collect();
    let errors: Vec<Value> = invalid
        .iter()
        .map(|problem| {
            json!({
                "message": problem.message,
                "code": problem.code,
                "context": {"propertyName": [problem.name]},
            })
        })
        .collect();
    let details = Value::Array(details);
    ApiError::validation(&format!("Property values were not valid: {details}"))
        .with_field("errors", Value::Array(errors))
}

//! Property values in versions 1 and 2: times are in milliseconds, and a value is an object with its history.

use serde_json::{Map, Value, json};

use crate::{
    crm::{
        object_types::ObjectType,
        record::Record,
        store::Crm,
        validate::{InvalidValue, find_invalid},
        values::Values,
    },
    http::errors::ApiError,
};

/// A property's value as these versions show it; `None` if it has none.
pub(super) fn shown(crm: &Crm, kind: &ObjectType, record: &Record, name: &str) -> Option<String> {
    let value = record.value(kind, name)?;
    let is_time = crm
        .properties_of(kind)
        .iter()
        .any(|property| property.name == name && matches!(property.kind.as_str(), "date" | "datetime"));
    let at_ms = if is_time { millis(&value) } else { None };
    Some(at_ms.map_or_else(|| value.into_owned(), |at_ms| at_ms.to_string()))
}

/// A stored time in milliseconds since 1970.
pub(in super::super) fn millis(text: &str) -> Option<i64> {
    let at = text.parse::<jiff::Timestamp>().ok();
    let midnight = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    at.or_else(|| Some(midnight()?.timestamp())).map(jiff::Timestamp::as_millisecond)
}

/// The names of all properties that have a value.
pub(super) fn all_names(kind: &ObjectType, record: &Record) -> Vec<String> {
    let system = ["hs_object_id", kind.created, kind.modified].map(str::to_owned);
    record.values.keys().cloned().chain(system).collect()
}

/// `{name: {value, timestamp, source, sourceId, versions}}`, as companies, deals and tickets show values.
pub(super) fn properties(
    crm: &Crm,
    kind: &ObjectType,
    record: &Record,
    names: &[String],
) -> Map<String, Value> {
    let each = |name: &String| {
        let value = shown(crm, kind, record, name)?;
        let at_ms = if name == kind.created { record.created_ms } else { record.updated_ms };
        let version =
            json!({"name": name, "value": value, "timestamp": at_ms, "source": "API", "sourceVid": []});
        let property = json!({"value": value, "timestamp": at_ms, "source": "API", "sourceId": null, "versions": [version]});
        Some((name.clone(), property))
    };
    names.iter().filter_map(each).collect()
}

/// Reads `[{name, value}]`, where contacts say `property` for `name`.
///
/// # Errors
///
/// 400 that lists every invalid value, as these versions do.
pub(super) fn written(
    crm: &Crm,
    kind: &ObjectType,
    list: Option<&Value>,
    name_key: &str,
) -> Result<Values, ApiError> {
    let list = list.and_then(Value::as_array).ok_or_else(|| ApiError::missing_fields(&["properties"]))?;
    let pair = |item: &Value| Some((item.get(name_key)?.as_str()?.to_owned(), item.get("value")?.clone()));
    check(crm, kind, &list.iter().filter_map(pair).collect())
}

/// Checks values by name.
///
/// # Errors
///
/// 400 that lists every invalid value, as these versions do.
pub(super) fn check(crm: &Crm, kind: &ObjectType, values: &Map<String, Value>) -> Result<Values, ApiError> {
    find_invalid(crm, kind, values).map_err(|invalid| {
        let results: Vec<Value> = invalid.iter().map(validation_result).collect();
        super::super::shared::invalid("Property values were not valid")
            .with_field("validationResults", results.into())
            .with_field("requestId", uuid::Uuid::new_v4().simple().to_string().into())
    })
}

fn validation_result(problem: &InvalidValue) -> Value {
    json!({"isValid": false, "message": problem.message, "error": problem.code, "name": problem.name})
}

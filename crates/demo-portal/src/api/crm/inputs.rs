//! What clients send: page sizes and cursors, ids, and the links of a new record.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::context::Context;
use crate::{
    crm::{
        associations::{self, Category, Spec},
        object_types::ObjectType,
    },
    http::{
        call::Call,
        errors::ApiError,
        json::{id_text, kind_of},
    },
};

/// The `limit` of a list.
pub(super) fn limit(call: &Call, default: usize, largest: usize) -> Result<usize, ApiError> {
    let Some(text) = call.query_value("limit") else { return Ok(default) };
    let limit: usize =
        text.parse().map_err(|_| ApiError::validation(&format!("limit must be a number, but was {text}")))?;
    match limit {
        0 => Err(ApiError::validation("Invalid limit: 0. The limit must be at least 1.")),
        _ if limit > largest => {
            Err(ApiError::validation(&format!("Invalid limit: {limit}. The largest allowed is {largest}.")))
        }
        _ => Ok(limit),
    }
}

/// The cursor of a list: the first id of the page.
pub(super) fn after(call: &Call) -> Result<Option<u64>, ApiError> {
    let Some(text) = call.query_value("after").filter(|text| !text.is_empty()) else { return Ok(None) };
    let parsed = text.parse().map_err(|_| ApiError::validation(&format!("Invalid after: {text}")))?;
    Ok(Some(parsed))
}

/// `paging.next`, with the absolute address of the next page on the version that was called.
pub(super) fn paging(context: &Context, after: &str) -> Value {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(context.call.query.iter().filter(|(name, _)| name != "after"));
    query.append_pair("after", after);
    let link = format!("{}{}?{}", context.portal.info.base_url, context.call.path, query.finish());
    json!({"next": {"after": after, "link": link}})
}

/// A link that a creation asks for.
pub(super) struct Link {
    pub(super) to: &'static ObjectType,
    pub(super) to_id: u64,
    pub(super) specs: Vec<Spec>,
}

/// `associations: [{to: {id}, types: [{associationCategory, associationTypeId}]}]`.
pub(super) fn links(kind: &'static ObjectType, body: &Map<String, Value>) -> Result<Vec<Link>, ApiError> {
    let Some(asked) = body.get("associations").and_then(Value::as_array) else { return Ok(Vec::new()) };
    asked.iter().map(|asked| link(kind, asked)).collect()
}

fn link(kind: &'static ObjectType, asked: &Value) -> Result<Link, ApiError> {
    let to_id = asked.pointer("/to/id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["to"]))?;
    let to_id = to_id.parse().map_err(|_| ApiError::validation(&format!("Invalid object id: {to_id}")))?;
    let specs = specs(asked.get("types").unwrap_or(&Value::Null))?;
    let Some(first) = specs.first() else { return Err(ApiError::missing_fields(&["types"])) };
    let to = associations::target_of(kind, first).ok_or_else(|| {
        let message = format!("association type id {} doesn't exist from {}", first.type_id, kind.singular);
        ApiError::validation(&message)
    })?;
    Ok(Link { to, to_id, specs })
}

/// `[{associationCategory, associationTypeId}]`.
pub(super) fn specs(value: &Value) -> Result<Vec<Spec>, ApiError> {
    let Some(list) = value.as_array() else {
        return Err(ApiError::validation(&format!(
            "Invalid input JSON on line 1, column 1: Cannot deserialize value of type `java.util.HashSet` from {} value",
            kind_of(value)
        )));
    };
    let spec = |item: &Value| {
        let category = item.get("associationCategory");
        let type_id = item.get("associationTypeId").and_then(Value::as_u64);
        match (category, type_id) {
            (Some(category), Some(type_id)) => {
                let category = Category::deserialize(category).map_err(|_| {
                    ApiError::validation(&format!("{category} is not a valid associationCategory"))
                })?;
                Ok(Spec { category, type_id })
            }
            _ => Err(ApiError::missing_fields(&["associationCategory", "associationTypeId"])),
        }
    };
    list.iter().map(spec).collect()
}

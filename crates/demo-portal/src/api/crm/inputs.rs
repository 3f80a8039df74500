//! What clients send to several operations: page sizes, cursors, and associations of new records.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::context::Context;
use crate::{
    crm::{
        associations::{self, AssociationCategory, AssociationSpec},
        object_types::ObjectType,
        store::Crm,
    },
    http::{
        call::Call,
        errors::ApiError,
        json::{id_text, json_type_name},
    },
};

/// The page size of a list, from the parameter `limit`.
///
/// # Errors
///
/// 400 if it is not a number from 1 to `max`.
pub(super) fn page_size(call: &Call, default: usize, max: usize) -> Result<usize, ApiError> {
    let Some(text) = call.query_value("limit") else { return Ok(default) };
    let limit: usize =
        text.parse().map_err(|_| ApiError::validation(&format!("limit must be a number, but was {text}")))?;
    match limit {
        0 => Err(ApiError::validation("Invalid limit: 0. The limit must be at least 1.")),
        _ if limit > max => {
            Err(ApiError::validation(&format!("Invalid limit: {limit}. The largest allowed is {max}.")))
        }
        _ => Ok(limit),
    }
}

/// The first id of the requested page, from the parameter `after`.
///
/// # Errors
///
/// 400 if it is not a number.
pub(super) fn cursor(call: &Call) -> Result<Option<u64>, ApiError> {
    let Some(text) = call.query_value("after").filter(|text| !text.is_empty()) else { return Ok(None) };
    let parsed = text.parse().map_err(|_| ApiError::validation(&format!("Invalid after: {text}")))?;
    Ok(Some(parsed))
}

/// `paging.next`, with an absolute link that keeps the API version and the other parameters of the call.
pub(super) fn next_page(context: &Context, after: &str) -> Value {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(context.call.query.iter().filter(|(name, _)| name != "after"));
    query.append_pair("after", after);
    let link = format!("{}{}?{}", context.portal.info.base_url, context.call.path, query.finish());
    json!({"next": {"after": after, "link": link}})
}

/// An association that a new record is to have.
pub(super) struct RequestedAssociation {
    pub(super) to: &'static ObjectType,
    pub(super) to_id: u64,
    pub(super) specs: Vec<AssociationSpec>,
}

/// Reads `associations: [{to: {id}, types: [{associationCategory, associationTypeId}]}]`.
///
/// # Errors
///
/// 400 if an entry is incomplete or its type does not exist.
pub(super) fn requested_associations(
    crm: &Crm,
    kind: &'static ObjectType,
    body: &Map<String, Value>,
) -> Result<Vec<RequestedAssociation>, ApiError> {
    let Some(requested) = body.get("associations").and_then(Value::as_array) else { return Ok(Vec::new()) };
    requested.iter().map(|requested| requested_association(crm, kind, requested)).collect()
}

fn requested_association(
    crm: &Crm,
    kind: &'static ObjectType,
    requested: &Value,
) -> Result<RequestedAssociation, ApiError> {
    let to_id =
        requested.pointer("/to/id").and_then(id_text).ok_or_else(|| ApiError::missing_fields(&["to"]))?;
    let to_id = to_id.parse().map_err(|_| ApiError::validation(&format!("Invalid object id: {to_id}")))?;
    let specs = association_specs(requested.get("types").unwrap_or(&Value::Null))?;
    let Some(first) = specs.first() else { return Err(ApiError::missing_fields(&["types"])) };
    let to = associations::target_of(crm.types(), kind, first).ok_or_else(|| {
        let message = format!("association type id {} doesn't exist from {}", first.type_id, kind.singular);
        ApiError::validation(&message)
    })?;
    Ok(RequestedAssociation { to, to_id, specs })
}

/// Reads `[{associationCategory, associationTypeId}]`.
///
/// # Errors
///
/// 400 if it is not such a list.
pub(super) fn association_specs(value: &Value) -> Result<Vec<AssociationSpec>, ApiError> {
    let Some(list) = value.as_array() else {
        return Err(ApiError::validation(&format!(
            "Invalid input JSON on line 1, column 1: Cannot deserialize value of type `java.util.HashSet` from {} value",
            json_type_name(value)
        )));
    };
    let spec = |item: &Value| {
        let category = item.get("associationCategory");
        let type_id = item.get("associationTypeId").and_then(Value::as_u64);
        match (category, type_id) {
            (Some(category), Some(type_id)) => {
                let category = AssociationCategory::deserialize(category).map_err(|_| {
                    ApiError::validation(&format!("{category} is not a valid associationCategory"))
                })?;
                Ok(AssociationSpec { category, type_id })
            }
            _ => Err(ApiError::missing_fields(&["associationCategory", "associationTypeId"])),
        }
    };
    list.iter().map(spec).collect()
}

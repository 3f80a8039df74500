//! How a list is shown, and the rule of a dynamic list as it is written.

use serde_json::{Value, json};

use crate::{
    crm::{
        lists::{List, Membership},
        store::Crm,
    },
    http::{errors::ApiError, json::string_list},
    state::clock::iso_ms,
};

pub(super) fn processing_type(list: &List) -> &'static str {
    if list.is_dynamic() { "DYNAMIC" } else { "MANUAL" }
}

/// A list.
pub(super) fn list(list: &List) -> Value {
    let mut shown = json!({
        "listId": list.id.to_string(),
        "listVersion": 1,
        "name": list.name,
        "objectTypeId": list.kind.id,
        "processingType": processing_type(list),
        "processingStatus": "COMPLETE",
        "createdAt": iso_ms(list.created_ms),
        "updatedAt": iso_ms(list.updated_ms),
        "filtersUpdatedAt": iso_ms(list.created_ms),
    });
    if let Membership::Dynamic { property, values } = &list.membership {
        shown["filterBranch"] = branch(property, values);
    }
    shown
}

/// A list among the results of a search, with its size.
pub(super) fn found(crm: &Crm, found: &List) -> Value {
    let mut shown = list(found);
    shown["additionalProperties"] = json!({
        "hs_list_size": found.members(crm.records(found.kind)).len().to_string(),
        "hs_list_reference_count": "0",
    });
    shown
}

fn branch(property: &str, values: &[String]) -> Value {
    let filter = json!({
        "filterType": "PROPERTY",
        "property": property,
        "operation": {
            "operationType": "ENUMERATION",
            "operator": "IS_ANY_OF",
            "values": values,
            "includeObjectsWithNoValueSet": false,
        },
    });
    let inner = json!({
        "filterBranchType": "AND",
        "filterBranchOperator": "AND",
        "filterBranches": [],
        "filters": [filter],
    });
    json!({"filterBranchType": "OR", "filterBranchOperator": "OR", "filterBranches": [inner], "filters": []})
}

/// The rule of a new dynamic list: one property, and the values that make a record a member.
pub(super) fn rule(body: &Value) -> Result<Membership, ApiError> {
    let filter = body
        .pointer("/filterBranch/filterBranches/0/filters/0")
        .filter(|_| body.pointer("/filterBranch/filterBranches/1").is_none())
        .filter(|_| body.pointer("/filterBranch/filterBranches/0/filters/1").is_none())
        .filter(|filter| filter["filterType"] == "PROPERTY");
    let property = filter.and_then(|filter| filter.get("property")?.as_str());
    let values = filter.and_then(|filter| filter.get("operation")).map(|operation| {
        let mut values = string_list(operation, "values");
        values.extend(operation.get("value").and_then(Value::as_str).map(str::to_owned));
        values
    });
    match (property, values) {
        (Some(property), Some(values)) if !values.is_empty() => {
            Ok(Membership::Dynamic { property: property.to_owned(), values })
        }
        _ => Err(ApiError::validation(
            "the demo portal knows dynamic lists by the values of one property only: one branch with one filter",
        )),
    }
}

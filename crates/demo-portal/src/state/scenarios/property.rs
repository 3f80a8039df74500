//! Values of properties, and rules about them. The property's definition tells what would be right.

use axum::http::Method;
use serde_json::{Value, json};

use super::{
    effect::{Asked, Effect},
    failure::{Connect, Failure, Happens, PlannedCall, patch, post},
};
use crate::http::{answer::Answer, errors::ApiError};

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "property-not-found",
        label: "property-not-found",
        title: "Contacts have no such property",
        happens: Happens::Call(Connect::ServiceKey, || contact(&json!({"membership_level": "gold"}))),
        effects: &[],
    },
    Failure {
        name: "property-invalid-option",
        label: "property-invalid-option",
        title: "The label of an option in place of its value",
        happens: Happens::Call(Connect::ServiceKey, || contact(&json!({"hs_lead_status": "In progress"}))),
        effects: &[],
    },
    Failure {
        name: "property-invalid-value",
        label: "property-invalid-value",
        title: "An address without a domain",
        happens: Happens::Call(Connect::ServiceKey, || contact(&json!({"email": "dana.lopez"}))),
        effects: &[],
    },
    Failure {
        name: "property-read-only",
        label: "property-read-only",
        title: "Only HubSpot sets the property",
        happens: Happens::Call(Connect::ServiceKey, || contact(&json!({"num_associated_deals": 4}))),
        effects: &[],
    },
    Failure {
        name: "timestamp-wrong-unit",
        label: "timestamp-wrong-unit",
        title: "Seconds in place of milliseconds",
        happens: Happens::Call(Connect::ServiceKey, || {
            let serviced = json!({"properties": {"serviced_on": "1772800000"}});
            patch("/crm/objects/2026-03/2-30411207/13000000101", serviced)
        }),
        effects: &[],
    },
    Failure {
        name: "conditional-property-required",
        label: "conditional-property-required",
        title: "A lost deal needs a description",
        happens: Happens::Call(Connect::ServiceKey, || {
            let deal = json!({"dealname": "Northpoint 2027", "dealstage": "closedlost"});
            post("/crm/objects/2026-09/deals", json!({"properties": deal}))
        }),
        effects: &[Effect::Refuse(lost_deal_without_description)],
    },
    Failure {
        name: "success-with-warnings",
        label: "success-with-warnings",
        title: "What is stored is not what was sent",
        happens: Happens::Call(Connect::ServiceKey, || {
            patch("/crm/objects/2026-09/deals/3000000101", json!({"properties": {"closedate": "2027-03-15"}}))
        }),
        effects: &[Effect::Amend(warn_of_other_values)],
    },
];

fn contact(properties: &Value) -> PlannedCall {
    patch("/crm/objects/2026-09/contacts/1000000101", json!({"properties": properties}))
}

/// Rules of an account hold for writes from version 2026-09 on.
fn is_governed_write(asked: &Asked) -> bool {
    asked.call.path.starts_with("/crm/objects/2026-09/")
        && matches!(asked.call.method, Method::POST | Method::PATCH)
}

/// The rule of an account: a deal that is lost has a description.
fn lost_deal_without_description(asked: &Asked) -> Option<ApiError> {
    let is_deal = asked.call.path.starts_with("/crm/objects/2026-09/deals");
    let body = asked.call.json().ok().filter(|_| is_deal && is_governed_write(asked))?;
    let set = |name: &str| body["properties"][name].as_str().filter(|value| !value.is_empty());
    if set("dealstage") != Some("closedlost") || set("description").is_some() {
        return None;
    }
    let error = json!({
        "message": "description is required because of a conditional property rule based on [dealstage]",
        "code": "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
        "context": {"propertyName": ["description"]},
    });
    let message = "The property values provided are invalid";
    Some(ApiError::validation(message).with_field("errors", json!([error])))
}

/// Compares what was sent with what the answer shows.
fn warn_of_other_values(asked: &Asked, answer: &mut Answer) {
    let sent = asked.call.json().ok().filter(|_| is_governed_write(asked));
    let (Some(sent), Some(body)) = (sent, answer.body.as_mut()) else { return };
    let Some(sent) = sent["properties"].as_object() else { return };
    let warnings: Vec<Value> = sent
        .iter()
        .filter_map(|(name, raw)| {
            let (raw, stored) = (raw.as_str()?, body["properties"][name].as_str()?);
            (raw != stored).then(|| warning(name, raw, stored))
        })
        .collect();
    if !warnings.is_empty() {
        body["warnings"] = warnings.into();
    }
}

fn warning(name: &str, raw: &str, stored: &str) -> Value {
    json!({
        "category": "PROPERTY_VALUE_NORMALIZED",
        "message": format!("The value of {name} was normalized"),
        "context": {"propertyName": [name], "rawValue": [raw], "normalizedValue": [stored]},
    })
}

//! Records that are there already, are gone, are locked, or do not fit.
//!
//! Alike: the three of a contact (read by id, the record is old, or some seconds old and unknown to search, or as new as
//! the call), the two of a product (search knows the one), and a company that is gone beside a path that is gone
//! (`endpoint-sunset`; the successor's path works there).

use axum::http::Method;
use serde_json::json;

use super::{
    effect::{Asked, Effect, StoredRecord},
    failure::{Connect, Failure, Happens, PlannedCall, get, patch, post, put},
};
use crate::http::errors::ApiError;

const DAY_MS: i64 = 86_400_000;
/// On a bad day, search knows a record minutes after it was made.
const INDEX_LAG_MS: i64 = 300_000;
const CONTACT: &str = "/crm/objects/2026-09/contacts/1000000101";
const CONTACT_VALUES: &[(&str, &str)] =
    &[("email", "dana.lopez@northpoint.example"), ("firstname", "Dana"), ("lastname", "Lopez")];
const PRODUCT_VALUES: &[(&str, &str)] = &[("hs_sku", "NP-4410"), ("name", "Torque wrench")];

const fn contact(age_ms: i64) -> Effect {
    Effect::Create(StoredRecord { object: "contacts", values: CONTACT_VALUES, age_ms })
}

const fn product(age_ms: i64) -> Effect {
    Effect::Create(StoredRecord { object: "products", values: PRODUCT_VALUES, age_ms })
}

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "contact-exists",
        label: "contact-exists",
        title: "The contact has been there for months",
        happens: Happens::Call(Connect::ServiceKey, create_contact),
        effects: &[contact(90 * DAY_MS)],
    },
    Failure {
        name: "search-index-lag",
        label: "search-index-lag",
        title: "The contact is too new for search",
        happens: Happens::Call(Connect::ServiceKey, create_contact),
        effects: &[contact(40_000), Effect::IndexLag(INDEX_LAG_MS)],
    },
    Failure {
        name: "concurrent-create-race",
        label: "concurrent-create-race",
        title: "Another call creates the contact in the same moment",
        happens: Happens::Call(Connect::ServiceKey, create_contact),
        effects: &[contact(0)],
    },
    Failure {
        name: "unique-value-conflict",
        label: "unique-value-conflict",
        title: "Another product has had the SKU for months",
        happens: Happens::Call(Connect::ServiceKey, create_product),
        effects: &[product(90 * DAY_MS)],
    },
    Failure {
        name: "search-index-lag-products",
        label: "search-index-lag",
        title: "The product is too new for search",
        happens: Happens::Call(Connect::ServiceKey, create_product),
        effects: &[product(40_000), Effect::IndexLag(INDEX_LAG_MS)],
    },
    Failure {
        name: "object-not-found",
        label: "object-not-found",
        title: "The company has been deleted",
        happens: Happens::Call(Connect::ServiceKey, || get("/companies/v2/companies/2000000101")),
        effects: &[Effect::Archive("companies", 2_000_000_101)],
    },
    Failure {
        name: "record-locked",
        label: "record-locked",
        title: "Another process works on the contact",
        happens: Happens::Call(Connect::ServiceKey, || {
            patch(CONTACT, json!({"properties": {"city": "Oslo"}}))
        }),
        effects: &[Effect::Refuse(|asked| {
            let message = "The resource is locked, try again in about two seconds";
            let is_met = asked.call.path == CONTACT && asked.call.method != Method::GET;
            is_met.then(|| ApiError::new(423, Some("LOCKED"), message))
        })],
    },
    Failure {
        name: "locked",
        label: "record-locked",
        title: "Everything is locked",
        happens: Happens::Call(Connect::ServiceKey, || {
            patch(CONTACT, json!({"properties": {"city": "Oslo"}}))
        }),
        effects: &[],
    },
    Failure {
        name: "association-type-wrong",
        label: "association-type-wrong",
        title: "The association type is one of deals and contacts",
        happens: Happens::Call(Connect::ServiceKey, || {
            put(
                format!("{CONTACT}/associations/companies/2000000101"),
                json!([{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}]),
            )
        }),
        effects: &[],
    },
    Failure {
        name: "operation-not-allowed",
        label: "operation-not-allowed",
        title: "The members of a dynamic list follow from its filters",
        happens: Happens::Call(Connect::ServiceKey, || {
            put("/crm/lists/2026-03/1002/memberships/add", json!([1_000_000_101_u64]))
        }),
        effects: &[],
    },
    Failure {
        name: "batch-partial-failure",
        label: "batch-partial-failure",
        title: "One record of a batch does not exist",
        happens: Happens::Call(Connect::ServiceKey, || {
            post(
                "/crm/objects/2026-09/contacts/batch/read",
                json!({"properties": ["email"], "inputs": [{"id": "1000000101"}, {"id": "1000999999"}]}),
            )
        }),
        effects: &[],
    },
    Failure {
        name: "batch-duplicate-input",
        label: "batch-duplicate-input",
        title: "Two inputs of a batch mean the same contact",
        happens: Happens::Call(Connect::ServiceKey, || {
            let input = |first: &str| json!({"properties": {"email": "kim.osei@northpoint.example", "firstname": first}});
            post("/crm/objects/2026-09/contacts/batch/create", json!({"inputs": [input("Kim"), input("K.")]}))
        }),
        effects: &[],
    },
    Failure {
        name: "id-property-not-unique",
        label: "id-property-not-unique",
        title: "The property that names the record is not unique",
        happens: Happens::Call(Connect::ServiceKey, || {
            let input = json!({"id": "Emeka", "idProperty": "firstname", "properties": {"city": "Oslo"}});
            post("/crm/objects/2026-09/contacts/batch/upsert", json!({"inputs": [input]}))
        }),
        effects: &[],
    },
    Failure {
        name: "form-captcha-enabled",
        label: "form-captcha-enabled",
        title: "The form has a captcha",
        happens: Happens::Call(Connect::ServiceKey, submission),
        effects: &[Effect::Refuse(refuse_without_captcha)],
    },
];

fn create_contact() -> PlannedCall {
    post("/crm/objects/2026-09/contacts", properties(CONTACT_VALUES))
}

fn create_product() -> PlannedCall {
    post("/crm/objects/2026-09/products", properties(PRODUCT_VALUES))
}

fn properties(values: &[(&str, &str)]) -> serde_json::Value {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).into()));
    json!({"properties": values.collect::<serde_json::Map<_, _>>()})
}

/// The form is the first of the default seed.
fn submission() -> PlannedCall {
    post(
        "/submissions/v3/integration/secure/submit/26041877/756bb8f4-e3c2-4517-bb1a-d03aa85af4f3",
        json!({"fields": [{"objectTypeId": "0-1", "name": "email", "value": "kim.osei@northpoint.example"}]}),
    )
}

/// A captcha is solved by visitors; an API has no place for its answer.
fn refuse_without_captcha(asked: &Asked) -> Option<ApiError> {
    let is_submission =
        asked.call.path.starts_with("/submissions/v3/") && asked.call.path.contains("/submit/");
    let errors = json!([{
        "message": "Error in 'submission'. The form has captcha enabled and does not accept submissions by the API",
        "errorType": "FORM_HAS_RECAPTCHA_ENABLED",
    }]);
    is_submission.then(|| ApiError::new(400, None, "The request is not valid").with_field("errors", errors))
}

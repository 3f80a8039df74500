//! Requests that are wrong in any account: nothing of the portal changes.

use serde_json::{Value, json};

use super::failure::{Connect, Failure, Happens, get, post, post_nothing, put};

const CONTACTS: &str = "/crm/objects/2026-09/contacts";
const SEARCH: &str = "/crm/objects/2026-09/contacts/search";

pub(super) const FAILURES: &[Failure] = &[
    Failure {
        name: "wrong-path",
        label: "wrong-path",
        title: "The path of contacts lacks a part",
        happens: Happens::Call(Connect::ServiceKey, || get("/crm/v3/contacts/1000000101")),
        effects: &[],
    },
    Failure {
        name: "wrong-method",
        label: "wrong-method",
        title: "PUT in place of PATCH",
        happens: Happens::Call(Connect::ServiceKey, || {
            put(format!("{CONTACTS}/1000000101"), json!({"properties": {"city": "Oslo"}}))
        }),
        effects: &[],
    },
    Failure {
        name: "object-type-name-wrong",
        label: "object-type-name-wrong",
        title: "The name of the object type is misspelt",
        happens: Happens::Call(Connect::ServiceKey, || get("/crm/objects/2026-09/contacs?limit=1")),
        effects: &[],
    },
    Failure {
        name: "url-too-long",
        label: "url-too-long",
        title: "The list of properties makes the address too long",
        happens: Happens::Call(Connect::ServiceKey, || {
            let names: Vec<String> = (0..450).map(|number| format!("imported_field_{number:04}")).collect();
            get(format!("{CONTACTS}?limit=1&properties={}", names.join(",")))
        }),
        effects: &[],
    },
    Failure {
        name: "batch-size-limit",
        label: "batch-size-limit",
        title: "A batch of 101 records",
        happens: Happens::Call(Connect::ServiceKey, || {
            let inputs: Vec<Value> =
                (0..101_u64).map(|number| json!({"id": (1_000_000_101 + number).to_string()})).collect();
            post(format!("{CONTACTS}/batch/read"), json!({"inputs": inputs}))
        }),
        effects: &[],
    },
    Failure {
        name: "search-limit-10000",
        label: "search-limit-10000",
        title: "The page behind the ten-thousandth result",
        happens: Happens::Call(Connect::ServiceKey, || {
            post(SEARCH, json!({"filterGroups": [], "limit": 100, "after": "10000"}))
        }),
        effects: &[],
    },
    Failure {
        name: "search-bad-filter",
        label: "search-bad-filter",
        title: "A filter between two values has one",
        happens: Happens::Call(Connect::ServiceKey, || {
            let filter =
                json!({"propertyName": "createdate", "operator": "BETWEEN", "value": "1767225600000"});
            post(SEARCH, json!({"filterGroups": [{"filters": [filter]}], "limit": 1}))
        }),
        effects: &[],
    },
    Failure {
        name: "pagination-cursor-invalid",
        label: "pagination-cursor-invalid",
        title: "The cursor of another listing",
        happens: Happens::Call(Connect::ServiceKey, || {
            get(format!("{CONTACTS}?limit=10&after=NTI1Cg%3D%3D"))
        }),
        effects: &[],
    },
    Failure {
        name: "body-missing",
        label: "body-missing",
        title: "A new contact without a body",
        happens: Happens::Call(Connect::ServiceKey, || post_nothing(CONTACTS)),
        effects: &[],
    },
    Failure {
        name: "body-wrong-shape",
        label: "body-wrong-shape",
        title: "Values beside `properties` in place of in it",
        happens: Happens::Call(Connect::ServiceKey, || {
            post(CONTACTS, json!({"email": "kim.osei@northpoint.example", "firstname": "Kim"}))
        }),
        effects: &[],
    },
    Failure {
        name: "required-field-missing",
        label: "required-field-missing",
        title: "A new ticket without a stage",
        happens: Happens::Call(Connect::ServiceKey, || {
            post("/crm/objects/2026-09/tickets", json!({"properties": {"subject": "The chain is loose"}}))
        }),
        effects: &[],
    },
    Failure {
        name: "wrong-content-type",
        label: "wrong-content-type",
        title: "JSON that calls itself plain text",
        happens: Happens::Call(Connect::ServiceKey, || {
            post(CONTACTS, json!({"properties": {"city": "Oslo"}})).with_header("Content-Type", "text/plain")
        }),
        effects: &[],
    },
];

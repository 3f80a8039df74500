//! What was sent tells what the answer does not. Each rule carries its other examples itself.

use portalscope_diagnosis::CauseCertainty;
use serde_json::{Value, json};

use crate::{diagnosed, first};

const API: &str = "https://api.hubapi.com";
const TOKEN: &str = "pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083";

pub(crate) fn api(method: &str, path: &str, status: u16, body: &Value) -> Value {
    let headers = json!({ "Authorization": format!("Bearer {TOKEN}"), "Accept": "application/json" });
    json!({
        "stage": "api",
        "request": { "method": method, "url": format!("{API}{path}"), "headers": headers },
        "response": { "status": status, "body": body },
    })
}

fn sent(method: &str, path: &str, sent: &Value, status: u16, body: &Value) -> Value {
    let mut case = api(method, path, status, body);
    case["request"]["body"] = sent.clone();
    case
}

pub(crate) fn missing(scopes: &[&str]) -> Value {
    json!({ "category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes to make this call.",
        "errors": [{ "context": { "requiredGranularScopes": scopes } }] })
}

#[test]
fn what_was_sent_tells_what_the_answer_does_not() {
    let batch = |count: usize| json!({ "inputs": (0..count).map(|id| json!({ "id": id.to_string() })).collect::<Vec<_>>() });
    let search = "/crm/objects/2026-03/contacts/search";
    let bad = json!("");
    for (case, label) in [
        (
            sent("POST", "/crm/objects/2026-03/contacts/batch/read", &batch(101), 400, &bad),
            "batch-size-limit",
        ),
        (
            sent(
                "POST",
                "/crm/objects/2026-03/contacts/batch/upsert",
                &json!({ "inputs": [{ "id": "7" }, { "id": "7" }] }),
                400,
                &bad,
            ),
            "batch-duplicate-input",
        ),
        (sent("POST", search, &json!({ "after": "10000" }), 400, &bad), "search-limit-10000"),
        (sent("POST", search, &json!({ "after": "NTI1Cg%3D%3D" }), 400, &bad), "pagination-cursor-invalid"),
        (
            sent(
                "POST",
                "/engagements/v1/engagements",
                &json!({ "metadata": { "startTime": 1_744_790_400 } }),
                400,
                &bad,
            ),
            "timestamp-wrong-unit",
        ),
        (
            sent(
                "PATCH",
                "/crm/objects/2026-03/contacts/1",
                &json!({ "properties": {} }),
                400,
                &json!({ "message": "No properties found to update, please provide at least one." }),
            ),
            "client-drops-field",
        ),
        (
            sent(
                "PATCH",
                "/crm/objects/2026-03/contacts/1",
                &json!({ "email": "a@example.com" }),
                400,
                &json!({ "message": "No properties found to update, please provide at least one." }),
            ),
            "body-wrong-shape",
        ),
        (
            sent("POST", "/crm/objects/2026-03/companies", &json!({}), 201, &json!({ "id": "1" })),
            "client-drops-field",
        ),
        (
            sent("POST", "/events/2026-03/send", &json!({ "eventName": "Bought" }), 400, &bad),
            "object-type-name-wrong",
        ),
    ] {
        assert_eq!(first(&diagnosed(&case)), label, "{case}");
    }
}

#[test]
fn a_receiver_and_a_browser_are_told_from_hubspot() {
    let webhook = json!({ "stage": "webhook", "request": { "method": "POST", "url": "https://www.example.com/hook" }, "response": { "status": 500 } });
    assert_eq!(first(&diagnosed(&webhook)), "webhook-receiver-rejects");
    let cors = json!({ "request": { "url": format!("{API}/crm/objects/2026-03/contacts") }, "response": { "body": "Access to fetch at 'x' from origin 'y' has been blocked by CORS policy" } });
    assert_eq!(first(&diagnosed(&cors)), "cors-blocked");
}

pub(crate) fn expect(case: &Value, label: &str, certainty: CauseCertainty) {
    let found = diagnosed(case);
    assert_eq!(first(&found), label, "{case}\n{found:?}");
    assert_eq!(found.causes[0].certainty, certainty, "{case}");
    assert!(!found.causes[0].evidence.is_empty(), "{case}");
    assert!(found.causes.len() <= 5);
}

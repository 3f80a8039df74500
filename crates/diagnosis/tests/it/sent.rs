//! What the request itself shows where the answer names nothing. All bodies are made up.

use portalscope_diagnosis::CauseCertainty;
use serde_json::{Value, json};

use crate::cases::api;
use crate::{diagnosed, first};

const CONTACTS: &str = "/crm/v3/objects/contacts";

fn sent(method: &str, path: &str, status: u16, answer: &Value, body: &Value) -> Value {
    let mut case = api(method, path, status, answer);
    case["request"]["body"] = json!(body.to_string());
    case
}

fn all(cases: &[(Value, &str)]) {
    for (case, label) in cases {
        let found = diagnosed(case);
        let labels: Vec<_> = found.causes.iter().map(|cause| cause.label.label()).collect();
        assert_eq!(first(&found), *label, "{case}\n{labels:?}");
    }
}

#[test]
fn an_association_type_of_another_direction_is_told_by_its_number() {
    let path = "/crm/v4/objects/deals/88/associations/companies/99";
    let refused = json!({ "status": "error", "message": "internal error" });
    let of = |category: &str, number: u64| {
        let kinds = json!([{ "associationCategory": category, "associationTypeId": number }]);
        sent("PUT", path, 400, &refused, &kinds)
    };
    all(&[
        (of("HUBSPOT_DEFINED", 342), "association-type-wrong"),
        (of("USER_DEFINED", 341), "association-type-wrong"),
    ]);
    assert_ne!(first(&diagnosed(&of("HUBSPOT_DEFINED", 341))), "association-type-wrong");
    let made = json!({ "properties": { "dealname": "a" }, "associations": [
        { "to": { "id": "99" }, "types": [{ "associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 4 }] }
    ] });
    all(&[(sent("POST", "/crm/v3/objects/deals", 400, &json!("400"), &made), "association-type-wrong")]);
}

#[test]
fn an_address_that_no_server_reads_is_not_blamed_on_hubspot() {
    let path = format!("{CONTACTS}?properties={}", "a_long_name,".repeat(1_500));
    for status in [Some(502), None] {
        let mut case = api("GET", &path, 502, &json!("socket hang up"));
        case["response"]["status"] = json!(status);
        all(&[(case, "url-too-long")]);
    }
}

#[test]
fn variables_without_a_value_are_told_in_headers_and_addresses() {
    let unknown =
        json!({ "message": "Authentication credentials not found", "category": "INVALID_AUTHENTICATION" });
    for (value, label) in [
        ("Bearer [object Promise]", "header-missing"),
        ("Bearer [object Object]", "header-missing"),
        ("Bearer: «static-token#1»", "header-malformed"),
    ] {
        let mut case = api("GET", CONTACTS, 401, &unknown);
        case["request"]["headers"] = json!({ "Authorization": value });
        all(&[(case, label)]);
    }
    let none = json!({ "message": "resource not found", "category": "OBJECT_NOT_FOUND" });
    all(&[(api("GET", &format!("{CONTACTS}/undefined"), 404, &none), "client-request-defect")]);
    let by_address = diagnosed(&api("GET", &format!("{CONTACTS}/ada@example.org"), 404, &none));
    assert!(by_address.causes.iter().any(|cause| cause.label.label() == "client-request-defect"));
}

#[test]
fn words_of_the_token_endpoint_name_their_causes_without_a_request() {
    let said = |stage: &str, words: &str| json!({ "stage": stage, "response": { "body": words } });
    all(&[
        (said("token", "Error: invalid_grant"), "refresh-token-invalid"),
        (said("", "IdentityProviderException: missing or unknown auth code"), "auth-code-malformed"),
        (said("authorize", "It did not work"), "authorize-scope-mismatch"),
    ]);
    let found = diagnosed(&said("token", "Error: invalid_grant"));
    assert!(found.cannot_tell && found.causes.len() == 5, "{found:?}");
}

#[test]
fn a_read_that_worked_and_is_told_as_a_failure_names_what_may_be_missing() {
    let found = diagnosed(&api("GET", &format!("{CONTACTS}/88"), 200, &json!({ "id": "88" })));
    assert!(found.cannot_tell && found.causes.len() > 2, "{found:?}");
}

#[test]
fn a_body_that_was_given_and_did_not_arrive_may_be_the_clients_doing() {
    let answer = json!("Invalid input JSON: No content (empty input stream)");
    let case = sent("POST", CONTACTS, 400, &answer, &json!({ "properties": { "firstname": "Ada" } }));
    let found = diagnosed(&case);
    assert_eq!(found.causes[0].certainty, CauseCertainty::Possible);
    assert!(found.causes.iter().any(|cause| cause.label.label() == "client-drops-field"), "{found:?}");
}

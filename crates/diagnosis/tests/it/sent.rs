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
fn values_that_hubspot_never_takes_tell_a_refusal_that_names_none() {
    let refused = json!({ "status": "error", "message": "Property values were not valid" });
    let of = |properties: Value| {
        sent("PATCH", "/crm/v3/objects/deals/88", 400, &refused, &json!({ "properties": properties }))
    };
    all(&[
        (of(json!({ "Renewal Owner": "x" })), "property-not-found"),
        (of(json!({ "dealstage": "Contract Sent" })), "property-invalid-option"),
        (of(json!({ "closedate": "24.12.2030" })), "timestamp-wrong-unit"),
        (of(json!({ "birthday": 1_600_000_000 })), "timestamp-wrong-unit"),
        (of(json!({ "regions": ["north", "south"] })), "body-wrong-shape"),
        (of(json!({ "num_associated_contacts": "2" })), "property-read-only"),
        (of(json!({ "hubspot_owner_id": "ada@example.org" })), "property-invalid-value"),
        (of(json!({ "amount": "12" })), "property-invalid-value"),
    ]);
    let input =
        json!({ "inputs": [{ "properties": { "dealname": "a" } }, { "properties": { "Deal Name": "b" } }] });
    all(&[(sent("POST", "/crm/v3/objects/deals/batch/create", 400, &refused, &input), "property-not-found")]);
}

#[test]
fn a_filter_that_fits_nothing_is_told_by_its_value() {
    let nothing = json!({ "total": 0, "results": [] });
    let path = format!("{CONTACTS}/search");
    let of = |filter: Value| {
        sent("POST", &path, 200, &nothing, &json!({ "filterGroups": [{ "filters": [filter] }] }))
    };
    all(&[
        (
            of(json!({ "propertyName": "createdate", "operator": "GTE", "value": "1600000000" })),
            "timestamp-wrong-unit",
        ),
        (
            of(json!({ "propertyName": "email", "operator": "IN", "values": ["Ada@example.org"] })),
            "search-bad-filter",
        ),
        (
            of(json!({ "propertyName": "email", "operator": "IN", "values": ["ada@example.org"] })),
            "search-index-lag",
        ),
    ]);
    let refused = json!({ "status": "error", "message": "There was a problem with the request." });
    let body = json!({ "filterGroups": [{ "filters": [{ "propertyName": "Last Name", "operator": "EQ", "value": "a" }] }] });
    all(&[(sent("POST", &path, 400, &refused, &body), "property-not-found")]);
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
fn a_record_made_of_a_flat_body_lacks_what_was_sent() {
    let made = json!({ "id": "88", "properties": { "hs_object_id": "88" } });
    let flat = sent("POST", CONTACTS, 201, &made, &json!({ "firstname": "Ada" }));
    let framed = sent("POST", CONTACTS, 201, &made, &json!({ "properties": { "firstname": "Ada" } }));
    all(&[(flat, "body-wrong-shape"), (framed, "client-drops-field")]);
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
fn what_is_no_host_of_hubspots_is_told_before_the_path() {
    for host in ["api.hubapi.example", "api.hubspot.com"] {
        let mut case = api("GET", CONTACTS, 404, &json!("Not Found"));
        case["request"]["url"] = json!(format!("https://{host}{CONTACTS}"));
        all(&[(case, "wrong-host")]);
    }
}

#[test]
fn a_path_that_takes_another_method_is_no_wrong_path() {
    all(&[(api("POST", &format!("{CONTACTS}/88"), 404, &json!("")), "wrong-method")]);
}

#[test]
fn a_lookup_by_a_property_that_many_share_is_told() {
    let none = json!({ "message": "resource not found" });
    all(&[
        (
            api("GET", "/crm/v3/objects/companies/example.org?idProperty=domain", 404, &none),
            "id-property-not-unique",
        ),
        (api("GET", &format!("{CONTACTS}/5?idProperty=phone"), 400, &json!("400")), "id-property-not-unique"),
        (api("GET", &format!("{CONTACTS}/a@b.example?idProperty=email"), 404, &none), "object-not-found"),
    ]);
}

#[test]
fn a_body_of_nothing_and_a_list_that_fills_itself_are_told_by_their_words() {
    all(&[
        (
            api("POST", CONTACTS, 400, &json!("Invalid input JSON: No content (empty input stream)")),
            "body-missing",
        ),
        (
            api("PUT", "/crm/v3/lists/7/memberships/add", 400, &json!("7 is not a static list")),
            "operation-not-allowed",
        ),
    ]);
}

#[test]
fn a_token_request_is_told_by_where_its_fields_stand() {
    let token = |url: &str, media: &str, body: &str, answer: &str| {
        json!({
            "stage": "token",
            "request": { "method": "POST", "url": url, "headers": { "Content-Type": media }, "body": body },
            "response": { "status": 400, "body": answer },
        })
    };
    let form = "application/x-www-form-urlencoded";
    let code = "grant_type=authorization_code&code=7c1f0a52-9b3e-4d68-8a17-5e2d4c6b8f90";
    all(&[
        (
            token(
                "https://api.hubapi.com/oauth/v1/token",
                "multipart/form-data; boundary=a",
                "--a",
                "missing or invalid client id",
            ),
            "token-request-body-format",
        ),
        (
            token("https://api.hubapi.com/oauth/v1/token", form, code, "missing or unknown auth code"),
            "auth-code-expired",
        ),
        (token("https://app.hubspot.com/oauth/v1/token", form, code, ""), "wrong-host"),
    ]);
}

#[test]
fn a_status_that_stands_in_an_exception_alone_is_read() {
    let of = |words: &str| json!({ "stage": "api", "request": {}, "response": { "body": words } });
    all(&[
        (of("AxiosError: Request failed with status code 403"), "scope-not-granted"),
        (of("The remote server returned an error: (403) Forbidden."), "scope-not-granted"),
        (of("Response status code does not indicate success: 401 (Unauthorized)."), "header-missing"),
        (of("too many 502 error responses"), "hubspot-server-error"),
        (of("hubspot.crm.deals.ForbiddenException"), "scope-not-granted"),
        (of("ApiException: [404] Client error"), "wrong-path"),
        (of("Operation returned an invalid status code 'Conflict'"), "unique-value-conflict"),
        (of("HTTP Error 406"), "wrong-content-type"),
        (of("HTTP Error 413"), "batch-size-limit"),
        (of("HTTP Error 408"), "hubspot-server-error"),
    ]);
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
fn what_the_evidence_leaves_open_is_not_told_as_likely() {
    let unknown = json!("401 Unauthorized");
    let key = "?hapikey=5b0d2f1e-7a63-4c98-8d12-0f9e6b3a7c41";
    let mut by_key = api("GET", &format!("{CONTACTS}{key}"), 401, &unknown);
    let mut without = api("POST", CONTACTS, 401, &unknown);
    by_key["request"]["headers"] = json!({});
    without["request"]["headers"] = json!({ "Content-Type": "application/json" });
    let failed = api("GET", &format!("{CONTACTS}/88"), 500, &json!({ "message": "internal error" }));
    for (case, label) in
        [(by_key, "hapikey-sunset"), (without, "header-missing"), (failed, "hubspot-server-error")]
    {
        let found = diagnosed(&case);
        assert_eq!(first(&found), label);
        assert_eq!(found.causes[0].certainty, CauseCertainty::Possible, "{label}");
    }
}

#[test]
fn a_body_that_was_given_and_did_not_arrive_may_be_the_clients_doing() {
    let answer = json!("Invalid input JSON: No content (empty input stream)");
    let case = sent("POST", CONTACTS, 400, &answer, &json!({ "properties": { "firstname": "Ada" } }));
    let found = diagnosed(&case);
    assert_eq!(found.causes[0].certainty, CauseCertainty::Possible);
    assert!(found.causes.iter().any(|cause| cause.label.label() == "client-drops-field"), "{found:?}");
}

#[test]
fn a_receivers_limit_is_no_limit_of_hubspots() {
    let delivery = json!({
        "stage": "webhook",
        "request": { "method": "POST", "url": "https://hooks.example.org/in", "headers": {} },
        "response": { "status": 429, "body": "Too Many Requests" },
    });
    all(&[(delivery, "webhook-receiver-rejects")]);
}

#[test]
fn an_app_that_is_refused_or_gone_is_told_at_the_token_endpoint_and_on_the_page() {
    let banned = json!({ "stage": "token", "response": { "status": 403, "body": { "status": "BANNED" } } });
    let gone = json!({ "stage": "authorize", "response": { "body": "The app is no longer available" } });
    all(&[(banned, "app-banned-in-portal"), (gone, "install-link-invalid")]);
}

//! Refusals in other words than HubSpot's, and what shows in the same words as a cause. All sentences are made up.

use portalscope_diagnosis::{Case, Cause, Diagnosis, diagnose};
use serde_json::{Value, json};

use crate::cases::{api, missing};
use crate::{TODAY, diagnosed, first};

const FORM: &str = "https://api.hsforms.com/submissions/v3/integration/submit/4711/0b1d";

fn labels(found: &Diagnosis) -> Vec<&'static str> {
    found.causes.iter().map(|cause| cause.label.label()).collect()
}

fn told(method: &str, path: &str, status: u16, words: &str) -> Value {
    api(method, path, status, &json!(words))
}

fn all(cases: &[(Value, &str)]) {
    for (case, label) in cases {
        let found = diagnosed(case);
        assert_eq!(first(&found), *label, "{case}\n{:?}", labels(&found));
    }
}

#[test]
fn a_sensitive_scope_beside_an_ordinary_one_is_one_of_two_ways() {
    let both = api(
        "GET",
        "/crm/objects/2026-03/deals",
        403,
        &missing(&["crm.objects.deals.read", "crm.objects.deals.sensitive.read.v2"]),
    );
    assert_eq!(first(&diagnosed(&both)), "scope-not-granted");
    let alone =
        api("GET", "/crm/objects/2026-03/deals", 403, &missing(&["crm.objects.deals.sensitive.read.v2"]));
    assert_eq!(first(&diagnosed(&alone)), "sensitive-data-blocked");
}

#[test]
fn one_word_of_the_token_endpoint_is_read_by_what_was_sent() {
    let answer = |error: &str, sent: &str| {
        json!({ "stage": "token", "request": { "method": "POST", "url": "https://api.hubapi.com/oauth/2026-09/token", "body": sent },
            "response": { "status": 400, "body": { "error": error } } })
    };
    all(&[
        (
            answer(
                "invalid_grant",
                "grant_type=refresh_token&refresh_token=na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083",
            ),
            "refresh-token-invalid",
        ),
        (answer("invalid_grant", "grant_type=authorization_code&code=abc"), "auth-code-malformed"),
        (answer("invalid_client", "grant_type=authorization_code&code=abc"), "client-id-invalid"),
    ]);
    let used =
        json!({ "stage": "token", "request": {}, "response": { "body": "the code was already used" } });
    assert_eq!(first(&diagnosed(&used)), "auth-code-expired");
}

#[test]
fn an_end_of_a_search_is_no_size_of_a_batch() {
    let case = told("POST", "/crm/v3/objects/deals/search", 400, "results are paged up to 10000");
    let found = diagnosed(&case);
    assert_eq!(first(&found), "search-limit-10000");
    assert!(!labels(&found).contains(&"batch-size-limit"));
}

#[test]
fn an_empty_list_that_is_told_as_a_failure_has_its_causes() {
    let case = api("POST", "/crm/v3/objects/deals/search", 200, &json!({ "total": 0, "results": [] }));
    assert_eq!(first(&diagnosed(&case)), "search-index-lag");
    let list = api("GET", "/crm/v3/objects/deals", 200, &json!({ "results": [] }));
    assert!(labels(&diagnosed(&list)).contains(&"token-other-portal"));
}

#[test]
fn what_shows_in_the_same_words_is_named_last_and_not_where_the_request_speaks_against_it() {
    let write =
        diagnosed(&told("POST", "/crm/v3/objects/widgets", 400, "Unable to infer object type from: widgets"));
    assert_eq!(first(&write), "object-type-name-wrong");
    assert!(labels(&write).contains(&"hubspot-api-change"), "{:?}", labels(&write));
    let read = diagnosed(&told("GET", "/crm/v3/objects/deals/5", 404, "resource not found"));
    assert!(!labels(&read).contains(&"body-wrong-shape"));
    let form = |url: &str| {
        let mut case = told("POST", "/", 400, "The request is not valid");
        case["request"]["url"] = json!(url);
        labels(&diagnosed(&case)).contains(&"form-captcha-enabled")
    };
    assert!(form(FORM) && !form("https://api.hubapi.com/crm/v3/objects/contacts"));
}

#[test]
fn a_record_that_is_not_found_may_be_one_of_another_portal() {
    let answer = json!({ "category": "OBJECT_NOT_FOUND", "message": "resource not found" });
    let found = diagnosed(&api("GET", "/crm/v3/objects/deals/5", 404, &answer));
    assert_eq!(first(&found), "object-not-found");
    assert!(labels(&found).contains(&"token-other-portal"), "{:?}", labels(&found));
}

#[test]
fn a_cause_that_is_certain_stands_alone() {
    let found = diagnosed(&told("GET", "/crm/v3/objects/deals", 477, ""));
    assert_eq!(labels(&found), ["portal-migrating"]);
}

#[test]
fn what_the_app_sent_itself_is_not_said_to_lack_a_header_that_it_has() {
    let mut case = Case::from_json(&told("GET", "/crm/v3/objects/deals", 401, "Unauthorized")).unwrap();
    case.known.is_own_request = true;
    let found = diagnose(&case, portalscope_catalog::Catalog::bundled(), TODAY);
    assert!(found.causes.iter().all(|cause| cause.label != Cause::HeaderMissing), "{:?}", labels(&found));
}

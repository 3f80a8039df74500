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

fn oauth(words: &str) -> Value {
    let mut case = told("GET", "/crm/objects/2026-03/quotes", 403, words);
    case["request"]["headers"] = json!({ "Authorization": "Bearer «access-token#1»" });
    case
}

fn all(cases: &[(Value, &str)]) {
    for (case, label) in cases {
        let found = diagnosed(case);
        assert_eq!(first(&found), *label, "{case}\n{:?}", labels(&found));
    }
}

#[test]
fn a_refusal_for_the_plan_the_person_or_the_app_is_told_from_a_missing_scope() {
    let refused = |words: &str| told("GET", "/automation/v4/flows", 403, words);
    all(&[
        (refused("Upgrade to a higher tier to use this"), "scope-unavailable-in-portal"),
        (refused("The portal has no access to this feature"), "scope-unavailable-in-portal"),
        (told("GET", "/automation/v4/flows", 402, "Payment required"), "scope-unavailable-in-portal"),
        (refused("The user lacks the required permissions"), "user-lacks-permission"),
        (refused("You have no access to this record"), "user-lacks-permission"),
        (refused("A super admin has to approve the app"), "app-governance-unapproved"),
        (refused("The app has been blocked here"), "app-banned-in-portal"),
        (refused("Part of a private beta"), "scope-not-public"),
        (refused("The field iban is marked as sensitive"), "sensitive-data-blocked"),
        (refused("The token belongs to portal 4, the path says 5"), "token-other-portal"),
        (refused("The key is of eu1 and was sent to na1"), "hublet-mismatch"),
    ]);
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
fn what_came_before_and_after_tells_a_new_scope_from_an_old_grant() {
    all(&[
        (oauth("MISSING_SCOPES, but every second call works"), "scope-propagation-delay"),
        (
            oauth("MISSING_SCOPES until the app was reinstalled: reinstall helps"),
            "scope-added-not-reauthorised",
        ),
    ]);
}

#[test]
fn a_token_is_told_by_its_life_its_end_and_its_place() {
    let mut in_address =
        told("GET", "/crm/v3/objects/deals?token=pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083", 401, "");
    in_address["request"]["headers"] = json!({ "Accept": "*/*" });
    let mut half_hour = oauth("fine at first, refused after 30 minutes");
    half_hour["response"]["status"] = json!(400);
    all(&[
        (in_address, "header-malformed"),
        (half_hour, "token-expired"),
        (told("GET", "/crm/v3/objects/deals", 401, "This token was revoked"), "token-invalid"),
    ]);
}

#[test]
fn a_host_that_does_not_exist_is_a_wrong_host() {
    let case = json!({ "request": { "method": "GET", "url": "https://api.hubapi.example.com/crm/v3/owners" },
        "response": { "body": "getaddrinfo ENOTFOUND" } });
    assert_eq!(first(&diagnosed(&case)), "wrong-host");
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
fn a_page_whose_sentence_is_not_known_is_read_by_what_it_speaks_of() {
    let page = |words: &str| json!({ "stage": "authorize", "request": {}, "response": { "body": words } });
    all(&[
        (page("Die Weiterleitung passt nicht zur App"), "redirect-uri-mismatch"),
        (page("Ihnen fehlt die Berechtigung"), "user-lacks-permission"),
        (page("Your subscription lacks what the app wants"), "scope-unavailable-in-portal"),
        (page("An admin has to approve the app"), "app-governance-unapproved"),
        (page("The scope crm.quotes does not exist"), "authorize-scope-invalid"),
        (page("The account is in another region"), "hublet-mismatch"),
    ]);
}

#[test]
fn refused_values_and_operations_are_told_in_many_words() {
    let patch = |words: &str| told("PATCH", "/crm/v3/objects/deals/5", 400, words);
    all(&[
        (patch("createdate is readonly"), "property-read-only"),
        (patch("blue is not an option of color"), "property-invalid-option"),
        (patch("the value is longer than the field"), "property-invalid-value"),
        (patch("a unix timestamp was expected"), "timestamp-wrong-unit"),
        (patch("reason is required when the stage is lost"), "conditional-property-required"),
        (patch("number 7 is used by another record"), "unique-value-conflict"),
        (patch("This type cannot be changed"), "operation-not-allowed"),
        (patch("The quote is approved"), "record-locked"),
        (patch("amount is mandatory"), "required-field-missing"),
        (patch("Illegal character in the body"), "client-request-defect"),
        (patch("not yet supported for deals"), "endpoint-not-available"),
    ]);
}

#[test]
fn an_end_of_a_search_is_no_size_of_a_batch() {
    let case = told("POST", "/crm/v3/objects/deals/search", 400, "results are paged up to 10000");
    let found = diagnosed(&case);
    assert_eq!(first(&found), "search-limit-10000");
    assert!(!labels(&found).contains(&"batch-size-limit"));
}

#[test]
fn a_conflict_is_told_by_the_moment_in_which_it_came() {
    let conflict = |words: &str| told("POST", "/crm/v3/objects/contacts", 409, words);
    all(&[
        (conflict("already exists; both jobs ran in parallel"), "concurrent-create-race"),
        (conflict("already exists, though the search found nothing"), "search-index-lag"),
        (conflict("already exists"), "contact-exists"),
    ]);
}

#[test]
fn a_plain_address_an_old_version_and_a_missing_ability_are_not_taken_for_each_other() {
    let mut plain = told("GET", "/crm/v3/objects/contacts", 405, "");
    plain["request"]["url"] = json!("http://api.hubapi.com/crm/v3/objects/contacts");
    all(&[
        (plain, "http-scheme-redirect"),
        (told("GET", "/content/api/v2/gadgets", 404, "<html>Page not found</html>"), "endpoint-sunset"),
        (told("GET", "/crm/v3/objects/contacts", 404, "This endpoint has been retired"), "endpoint-sunset"),
        (told("GET", "/crm/v3/objects/contacts", 501, ""), "endpoint-not-available"),
    ]);
}

#[test]
fn a_signed_delivery_that_is_refused_as_unknown_has_another_signature() {
    let delivery = |status: u16| {
        json!({ "stage": "webhook", "request": { "method": "POST", "url": "https://www.example.com/hook",
            "headers": { "X-HubSpot-Signature-v3": "abc=" } }, "response": { "status": status } })
    };
    assert_eq!(first(&diagnosed(&delivery(401))), "webhook-signature-mismatch");
    assert_eq!(first(&diagnosed(&delivery(502))), "webhook-receiver-rejects");
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
fn what_an_answer_leaves_open_is_told_by_where_it_came_from() {
    let mut variable = told("GET", "/crm/v3/objects/deals", 401, "Authentication credentials not found");
    variable["request"]["headers"] = json!({ "Authorization": "Bearer ${TOKEN}" });
    let token = json!({ "stage": "token", "request": { "method": "POST", "url": "https://api.hubapi.com/oauth/tokens" },
        "response": { "status": 404 } });
    let code =
        json!({ "validationResults": [{ "isValid": false, "error": "INVALID_COLOR", "name": "paint" }] });
    all(&[
        (variable, "token-placeholder"),
        (token, "wrong-path"),
        (api("PATCH", "/crm/v3/objects/deals/5", 400, &code), "property-invalid-value"),
        (told("POST", "/crm/v3/objects/deals/search", 400, "a filter is missing"), "search-bad-filter"),
        (told("POST", "/crm/v3/properties/contacts", 409, ""), "unique-value-conflict"),
        (told("PATCH", "/crm/v3/objects/deals/5", 400, "property paint is not known"), "property-not-found"),
    ]);
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

#[test]
fn an_outage_that_is_named_comes_before_a_failure_of_one_call() {
    let case = told("GET", "/crm/v3/objects/deals", 503, "the status page shows an incident");
    assert_eq!(first(&diagnosed(&case)), "hubspot-outage");
}

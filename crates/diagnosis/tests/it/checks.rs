//! What checks find narrows a diagnosis down.

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{Case, Cause, CauseCertainty, Check, Found, Outcome, between, diagnose};
use serde_json::{Value, json};

use crate::TODAY;

fn after(document: &Value, checks: Vec<(Check, Outcome)>) -> (Cause, CauseCertainty) {
    let mut case = Case::from_json(document).unwrap();
    case.known.checks = checks.into_iter().map(|(check, outcome)| Found { check, outcome }).collect();
    let found = diagnose(&case, Catalog::bundled(), TODAY);
    (found.causes[0].label, found.causes[0].certainty)
}

fn refused(status: u16) -> Outcome {
    Outcome::Refused { status, category: None }
}

fn call(method: &str, path: &str, status: u16, body: &Value) -> Value {
    json!({
        "stage": "api",
        "request": { "method": method, "url": format!("https://api.hubapi.com{path}"), "headers": {
            "Authorization": "Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083" } },
        "response": { "status": status, "body": body },
    })
}

#[test]
fn a_token_that_works_elsewhere_is_not_at_fault() {
    let unknown =
        json!({ "category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found." });
    let case = call("GET", "/crm/objects/2026-03/contacts", 401, &unknown);
    assert_eq!(after(&case, vec![]).1, CauseCertainty::Possible);
    let works = vec![(Check::AccountDetails, Outcome::Worked)];
    assert_eq!(after(&case, works), (Cause::AuthMethodUnsupported, CauseCertainty::Likely));
    let nowhere = vec![(Check::AccountDetails, refused(401))];
    assert_eq!(after(&case, nowhere), (Cause::TokenInvalid, CauseCertainty::Likely));
    let dead = vec![(Check::Introspect, Outcome::Token { is_active: false, scopes: None })];
    assert_eq!(after(&case, dead), (Cause::TokenInvalid, CauseCertainty::Certain));
}

#[test]
fn a_scope_that_is_there_leaves_what_else_can_refuse() {
    let missing = json!({ "category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes" });
    let case = call("GET", "/crm/objects/2026-03/companies", 403, &missing);
    let scopes = |names: &[&str]| Outcome::Token {
        is_active: true,
        scopes: Some(names.iter().map(|name| (*name).to_owned()).collect()),
    };
    let lacks = vec![(Check::Introspect, scopes(&["oauth"]))];
    assert_eq!(after(&case, lacks), (Cause::ScopeNotGranted, CauseCertainty::Certain));
    let holds = (Check::Introspect, scopes(&["crm.objects.companies.read"]));
    let works_now = vec![holds.clone(), (Check::Repeat, Outcome::Worked)];
    assert_eq!(after(&case, works_now), (Cause::ScopePropagationDelay, CauseCertainty::Certain));
    let never = vec![holds, (Check::Repeat, refused(403)), (Check::SameScope, refused(403))];
    assert_eq!(after(&case, never).0, Cause::ScopeUnavailableInPortal);
}

#[test]
fn who_holds_a_value_tells_a_lagging_search_from_a_record_that_was_there() {
    let exists = json!({ "message": "Contact already exists. Existing ID: 512" });
    let case = call("POST", "/crm/objects/2026-03/contacts", 409, &exists);
    let holder = |by_search| {
        vec![(Check::FindDuplicate, Outcome::Holder { by_value: true, by_search, is_new: false })]
    };
    assert_eq!(after(&case, holder(true)), (Cause::ContactExists, CauseCertainty::Certain));
    assert_eq!(after(&case, holder(false)), (Cause::SearchIndexLag, CauseCertainty::Certain));
}

#[test]
fn a_record_and_a_successor_tell_what_a_404_means() {
    let case = call("GET", "/contacts/v1/contact/vid/7/profile", 404, &json!(""));
    let replaced = vec![(Check::Successor, Outcome::Worked)];
    assert_eq!(after(&case, replaced), (Cause::EndpointSunset, CauseCertainty::Certain));
    let gone = vec![(Check::ReadRecord, refused(404))];
    assert_eq!(after(&case, gone), (Cause::ObjectNotFound, CauseCertainty::Certain));
}

#[test]
fn a_check_splits_only_causes_that_it_bears_on() {
    assert!(between(Cause::ContactExists, Cause::SearchIndexLag).contains(&Check::FindDuplicate));
    assert!(between(Cause::ScopeNotGranted, Cause::ScopePropagationDelay).contains(&Check::Introspect));
    assert!(between(Cause::BodyWrongShape, Cause::HubspotApiChange).contains(&Check::Successor));
    assert!(between(Cause::RefreshTokenInvalid, Cause::RefreshTokenOtherApp).is_empty(), "none can tell");
}

#[test]
fn the_window_of_the_limits_tells_which_limit_it_was() {
    let limit = json!({ "category": "RATE_LIMITS", "message": "You have reached your limit." });
    let window = |daily_remaining, remaining| {
        vec![(Check::RateWindow, Outcome::Window { remaining, daily_remaining })]
    };
    let case = call("GET", "/crm/objects/2026-03/contacts", 429, &limit);
    assert_eq!(after(&case, window(Some(0), None)), (Cause::RateLimitDaily, CauseCertainty::Certain));
    assert_ne!(after(&case, window(Some(4_000), Some(90))).0, Cause::RateLimitDaily);
    let search = call("POST", "/crm/objects/2026-03/contacts/search", 429, &limit);
    assert_eq!(after(&search, window(Some(4_000), Some(90))).0, Cause::RateLimitSearchSecondly);
}

#[test]
fn a_portal_that_answers_is_not_in_another_data_center() {
    let unknown = json!({ "message": "Hub 26041877 is unknown to this hublet" });
    let case = call("GET", "/crm/objects/2026-03/contacts", 400, &unknown);
    assert_eq!(after(&case, vec![]).0, Cause::HubletMismatch);
    let here = vec![(Check::HubletHost, Outcome::Hublet("na1".to_owned()))];
    assert_eq!(after(&case, here).0, Cause::PortalUnknown);
    assert_eq!(
        after(&case, vec![(Check::HubletHost, refused(488))]),
        (Cause::HubletMismatch, CauseCertainty::Certain)
    );
}

#[test]
fn a_clock_that_is_right_changes_nothing() {
    let expired =
        json!({ "category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found." });
    let case = call("GET", "/crm/objects/2026-03/contacts", 401, &expired);
    let expired_by = |seconds| {
        let found = vec![(Check::Clock, Outcome::ClockOff(seconds))];
        after(&case, found)
    };
    assert_eq!(expired_by(2), after(&case, vec![]));
}

#[test]
fn a_key_that_lost_a_scope_is_told_by_a_new_look_at_it_also_where_hubspot_names_another() {
    let missing = |named: &str| {
        let body = json!({ "category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes",
            "errors": [{ "context": { "requiredGranularScopes": [named] } }] });
        let mut document = call("GET", "/crm/objects/2026-03/emails", 403, &body);
        document["request"]["token_kind"] = json!("service_key");
        document["request"]["granted_scopes"] = json!(["crm.objects.contacts.read", "sales-email-read"]);
        document
    };
    let looked = |document: &Value, scopes: &[&str]| {
        let mut case = Case::from_json(document).unwrap();
        case.known.has_observed_scopes = true;
        let scopes = scopes.iter().map(|name| (*name).to_owned()).collect();
        let outcome = Outcome::Token { is_active: true, scopes: Some(scopes) };
        case.known.checks = vec![Found { check: Check::Introspect, outcome }];
        let found = diagnose(&case, Catalog::bundled(), TODAY);
        (found.causes[0].label, found.causes[0].certainty)
    };
    let now = ["crm.objects.contacts.read"];
    let (misled, lost) = (missing("crm.objects.contacts.read"), missing("sales-email-read"));
    assert_eq!(looked(&misled, &now), (Cause::ScopeNamedMisleadingly, CauseCertainty::Certain));
    assert_eq!(looked(&lost, &now), (Cause::ScopeNotGranted, CauseCertainty::Certain));
}

#[test]
fn a_success_in_part_that_answers_so_again_is_no_error_of_hubspots() {
    let body = json!({ "status": "COMPLETE", "results": [], "numErrors": 1, "errors": [{ "category": "OBJECT_NOT_FOUND" }] });
    let case = call("POST", "/crm/objects/2026-03/contacts/batch/read", 207, &body);
    let again = vec![(Check::Repeat, Outcome::Worked)];
    assert_eq!(after(&case, again).0, Cause::BatchPartialFailure);
}

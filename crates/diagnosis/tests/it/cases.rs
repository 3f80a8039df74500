//! What each rule tells. The cases are made up in HubSpot's forms.

use portalscope_diagnosis::CauseCertainty::{self, Certain, Likely, Possible};
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

fn headed(headers: Value) -> Value {
    let mut case = api("GET", "/crm/objects/2026-03/contacts", 401, &not_found());
    case["request"]["headers"] = headers;
    case
}

fn token(status: u16, body: &Value) -> Value {
    json!({ "stage": "token", "request": { "method": "POST", "url": format!("{API}/oauth/2026-09/token") },
        "response": { "status": status, "body": body } })
}

fn page(words: &str) -> Value {
    json!({ "stage": "authorize", "request": {}, "response": { "body": words } })
}

fn not_found() -> Value {
    json!({ "category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found. This API supports OAuth 2.0" })
}

fn invalid(code: &str, message: &str) -> Value {
    json!({ "message": "Property values were not valid", "validationResults": [{ "error": code, "message": message, "name": "stage_of_life" }] })
}

pub(crate) fn missing(scopes: &[&str]) -> Value {
    json!({ "category": "MISSING_SCOPES", "message": "This app hasn't been granted all required scopes to make this call.",
        "errors": [{ "context": { "requiredGranularScopes": scopes } }] })
}

#[test]
fn the_credential_as_it_was_sent_is_told_from_the_token() {
    for (headers, label, certainty) in [
        (json!({ "Authorization": format!("Bearer Bearer {TOKEN}") }), "header-double-bearer", Certain),
        (json!({ "Accept": "*/*" }), "header-missing", Likely),
        (json!({ "Authorization": "Bearer " }), "header-missing", Likely),
        (json!({ "Authorization": TOKEN }), "header-malformed", Likely),
        (json!({ "private-app": TOKEN }), "header-malformed", Likely),
        (
            json!({ "Authorization": "Bearer na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083" }),
            "wrong-token-kind",
            Likely,
        ),
        (json!({ "Authorization": format!("Bearer {TOKEN}") }), "token-invalid", Possible),
        (json!({}), "header-missing", Possible),
    ] {
        expect(&headed(headers), label, certainty);
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn what_an_answer_names_is_told() {
    let contacts = "/crm/objects/2026-03/contacts";
    for (case, label, certainty) in [
        (
            api(
                "GET",
                contacts,
                401,
                &json!({ "category": "EXPIRED_AUTHENTICATION", "message": "The OAuth token used to make this call expired 4 minute(s) ago." }),
            ),
            "token-expired",
            Certain,
        ),
        (
            api(
                "GET",
                contacts,
                401,
                &json!({ "message": "The OAuth token used to make this call expired 20401 day(s) ago." }),
            ),
            "wrong-token-kind",
            Likely,
        ),
        (api("GET", "/webhooks/v3/123/subscriptions", 401, &not_found()), "auth-method-unsupported", Likely),
        (
            api(
                "GET",
                "/media-bridge/v1/1/settings",
                403,
                &json!("This API can't be called using an OAuth access token."),
            ),
            "auth-method-unsupported",
            Certain,
        ),
        (api("GET", contacts, 403, &missing(&["crm.objects.contacts.read"])), "scope-not-granted", Possible),
        (
            api("GET", contacts, 403, &json!({ "category": "BANNED", "message": "The app may not." })),
            "app-banned-in-portal",
            Certain,
        ),
        (
            api("GET", contacts, 403, &json!({ "category": "USER_DOES_NOT_HAVE_PERMISSIONS" })),
            "user-lacks-permission",
            Certain,
        ),
        (api("GET", contacts, 477, &json!({})), "portal-migrating", Certain),
        (api("GET", contacts, 488, &json!({ "correctHublet": "eu1" })), "hublet-mismatch", Certain),
        (
            api("GET", contacts, 429, &json!({ "policyName": "TEN_SECONDLY_ROLLING" })),
            "rate-limit-ten-secondly",
            Certain,
        ),
        (api("GET", contacts, 429, &json!({ "policyName": "DAILY" })), "rate-limit-daily", Likely),
        (
            api(
                "POST",
                "/crm/objects/2026-03/contacts/search",
                429,
                &json!({ "message": "You have reached your secondly limit." }),
            ),
            "rate-limit-search-secondly",
            Likely,
        ),
        (
            api("GET", contacts, 429, &json!("<html>error code: 1015</html>")),
            "cloudflare-rate-limit",
            Certain,
        ),
        (
            api("GET", contacts, 403, &json!("<title>Attention Required! | Cloudflare</title>")),
            "cloudflare-waf-block",
            Certain,
        ),
        (api("GET", contacts, 414, &json!("")), "url-too-long", Certain),
        (api("PATCH", "/crm/objects/2026-03/contacts/512", 423, &json!({})), "record-locked", Certain),
        (
            api(
                "GET",
                "/crm/objects/2026-03/contacts/512",
                404,
                &json!({ "category": "OBJECT_NOT_FOUND", "message": "resource not found" }),
            ),
            "object-not-found",
            Possible,
        ),
        (
            api("GET", "/crm/2026-03/objects/contacts", 404, &json!("<html>Error 404</html>")),
            "wrong-path",
            Likely,
        ),
        (api("PUT", contacts, 405, &json!("")), "wrong-method", Likely),
        (api("GET", "/owners/v2/owners", 404, &json!("")), "endpoint-sunset", Possible),
        (
            api(
                "GET",
                "/crm/objects/2026-03/carz",
                400,
                &json!({ "message": "Unable to infer object type from: carz" }),
            ),
            "object-type-name-wrong",
            Possible,
        ),
        (api("GET", contacts, 503, &json!("")), "hubspot-server-error", Likely),
        (
            api("GET", "/crm/objects/2026-03/contacts/undefined", 400, &json!({})),
            "client-request-defect",
            Possible,
        ),
        (
            api("POST", contacts, 409, &json!({ "message": "Contact already exists. Existing ID: 512" })),
            "contact-exists",
            Possible,
        ),
        (
            api(
                "POST",
                contacts,
                400,
                &json!({ "errors": [{ "code": "MISSING_CONDITIONAL_REQUIRED_PROPERTY" }] }),
            ),
            "conditional-property-required",
            Certain,
        ),
        (
            api(
                "POST",
                contacts,
                400,
                &invalid("INVALID_OPTION", "x was not one of the allowed options: []"),
            ),
            "property-invalid-option",
            Certain,
        ),
        (
            api(
                "POST",
                contacts,
                400,
                &invalid("PROPERTY_DOESNT_EXIST", "Property \"shoe_size\" does not exist"),
            ),
            "property-not-found",
            Likely,
        ),
        (
            api(
                "POST",
                contacts,
                400,
                &invalid("PROPERTY_DOESNT_EXIST", "Property \"properties\" does not exist"),
            ),
            "client-request-defect",
            Likely,
        ),
        (
            api("POST", contacts, 400, &invalid("READ_ONLY_VALUE", "is a read only property")),
            "property-read-only",
            Certain,
        ),
        (
            api("POST", contacts, 400, &invalid("INVALID_EMAIL", "x is invalid")),
            "property-invalid-value",
            Certain,
        ),
        (
            api(
                "POST",
                contacts,
                400,
                &invalid("INVALID_DATE", "1411966800 is at 5:0:0.0 UTC, not midnight!"),
            ),
            "timestamp-wrong-unit",
            Certain,
        ),
        (
            api(
                "POST",
                "/contacts/v1/lists/7/add",
                400,
                &json!({ "message": "Can not operate manually on a dynamic list" }),
            ),
            "operation-not-allowed",
            Certain,
        ),
        (
            api("POST", "/submissions/v3/integration/submit/1/2", 400, &json!("FORM_HAS_RECAPTCHA_ENABLED")),
            "form-captcha-enabled",
            Certain,
        ),
        (api("GET", contacts, 415, &json!("")), "wrong-content-type", Certain),
        (
            api(
                "POST",
                contacts,
                201,
                &json!({ "id": "1", "warnings": [{ "category": "PROPERTY_VALUE_NORMALIZED" }] }),
            ),
            "success-with-warnings",
            Likely,
        ),
        (
            api(
                "POST",
                "/crm/objects/2026-03/contacts/batch/create",
                207,
                &json!({ "numErrors": 1, "errors": [{}] }),
            ),
            "batch-partial-failure",
            Likely,
        ),
    ] {
        expect(&case, label, certainty);
    }
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
fn the_token_endpoint_and_the_consent_page_have_words_of_their_own() {
    for (case, label, certainty) in [
        (token(400, &json!({ "status": "BAD_REDIRECT_URI" })), "redirect-uri-mismatch", Certain),
        (token(400, &json!({ "status": "EXPIRED_AUTH_CODE" })), "auth-code-expired", Certain),
        (token(400, &json!({ "status": "BAD_AUTH_CODE" })), "auth-code-malformed", Possible),
        (token(400, &json!({ "status": "BAD_REFRESH_TOKEN" })), "refresh-token-invalid", Likely),
        (token(400, &json!({ "status": "BAD_CLIENT_ID" })), "client-id-invalid", Likely),
        (token(400, &json!({ "status": "BAD_CLIENT_SECRET" })), "client-secret-invalid", Likely),
        (token(400, &json!({ "status": "BAD_GRANT_TYPE" })), "grant-type-unsupported", Likely),
        (token(415, &json!("")), "token-request-body-format", Certain),
        (
            page("There's a mismatch between the scopes of the URL and of the app"),
            "authorize-scope-mismatch",
            Certain,
        ),
        (page("one or more scopes are invalid: contacts"), "authorize-scope-invalid", Certain),
        (page("the app developer has not signed the acceptable use policy"), "app-policy-unsigned", Certain),
        (
            page("this app hasn\u{2019}t been approved to access the required scopes"),
            "app-governance-unapproved",
            Certain,
        ),
        (page("You don't have the right permissions to install Acme"), "user-lacks-permission", Certain),
    ] {
        expect(&case, label, certainty);
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

//! A document without its secrets has the diagnosis of the original.

use portalscope_redact::Redactor;
use serde_json::{Value, json};

use crate::{diagnosed, first};

#[test]
fn what_was_taken_out_changes_no_cause() {
    let unknown =
        json!({ "category": "INVALID_AUTHENTICATION", "message": "Authentication credentials not found." });
    let api = |authorization: &str| {
        json!({
            "stage": "api",
            "request": { "method": "GET", "url": "https://api.hubapi.com/crm/objects/2026-03/contacts",
                "headers": { "Authorization": authorization } },
            "response": { "status": 401, "body": unknown },
        })
    };
    let token = "pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083";
    for document in [
        api(&format!("Bearer {token}")),
        api(&format!("Bearer Bearer {token}")),
        api(token),
        api("Bearer na1-4e1c-07b2-4f8a-b6a0-2c7d51e9f083"),
        api("Bearer CNLk3cbhMxIHAAEAQAAAARjBr5hIILzR9CQoqLfeBTIUf0Wb3kQ9xXJtqP1mV7s"),
        json!({ "stage": "token", "request": { "method": "POST", "url": "https://api.hubapi.com/oauth/v1/token",
            "body": "grant_type=authorization_code&code=na1-61de550e-0e48-45e1-9f27-dc5281e6f59a" },
            "response": { "status": 400, "body": { "status": "BAD_AUTH_CODE" } } }),
    ] {
        let clean: Value = serde_json::from_str(&Redactor::new().text(&document.to_string())).unwrap();
        assert_ne!(clean, document, "nothing was taken out");
        assert_eq!(first(&diagnosed(&clean)), first(&diagnosed(&document)), "{clean}");
    }
}

#[test]
fn a_code_or_a_token_of_a_token_request_is_not_quoted() {
    let code = "61de550e-0e48-45e1-9f27-dc5281e6f59";
    let document = json!({ "stage": "token", "request": { "method": "POST", "url": "https://api.hubapi.com/oauth/v1/token",
        "body": format!("grant_type=authorization_code&code={code}") },
        "response": { "status": 400, "body": { "status": "BAD_AUTH_CODE" } } });
    let found = diagnosed(&document);
    assert_eq!(first(&found), "auth-code-malformed");
    assert!(!format!("{found:?}").contains(code), "{found:?}");
}

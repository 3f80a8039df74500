//! What people paste is read as the call that failed.

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{diagnose, read};
use serde_json::json;

use crate::{TODAY, first};

fn cause(text: &str) -> &'static str {
    first(&diagnose(&read(text), Catalog::bundled(), TODAY))
}

#[test]
fn any_form_that_people_share_is_diagnosed() {
    let expired = r#"{"status":"error","category":"EXPIRED_AUTHENTICATION","message":"The OAuth token used to make this call expired 3 minute(s) ago."}"#;
    let log = format!("2026-11-28T10:00:00Z ERROR sync failed: 401 {expired}");
    let python = "Traceback (most recent call last):\n  File \"a.py\", line 3\nrequests.exceptions.HTTPError: 414 Client Error: URI Too Long for url: https://api.hubapi.com/crm/v3/objects/deals?properties=a";
    let node = "HttpError: HTTP-Code: 429\nMessage: An error occurred.\nBody: {\"policyName\":\"TEN_SECONDLY_ROLLING\"}";
    let php = "[429] Client error: `GET https://api.hubapi.com/crm/v3/objects/contacts` resulted in a `429 Too Many Requests` response: {\"policyName\":\"DAILY\"}";
    let curl = "curl -H 'Authorization: Bearer Bearer pat-na1-4e1c07b2-93d5-4f8a-b6a0-2c7d51e9f083' https://api.hubapi.com/crm/v3/objects/contacts\n{\"category\":\"INVALID_AUTHENTICATION\",\"message\":\"Authentication credentials not found\"}";
    let page = "Couldn\u{2019}t complete the connection\nAuthorization failed because one or more scopes are invalid: contacts";
    let authorize = "https://app.hubspot.com/oauth/authorize?client_id=12345&scope=oauth&redirect_uri=https://www.example.com/back";
    let har = json!({ "log": { "entries": [
        { "request": { "method": "GET", "url": "https://api.hubapi.com/crm/objects/2026-03/contacts", "headers": [] }, "response": { "status": 200, "content": {} } },
        { "request": { "method": "GET", "url": "https://api.hubapi.com/crm/objects/2026-03/contacts", "headers": [{ "name": "Accept", "value": "*/*" }] },
          "response": { "status": 477, "headers": [], "content": { "text": "{}" } } },
    ] } });
    for (text, label) in [
        (expired, "token-expired"),
        (&log, "token-expired"),
        (python, "url-too-long"),
        (node, "rate-limit-ten-secondly"),
        (php, "rate-limit-daily"),
        (curl, "header-double-bearer"),
        (page, "authorize-scope-invalid"),
        (authorize, "client-id-invalid"),
        (&har.to_string(), "portal-migrating"),
    ] {
        assert_eq!(cause(text), label, "{text}");
    }
    assert_eq!(cause("the weather is fine"), "");
}

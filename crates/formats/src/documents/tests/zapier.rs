//! Steps of Zapier.

use super::{check, json};
use crate::request::{Form, NoteKind};

/// A step in an export, and alone.
fn forms(step: &str) -> [String; 2] {
    let trigger = r#"{"id":1,"paused":false,"type_of":"read","action":"hook_v2","selected_api":"WebHookCLIAPI@1.1.1","params":{}}"#;
    [
        format!(
            r#"{{"metadata":{{"version":"gdpr_v1"}},"zaps":[{{"id":1,"title":"Leads","status":"on","nodes":{{"1":{trigger},"2":{step}}}}}]}}"#
        ),
        step.to_owned(),
    ]
}

#[test]
fn webhook_steps_are_read() {
    let step = |action: &str, params: &str| {
        format!(
            r#"{{"id":2,"parent_id":1,"type_of":"write","action":"{action}","selected_api":"WebHookCLIAPI@1.0.29","title":null,"params":{params},"meta":{{"stepTitle":"Send"}}}}"#
        )
    };
    let rows: [(&str, &str, &[&str]); 5] = [
        (
            "post",
            r#"{"url":"https://x.example/a","payload_type":"json","data":{"email":"{{1__email}}"},"headers":{"Authorization":"Bearer t"},"unflatten":"yes"}"#,
            &[
                "POST https://x.example/a",
                "Authorization: Bearer t",
                "Content-Type: application/json",
                r#"json {"email":"‹{{1__email}}›"}"#,
            ],
        ),
        (
            "post",
            r#"{"url":"https://x.example/t","data":{"grant_type":"refresh_token"},"headers":{}}"#,
            &[
                "POST https://x.example/t",
                "Content-Type: application/x-www-form-urlencoded",
                "form grant_type=refresh_token",
            ],
        ),
        (
            "custom_request",
            r#"{"method":"PATCH","url":"https://x.example/a","data":"{\"a\":1}","headers":{"Content-Type":"application/json"},"auth":"me|pw"}"#,
            &[
                "PATCH https://x.example/a",
                "Content-Type: application/json",
                r#"text {"a":1}"#,
                "! basic me:pw",
            ],
        ),
        (
            "get",
            r#"{"url":"https://x.example/a?b=1","querystring":{"q":"{{1__q}}"}}"#,
            &["GET https://x.example/a?b=1", "? q=‹{{1__q}}›"],
        ),
        ("put", r#"{"url":"https://x.example/a","data":{}}"#, &["PUT https://x.example/a"]),
    ];
    for (action, params, expected) in rows {
        for text in forms(&step(action, params)) {
            check(Form::Zapier, &[(&text, expected)]);
            assert_eq!(json(&text, Form::Zapier).requests[0].name.as_deref(), Some("Send"));
        }
    }
}

#[test]
fn raw_requests_of_an_app_use_its_connection() {
    let step = r#"{"id":2,"paused":true,"action":"_zap_raw_request","selected_api":"HubSpotCLIAPI@1.14.0","authentication_id":7,"params":{"method":"POST","url":"https://api.hubapi.com/crm/v3/objects/deals","headers":{"Content-Type":"application/json"},"body":"{}"}}"#;
    let expected: &[&str] = &[
        "POST https://api.hubapi.com/crm/v3/objects/deals",
        "Content-Type: application/json",
        "text {}",
        "! stored connection",
        "~ Disabled",
    ];
    for text in forms(step) {
        check(Form::Zapier, &[(&text, expected)]);
        assert_eq!(json(&text, Form::Zapier).requests[0].notes[0].kind, NoteKind::Disabled);
    }
}

#[test]
fn requests_of_an_integration_are_read() {
    let perform = r#"{"url":"https://api.hubapi.com/crm/v3/objects/contacts","method":"POST","headers":{"Authorization":"Bearer {{bundle.authData.access_token}}"},"body":{"properties":{"email":"{{bundle.inputData.email}}"}}}"#;
    let expected: &[&str] = &[
        "POST https://api.hubapi.com/crm/v3/objects/contacts",
        "Authorization: Bearer ‹{{bundle.authData.access_token}}›",
        "Content-Type: application/json",
        r#"json {"properties":{"email":"‹{{bundle.inputData.email}}›"}}"#,
    ];
    let definition = format!(
        r#"{{"creates":{{"contact":{{"key":"contact","noun":"Contact","operation":{{"perform":{perform},"sample":{{"url":"x"}}}}}}}}}}"#
    );
    check(Form::Zapier, &[(perform, expected), (&definition, expected)]);
    assert_eq!(json(&definition, Form::Zapier).requests[0].name.as_deref(), Some("contact"));
}

//! Scenarios of Make.

use super::{check, json};
use crate::request::Form;

/// A module in a blueprint, behind a router, copied from the editor, and alone.
fn forms(module: &str) -> [String; 4] {
    let hook = r#"{"id":1,"module":"gateway:CustomWebHook","version":1,"parameters":{"hook":1},"mapper":{}}"#;
    [
        format!(r#"{{"name":"Sync","flow":[{hook},{module}],"metadata":{{"instant":true,"version":1}}}}"#),
        format!(
            r#"{{"response":{{"blueprint":{{"flow":[{hook},{{"id":2,"module":"builtin:BasicRouter","version":1,"mapper":null,"routes":[{{"flow":[{{"id":3,"module":"json:ParseJSON","onerror":[{module}]}}]}}]}}]}}}}}}"#
        ),
        format!(r#"{{"subflows":[{{"flow":[{module}]}}],"metadata":{{"version":1}}}}"#),
        module.to_owned(),
    ]
}

#[test]
fn modules_that_send_requests_are_read() {
    let rows: [(&str, &[&str]); 9] = [
        (
            r#"{"id":4,"module":"http:ActionSendData","version":3,"parameters":{"handleErrors":false,"useNewZLibDeCompress":true},"mapper":{"url":"https://api.hubapi.com/crm/v3/objects/contacts/{{1.id}}","serializeUrl":false,"method":"patch",
            "headers":[{"name":"Authorization","value":"Bearer pat-eu1-2f9c71ab-6d04-4e83-b5a2-c07e91f3d846"}],"qs":[{"name":"idProperty","value":"email"}],"bodyType":"raw","parseResponse":true,"authUser":"","authPass":"","contentType":"application/json","data":"{\"properties\":{\"a\":\"{{1.a}}\"}}"},"metadata":{"designer":{"x":0,"y":0,"name":"Update"}}}"#,
            &[
                "PATCH https://api.hubapi.com/crm/v3/objects/contacts/‹{{1.id}}›",
                "? idProperty=email",
                "Authorization: Bearer pat-eu1-2f9c71ab-6d04-4e83-b5a2-c07e91f3d846",
                "Content-Type: application/json",
                r#"text {"properties":{"a":"‹{{1.a}}›"}}"#,
            ],
        ),
        (
            r#"{"id":4,"module":"http:ActionSendData","version":3,"mapper":{"url":"https://x.example/t","method":"post","headers":[],"qs":[],"bodyType":"x_www_form_urlencoded","formDataFields":[{"key":"grant_type","value":"refresh_token"}]}}"#,
            &[
                "POST https://x.example/t",
                "Content-Type: application/x-www-form-urlencoded",
                "form grant_type=refresh_token",
            ],
        ),
        (
            r#"{"id":4,"module":"http:ActionSendDataBasicAuth","version":3,"parameters":{"handleErrors":true,"account":77},"mapper":{"url":"https://x.example/a","method":"get","headers":[]}}"#,
            &["GET https://x.example/a", "! stored connection"],
        ),
        (
            r#"{"id":4,"module":"http:ActionSendData","version":3,"parameters":{},"mapper":{"url":"https://x.example/a","method":"get","authUser":"me","authPass":"{{2.pw}}"}}"#,
            &["GET https://x.example/a", "! basic me:‹{{2.pw}}›"],
        ),
        (
            r#"{"id":110,"module":"http:MakeRequest","version":4,"parameters":{"tlsType":"","authenticationType":"noAuth"},"mapper":{"url":"https://x.example/a","method":"post","headers":[{"name":"X","value":"1"}],"contentType":"json","inputMethod":"jsonString","jsonStringBodyContent":"{\"a\":{{1.a}}}","queryParameters":[{"name":"q","value":"1"}],"shareCookies":false}}"#,
            &[
                "POST https://x.example/a",
                "? q=1",
                "X: 1",
                "Content-Type: application/json",
                r#"text {"a":‹{{1.a}}›}"#,
            ],
        ),
        (
            r#"{"id":5,"module":"http:MakeRequest","version":4,"parameters":{"authenticationType":"apiKey","apiKeyKeychain":12},"mapper":{"url":"https://x.example/a","method":"get"}}"#,
            &["GET https://x.example/a", "! stored apiKey"],
        ),
        (
            r#"{"id":6,"module":"hubspotcrm:MakeAPICall","version":2,"parameters":{"__IMTCONN__":983},"mapper":{"url":"/crm/v3/objects/contacts/search","method":"POST","headers":[{"key":"Content-Type","value":"application/json"}],"qs":[{"key":"limit","value":"1"}],"body":"{\"filterGroups\":[]}"}}"#,
            &[
                "POST https://api.hubapi.com/crm/v3/objects/contacts/search",
                "? limit=1",
                "Content-Type: application/json",
                r#"text {"filterGroups":[]}"#,
                "! stored connection",
            ],
        ),
        (
            r#"{"id":6,"module":"hubspotcrm:makeAnApiCall","version":2,"parameters":{"__IMTCONN__":983},"mapper":{"url":"{{2.path}}","method":"{{2.method}}","headers":"{{2.header}}"}}"#,
            &[
                "‹{{2.method}}› https://api.hubapi.com‹{{2.path}}›",
                "! stored connection",
                "~ unresolved {{2.header}}",
            ],
        ),
        (
            r#"{"id":7,"module":"http:ActionGetFile","version":3,"mapper":{"url":"{{1.file}}"}}"#,
            &["GET ‹{{1.file}}›"],
        ),
    ];
    for (module, expected) in rows {
        for text in forms(module) {
            check(Form::Make, &[(&text, expected)]);
        }
    }
}

#[test]
fn modules_have_names_and_those_without_a_url_are_told() {
    let [text, ..] = forms(
        r#"{"id":4,"module":"http:ActionSendData","mapper":{"method":"get"},"metadata":{"designer":{"name":"Fetch"}}}"#,
    );
    let reading = json(&text, Form::Make);
    assert_eq!((reading.requests.len(), reading.problems[0].name.as_deref()), (0, Some("Fetch")));
}

//! Requests as objects.

use super::{check, json};
use crate::request::Form;

#[test]
fn an_object_with_a_method_and_a_url_is_a_request() {
    check(
        Form::Json,
        &[
            (
                r#"{"method":"POST","url":"https://api.hubapi.com/crm/v3/objects/deals","headers":{"Authorization":"Bearer {{token}}","Content-Type":"application/json"},"body":"{\"properties\":{}}"}"#,
                &[
                    "POST https://api.hubapi.com/crm/v3/objects/deals",
                    "Authorization: Bearer ‹{{token}}›",
                    "Content-Type: application/json",
                    r#"text {"properties":{}}"#,
                ],
            ),
            (
                r#"{"Method":"PATCH","URL":"https://x.example/a","Headers":[{"name":"A","value":"b"},{"key":"C","value":1}],"Body":{"a": [1, null]}}"#,
                &[
                    "PATCH https://x.example/a",
                    "A: b",
                    "C: 1",
                    "Content-Type: application/json",
                    r#"json {"a": [1, null]}"#,
                ],
            ),
            (
                r#"{"request":{"method":"GET","url":"https://x.example/a","headers":{},"body":null},"response":{"status":403,"body":{"url":"x","method":"y"}}}"#,
                &["GET https://x.example/a"],
            ),
            (
                r#"{"url":"https://x.example/t","method":"post","headers":["Content-Type: application/x-www-form-urlencoded"],"data":{"grant_type":"refresh_token"}}"#,
                &[
                    "POST https://x.example/t",
                    "Content-Type: application/x-www-form-urlencoded",
                    "form grant_type=refresh_token",
                ],
            ),
            (
                r#"{"baseURL":"https://x.example/api/","url":"/a","method":"get","params":{"limit":5,"properties":["a","b"]},"headers":{"Accept":"*/*"}}"#,
                &[
                    "GET https://x.example/api/a",
                    "? limit=5",
                    "? properties=a",
                    "? properties=b",
                    "Accept: */*",
                ],
            ),
            (
                r#"{"message":"Request failed","config":{"url":"https://x.example/a","method":"delete","headers":{"A":"b"}},"request":{},"code":"ERR_BAD_REQUEST"}"#,
                &["DELETE https://x.example/a", "A: b"],
            ),
            (
                r#"{"method":"GET","path":"/crm/v3/objects/contacts","auth":{"username":"me","password":"pw"}}"#,
                &["GET /crm/v3/objects/contacts", "! basic me:pw"],
            ),
            (
                r#"[{"method":"GET","url":"https://x.example/1"},{"a":1},{"method":"GET","url":"https://x.example/2"}]"#,
                &["GET https://x.example/1", "GET https://x.example/2"],
            ),
            (
                "{\"method\":\"GET\",\"url\":\"https://x.example/1\"}\n{\"method\":\"GET\",\"url\":\"https://x.example/2\"}\n",
                &["GET https://x.example/1", "GET https://x.example/2"],
            ),
        ],
    );
}

#[test]
fn an_object_that_only_has_an_address_is_none() {
    for text in [
        r#"{"url":"https://x.example"}"#,
        r#"{"properties":{"email":"a@example.com"}}"#,
        r#"{"status":"error","message":"no","links":{"scopes":"https://x.example"}}"#,
        r#"{"method":"card","path":"home"}"#,
        "[]",
        "{}",
        "{",
    ] {
        assert_eq!(super::super::read(text), None, "{text}");
    }
}

#[test]
fn the_name_beside_a_request_is_its_name() {
    let reading =
        json(r#"{"id":"case-1","request":{"method":"GET","url":"https://x.example/1"}}"#, Form::Json);
    assert_eq!(reading.requests[0].name.as_deref(), Some("case-1"));
}

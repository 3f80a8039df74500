//! HTTP archives.

use super::{check, json, show};
use crate::request::Form;

/// An archive with one entry, as Chrome writes it.
fn archive(request: &str) -> String {
    format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector","version":"537.36"}},"pages":[],"entries":[
        {{"_initiator":{{"type":"script"}},"startedDateTime":"2026-11-02T09:14:07.113Z","time":231.5,"request":{request},
        "response":{{"status":401,"statusText":"","headers":[],"content":{{"size":2,"mimeType":"application/json","text":"{{\"request\":{{}}}}"}}}},
        "cache":{{}},"timings":{{"send":0.1,"wait":230,"receive":1.4}}}}]}}}}"#
    )
}

#[test]
fn a_request_of_an_archive_is_read_as_it_was_sent() {
    let rows: [(&str, &[&str]); 10] = [
        (
            r#"{"method":"GET","url":"https://api.hubapi.com/crm/v3/objects/contacts?limit=10&archived=false","httpVersion":"h2",
            "headers":[{"name":":authority","value":"api.hubapi.com"},{"name":":method","value":"GET"},{"name":"authorization","value":"Bearer pat-na1-6f2d90c4-1b7e-4a35-9d08-c5e47a13b29f"}],
            "queryString":[{"name":"limit","value":"10"},{"name":"archived","value":"false"}],"cookies":[],"headersSize":-1,"bodySize":0}"#,
            &[
                "GET https://api.hubapi.com/crm/v3/objects/contacts?limit=10&archived=false",
                "authorization: Bearer pat-na1-6f2d90c4-1b7e-4a35-9d08-c5e47a13b29f",
            ],
        ),
        (
            r#"{"method":"POST","url":"https://api.hubapi.com/crm/v3/objects/contacts","headers":[{"name":"Content-Type","value":"application/json"}],
            "queryString":[],"postData":{"mimeType":"application/json","text":"{\"properties\":{\"email\":\"a@example.com\"}}"}}"#,
            &[
                "POST https://api.hubapi.com/crm/v3/objects/contacts",
                "Content-Type: application/json",
                r#"text {"properties":{"email":"a@example.com"}}"#,
            ],
        ),
        (
            r#"{"method":"POST","url":"https://api.hubapi.com/oauth/v1/token","headers":[],"queryString":[],
            "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"grant_type","value":"refresh_token"},{"name":"refresh_token","value":"na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9"}]}}"#,
            &[
                "POST https://api.hubapi.com/oauth/v1/token",
                "Content-Type: application/x-www-form-urlencoded",
                "form grant_type=refresh_token & refresh_token=na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9",
            ],
        ),
        (
            r#"{"method":"POST","url":"https://x.example/t","headers":[],"postData":{"mimeType":"application/x-www-form-urlencoded","text":"a=1&b=%20","params":[{"name":"a","value":"1"}]}}"#,
            &[
                "POST https://x.example/t",
                "Content-Type: application/x-www-form-urlencoded",
                "text a=1&b=%20",
            ],
        ),
        (
            r#"{"method":"POST","url":"https://api.hubapi.com/files/v3/files","headers":[{"name":"content-type","value":"multipart/form-data; boundary=x"}],
            "postData":{"mimeType":"multipart/form-data; boundary=x","text":"--x…","params":[{"name":"folderPath","value":"/docs"},{"name":"file","fileName":"a.pdf","contentType":"application/pdf"}]}}"#,
            &[
                "POST https://api.hubapi.com/files/v3/files",
                "content-type: multipart/form-data; boundary=x",
                "multipart folderPath=/docs & file=a.pdf",
            ],
        ),
        (
            r#"{"method":"put","url":"https://x.example/a","headers":[],"queryString":[],"postData":{"mimeType":"","text":""}}"#,
            &["PUT https://x.example/a"],
        ),
        (
            r#"{"method":"POST","url":"https://x.example/a","headers":[],"queryString":[],"bodySize":412}"#,
            &["POST https://x.example/a", "unknown body"],
        ),
        (
            r#"{"method":"POST","url":"https://x.example/a","headers":[],"postData":{"mimeType":"application/octet-stream","text":"AAEC","encoding":"base64"}}"#,
            &["POST https://x.example/a", "Content-Type: application/octet-stream", "unknown body"],
        ),
        (
            r#"{"method":"GET","url":"https://x.example/a","headers":[],"queryString":[{"name":"q","value":"a b"}],"cookies":[{"name":"s","value":"1"}]}"#,
            &["GET https://x.example/a", "? q=a b", "! other cookies"],
        ),
        (
            r#"{"method":"GET","url":"https:\/\/x.example\/\u00fc","headers":[{"name":"cookie","value":"s=1"}],"queryString":[],"cookies":[{"name":"s","value":"1"}]}"#,
            &["GET https://x.example/ü", "cookie: s=1"],
        ),
    ];
    for (request, expected) in rows {
        check(Form::Har, &[(&archive(request), expected)]);
        check(Form::Har, &[(&format!(r#"{{"request":{request},"response":{{"status":200}}}}"#), expected)]);
        check(Form::Har, &[(&format!("\u{feff}[ {{\"request\": {request} }} ]"), expected)]);
    }
}

#[test]
fn a_request_object_alone_is_read() {
    let request = r#"{"method":"GET","url":"https://x.example/a","httpVersion":"HTTP/1.1","headers":[{"name":"Accept","value":"*/*"}],"queryString":[],"headersSize":1}"#;
    check(Form::Har, &[(request, &["GET https://x.example/a", "Accept: */*"])]);
}

#[test]
fn all_entries_are_read_and_those_without_a_url_are_told() {
    let text = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.example/1"},"comment":"first"},{"request":{}},{"request":{"method":"GET","url":"https://x.example/2"}}]}}"#;
    let reading = json(text, Form::Har);
    let shown: Vec<_> = reading.requests.iter().flat_map(show).collect();
    assert_eq!(shown, ["GET https://x.example/1", "GET https://x.example/2"]);
    assert_eq!(reading.requests[0].name.as_deref(), Some("first"));
    assert_eq!(&text[reading.problems[0].span.clone()], r#"{"request":{}}"#);
}

#[test]
fn a_truncated_archive_is_read_as_far_as_it_goes() {
    let text = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.example/1"}},{"request":{"method":"GET","url":"https://x.exa"#;
    let reading = json(text, Form::Har);
    assert_eq!(reading.requests.len(), 1);
    assert_eq!(reading.problems.len(), 2);
    let column = text.len() - r#""https://x.exa"#.len() + 1;
    let told = format!("line 1, column {column}: the quote that opens here is not closed");
    assert_eq!(reading.problems[1].message, told);
}

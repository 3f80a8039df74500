//! Requests as HTTP has them, and `.http` files.

use super::super::http::read;
use super::{show, spans_hold};
use crate::request::Form;

fn rows(rows: &[(&str, &[&str])]) {
    for (text, expected) in rows {
        for text in [(*text).to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let reading = read(&text).unwrap_or_else(|| panic!("not read: {text}"));
            assert_eq!(crate::read(&text).as_ref(), Some(&reading), "{text}");
            let shown: Vec<_> = reading.requests.iter().flat_map(show).collect();
            let expected: Vec<_> = expected.iter().map(ToString::to_string).collect();
            assert_eq!(shown, expected, "{text}");
            assert_eq!((reading.form, reading.problems.len()), (Form::Http, 0), "{text}");
            reading.requests.iter().for_each(|request| spans_hold(&text, request));
        }
    }
}

#[test]
fn a_raw_request_is_read() {
    rows(&[
        (
            "POST /oauth/v1/token HTTP/1.1\nHost: api.hubapi.com\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9\n",
            &[
                "POST https://api.hubapi.com/oauth/v1/token",
                "Host: api.hubapi.com",
                "Content-Type: application/x-www-form-urlencoded",
                "text grant_type=refresh_token&refresh_token=na1-5d3e-81b0-4c7f-92a6-e08d14f7b3c9",
            ],
        ),
        (
            "GET /crm/v3/objects/contacts?limit=5 HTTP/1.1\nhost: api.hubapi.com\nauthorization: Bearer pat-na1-6f2d90c4-1b7e-4a35-9d08-c5e47a13b29f\n\nHTTP/1.1 401 Unauthorized\nContent-Type: application/json\n\n{\"status\":\"error\"}",
            &[
                "GET https://api.hubapi.com/crm/v3/objects/contacts?limit=5",
                "host: api.hubapi.com",
                "authorization: Bearer pat-na1-6f2d90c4-1b7e-4a35-9d08-c5e47a13b29f",
            ],
        ),
        (
            "POST /a\nHost: localhost:8600\n\n{\n  \"a\": 1\n}\n\nHTTP/2 200\ncontent-length: 0",
            &["POST http://localhost:8600/a", "Host: localhost:8600", "text {\n  \"a\": 1\n}"],
        ),
        (
            "GET /1 HTTP/1.1\nHost: x.example\n\nGET /2 HTTP/1.1\nHost: x.example\n",
            &["GET https://x.example/1", "Host: x.example", "GET https://x.example/2", "Host: x.example"],
        ),
        ("\nDELETE /crm/v3/objects/contacts/1 HTTP/2\n", &["DELETE /crm/v3/objects/contacts/1"]),
        ("GET https://x.example/a?b=c d\nAccept: */*", &["GET https://x.example/a?b=c d", "Accept: */*"]),
        (
            "* Connected to api.hubapi.com\n> POST /crm/v3/objects/deals HTTP/1.1\n> Host: api.hubapi.com\n> Authorization: Bearer abc\n> Content-Length: 17\n>\n* upload completely sent off\n< HTTP/1.1 401 Unauthorized\n< Date: now\n<\n{\"status\":\"error\"}",
            &[
                "POST https://api.hubapi.com/crm/v3/objects/deals",
                "Host: api.hubapi.com",
                "Authorization: Bearer abc",
                "Content-Length: 17",
                "unknown body",
            ],
        ),
        ("POST https://x.example/a\n\n{\"a\":1}", &["POST https://x.example/a", "text {\"a\":1}"]),
    ]);
}

#[test]
fn a_file_of_requests_is_read() {
    rows(&[
        (
            "@host = https://api.hubapi.com\n@objects={{host}}/crm/v3/objects\n\n### List\nGET {{objects}}/contacts\n    ?limit=10\n    &after={{after}}\nAuthorization: Bearer {{token}}\n",
            &[
                "GET https://api.hubapi.com/crm/v3/objects/contacts?limit=10&after=‹{{after}}›",
                "Authorization: Bearer ‹{{token}}›",
            ],
        ),
        (
            "# @name create\n# a comment\nPOST https://x.example/a HTTP/1.1\nContent-Type: application/json\n// not sent: X-Old: 1\n\n{ \"id\": \"{{$guid}}\" }\n\n###\nhttps://x.example/{{create.response.body.id}}\n",
            &[
                "POST https://x.example/a",
                "Content-Type: application/json",
                "text { \"id\": \"‹{{$guid}}›\" }",
                "GET https://x.example/‹{{create.response.body.id}}›",
            ],
        ),
        (
            "###\nPOST https://x.example/a\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token\n&client_id=c\n&client_secret=s\n",
            &[
                "POST https://x.example/a",
                "Content-Type: application/x-www-form-urlencoded",
                "text grant_type=refresh_token&client_id=c&client_secret=s",
            ],
        ),
        (
            "###\nPUT https://x.example/a\n\n< ./new contact.json\n",
            &["PUT https://x.example/a", "file ./new contact.json", "~ file ./new contact.json"],
        ),
        (
            "###\nPUT https://x.example/a\n\n<@latin1 ./a.json",
            &["PUT https://x.example/a", "file ./a.json", "~ file ./a.json"],
        ),
        (
            "POST https://x.example/f\nContent-Type: multipart/form-data; boundary=B\n\n--B\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\n\n< ./a.pdf\n--B--\n",
            &[
                "POST https://x.example/f",
                "Content-Type: multipart/form-data; boundary=B",
                "text --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n< ./a.pdf\r\n--B--",
                "~ file ./a.pdf",
            ],
        ),
        (
            "< {%\n  request.variables.set(\"a\", \"GET /x HTTP/1.1\")\n%}\n### one\nGET https://x.example/a\nAccept: */*\n\n> {%\n  client.test(\"ok\", function() {})\n%}\n\n<> 2026-11-02.200.json\n### two\nGET https://x.example/b\n",
            &["GET https://x.example/a", "Accept: */*", "GET https://x.example/b"],
        ),
        (
            "###\nGET https://x.example/a\nAuthorization: Basic me pass word\n",
            &["GET https://x.example/a", "! basic me:pass word"],
        ),
        (
            "###\nGET x.example/a\nAuthorization: Basic {{user}}:{{pw}}\n",
            &["GET http://x.example/a", "! basic ‹{{user}}›:‹{{pw}}›"],
        ),
        (
            "###\nGET https://x.example/a\nAuthorization: Basic bWU6cHc=\n",
            &["GET https://x.example/a", "Authorization: Basic bWU6cHc="],
        ),
        (
            "###\nGET x.example/a\nAuthorization: Basic {{ login }}\n",
            &["GET http://x.example/a", "Authorization: Basic ‹{{ login }}›"],
        ),
        ("###\nget https://x.example/a\n", &["GET https://x.example/a"]),
    ]);
}

#[test]
fn requests_have_the_names_that_the_file_gives_them() {
    let text = "### List\nGET https://x.example/1\n\n###\n# @name = second\nGET https://x.example/2\n\n###\n// @name third\nGET https://x.example/3";
    let names: Vec<_> = read(text).unwrap().requests.into_iter().filter_map(|request| request.name).collect();
    assert_eq!(names, ["List", "second", "third"]);
}

#[test]
fn what_cannot_be_read_is_told() {
    for (text, place) in [
        ("GET https://x.example/a\nAccept: */*\nno header\n\n", "no header"),
        ("###\nGET https://x.example/a\n###\nWEBSOCKET wss://x.example\n", "WEBSOCKET wss://x.example"),
        ("###\nGET https://x.example/a\n###\nsome words\n", "some words"),
    ] {
        let reading = read(text).unwrap();
        assert_eq!(&text[reading.problems[0].span.clone()], place);
        assert_eq!(reading.requests.len(), 1);
    }
}

#[test]
fn other_texts_are_not_read() {
    for text in [
        "",
        "GET https://api.hubapi.com/crm/v3/objects/contacts",
        "GET /crm/v3/objects/contacts",
        "https://x.example/a",
        "POST your question: here\n\nThanks",
        "GET https://x.example/a returns 403\nError: no scope",
        "# a comment\nimport requests\nrequests.get('https://x.example')",
        "GET https://x.example/a\n\nThat is what I call.",
        "@decorator\ndef f():\n  pass",
        "### Heading\n\nSome text: here.",
        "{\"method\":\"GET\"}",
        "curl https://x.example -H 'a: b'",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

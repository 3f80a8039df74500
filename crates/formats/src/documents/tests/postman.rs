//! Collections of Postman.

use super::{check, json, show};
use crate::request::Form;

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// A collection with one item and these further members.
fn collection(item: &str, more: &str) -> String {
    format!(r#"{{"info":{{"_postman_id":"0d1f","name":"CRM","schema":"{SCHEMA}"}},"item":[{item}]{more}}}"#)
}

/// A request in a collection with variables; within a collection nothing is inherited that is not there.
fn rows(rows: &[(&str, &[&str])]) {
    let variables = r#","variable":[{"key":"baseUrl","value":"https://api.hubapi.com"},{"key":"objects","value":"{{baseUrl}}/crm/v3/objects"},
        {"key":"token","value":"","type":"string"},{"key":"off","value":"x","disabled":true},{"key":"loop","value":"{{loop}}"}]"#;
    for (request, expected) in rows {
        check(
            Form::Postman,
            &[(
                &collection(&format!(r#"{{"name":"one","request":{request},"response":[]}}"#), variables),
                expected,
            )],
        );
    }
}

#[test]
fn a_url_is_read_from_its_parts() {
    rows(&[
        (r#""https://api.hubapi.com/crm/v3/owners""#, &["GET https://api.hubapi.com/crm/v3/owners"]),
        (
            r#"{"method":"GET","header":[],"url":"{{objects}}/contacts?limit=5"}"#,
            &["GET https://api.hubapi.com/crm/v3/objects/contacts?limit=5"],
        ),
        (
            r#"{"method":"GET","header":[],"url":{"raw":"{{baseUrl}}/crm/v3/objects/:type/:id?limit=10&after={{after}}","host":["{{baseUrl}}"],"path":["crm","v3","objects",":type",":id"],
            "query":[{"key":"limit","value":"10"},{"key":"after","value":"{{after}}"},{"key":"archived","value":"true","disabled":true}],
            "variable":[{"key":"type","value":"contacts"},{"key":"id","value":""}]}}"#,
            &["GET https://api.hubapi.com/crm/v3/objects/contacts/‹:id›?limit=10&after=‹{{after}}›"],
        ),
        (
            r#"{"method":"GET","url":{"raw":"https://api.hubapi.com:443/a?q=x%26y&flag","protocol":"https","host":["api","hubapi","com"],"port":"443","path":["a"],"query":[{"key":"q","value":"x&y=#"},{"key":"flag","value":null}]}}"#,
            &["GET https://api.hubapi.com:443/a?q=x%26y=%23&flag"],
        ),
        (
            r#"{"method":"GET","header":[],"url":{"raw":"https://api.hubapi.com/old","protocol":"https","host":"api.hubapi.com","path":"/new"}}"#,
            &[
                "GET https://api.hubapi.com/new",
                "~ sent https://api.hubapi.com/new for https://api.hubapi.com/old",
            ],
        ),
        (
            r#"{"method":"GET","header":[],"url":{"raw":"{{other}}/a/{{loop}}/{{off}}"}}"#,
            &["GET ‹{{other}}›/a/‹{{loop}}›/‹{{off}}›"],
        ),
        (
            r#"{"method":"GET","header":[],"url":{"raw":"{{baseUrl}}/hubdb/:tableIdOrName/export","host":["{{baseUrl}}"],"path":["hubdb",":tableIdOrName","export"]}}"#,
            &["GET https://api.hubapi.com/hubdb/‹:tableIdOrName›/export"],
        ),
    ]);
}

#[test]
fn headers_and_bodies_are_read_as_they_are_sent() {
    rows(&[
        (
            r#"{"method":"POST","header":[{"key":"Content-Type","value":"application/json"},{"key":"X-Old","value":"1","disabled":true},{"key":"Authorization","value":"Bearer {{token}}"}],
            "body":{"mode":"raw","raw":"{\"a\": \"{{x}}\"}"},"url":"https://x.example/a"}"#,
            &[
                "POST https://x.example/a",
                "Content-Type: application/json",
                "Authorization: Bearer ‹{{token}}›",
                r#"text {"a": "‹{{x}}›"}"#,
            ],
        ),
        (
            r#"{"method":"POST","header":"Accept: a/b\nX-One: 1","body":{"mode":"raw","raw":"{}","options":{"raw":{"language":"json"}}},"url":"https://x.example/a"}"#,
            &[
                "POST https://x.example/a",
                "Accept: a/b",
                "X-One: 1",
                "Content-Type: application/json",
                "text {}",
            ],
        ),
        (
            r#"{"method":"POST","header":[],"body":{"mode":"raw","raw":"{}"},"url":"https://x.example/a"}"#,
            &["POST https://x.example/a", "Content-Type: text/plain", "text {}"],
        ),
        (
            r#"{"method":"POST","header":[],"body":{"mode":"urlencoded","urlencoded":[{"key":"grant_type","value":"authorization_code","type":"text"},{"key":"old","value":"1","disabled":true}]},"url":"{{baseUrl}}/oauth/v1/token"}"#,
            &[
                "POST https://api.hubapi.com/oauth/v1/token",
                "Content-Type: application/x-www-form-urlencoded",
                "form grant_type=authorization_code",
            ],
        ),
        (
            r#"{"method":"POST","header":[],"body":{"mode":"formdata","formdata":[{"key":"file","type":"file","src":"/tmp/a.pdf"},{"key":"options","value":"{}","type":"text"},{"key":"b","type":"file","src":[]}]},"url":"https://x.example/f"}"#,
            &[
                "POST https://x.example/f",
                "multipart file=/tmp/a.pdf & options={} & b=",
                "~ file /tmp/a.pdf",
                "~ file ",
            ],
        ),
        (
            r#"{"method":"PUT","header":[],"body":{"mode":"file","file":{"src":"data.csv"}},"url":"https://x.example/f"}"#,
            &["PUT https://x.example/f", "file data.csv", "~ file data.csv"],
        ),
        (
            r#"{"method":"POST","header":[],"body":{"mode":"graphql","graphql":{"query":"query { CRM }","variables":"{\"a\":1}"}},"url":"https://x.example/graphql"}"#,
            &[
                "POST https://x.example/graphql",
                "Content-Type: application/json",
                r#"json {"query":"query { CRM }","variables":{"a":1}}"#,
            ],
        ),
        (
            r#"{"method":"GET","header":[],"body":{"mode":"raw","raw":"{}"},"url":"https://x.example/a"}"#,
            &["GET https://x.example/a", "~ without effect body"],
        ),
        (
            r#"{"method":"POST","header":[],"body":{"mode":"raw","raw":"{}","disabled":true},"url":"https://x.example/a"}"#,
            &["POST https://x.example/a"],
        ),
        (
            r#"{"method":"GET","header":[],"body":{"mode":"raw","raw":""},"url":"https://x.example/a"}"#,
            &["GET https://x.example/a"],
        ),
    ]);
}

#[test]
fn authorization_is_read_in_every_kind() {
    let auth = |auth: &str| {
        format!(
            r#"{{"method":"GET","header":[{{"key":"authorization","value":"x"}}],"auth":{auth},"url":"https://x.example/a"}}"#
        )
    };
    let get = "GET https://x.example/a";
    let dropped = "~ without effect Authorization";
    let table: [(&str, &[&str]); 10] = [
        (
            r#"{"type":"bearer","bearer":[{"key":"token","value":"{{baseUrl}}-{{token}}","type":"string"}]}"#,
            &[get, "! bearer https://api.hubapi.com-‹{{token}}›", dropped],
        ),
        (r#"{"type":"bearer","bearer":{"token":"abc"}}"#, &[get, "! bearer abc", dropped]),
        (r#"{"type":"bearer","bearer":[]}"#, &[get, "authorization: x"]),
        (
            r#"{"type":"basic","basic":[{"key":"password","value":"pw"},{"key":"username","value":"me"}]}"#,
            &[get, "! basic me:pw", dropped],
        ),
        (
            r#"{"type":"apikey","apikey":[{"key":"key","value":"hapikey"},{"key":"value","value":"k"},{"key":"in","value":"query"}]}"#,
            &[get, "? hapikey=k", "authorization: x"],
        ),
        (
            r#"{"type":"apikey","apikey":[{"key":"value","value":"k"},{"key":"key","value":"private-app"}]}"#,
            &[get, "authorization: x", "private-app: k"],
        ),
        (
            r#"{"type":"oauth2","oauth2":[{"key":"addTokenTo","value":"header"}]}"#,
            &[get, "authorization: x", "! stored oauth2"],
        ),
        (
            r#"{"type":"oauth2","oauth2":[{"key":"accessToken","value":"abc"},{"key":"headerPrefix","value":"Token"}]}"#,
            &[get, "Authorization: Token abc", dropped],
        ),
        (
            r#"{"type":"oauth2","oauth2":[{"key":"accessToken","value":"abc"},{"key":"addTokenTo","value":"queryParams"}]}"#,
            &[get, "? access_token=abc", "authorization: x"],
        ),
        (r#"{"type":"hawk","hawk":[]}"#, &[get, "authorization: x", "! other hawk"]),
    ];
    for (own, expected) in table {
        rows(&[(&auth(own), expected)]);
    }
    rows(&[(&auth(r#"{"type":"noauth"}"#), &[get, "authorization: x"])]);
}

#[test]
fn authorization_comes_from_the_nearest_folder() {
    let request = r#"{"name":"r","request":{"method":"GET","header":[],"url":"https://x.example/a"}}"#;
    let own = r#"{"name":"own","request":{"method":"GET","header":[],"auth":{"type":"noauth"},"url":"https://x.example/b"}}"#;
    let folder = format!(
        r#"{{"name":"f","auth":{{"type":"bearer","bearer":[{{"key":"token","value":"inner"}}]}},"item":[{{"name":"g","item":[{request},{own}]}}]}}"#
    );
    let text = collection(
        &format!("{folder},{request}"),
        r#","auth":{"type":"bearer","bearer":[{"key":"token","value":"outer"}]},"event":[{"listen":"test","script":{"exec":["pm.sendRequest('https://no.example')"]}}]"#,
    );
    let a = "GET https://x.example/a";
    check(Form::Postman, &[(&text, &[a, "! bearer inner", "GET https://x.example/b", a, "! bearer outer"])]);
}

#[test]
fn parts_of_a_collection_are_read() {
    let item = r#"{"name":"List","event":[],"request":{"method":"GET","header":[],"url":{"raw":"{{baseUrl}}/a","host":["{{baseUrl}}"],"path":["a"]}},"response":[{"name":"ok","originalRequest":{"method":"GET","url":"x"}}]}"#;
    let shown: &[&str] = &["GET ‹{{baseUrl}}›/a", "! stored inherited authorization"];
    check(Form::Postman, &[(item, shown), (&format!(r#"{{"name":"folder","item":[{item}]}}"#), shown)]);
    assert_eq!(json(item, Form::Postman).requests[0].name.as_deref(), Some("List"));
    let wrapped = format!(r#"{{"collection":{}}}"#, collection(item, ""));
    check(Form::Postman, &[(&wrapped, &["GET ‹{{baseUrl}}›/a"])]);
    let request = r#"{"method":"GET","header":[{"key":"A","value":"b"}],"url":"https://x.example/a"}"#;
    check(
        Form::Postman,
        &[(request, &["GET https://x.example/a", "A: b", "! stored inherited authorization"])],
    );
}

#[test]
fn what_is_no_request_is_told() {
    let environment = r#"{"id":"1","name":"prod","values":[{"key":"token","value":"x","enabled":true}],"_postman_variable_scope":"environment"}"#;
    let old = r#"{"id":"1","name":"old","order":[],"requests":[{"url":"https://x.example","method":"GET"}]}"#;
    let empty = collection(r#"{"name":"nothing"}"#, "");
    for text in [environment, old, &empty] {
        let reading = json(text, Form::Postman);
        assert_eq!((reading.requests.len(), reading.problems.len()), (0, 1), "{text}");
    }
}

#[test]
fn variables_that_multiply_end() {
    let nested: Vec<_> = (1..40)
        .map(|n| format!(r#"{{"key":"v{n}","value":"{}"}}"#, format!("{{{{v{}}}}}", n - 1).repeat(100)))
        .collect();
    let variables = format!(r#","variable":[{{"key":"v0","value":"x"}},{}]"#, nested.join(","));
    let uses =
        r#"{"name":"r","request":{"method":"GET","header":[],"url":"https://x.example/{{v9}}{{v39}}"}},"#
            .repeat(50);
    let text = collection(uses.trim_end_matches(','), &variables);
    assert!(
        json(&text, Form::Postman).requests.iter().map(|request| request.url.text.len()).sum::<usize>()
            < 20 << 20
    );
    assert_eq!(
        show(
            &json(
                &collection(r#"{"name":"r","request":"https://x.example/{{v1}}"}"#, &variables),
                Form::Postman
            )
            .requests[0]
        )[0]
        .len(),
        122
    );
}

//! Requests written as code: compared as text for every target, and read back by the shells.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

#[cfg(unix)]
use std::process::Command;

use portalscope_formats::{Outgoing, SnippetError, Target, write};
use proptest::prelude::*;

fn request(method: &str, path: &str, body: Option<(&str, &str)>) -> Outgoing {
    let mut headers = Vec::new();
    headers.extend(body.map(|(media_type, _)| ("Content-Type".to_owned(), media_type.to_owned())));
    headers.push(("Accept".to_owned(), "application/json".to_owned()));
    Outgoing {
        method: method.to_owned(),
        url: format!("https://api.hubapi.com{path}"),
        headers,
        body: body.map(|(_, body)| body.to_owned()),
    }
}

fn everywhere(request: &Outgoing) -> String {
    let part = |target: Target| {
        let code = write(request, target).unwrap_or_else(|error| error.to_string());
        format!("── {target:?}\n{}\n", code.trim_end().replace("\r\n", "\n"))
    };
    Target::ALL.map(part).concat()
}

#[test]
fn a_search_is_written_as_each_language_writes_it() {
    let body = r#"{"filterGroups":[{"filters":[{"propertyName":"email","operator":"EQ","value":"ada@example.com"}]}],"properties":["email","firstname"],"limit":10}"#;
    let search = request("POST", "/crm/v3/objects/contacts/search", Some(("application/json", body)));
    insta::assert_snapshot!(everywhere(&search));
}

#[test]
fn a_list_with_a_query_is_written_as_each_language_writes_it() {
    let list = request("GET", "/crm/objects/2026-03/contacts?limit=5&properties=email%2Cfirstname", None);
    insta::assert_snapshot!(everywhere(&list));
}

#[test]
fn every_character_that_means_something_in_a_language_is_quoted() {
    let value = "it's \"100%\" $HOME ${x} #{y} {{z}} `id` \\ ! & | < > ^ ü 😀 “q” ‘r’ \u{202e}";
    let body = format!("{{\"properties\": {{\"lastname\": {}}}}}", serde_json::Value::from(value));
    insta::assert_snapshot!(everywhere(&request(
        "PATCH",
        "/crm/v3/objects/contacts/1?idProperty=email",
        Some(("application/json", &body))
    )));
}

#[test]
fn what_a_literal_would_change_is_sent_as_text() {
    let body = r#"{"id": 12345678901234567890, "a": 1.0, "a": {"2": null, "1": true}}"#;
    insta::assert_snapshot!(everywhere(&request(
        "POST",
        "/events/v3/send",
        Some(("application/json", body))
    )));
}

#[test]
fn forms_and_other_texts_are_written_as_each_language_writes_them() {
    let form = request(
        "POST",
        "/oauth/v1/token",
        Some(("application/x-www-form-urlencoded", "grant_type=refresh_token&scope=a+b%26c")),
    );
    insta::assert_snapshot!("form", everywhere(&form));
    let mut text = request("PUT", "/a%2Fb", Some(("text/plain", "it's \"1\"\n\t$x\u{200b}")));
    text.headers.push(("X-Note".to_owned(), "50% `off` $5 \"!\"".to_owned()));
    insta::assert_snapshot!("text", everywhere(&text));
}

#[test]
fn a_request_that_deletes_needs_no_more_than_it_has() {
    insta::assert_snapshot!(everywhere(&request("DELETE", "/crm/v3/objects/notes/42", None)));
}

#[test]
fn an_http_file_is_refused_what_it_would_read_otherwise() {
    for body in ["a\n### b", "{{x}}", "< ./file", "a\n\nb", "a\r\nb"] {
        let text = request("POST", "/a", Some(("text/plain", body)));
        assert_eq!(write(&text, Target::Http), Err(SnippetError::HttpSyntax), "{body:?}");
    }
    let json = request("POST", "/a", Some(("application/json", r#"{"html": "{{ contact.name }}"}"#)));
    assert!(write(&json, Target::Http).unwrap().contains(r#""\u007b\u007b contact.name }}""#));
}

#[test]
fn fetch_is_given_no_body_that_it_would_throw_on() {
    let get = request("GET", "/a", Some(("text/plain", "x")));
    assert_eq!(write(&get, Target::NodeFetch), Err(SnippetError::BodyRefused));
    assert!(write(&get, Target::PythonRequests).is_ok());
}

/// The words that a shell makes of the command, but for the program's name.
#[cfg(unix)]
fn words_of_sh(command: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    let output = Command::new("sh").args(["-c", &script]).env("HUBSPOT_TOKEN", "abc").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_shell_gets_the_words_that_were_written(value in "[!-~][ -~]{0,40}[!-~]", body in "[^\\x00]{0,200}") {
        let outgoing = Outgoing {
            method: "POST".to_owned(),
            url: "https://x/a?b='c'&d=$e".to_owned(),
            headers: vec![("X-Note".to_owned(), value.clone()), ("Content-Type".to_owned(), "text/plain".to_owned())],
            body: Some(body.clone()),
        };
        let header = format!("X-Note: {value}");
        let expected = [
            "--fail-with-body", "-X", "POST", "https://x/a?b='c'&d=$e", "-H", "Authorization: Bearer abc", "-H", &header,
            "-H", "Content-Type: text/plain", "--data-raw", &body,
        ];
        prop_assert_eq!(words_of_sh(&write(&outgoing, Target::CurlPosix).unwrap()), expected);
    }
}

proptest! {
    #[test]
    fn any_request_is_written_or_refused(method in "GET|POST|PATCH", url in "https://x/\\PC{0,40}", value in "\\PC{0,40}", media_type in "application/json|text/plain|application/x-www-form-urlencoded", body in proptest::option::of("[^\\r]{0,80}|(\\{\"[a-z0-9]{1,3}\":[0-9.e-]{1,6}\\})")) {
        let headers = vec![("X-Note".to_owned(), value), ("Content-Type".to_owned(), media_type)];
        let outgoing = Outgoing { method, url, headers, body };
        for target in Target::ALL {
            let _ = write(&outgoing, target);
        }
    }
}

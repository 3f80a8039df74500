//! What is written for a target is read again as the same request.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use portalscope_formats::{Outgoing, Target, read, write};

/// Characters that mean something in one of the languages.
const TRICKY: &str = "it's \"100%\" $HOME ${x} `id` \\ ! & | < > ^ \u{fc} \u{1f600}";

fn requests() -> Vec<Outgoing> {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let json = format!("{{\"properties\": {{\"lastname\": {}}}}}", serde_json::Value::from(TRICKY));
    vec![
        Outgoing {
            method: "GET".to_owned(),
            url: "https://api.hubapi.com/crm/v3/objects/contacts?limit=10&after=a%2Cb%20c".to_owned(),
            headers: vec![header("Accept", "application/json"), header("X-Note", "50% `off` $5")],
            body: None,
        },
        Outgoing {
            method: "PATCH".to_owned(),
            url: "https://api.hubapi.com/crm/v3/objects/contacts/a%2Fb".to_owned(),
            headers: vec![header("Content-Type", "application/json")],
            body: Some(json),
        },
        Outgoing {
            method: "POST".to_owned(),
            url: "https://api.hubapi.com/oauth/v1/token".to_owned(),
            headers: vec![header("Content-Type", "application/x-www-form-urlencoded")],
            body: Some("grant_type=none&note=a+b%26c".to_owned()),
        },
        Outgoing {
            method: "DELETE".to_owned(),
            url: "https://api.hubapi.com/crm/v3/objects/notes/42".to_owned(),
            ..Outgoing::default()
        },
    ]
}

/// The request of a cURL command, without the token's header.
fn read_curl(code: &str) -> Outgoing {
    let command = read(code).unwrap().unwrap();
    let query = if command.query.is_empty() { String::new() } else { format!("?{}", command.query) };
    let headers = command.headers.iter().filter(|line| !line.starts_with("Authorization: "));
    let pair = |line: &String| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    Outgoing {
        method: command.method,
        url: format!("{}{query}", command.address),
        headers: headers.filter_map(pair).collect(),
        body: command.body,
    }
}

#[test]
fn a_written_curl_command_is_read_as_the_same_request() {
    for request in requests() {
        for target in [Target::CurlPosix, Target::CurlCmd] {
            let code = write(&request, target).unwrap();
            assert_eq!(read_curl(&code), request, "{code}");
        }
    }
}

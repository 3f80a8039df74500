//! What is written for a target is read again as the same request.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use portalscope_formats::{Body, Field, Outgoing, Target, read, write};

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

/// The parts that every language keeps: method, URL with its query decoded, headers but the token's, and the body; JSON
/// as its value.
#[derive(Debug, PartialEq)]
struct Comparable {
    method: String,
    address: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Result<serde_json::Value, String>>,
}

impl Comparable {
    fn new(
        method: &str,
        url: &str,
        more: &[Field],
        headers: Vec<(String, String)>,
        body: Option<String>,
    ) -> Self {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let parsed = url::form_urlencoded::parse(query.as_bytes()).into_owned();
        let apart = more.iter().map(|field| (field.name.text.clone(), field.value.text.clone()));
        let is_own = |name: &str| !name.eq_ignore_ascii_case("authorization");
        let mut headers: Vec<_> = headers
            .into_iter()
            .filter(|(name, _)| is_own(name))
            .map(|(name, value)| (name.to_ascii_lowercase(), value))
            .collect();
        headers.sort();
        Self {
            method: method.to_owned(),
            address: address.to_owned(),
            query: parsed.chain(apart).collect(),
            headers,
            body: body.map(|text| serde_json::from_str(&text).map_err(|_| text)),
        }
    }

    fn of(request: &Outgoing) -> Self {
        Self::new(&request.method, &request.url, &[], request.headers.clone(), request.body.clone())
    }

    fn read(code: &str) -> Self {
        let reading = read(code).unwrap_or_else(|| panic!("no request in {code}"));
        assert_eq!((reading.requests.len(), reading.problems.as_slice()), (1, [].as_slice()), "{code}");
        let request = &reading.requests[0];
        let headers = request.headers.iter().map(|field| (field.name.text.clone(), field.value.text.clone()));
        let body = match &request.body {
            Body::None => None,
            Body::Text(value) | Body::Json(value) => Some(value.text.clone()),
            Body::Form(fields) => Some(
                url::form_urlencoded::Serializer::new(String::new())
                    .extend_pairs(fields.iter().map(|field| (&field.name.text, &field.value.text)))
                    .finish(),
            ),
            other => panic!("{other:?} in {code}"),
        };
        Self::new(&request.method.text, &request.url.text, &request.query, headers.collect(), body)
    }
}

#[test]
fn what_is_written_is_read_as_the_same_request() {
    for request in requests() {
        for target in Target::ALL {
            let code = write(&request, target).unwrap();
            let (mut read, mut expected) = (Comparable::read(&code), Comparable::of(&request));
            if matches!(target, Target::PythonClient | Target::NodeClient) {
                // They send types of their own.
                let is_type = |name: &str| matches!(name, "accept" | "content-type");
                read.headers.retain(|(name, _)| !is_type(name));
                expected.headers.retain(|(name, _)| !is_type(name));
            }
            assert_eq!(read, expected, "{target:?}\n{code}");
        }
    }
}

//! What is written for a target is read again as the same request.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use portalscope_formats::{Body, Field, Outgoing, Target, read, write};
use proptest::prelude::*;

/// Characters that mean something in one of the languages.
const TRICKY: &str = "it's \"100%\" $HOME ${x} `id` \\ ! & | < > ^ \u{fc} \u{1f600}";

fn outgoing(method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Outgoing {
    Outgoing {
        method: method.to_owned(),
        url: format!("https://api.hubapi.com{path}"),
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.map(str::to_owned),
    }
}

const JSON: (&str, &str) = ("Content-Type", "application/json");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

fn requests() -> Vec<Outgoing> {
    let tricky = format!("{{\"properties\": {{\"lastname\": {}}}}}", serde_json::Value::from(TRICKY));
    vec![
        outgoing(
            "GET",
            "/crm/v3/objects/contacts?limit=10&after=a%2Cb%20c",
            &[("Accept", "application/json"), ("X-Note", "50% `off` $5")],
            None,
        ),
        outgoing("GET", "/crm/v3/owners", &[], None),
        outgoing("GET", "/crm/v3/objects/contacts?properties=a&properties=b&q=%26%3D%2B", &[], None),
        outgoing("GET", "/crm/v3/objects/contacts/ada%40example.com?idProperty=email&archived=", &[], None),
        outgoing("GET", "/crm/v3/objects/2-123/1", &[("X-Empty", ""), ("X-Quotes", "\"a\" 'b' \\c")], None),
        outgoing("HEAD", "/crm/v3/objects/contacts/1", &[], None),
        outgoing("PATCH", "/crm/v3/objects/contacts/a%2Fb", &[JSON], Some(&tricky)),
        outgoing("PUT", "/crm/v4/objects/contacts/1/associations/default/companies/2", &[], None),
        outgoing("POST", "/oauth/v1/token", &[FORM], Some("grant_type=none&note=a+b%26c")),
        outgoing("POST", "/oauth/v1/token", &[FORM], Some("a=1&a=2&q=%20x&%C3%BC=%C3%BC")),
        outgoing("POST", "/crm/v3/objects/contacts/gdpr-delete", &[JSON], Some("")),
        outgoing(
            "POST",
            "/crm/v3/objects/deals/search",
            &[JSON],
            Some(
                r#"{"id": 12345678901234567890123, "n": 9007199254740993, "x": 1.10, "e": 1e400, "t": [true, null, {}, []]}"#,
            ),
        ),
        outgoing("POST", "/crm/v3/objects/deals/batch/read", &[JSON], Some(r#"[{"id": "1"}, {"id": "2"}]"#)),
        outgoing(
            "POST",
            "/crm/v3/imports",
            &[("Content-Type", "text/plain; charset=utf-8")],
            Some("a line, and 'quotes'\n\n  another: \"line\"\twith a tab \u{e9}\n"),
        ),
        outgoing(
            "POST",
            "/crm/v3/imports",
            &[("Content-Type", "text/plain")],
            Some("\t\nbehind a blank line"),
        ),
        outgoing(
            "POST",
            "/crm/v3/objects/notes",
            &[JSON],
            Some(r#"{"": "", "a": {"": [""]}, "\u0000": "\u2028"}"#),
        ),
        outgoing("DELETE", "/crm/v3/objects/notes/42", &[], None),
        outgoing("DELETE", "/crm/v3/objects/notes/42", &[JSON], Some("{\"why\": \"none\"}")),
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
            // An empty body is sent as none is.
            body: body
                .filter(|text| !text.is_empty())
                .map(|text| serde_json::from_str(&text).map_err(|_| text)),
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

fn expect_the_same(request: &Outgoing) {
    for target in Target::ALL {
        // What a target cannot express it refuses.
        let Ok(code) = write(request, target) else { continue };
        let (mut read, mut expected) = (Comparable::read(&code), Comparable::of(request));
        if matches!(target, Target::PythonClient | Target::NodeClient) {
            // They send types of their own.
            let is_type = |name: &str| matches!(name, "accept" | "content-type");
            read.headers.retain(|(name, _)| !is_type(name));
            expected.headers.retain(|(name, _)| !is_type(name));
        }
        assert_eq!(read, expected, "{target:?}\n{code}");
    }
}

#[test]
fn what_is_written_is_read_as_the_same_request() {
    requests().iter().for_each(expect_the_same);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_request_that_is_written_is_read_as_the_same_request(
        method in "GET|POST|PUT|PATCH|DELETE",
        path in "(/[a-zA-Z0-9_~%-]{1,8}){1,4}",
        query in prop::collection::vec(("[a-z]{1,5}", "[ -~ü😀]{0,12}"), 0..4),
        note in "[!-~]([ -~]{0,20}[!-~])?",
        text in "[ -~ü😀„“‘\\n\\t]{1,60}",
        has_body: bool,
        is_json: bool,
    ) {
        let mut url = format!("https://api.hubapi.com{}", path.replace('%', "%2F"));
        if !query.is_empty() {
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&query).finish();
            url = format!("{url}?{query}");
        }
        let (kind, body) = if is_json {
            let body = serde_json::json!({ "properties": { "a": text, "b": [1, null] } });
            ("application/json", body.to_string())
        } else {
            ("text/plain; charset=utf-8", text)
        };
        let mut request = Outgoing { method, url, ..Outgoing::default() };
        request.headers.push(("X-Note".to_owned(), note));
        if has_body {
            request.headers.push(("Content-Type".to_owned(), kind.to_owned()));
            request.body = Some(body);
        }
        expect_the_same(&request);
    }
}

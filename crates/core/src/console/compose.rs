//! Composes a draft into a request, or into the reasons why it cannot be sent. Pure: no network, no secret.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portalscope_catalog::Catalog;
use portalscope_hubspot::{Environment, HeaderLine, OutgoingRequest, compose_headers};
use reqwest::Method;
use url::Url;

use crate::catalog::operation::{OperationDetail, detail_at};
use crate::console::view::{NameValue, ProblemPlace, RequestDraft, RequestProblem};

/// Percent-encodes all but the unreserved characters (RFC 3986 §2.3) in a path segment.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The methods of HubSpot's API.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

/// A composed draft. It may be sent only if it has no problems.
pub(crate) struct Composed {
    pub method: Method,
    /// The path without its query, with the values filled in: what the catalog looks up.
    pub path: String,
    pub path_and_query: String,
    pub headers: Vec<HeaderLine>,
    /// `None` for `GET` and `HEAD`.
    pub body: Option<String>,
    /// `None`: the catalog does not know the call.
    pub operation: Option<OperationDetail>,
    /// Empty: the request can be sent.
    pub problems: Vec<RequestProblem>,
}

impl Composed {
    /// The request to send. Only for a draft without problems.
    pub(crate) fn into_request(self) -> OutgoingRequest {
        let Self { method, path_and_query, headers, body, .. } = self;
        OutgoingRequest { method, path_and_query, headers, body }
    }
}

/// Composes a draft for an environment. A call that the catalog knows takes its `Content-Type` from there.
pub(crate) fn compose(draft: &RequestDraft, environment: &Environment, catalog: &Catalog) -> Composed {
    let mut problems = Vec::new();
    let method = method_of(&draft.method, &mut problems);
    let (template, typed_query) = split_path(&draft.path, environment, &mut problems);
    let path = fill(&template, &draft.path_values, &mut problems);
    let query = query_of(&typed_query, &draft.query);
    if problems.is_empty() && !arrives_as_written(&path) {
        let message = "The path would arrive changed. Write dots and characters beyond ASCII as what they are, or as path values.";
        problems.push(RequestProblem::new(ProblemPlace::Path, None, message));
    }
    let operation =
        detail_at(catalog, method.as_str(), &path).or_else(|| detail_at(catalog, method.as_str(), &template));
    let body = draft.body.clone().filter(|_| method != Method::GET && method != Method::HEAD);
    if let Some(problem) = body.as_deref().and_then(|body| body_problem(body, &draft.headers)) {
        problems.push(problem);
    }
    let own =
        draft.headers.iter().filter(|row| row.enabled && !(row.name.is_empty() && row.value.is_empty()));
    let own: Vec<_> = own.map(|row| (row.name.clone(), row.value.clone())).collect();
    let (headers, header_problems) = compose_headers(content_type(body.as_ref(), operation.as_ref()), &own);
    problems.extend(
        header_problems.iter().map(|problem| {
            RequestProblem::new(ProblemPlace::Header, Some(problem.name()), problem.to_string())
        }),
    );
    let path_and_query = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
    Composed { method, path, path_and_query, headers, body, operation, problems }
}

/// The method; `GET` and a problem for an unknown one.
fn method_of(text: &str, problems: &mut Vec<RequestProblem>) -> Method {
    let upper = text.trim().to_ascii_uppercase();
    if METHODS.contains(&upper.as_str())
        && let Ok(method) = Method::from_bytes(upper.as_bytes())
    {
        return method;
    }
    problems.push(RequestProblem::new(
        ProblemPlace::Method,
        None,
        format!("{text:?} is not a method that HubSpot's API knows."),
    ));
    Method::GET
}

/// The path, without the environment's own origin, and the query typed after it. Anything that could lead to another
/// host, or that URL parsers read differently, is a problem.
fn split_path(text: &str, environment: &Environment, problems: &mut Vec<RequestProblem>) -> (String, String) {
    let mut refuse = |message: &str| problems.push(RequestProblem::new(ProblemPlace::Path, None, message));
    let text = text.trim();
    if text.is_empty() {
        refuse("The path is missing. Choose an endpoint, or type one that begins with a slash.");
        return (String::new(), String::new());
    }
    let Some(path) = environment.strip_origin(text) else {
        if text.contains("://") {
            refuse(
                "This address is not on the portal's own API host, and the token must not go anywhere else.",
            );
        } else {
            refuse("A path begins with a slash.");
        }
        return (text.to_owned(), String::new());
    };
    if path.starts_with("//")
        || path.split('?').next().is_some_and(|path| path.contains("://"))
        || path.contains('\\')
        || path.contains('#')
        || path.chars().any(char::is_control)
    {
        refuse("The path holds characters that would send the request somewhere else.");
    } else if path.split(['?', '/']).any(|segment| segment == ".." || segment == ".") {
        refuse("The path holds a dot segment, which servers resolve differently. Write the path out.");
    } else if path.chars().any(char::is_whitespace) {
        refuse("The path holds a space.");
    }
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    (path.to_owned(), query.to_owned())
}

/// Whether URL parsing leaves the path unchanged, so that the path checked is the path sent. `%2e%2e`, for example, is
/// resolved as a dot segment.
fn arrives_as_written(path: &str) -> bool {
    let base = Url::parse("https://api.hubapi.com").expect("BUG: the host constant is a URL");
    base.join(path).is_ok_and(|url| url.path() == path)
}

/// Fills the values into the `{names}`, percent-encoded. A name without a value is a problem and stays.
fn fill(template: &str, values: &HashMap<String, String>, problems: &mut Vec<RequestProblem>) -> String {
    let mut path = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, name, after)) = next_name(rest) {
        path.push_str(before);
        match values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()) {
            Some("." | "..") => {
                problems.push(RequestProblem::new(
                    ProblemPlace::PathValue,
                    Some(name),
                    format!("{name} cannot be a dot segment."),
                ));
            }
            Some(value) => path.extend(utf8_percent_encode(value, SEGMENT)),
            None => {
                problems.push(RequestProblem::new(
                    ProblemPlace::PathValue,
                    Some(name),
                    format!("{name} has no value yet."),
                ));
                path.extend(["{", name, "}"]);
            }
        }
        rest = after;
    }
    path + rest
}

/// Splits at the next `{name}`: the text before, the name, the text after.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The typed query followed by the rows, form-encoded with `%20` for spaces.
fn query_of(typed: &str, rows: &[NameValue]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(url::form_urlencoded::parse(typed.as_bytes()));
    for row in rows.iter().filter(|row| row.enabled && !row.name.trim().is_empty()) {
        query.append_pair(row.name.trim(), &row.value);
    }
    query.finish().replace('+', "%20")
}

/// The first content type that the catalog declares, else JSON. `None`: no body.
fn content_type<'a>(body: Option<&String>, operation: Option<&'a OperationDetail>) -> Option<&'a str> {
    body?;
    let declared = operation.and_then(|operation| operation.content_types.first()).map(String::as_str);
    Some(declared.filter(|declared| *declared != "*/*").unwrap_or("application/json"))
}

/// Checks that the body is JSON, unless it is blank or a `Content-Type` set by the person says otherwise.
fn body_problem(body: &str, headers: &[NameValue]) -> Option<RequestProblem> {
    let own_type =
        headers.iter().find(|row| row.enabled && row.name.trim().eq_ignore_ascii_case("content-type"));
    if own_type.is_some_and(|row| !row.value.contains("json")) {
        return None;
    }
    if body.trim().is_empty() {
        return None;
    }
    let error = serde_json::from_str::<serde::de::IgnoredAny>(body).err()?;
    let line = error.line();
    let (column, offset) = utf16_place(body, line, error.column());
    let words = error.to_string();
    let words = words.rsplit_once(" at line").map_or(words.as_str(), |(words, _)| words);
    let message = format!("The body is not valid JSON: {words} (line {line}, column {column}).");
    Some(RequestProblem {
        offset: u32::try_from(offset).ok(),
        line: u32::try_from(line).ok(),
        column: u32::try_from(column).ok(),
        ..RequestProblem::new(ProblemPlace::Body, None, message)
    })
}

/// The column from 1 and the offset from 0 in UTF-16 code units, as editors count, for a position of `serde_json`: line
/// from 1, column in bytes from 1.
fn utf16_place(text: &str, line: usize, column: usize) -> (usize, usize) {
    let line_start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let end = text.floor_char_boundary(line_start + column.saturating_sub(1));
    let units = |text: &str| text.encode_utf16().count();
    (units(&text[line_start..end]) + 1, units(&text[..end]))
}

#[cfg(test)]
mod tests {
    use super::{
        Catalog, Composed, Environment, NameValue, ProblemPlace, RequestDraft, compose, utf16_place,
    };
    use proptest::prelude::*;

    fn draft(method: &str, path: &str) -> RequestDraft {
        RequestDraft {
            method: method.to_owned(),
            path: path.to_owned(),
            path_values: std::collections::HashMap::new(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }

    fn composed(draft: &RequestDraft) -> Composed {
        compose(draft, &Environment::HubSpot, Catalog::bundled())
    }

    fn row(name: &str, value: &str) -> NameValue {
        NameValue { name: name.to_owned(), value: value.to_owned(), enabled: true }
    }

    #[test]
    fn values_are_encoded_and_missing_ones_are_named() {
        let mut request = draft("get", "/crm/objects/2026-03/contacts/{contactId}?archived=false");
        assert_eq!(composed(&request).problems[0].at, ProblemPlace::PathValue);
        request.path_values.insert("contactId".to_owned(), "a/b ?#ü".to_owned());
        request.query.push(row("properties", "e mail+x"));
        let done = composed(&request);
        assert!(done.problems.is_empty(), "{:?}", done.problems);
        assert_eq!(
            done.path_and_query,
            "/crm/objects/2026-03/contacts/a%2Fb%20%3F%23%C3%BC?archived=false&properties=e%20mail%2Bx"
        );
    }

    #[test]
    fn a_whole_url_of_the_own_host_is_taken_and_any_other_refused() {
        let own = composed(&draft("GET", "https://api.hubapi.com/crm/v3/owners?limit=1"));
        assert_eq!((own.path_and_query.as_str(), own.problems.len()), ("/crm/v3/owners?limit=1", 0));
        for path in [
            "https://evil.example/crm",
            "//evil.example/x",
            "crm/v3",
            "/a\\b",
            "/a/../b",
            "/a#b",
            "/a/%2e%2e/b",
            "/a/%2E./b",
            "/a://b/search",
            "",
            "/a b",
        ] {
            assert_eq!(composed(&draft("GET", path)).problems[0].at, ProblemPlace::Path, "{path}");
        }
    }

    #[test]
    fn malformed_json_is_marked_at_its_place() {
        let mut request = draft("POST", "/crm/objects/2026-03/contacts");
        request.body = Some("{\n  \"ü\": [1, ]\n}".to_owned());
        let problems = composed(&request).problems;
        assert_eq!((problems[0].at, problems[0].line), (ProblemPlace::Body, Some(2)));
        assert_eq!(problems[0].offset, Some(13), "the place of the bracket");
        assert_eq!(problems[0].column, Some(12), "counted as editors do, not in bytes");
        assert!(problems[0].message.ends_with("(line 2, column 12)."), "{}", problems[0].message);
    }

    #[test]
    fn a_problem_with_a_header_names_its_row() {
        let mut request = draft("GET", "/crm/v3/owners");
        request.headers =
            vec![row("Host", "a"), row("x y", "a"), row(" X-Note ", "a\nb"), row("X-Good", "a")];
        let problems = composed(&request).problems;
        let names: Vec<_> = problems.iter().map(|problem| problem.name.as_deref()).collect();
        assert_eq!(names, [Some("Host"), Some("x y"), Some("X-Note")]);
    }

    #[test]
    fn a_get_has_no_body_and_a_post_says_that_it_is_json() {
        let mut request = draft("GET", "/crm/v3/owners");
        request.body = Some("{".to_owned());
        assert!(composed(&request).problems.is_empty());
        request.method = "POST".to_owned();
        request.body = Some("{}".to_owned());
        assert!(
            composed(&request)
                .headers
                .iter()
                .any(|line| line.value == "application/json" && line.name == "Content-Type")
        );
    }

    proptest! {
        #[test]
        fn a_draft_without_problems_always_becomes_a_request_to_the_own_host(path in "/\\PC{0,40}", value in "\\PC{0,20}") {
            let mut request = draft("GET", &path);
            request.path_values.insert("id".to_owned(), value);
            let done = composed(&request);
            if done.problems.is_empty() {
                let url = url::Url::parse("https://api.hubapi.com").unwrap().join(&done.path_and_query).unwrap();
                prop_assert_eq!(url.host_str(), Some("api.hubapi.com"));
                prop_assert_eq!(url.path(), done.path);
            }
        }

        #[test]
        fn any_draft_becomes_a_request_of_valid_parts_or_says_why_not(
            method in "get|POST|PATCH|\\PC{0,6}",
            path in "(/(\\PC{0,6}|\\{[a-z]{0,3}\\}?|[a-z]{1,4})){0,5}",
            values in prop::collection::hash_map("[a-z]{0,3}", any::<String>(), 0..4),
            query in prop::collection::vec((any::<String>(), any::<String>()), 0..4),
            headers in prop::collection::vec(("[A-Za-z-]{0,14}|\\PC{0,6}", any::<String>()), 0..4),
            body in prop::option::of(any::<String>()),
        ) {
            let mut request = draft(&method, &path);
            request.path_values = values;
            request.query = query.iter().map(|(name, value)| row(name, value)).collect();
            request.headers = headers.iter().map(|(name, value)| row(name, value)).collect();
            request.body = body;
            let done = composed(&request);
            if done.problems.is_empty() {
                let url = url::Url::parse("https://api.hubapi.com").unwrap().join(&done.path_and_query).unwrap();
                prop_assert_eq!((url.host_str(), url.path()), (Some("api.hubapi.com"), done.path.as_str()));
                for line in done.headers {
                    prop_assert!(line.name.parse::<reqwest::header::HeaderName>().is_ok(), "{}", line.name);
                    prop_assert!(line.value.parse::<reqwest::header::HeaderValue>().is_ok());
                }
            }
        }

        #[test]
        fn an_offset_is_always_inside_the_text(text in "(?s).{0,60}", line in 0usize..9, column in 0usize..90) {
            let (column, offset) = utf16_place(&text, line, column);
            prop_assert!(column <= offset + 1 && offset <= text.encode_utf16().count());
        }
    }
}

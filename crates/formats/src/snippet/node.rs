//! Node: its own `fetch`, and `@hubspot/api-client`. In the layout of Prettier.

use super::content::{Content, FormStyle, object, pairs};
use super::literal::Syntax;
use super::quote::{Style, code_in_braces, nothing_special};
use super::{DEFAULT_ORIGIN, Outgoing, SnippetError, TOKEN_VARIABLE, json};

const STYLE: Style = Style { quote: '"', is_special: nothing_special, code: code_in_braces };

const SYNTAX: Syntax = Syntax {
    indentation: "  ",
    object: ("{", "}"),
    empty_object: "{}",
    padding: " ",
    trailing_comma: ",",
    null: "null",
    truth: ("true", "false"),
    key: |key| if is_identifier(key) { format!("{key}: ") } else { string(key) + ": " },
    string,
};

fn string(text: &str) -> String {
    STYLE.readable(text)
}

fn is_identifier(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic() || "_$".contains(c))
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "_$".contains(c))
}

fn header((name, value): (&str, &str)) -> String {
    (SYNTAX.key)(name) + &string(value)
}

const PRINT: &str = "\n\nconst text = await response.text();\nif (response.ok) {\n  console.log(text);\n} else {\n  \
    console.error(`${response.status} ${response.statusText}\\n${text}`);\n  process.exitCode = 1;\n}\n";

fn expect_sendable(request: &Outgoing) -> Result<(), SnippetError> {
    if request.body.is_some() && request.is_read() { Err(SnippetError::BodyRefused) } else { Ok(()) }
}

pub(super) fn write_fetch(request: &Outgoing) -> Result<String, SnippetError> {
    expect_sendable(request)?;
    let mut options = Vec::new();
    if request.method != "GET" {
        options.push(format!("method: {}", string(&request.method)));
    }
    let mut headers = vec![format!("Authorization: `Bearer ${{process.env.{TOKEN_VARIABLE}}}`")];
    headers.extend(request.headers_without(&[]).into_iter().map(header));
    options.push(format!("headers: {}", SYNTAX.lines(&headers, ("{", "}"), 1)));
    options.extend(match Content::of(request, json::not_an_index, FormStyle::Url) {
        Content::None => None,
        Content::Literal(tree) => Some(format!("body: JSON.stringify({})", SYNTAX.write(&tree, 1))),
        Content::Form(pairs) => {
            Some(format!("body: new URLSearchParams({}).toString()", SYNTAX.write(&object(pairs), 1)))
        }
        Content::Text(text) => Some(format!("body: {}", string(text))),
    });
    Ok(format!(
        "// Node 18 or later, as a module (.mjs)\nconst response = await fetch({}, {});{PRINT}",
        string(&request.url),
        SYNTAX.lines(&options, ("{", "}"), 0)
    ))
}

pub(super) fn write_client(request: &Outgoing) -> Result<String, SnippetError> {
    expect_sendable(request)?;
    let (origin, path, query) = request.url_parts();
    let qs =
        pairs(query, FormStyle::Url).filter(|pairs| pairs.iter().all(|(name, _)| json::not_an_index(name)));
    let whole = if query.is_empty() || qs.is_some() { path.to_owned() } else { format!("{path}?{query}") };
    let mut options =
        vec![format!("method: {}", string(&request.method)), format!("path: {}", string(&whole))];
    options.extend(qs.map(|pairs| format!("qs: {}", SYNTAX.write(&object(pairs), 1))));
    let (is_json, body) = match Content::of(request, json::not_an_index, FormStyle::Url) {
        Content::None => (true, None),
        Content::Literal(tree) => (true, Some(SYNTAX.write(&tree, 1))),
        Content::Form(_) | Content::Text(_) => (false, request.body.as_deref().map(string)),
    };
    let is_default = |(name, value): &(&str, &str)| {
        is_json
            && *value == "application/json"
            && (name.eq_ignore_ascii_case("accept") || name.eq_ignore_ascii_case("content-type"))
    };
    let own = request.headers_without(&[]).into_iter().filter(|pair| !is_default(pair));
    let headers: Vec<_> = own.map(header).collect();
    if !headers.is_empty() {
        options.push(format!("headers: {}", SYNTAX.enclosed(&headers, ("{", "}"), " ", 1)));
    }
    if !is_json {
        options.push("defaultJson: false".to_owned());
    }
    options.extend(body.map(|body| format!("body: {body}")));
    let host =
        if origin == DEFAULT_ORIGIN { String::new() } else { format!(", basePath: {}", string(origin)) };
    Ok(format!(
        "import {{ Client }} from \"@hubspot/api-client\";\n\n\
         const client = new Client({{ accessToken: process.env.{TOKEN_VARIABLE}{host} }});\n\
         const response = await client.apiRequest({});{PRINT}",
        SYNTAX.lines(&options, ("{", "}"), 0)
    ))
}

//! Python with requests, in the layout of Black.

use super::content::{Content, FORM, FormStyle, object, pairs};
use super::literal::Syntax;
use super::quote::{Style, code_of_fixed_length, nothing_special};
use super::{Outgoing, TOKEN_VARIABLE, json};

const STYLE: Style = Style { quote: '"', is_special: nothing_special, code: code_of_fixed_length };

pub(super) const SYNTAX: Syntax = Syntax {
    indentation: "    ",
    object: ("{", "}"),
    empty_object: "{}",
    padding: "",
    trailing_comma: ",",
    null: "None",
    truth: ("True", "False"),
    key: |key| string(key) + ": ",
    string,
};

pub(super) fn string(text: &str) -> String {
    STYLE.readable(text)
}

/// Bytes as soon as UTF-8 matters: requests sends text in Latin-1.
pub(super) fn bytes_or_string(text: &str) -> String {
    if text.is_ascii() { string(text) } else { string(text) + ".encode()" }
}

/// An entry of a dictionary of headers, each without a comma.
pub(super) fn header((name, value): (&str, &str)) -> String {
    format!("{}: {}", string(name), bytes_or_string(value))
}

pub(super) fn write(request: &Outgoing) -> String {
    let (origin, path, query) = request.url_parts();
    let params = pairs(query, FormStyle::Python);
    let url = if params.is_some() { format!("{origin}{path}") } else { request.url.clone() };
    let mut arguments = vec![string(&url)];
    arguments.extend(params.map(|pairs| format!("params={}", SYNTAX.write(&object(pairs), 1))));
    let (implied, body) = match Content::of(request, json::any_key, FormStyle::Python) {
        Content::None => ("", None),
        Content::Literal(tree) => ("application/json", Some(format!("json={}", SYNTAX.write(&tree, 1)))),
        Content::Form(pairs) => (FORM, Some(format!("data={}", SYNTAX.write(&object(pairs), 1)))),
        Content::Text(text) => ("", Some(format!("data={}", bytes_or_string(text)))),
    };
    let mut headers = vec![format!("\"Authorization\": f\"Bearer {{os.environ['{TOKEN_VARIABLE}']}}\"")];
    let is_own =
        |(name, value): &(&str, &str)| !(name.eq_ignore_ascii_case("content-type") && *value == implied);
    headers.extend(request.headers_without(&[]).into_iter().filter(is_own).map(header));
    arguments.push(format!("headers={}", SYNTAX.lines(&headers, ("{", "}"), 1)));
    arguments.extend(body);
    arguments.push("timeout=30".to_owned());
    let call = SYNTAX.lines(&arguments, ("(", ")"), 0);
    let method = request.method.to_lowercase();
    format!(
        "import os\nimport sys\n\nimport requests\n\nresponse = requests.{method}{call}\n\
         if not response.ok:\n    sys.exit(f\"{{response.status_code}} {{response.reason}}\\n{{response.text}}\")\n\
         print(response.text)\n"
    )
}

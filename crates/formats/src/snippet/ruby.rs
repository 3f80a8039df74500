//! Ruby with `Net::HTTP`.

use super::content::{Content, FORM, FormStyle, object};
use super::literal::Syntax;
use super::quote::{Style, code_in_braces, is_invisible};
use super::{Outgoing, TOKEN_VARIABLE, json};

/// `#` begins an expression before these.
const STYLE: Style = Style {
    quote: '"',
    is_special: |c, next| c == '#' && next.is_some_and(|next| "{$@".contains(next)),
    code: code_in_braces,
};

const SYNTAX: Syntax = Syntax {
    indentation: "  ",
    object: ("{", "}"),
    empty_object: "{}",
    padding: " ",
    trailing_comma: "",
    null: "nil",
    truth: ("true", "false"),
    key: |key| string(key) + " => ",
    string,
};

/// Between single quotes, where nothing is an expression or escaped, if they spare backslashes.
fn string(text: &str) -> String {
    let is_plain = text.contains('"') && !text.contains(['\'', '\\']) && !text.chars().any(is_invisible);
    if is_plain { format!("'{text}'") } else { STYLE.quoted(text) }
}

pub(super) fn write(request: &Outgoing) -> String {
    let (requires, implied, body) = match Content::of(request, json::any_key, FormStyle::Url) {
        Content::None => ("", "", String::new()),
        Content::Literal(tree) => {
            ("require \"json\"\n", "", format!("request.body = JSON.generate({})\n", SYNTAX.write(&tree, 0)))
        }
        Content::Form(pairs) => {
            ("", FORM, format!("request.set_form_data({})\n", SYNTAX.write(&object(pairs), 0)))
        }
        Content::Text(text) => ("", "", format!("request.body = {}\n", string(text))),
    };
    let own = request
        .headers
        .iter()
        .filter(|(name, value)| !(name.eq_ignore_ascii_case("content-type") && value == implied));
    let line = |(name, value): &(String, String)| format!("request[{}] = {}\n", string(name), string(value));
    let headers = own.map(line).collect::<Vec<_>>().concat();
    format!(
        "{requires}require \"net/http\"\n\nuri = URI({})\nrequest = Net::HTTP::{}.new(uri)\n\
         request[\"Authorization\"] = \"Bearer #{{ENV.fetch(\"{TOKEN_VARIABLE}\")}}\"\n{headers}{body}{SEND}",
        string(&request.url),
        request.method_name(),
    )
}

const SEND: &str = "
response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == \"https\") do |http|
  http.request(request)
end
abort \"#{response.code} #{response.message}\\n#{response.body}\" unless response.is_a?(Net::HTTPSuccess)
puts response.body
";

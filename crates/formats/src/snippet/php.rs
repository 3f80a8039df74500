//! PHP with the curl extension.

use super::content::{Content, FormStyle, object};
use super::literal::Syntax;
use super::quote::{Style, code_in_braces, is_invisible};
use super::{Outgoing, TOKEN_VARIABLE, json};

/// For what single quotes cannot hold.
const STYLE: Style = Style { quote: '"', is_special: |c, _| c == '$', code: code_in_braces };

const SYNTAX: Syntax = Syntax {
    indentation: "    ",
    object: ("[", "]"),
    empty_object: "new stdClass()",
    padding: "",
    trailing_comma: ",",
    null: "null",
    truth: ("true", "false"),
    key: |key| string(key) + " => ",
    string,
};

fn string(text: &str) -> String {
    if text.chars().any(is_invisible) {
        return STYLE.quoted(text);
    }
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

pub(super) fn write(request: &Outgoing) -> String {
    let mut options: Vec<_> = match request.method.as_str() {
        "GET" if request.body.is_none() => None,
        "HEAD" => Some("CURLOPT_NOBODY => true".to_owned()),
        method => Some(format!("CURLOPT_CUSTOMREQUEST => {}", string(method))),
    }
    .into_iter()
    .collect();
    let mut headers = vec![format!("'Authorization: Bearer ' . getenv('{TOKEN_VARIABLE}')")];
    // With a semicolon curl sends a header without a value; with a colon it would send none.
    headers.extend(request.headers.iter().map(|(name, value)| match value.as_str() {
        "" => string(&format!("{name};")),
        value => string(&format!("{name}: {value}")),
    }));
    options.push(format!("CURLOPT_HTTPHEADER => {}", SYNTAX.lines(&headers, ("[", "]"), 1)));
    let body = match Content::of(request, json::not_an_index, FormStyle::Php) {
        Content::None => None,
        Content::Literal(tree) => {
            Some(format!("json_encode({}, JSON_THROW_ON_ERROR)", SYNTAX.write(&tree, 1)))
        }
        Content::Form(pairs) => Some(format!("http_build_query({})", SYNTAX.write(&object(pairs), 1))),
        Content::Text(text) => Some(string(text)),
    };
    options.extend(body.map(|body| format!("CURLOPT_POSTFIELDS => {body}")));
    options.push("CURLOPT_RETURNTRANSFER => true".to_owned());
    options.push("CURLOPT_TIMEOUT => 30".to_owned());
    format!(
        "<?php\n\n$curl = curl_init({});\ncurl_setopt_array($curl, {});\n{PRINT}",
        string(&request.url),
        SYNTAX.lines(&options, ("[", "]"), 0),
    )
}

const PRINT: &str = "$response = curl_exec($curl);
if ($response === false) {
    fwrite(STDERR, curl_error($curl) . PHP_EOL);
    exit(1);
}
$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status < 200 || $status >= 300) {
    fwrite(STDERR, $status . PHP_EOL . $response . PHP_EOL);
    exit(1);
}
echo $response, PHP_EOL;
";

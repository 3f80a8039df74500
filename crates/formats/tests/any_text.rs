//! Whatever is pasted, reading ends, and every place lies within the text.

use portalscope_formats::{Body, Credential, Field, Reading, Request, Value, read};
use proptest::prelude::*;

fn values(request: &Request) -> Vec<&Value> {
    let mut values = vec![&request.method, &request.url];
    values.extend(fields_of(&request.query));
    values.extend(fields_of(&request.headers));
    match &request.body {
        Body::Text(value) | Body::Json(value) | Body::File(value) => values.push(value),
        Body::Form(parts) | Body::Multipart(parts) => values.extend(fields_of(parts)),
        Body::None | Body::Unknown => {}
    }
    for credential in &request.credentials {
        if let Credential::Basic(value) | Credential::Bearer(value) | Credential::ApiKey(value) = credential {
            values.push(value);
        }
    }
    values
}

fn fields_of(fields: &[Field]) -> impl Iterator<Item = &Value> {
    fields.iter().flat_map(|field| [&field.name, &field.value])
}

fn expect_places(text: &str, reading: &Reading) {
    for request in &reading.requests {
        assert!(text.get(request.span.clone()).is_some(), "{:?} of {text:?}", request.span);
        for note in &request.notes {
            assert!(note.span.clone().is_none_or(|span| text.get(span).is_some()), "{note:?} of {text:?}");
        }
        for value in values(request) {
            let mut end = 0;
            for open in &value.open {
                assert!(value.text.get(open.clone()).is_some() && open.start >= end, "{value:?} of {text:?}");
                end = open.end;
            }
            let Some(span) = value.span.clone() else { continue };
            let written = text.get(span).unwrap_or_else(|| panic!("{value:?} of {text:?}"));
            // What has no mark of any shell stands there as it is sent.
            let is_plain =
                written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace());
            if is_plain && !written.is_empty() && written.len() == value.text.len() {
                assert!(written.eq_ignore_ascii_case(&value.text), "{value:?} of {text:?}");
            }
        }
    }
    for problem in &reading.problems {
        assert!(text.get(problem.span.clone()).is_some(), "{problem:?} of {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_not(text in "(?s).{0,200}") {
        if let Some(reading) = read(&text) {
            expect_places(&text, &reading);
        }
    }

    #[test]
    fn any_pieces_of_commands_are_read_or_not(pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text: String = pieces.concat();
        if let Some(reading) = read(&text) {
            expect_places(&text, &reading);
        }
    }
}

const PIECES: &[&str] = &[
    "curl ",
    "curl.exe ",
    " ",
    "\n",
    "\r\n",
    "\\\n",
    " ^\n",
    " `\n",
    "'",
    "\"",
    "$'",
    "^\"",
    "“",
    "”",
    "‘",
    "`",
    "```\n",
    "https://x.test/a",
    "?a=1&b=",
    "$TOKEN",
    "${A}",
    "$(",
    ")",
    "%NAME%",
    "%%",
    "{{id}}",
    "-d ",
    "-H ",
    "'A: b' ",
    "--data-urlencode ",
    "n=ü v",
    "--json ",
    "@-",
    "-G ",
    "-X ",
    "post ",
    "-F ",
    "f=@a;type=x",
    "-T ",
    "-u ",
    "--next ",
    "-- ",
    "--variable ",
    "--expand-url ",
    "<<EOF",
    "EOF",
    "<<<",
    "| ",
    "echo ",
    "cat ",
    "TOKEN=1\n",
    "set A=2\n",
    "$a = ",
    "@'\n",
    "\n'@",
    "--% ",
    "# ",
    "\\",
    "^",
    "ü",
    "😀",
    "{a,b}",
    "[1-3]",
    "../",
    "me:pw@",
    "\\u00fc",
    "\\ud83d",
    "–X ",
    "GET ",
    "/crm/v3",
    "[l](",
    "<",
    ">",
    "(",
    "$env:X",
    "--request-target ",
    "-A ",
    "#",
    ";",
    "&",
    "&&",
    "::",
    "\t",
];

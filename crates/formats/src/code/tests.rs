//! Rows of programs, each with the requests that it sends.

mod csharp;
mod go;
mod java;
mod javascript;
mod php;
mod powershell;
mod python;
mod ruby;

use crate::request::{Body, Credential, Field, NoteKind, Reading, Request};

type Read = fn(&str) -> Option<Reading>;

/// Checks that each program sends these requests, written as [`shown`] writes them.
fn check(read: Read, rows: &[(&str, &str)]) {
    let mut asked = Vec::new();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(program, expected)| {
            let reading = read(program);
            let found = reading.as_ref().map_or_else(|| "nothing".to_owned(), shown);
            if let Some(reading) = &reading {
                spans_are_sound(program, reading);
            }
            if reading.as_ref().is_some_and(|reading| !reading.requests.is_empty()) {
                asked.push((*program, crate::read(program), reading.clone()));
            }
            (found != *expected).then(|| format!("{program}\n  expected: {expected}\n  found:    {found}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Asked for a request in any form, the same is found.
    let other: Vec<_> = asked
        .iter()
        .filter(|(_, found, own)| found != own)
        .map(|(program, found, own)| {
            let shown =
                |reading: &Option<Reading>| reading.as_ref().map(|reading| (reading.form, shown(reading)));
            format!("{program}\n  expected: {:?}\n  found:    {:?}\n", shown(own), shown(found))
        })
        .collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
}

/// Every request in a line of its own.
fn shown(reading: &Reading) -> String {
    let mut lines: Vec<String> = reading.requests.iter().map(line).collect();
    lines.extend(reading.problems.iter().map(|problem| format!("problem: {}", problem.message)));
    lines.join("\n")
}

fn line(request: &Request) -> String {
    let mut parts = vec![format!("{} {}", request.method.text, request.url.text)];
    let fields = |fields: &[Field], between: &str, equals: &str| {
        fields
            .iter()
            .map(|field| format!("{}{equals}{}", field.name.text, field.value.text))
            .collect::<Vec<_>>()
            .join(between)
    };
    if !request.query.is_empty() {
        parts.push(format!("?{}", fields(&request.query, "&", "=")));
    }
    if !request.headers.is_empty() {
        parts.push(format!("[{}]", fields(&request.headers, "; ", ": ")));
    }
    parts.push(match &request.body {
        Body::None => String::new(),
        Body::Text(text) => format!("text {}", text.text),
        Body::Json(json) => format!("json {}", json.text),
        Body::Form(form) => format!("form {}", fields(form, "&", "=")),
        Body::Multipart(parts) => format!("parts {}", fields(parts, "&", "=")),
        Body::File(file) => format!("file {}", file.text),
        Body::Unknown => "unknown body".into(),
    });
    for credential in &request.credentials {
        parts.push(match credential {
            Credential::Basic(pair) => format!("basic {}", pair.text),
            Credential::Bearer(token) => format!("bearer {}", token.text),
            Credential::ApiKey(key) => format!("key {}", key.text),
            Credential::Stored(name) => format!("stored {name}"),
            Credential::Other(name) => format!("other {name}"),
        });
    }
    for note in &request.notes {
        parts.push(match &note.kind {
            NoteKind::File(name) => format!("!file {name}"),
            NoteKind::UnknownOption(name) => format!("!unknown {name}"),
            NoteKind::Unresolved(written) => format!("!unresolved {written}"),
            NoteKind::JoinedUnexpectedly { looks_like, .. } => format!("!looks like {looks_like}"),
            NoteKind::DependsOnVersion { library, .. } => format!("!version {library}"),
            NoteKind::WithoutEffect(name) => format!("!no effect {name}"),
            NoteKind::Altered { by, .. } => format!("!altered {by}"),
            NoteKind::Disabled => "!disabled".into(),
            other => format!("!{other:?}"),
        });
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// Spans lie within the text, on the borders of characters, and open parts within their values.
fn spans_are_sound(text: &str, reading: &Reading) {
    let span =
        |span: &crate::request::Span| assert!(text.get(span.clone()).is_some(), "{span:?} of {}", text.len());
    let value = |value: &crate::request::Value| {
        value.span.iter().for_each(span);
        for open in &value.open {
            assert!(value.text.get(open.clone()).is_some(), "{value:?}");
        }
    };
    let fields = |fields: &[Field]| {
        fields.iter().flat_map(|field| [&field.name, &field.value]).for_each(value);
    };
    for request in &reading.requests {
        span(&request.span);
        value(&request.method);
        value(&request.url);
        fields(&request.query);
        fields(&request.headers);
        match &request.body {
            Body::Text(text) | Body::Json(text) | Body::File(text) => value(text),
            Body::Form(form) | Body::Multipart(form) => fields(form),
            Body::None | Body::Unknown => {}
        }
        for credential in &request.credentials {
            if let Credential::Basic(text) | Credential::Bearer(text) | Credential::ApiKey(text) = credential
            {
                value(text);
            }
        }
        request.notes.iter().filter_map(|note| note.span.as_ref()).for_each(span);
    }
    reading.problems.iter().for_each(|problem| span(&problem.span));
}

mod any_text {
    use proptest::prelude::*;

    use super::{Read, spans_are_sound};

    const READERS: [Read; 8] = [
        crate::code::powershell::read,
        crate::code::python::read,
        crate::code::javascript::read,
        crate::code::php::read,
        crate::code::ruby::read,
        crate::code::go::read,
        crate::code::csharp::read,
        crate::code::java::read,
    ];

    /// Pieces of programs, so that what is tried comes near to one.
    const PIECES: [&str; 60] = [
        "requests.get(",
        "fetch(",
        "axios.post(",
        "curl_init(",
        "irm ",
        "Invoke-RestMethod ",
        "http.NewRequest(",
        "HTTParty.get ",
        "new HttpClient()",
        "Request.Builder",
        "$client->get(",
        "new Client([",
        "client.crm.contacts.basicApi.getById(",
        "\"",
        "'",
        "`",
        "\"\"\"",
        "f\"",
        "$\"",
        "@\"",
        "@'",
        "${",
        "#{",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "<<<A\n",
        "<<~A\n",
        "A\n",
        ",",
        ";",
        "\n",
        " ",
        "=",
        "=>",
        "->",
        "::",
        ":",
        ".",
        "+",
        "%",
        "\\",
        "$x",
        "x",
        "é",
        "🙂",
        "@{",
        "@(",
        "$(",
        "| ConvertTo-Json",
        "-Body ",
        "function",
        "new ",
        "https://api.hubapi.com/",
        "headers",
        "/* ",
        "# ",
    ];

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in ".{0,200}") {
            all(&text);
        }

        #[test]
        fn any_program_is_read_to_its_end(picked in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)) {
            all(&picked.concat());
        }
    }

    fn all(text: &str) {
        for read in READERS {
            if let Some(reading) = read(text) {
                spans_are_sound(text, &reading);
            }
        }
    }

    #[test]
    fn long_texts_of_one_piece_come_to_an_end() {
        for piece in PIECES {
            for start in
                ["requests.get(", "fetch(", "curl_init($x,", "irm @{a=", "HTTParty.get ", "http.Get("]
            {
                all(&format!("{start}{}", piece.repeat(4_000 / piece.len())));
            }
        }
    }

    #[test]
    fn values_that_grow_with_each_line_come_to_an_end() {
        let doubled = format!("import requests\nx = 'a'\n{}requests.get(x)", "x = x + x\n".repeat(500));
        let nested =
            format!("import requests\nx = ['a']\n{}requests.post(u, json=x)", "x = [x, x]\n".repeat(500));
        let itself = "s = requests.Session()\ns.headers = [s]\ns.x = s\nrequests.post(u, json=[s.headers])";
        for program in [doubled.as_str(), nested.as_str(), itself] {
            let reading = crate::code::python::read(program).unwrap();
            assert_eq!(reading.requests.len(), 1);
        }
    }
}

//! Commands as people paste them, and the requests that curl makes of them: `tests/curl/*.txt`.
//!
//! A row is `=== what it shows`, the text, `---`, and what is read. Rows of POSIX shells were compared with what curl
//! itself sends. `PORTALSCOPE_WRITE_TABLES=1 cargo test -p portalscope-formats --test curl_table` writes the results anew.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::fmt::Write;
use std::path::PathBuf;

use portalscope_formats::{Body, Credential, Field, NoteKind, Problem, Reading, Request, Value, read};

#[test]
fn every_row_of_the_tables_is_read_as_curl_sends_it() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/curl");
    let mut count = 0;
    let mut faults = String::new();
    for file in ["options", "data", "posix", "windows", "around"] {
        let path = folder.join(format!("{file}.txt"));
        let table = std::fs::read_to_string(&path).unwrap();
        let mut written = String::new();
        for row in table.split("=== ").skip(1) {
            let (title, rest) = row.split_once('\n').unwrap();
            let (text, expected) = rest.split_once("\n---\n").unwrap_or((rest.trim_end(), ""));
            let shown = show(read(text));
            if shown.trim() != expected.trim() {
                writeln!(faults, "{file}: {title}\n{text}\nexpected:\n{expected}\nread:\n{shown}").unwrap();
            }
            write!(written, "=== {title}\n{text}\n---\n{shown}\n").unwrap();
            count += 1;
        }
        if std::env::var_os("PORTALSCOPE_WRITE_TABLES").is_some() {
            std::fs::write(&path, written).unwrap();
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(count >= 150, "{count} rows");
}

fn show(reading: Option<Reading>) -> String {
    let Some(Reading { form, requests, problems }) = reading else { return "nothing\n".to_owned() };
    let mut shown = format!("{form:?}\n");
    for request in &requests {
        show_request(&mut shown, request);
    }
    for Problem { message, .. } in problems {
        writeln!(shown, "problem: {message}").unwrap();
    }
    shown
}

fn show_request(shown: &mut String, request: &Request) {
    if let Some(name) = &request.name {
        writeln!(shown, "# {name}").unwrap();
    }
    writeln!(shown, "{} {}", request.method.text, open(&request.url)).unwrap();
    for Field { name, value } in &request.query {
        writeln!(shown, "? {} = {}", open(name), open(value)).unwrap();
    }
    for Field { name, value } in &request.headers {
        writeln!(shown, "{}: {}", open(name), open(value)).unwrap();
    }
    for credential in &request.credentials {
        match credential {
            Credential::Basic(value) => writeln!(shown, "+ basic {}", open(value)).unwrap(),
            Credential::Bearer(value) => writeln!(shown, "+ bearer {}", open(value)).unwrap(),
            other => writeln!(shown, "+ {other:?}").unwrap(),
        }
    }
    match &request.body {
        Body::None => {}
        Body::Text(body) => writeln!(shown, "= {:?}", open(body)).unwrap(),
        Body::Multipart(fields) => {
            for Field { name, value } in fields {
                writeln!(shown, "= {}: {:?}", open(name), open(value)).unwrap();
            }
        }
        Body::File(name) => writeln!(shown, "= file {}", open(name)).unwrap(),
        other => writeln!(shown, "= {other:?}").unwrap(),
    }
    for note in &request.notes {
        match &note.kind {
            NoteKind::DependsOnVersion { library, .. } => writeln!(shown, "! depends on {library}").unwrap(),
            kind => writeln!(shown, "! {kind:?}").unwrap(),
        }
    }
}

/// With its open parts between guillemets.
fn open(value: &Value) -> String {
    let mut shown = value.text.clone();
    for open in value.open.iter().rev() {
        shown.insert(open.end, '»');
        shown.insert(open.start, '«');
    }
    shown
}

//! Measures opening, paging and searching a large body: `cargo run --release -p portalscope-body --example bench_bodies`.
//! The body is a list of contacts, 100 MB unless another number of MB is given.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for the terminal")]

use std::io::{BufWriter, Seek, Write};
use std::time::Instant;

use portalscope_body::{Body, BodyPart, Redaction, spool_in};

const SECRET: &str = "pat-na1-00000000-0000-0000-0000-000000000000";

fn redact(text: &str) -> Vec<Redaction> {
    let found = text.match_indices(SECRET);
    found
        .map(|(at, _)| Redaction { range: at..at + SECRET.len(), label: "«static-token#1»".to_owned() })
        .collect()
}

fn contacts(megabytes: usize) -> std::fs::File {
    let file = spool_in(&std::env::temp_dir()).unwrap();
    let mut out = BufWriter::new(&file);
    let (mut written, mut id) = (0, 0);
    out.write_all(b"{\"results\":[").unwrap();
    while written < megabytes * 1_000_000 {
        let contact = format!(
            "{}{{\"id\":\"{id}\",\"properties\":{{\"email\":\"person{id}@example.com\",\"notes\":\"{}\"}}}}",
            if id == 0 { "" } else { "," },
            "words and more words ".repeat(20),
        );
        out.write_all(contact.as_bytes()).unwrap();
        (written, id) = (written + contact.len(), id + 1);
    }
    out.write_all(b"]}").unwrap();
    drop(out);
    file
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    println!("{what:<42} {:>9.1} ms", start.elapsed().as_secs_f64() * 1_000.0);
    result
}

fn main() {
    let megabytes = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100);
    let mut file = contacts(megabytes);
    file.rewind().unwrap();
    timed("the floor: read the file once", || std::io::copy(&mut file, &mut std::io::sink()).unwrap());
    let body = timed("open", || Body::read(file).unwrap());
    println!("{:<42} {:>9} kB", "index in memory", body.index_bytes() / 1_000);
    let shown = body.shown().unwrap();
    let pages = |all: u32| (0..50).map(move |page| all / 50 * page);
    timed("50 pages of 100 rows", || {
        pages(shown.row_count).for_each(|start| drop(body.rows(start, 100, &redact).unwrap()));
    });
    timed("50 pages of 100 lines", || {
        pages(shown.line_count).for_each(|start| drop(body.lines(start, 100, &redact).unwrap()));
    });
    for text in ["nowhere to be found", "e"] {
        timed(&format!("find {text:?} in the tree"), || body.find(BodyPart::Tree, text, 0, &redact).unwrap());
        timed(&format!("find {text:?} in the lines"), || {
            body.find(BodyPart::Lines, text, 0, &redact).unwrap()
        });
    }
    timed("write the whole text", || body.write(&mut std::io::sink(), &redact).unwrap());
    timed("make a dropped index again", || {
        body.drop_index();
        body.shown().unwrap();
    });
}

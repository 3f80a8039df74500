//! Whatever is pasted, reading ends, and every place lies within the text.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod checks;

use std::fs;
use std::path::Path;

use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_not(text in "(?s).{0,200}") {
        checks::any(text.as_bytes());
    }

    #[test]
    fn any_pieces_of_commands_are_read_or_not(pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..40)) {
        let text: String = pieces.concat();
        checks::any(text.as_bytes());
    }
}

fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        check(&fs::read(&file).unwrap());
    }
}

#[test]
fn what_holds_for_any_bytes_holds_for_those_that_the_fuzzer_kept() {
    replay("formats", checks::any);
}

#[test]
fn what_the_fuzzer_kept_is_written_for_every_target() {
    replay("outgoing", checks::outgoing);
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

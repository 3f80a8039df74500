//! Replays what the fuzzer kept, in `fuzz/corpus`.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod leaks;

use std::fs;
use std::path::Path;

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
    replay("any", leaks::checks::any);
}

#[test]
fn nothing_is_left_of_a_secret_in_the_texts_that_the_fuzzer_kept() {
    replay("known", leaks::checks::known);
}

//! Any bytes, read as a request in whatever form.

#![no_main]

mod bound;

#[path = "../../crates/formats/tests/checks/mod.rs"]
#[allow(dead_code, reason = "each target takes what it needs")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bound::within(bytes, bound::LONGEST, checks::any));

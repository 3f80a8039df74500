//! Any bytes, judged as a request.

#![no_main]

mod bound;

#[path = "../../crates/lint/tests/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bound::within(bytes, bound::LONGEST, checks::any));

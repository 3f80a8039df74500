//! Any bytes, as the report of a failed call.

#![no_main]

mod bound;

#[path = "../../crates/diagnosis/tests/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bound::within(bytes, bound::LONGEST, checks::any));

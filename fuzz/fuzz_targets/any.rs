//! Any bytes.

#![no_main]

#[path = "../../crates/redact/tests/leaks/mod.rs"]
mod leaks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| leaks::checks::any(bytes));

//! Any bytes, read as a request in whatever form.

#![no_main]

#[path = "../../crates/formats/tests/checks/mod.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::any(bytes));

//! An address with templates, headers and a body, written for every target.

#![no_main]

mod bound;

#[path = "../../crates/formats/tests/checks/mod.rs"]
#[allow(dead_code, reason = "each target takes what it needs")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bound::within(bytes, checks::outgoing));

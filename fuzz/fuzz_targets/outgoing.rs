//! An address with templates, headers and a body, written for every target.

#![no_main]

mod bound;

#[path = "../../crates/formats/tests/checks/mod.rs"]
#[allow(dead_code, reason = "each target takes what it needs")]
mod checks;

/// It is written and read once for each of so many targets.
const TARGETS: usize = portalscope_formats::Target::ALL.len();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bound::within(bytes, bound::LONGEST / TARGETS, checks::outgoing));

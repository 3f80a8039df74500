//! Any bytes, read as a request in whatever form.

#![no_main]

mod bound;

#[path = "../../crates/formats/tests/checks/mod.rs"]
#[allow(dead_code, reason = "each target takes what it needs")]
mod checks;

// Time is asked of the reading alone; target `outgoing` asks it of the writing.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = bound::long(bytes, bound::LONGEST);
    bound::timed(&text, |bytes| drop(checks::reading(bytes)));
    checks::any(text.as_bytes());
});

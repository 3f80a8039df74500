//! `docs/report-schema.json` is generated from the Rust types, by `cargo xtask bindings`.

#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/report-schema.json");

#[test]
fn the_published_schema_is_that_of_what_is_written() {
    let made = serde_json::to_string_pretty(&portalscope_report::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(FILE, &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap();
    assert!(kept == made, "docs/report-schema.json is not what is written: run `cargo xtask bindings`");
}

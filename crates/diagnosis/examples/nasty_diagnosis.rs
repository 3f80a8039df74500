//! How long texts of 100 kB take to be read and diagnosed that are made to be slow:
//! `cargo run --release -p portalscope-diagnosis --example nasty_diagnosis`. With a number N as its argument, every Nth of
//! them; with `--hunt N`, N random ones.

#[path = "../../formats/examples/hostile/mod.rs"]
mod hostile;

use portalscope_catalog::Catalog;
use portalscope_diagnosis::{diagnose, read};

/// What answers and reports begin with.
const STARTS: &[&str] = &[
    "HTTP/1.1 403 Forbidden\n",
    "{\"stage\":\"api\",\"request\":{\"method\":\"POST\",\"url\":\"https://api.hubapi.com/crm/v3/objects/contacts\",\"body\":\"",
    "{\"response\":{\"status\":400,\"body\":\"Invalid input JSON ",
    "403 Client Error: Forbidden for url: https://api.hubapi.com/crm/v3/owners?",
    "https://app.hubspot.com/oauth/authorize?client_id=a&scope=",
];
/// What rules look for.
const OWN: &[&str] = &[
    "requiredGranularScopes [\"a\",",
    "\"propertyName\":[\"a\"],",
    "\"closedate\":1234567890,",
    "https://api.hubapi.com/a ",
    "://",
    "expired 1 day(s) ago ",
    "status: 4",
    "was not a valid long ",
    "Property \"a\" does not exist ",
    "{\"id\":\"1\"},",
    "\\\"",
];

fn main() {
    let catalog = Catalog::bundled();
    catalog.prepare();
    hostile::report(STARTS, OWN, |text| drop(diagnose(&read(text), catalog, "2026-11-28")));
}

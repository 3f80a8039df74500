//! How long hard inputs of 100 kB take: `cargo run --release -p portalscope-lint --example time_lint`.

use std::io::Write;
use std::time::Instant;

use portalscope_catalog::Catalog;
use portalscope_lint::lint;

const SIZE: usize = 100_000;

fn main() {
    let catalog = Catalog::bundled();
    catalog.prepare();
    let long = |text: &str| text.repeat(SIZE / text.len());
    let with = |head: &str, text: &str| format!("{head}{}", long(text));
    let inputs = [
        (
            "invisible letters in a token",
            with("GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer pat-na1-", "\u{200b}a"),
        ),
        ("parameters", with("GET https://api.hubapi.com/crm/v3/owners?", "propertys=b&")),
        ("slashes", with("GET https://api.hubapi.com/", "a/")),
        (
            "commas",
            with(
                "POST https://api.hubapi.com/crm/v3/objects/contacts\nContent-Type: application/json\n\n",
                "{\"a\":1,}",
            ),
        ),
        (
            "brackets",
            with(
                "POST https://api.hubapi.com/crm/v3/objects/contacts\nContent-Type: application/json\n\n",
                "[",
            ),
        ),
        ("an app's file", with("{\"requiredScopes\": [\"oauth\"", ",\"tickets\",\n")),
        ("headers of webhooks", long("x-hubspot-signature-v3 x-hubspot-timestamp\n")),
        ("variables", long("HUBSPOT_TOKEN=CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ\n")),
        ("headers", with("GET https://api.hubapi.com/crm/v3/owners\n", "Authorization: Bearer Bearer x\n")),
        ("unknown paths", long("curl https://api.hubapi.com/crm/v3/object/contact\n\n")),
        ("scopes", with("https://app.hubspot.com/oauth/authorize?client_id=a&scope=", "ticket%20")),
        ("words", long("lorem ipsum ")),
        ("quotes", long("'\"`$({")),
    ];
    let mut out = std::io::stdout().lock();
    for (name, text) in inputs {
        let start = Instant::now();
        let findings = lint(&text, catalog, "2026-11-27").map_or(0, |findings| findings.len());
        let _ = writeln!(
            out,
            "{:>8.2} ms  {findings:>5} findings  {name}",
            start.elapsed().as_secs_f64() * 1_000.0
        );
    }
}

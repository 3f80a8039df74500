//! How long hard inputs of 100 kB take: `cargo run --release -p portalscope-lint --example time_lint`.

use std::io::Write;
use std::time::{Duration, Instant};

use portalscope_catalog::Catalog;
use portalscope_lint::lint;

const SIZE: usize = 100_000;

fn main() {
    let catalog = Catalog::bundled();
    catalog.prepare();
    let long = |text: &str| text.repeat(SIZE / text.len());
    let with = |head: &str, text: &str| format!("{head}{}", long(text));
    let many = |line: fn(usize) -> String| (0..2_000).map(line).collect::<String>();
    // Longer addresses than these are not read.
    let curls = |path: &str, part: &str| {
        format!("curl 'https://api.hubapi.com/{path}{}'\n", part.repeat(7_900 / part.len())).repeat(12)
    };
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
        ("many unknown paths", many(|n| format!("curl https://api.hubapi.com/crm/v3/objcts/contcts{n}\n\n"))),
        (
            "many unknown types",
            many(|n| format!("curl https://api.hubapi.com/crm/v3/objects/kontakte{n}\n\n")),
        ),
        ("many parameters", curls("crm/v3/objects/contacts?", "propertys=b&")),
        ("many slashes", curls("", "a/")),
        (
            "many scopes",
            curls("", "ticket%20").replace("api.hubapi.com/", "app.hubspot.com/oauth/authorize?scope="),
        ),
        (
            "filters",
            with(
                "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[",
                "{\"propertyName\":\"a\",\"operator\":\"EQ\",\"value\":\"1\"},",
            ) + "{}]}]}",
        ),
        ("scopes", with("https://app.hubspot.com/oauth/authorize?client_id=a&scope=", "ticket%20")),
        ("words", long("lorem ipsum ")),
        ("quotes", long("'\"`$({")),
    ];
    let mut out = std::io::stdout().lock();
    for (name, text) in inputs {
        // Reading is timed by itself: what is left is the rules' own.
        let read = fastest(|| {
            let _ = portalscope_formats::read(&text);
        });
        let mut findings = 0;
        let all = fastest(|| findings = lint(&text, catalog, "2026-11-27").map_or(0, |found| found.len()));
        let own = all.saturating_sub(read);
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        let _ = writeln!(
            out,
            "rules {:>7.2} ms  reading {:>7.2} ms  {findings:>5} findings  {name}",
            ms(own),
            ms(read)
        );
    }
}

/// The shortest of several runs: other work of the machine only adds to it.
fn fastest(mut run: impl FnMut()) -> Duration {
    let times = (0..9).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.min().unwrap_or_default()
}

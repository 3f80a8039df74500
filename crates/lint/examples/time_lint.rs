//! How long hard inputs of 100 kB take: `cargo run --release -p portalscope-lint --example time_lint`.

#[path = "../../formats/examples/clock/mod.rs"]
mod clock;

use std::io::Write;
use std::time::Duration;

use portalscope_catalog::Catalog;
use portalscope_lint::lint;

const SIZE: usize = 100_000;

fn main() {
    let catalog = Catalog::bundled();
    catalog.prepare();
    let mut out = std::io::stdout().lock();
    for (name, text) in inputs() {
        // Reading is timed by itself: what is left is the rules' own.
        let read = clock::shortest(Duration::ZERO, || drop(portalscope_formats::read(&text)));
        let mut findings = 0;
        let all = clock::shortest(Duration::ZERO, || {
            findings = lint(&text, catalog, "2026-11-27").map_or(0, |found| found.len());
        });
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

#[expect(clippy::too_many_lines, reason = "a list")]
fn inputs() -> Vec<(&'static str, String)> {
    let long = |text: &str| text.repeat(SIZE / text.len());
    let with = |head: &str, text: &str| format!("{head}{}", long(text));
    let many = |line: fn(usize) -> String| (0..2_000).map(line).collect::<String>();
    // Longer addresses than these are not read.
    let curls = |path: &str, part: &str| {
        format!("curl 'https://api.hubapi.com/{path}{}'\n", part.repeat(7_900 / part.len())).repeat(12)
    };
    let app = |name: &str, value: &str| {
        let values: Vec<String> = (0..3_200).map(|n| format!("\"{value}{n}\"")).collect();
        format!(
            "{{\"type\":\"app\",\"config\":{{\"auth\":{{\"type\":\"oauth\",\"requiredScopes\":[\"oauth\"],\"{name}\":[{}]}}}}}}",
            values.join(",")
        )
    };
    vec![
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
        ("many scopes of an app", app("requiredScopes", "crm.objects.made_up")),
        ("many optional scopes of an app", app("optionalScopes", "crm.objects.made_up")),
        ("many redirect URLs of an app", app("redirectUrls", "http://x.test/")),
        ("digests of webhooks", with("x-hubspot-signature-v3 hmac\n", "a.hexdigest()\n")),
        (
            "many names of scopes in addresses",
            format!(
                "curl 'https://app.hubspot.com/oauth/authorize?client_id=a&scope={}'\n",
                (100..2_000).map(|n| n.to_string()).collect::<Vec<_>>().join("+")
            )
            .repeat(12),
        ),
        ("many secrets in addresses", curls("crm/v3/owners?", "access_token=a1b2&")),
        ("many open parts", curls("", "{{?}}")),
        ("many open parameters", curls("crm/v3/owners?", "a={{b}}&")),
        ("many placeholders", curls("crm/v3/objects/", "{id}/")),
        (
            "many tokens",
            format!(
                "curl https://api.hubapi.com/crm/v3/owners{}\n",
                " -H 'Authorization: pat-na1-4e1c07b2-93d5-4f8a'".repeat(160)
            )
            .repeat(12),
        ),
        (
            "fields of a token request",
            with("curl https://api.hubapi.com/oauth/v1/token", " -d client_id=1 -d code=YOUR_CODE"),
        ),
        (
            "a body in quotes",
            format!(
                "curl https://api.hubapi.com/crm/v3/objects/contacts/batch/create -d '{{\"inputs\":[{}1]}}'",
                long("{\"a\":[1,2]},")
            ),
        ),
        (
            "bodies in quotes",
            "curl -X POST https://api.hubapi.com/crm/v3/objects/contacts -d '{\"a\":[1,2]}' # \n"
                .repeat(1_100),
        ),
        ("words", long("lorem ipsum ")),
        ("quotes", long("'\"`$({")),
    ]
}

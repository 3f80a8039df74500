//! How long texts of 100 kB take to be read and judged that are made to be slow:
//! `cargo run --release -p portalscope-lint --example nasty_lint`. With a number N as its argument, every Nth of
//! them; with `--hunt N`, N random ones.

#[path = "../../formats/examples/hostile/mod.rs"]
mod hostile;

use portalscope_catalog::Catalog;
use portalscope_lint::lint;

/// Requests to HubSpot that most rules look at.
const STARTS: &[&str] = &[
    "GET https://api.hubapi.com/",
    "GET https://api.hubapi.com/crm/v3/owners?",
    "GET https://api.hubapi.com/crm/v3/owners\n",
    "GET https://api.hubapi.com/crm/v3/owners\nAuthorization: Bearer ",
    "POST https://api.hubapi.com/oauth/v1/token\nContent-Type: application/x-www-form-urlencoded\n\n",
    "POST https://api.hubapi.com/crm/v3/objects/contacts\nContent-Type: application/json\n\n",
    "POST https://api.hubapi.com/crm/v3/objects/contacts/search\nContent-Type: application/json\n\n{\"filterGroups\":[{\"filters\":[",
    "curl https://api.hubapi.com/crm/v3/objects/contacts/batch/create -d '{\"inputs\":[",
    "https://app.hubspot.com/oauth/authorize?client_id=a&scope=",
    "{\"requiredScopes\": [\"oauth\"",
    "x-hubspot-signature-v3 ",
    "HUBSPOT_TOKEN=",
];
/// What rules look for.
const OWN: &[&str] = &[
    "curl https://api.hubapi.com/crm/v3/objects/contacts\n",
    "curl https://api.hubapi.com/crm/v3/objcts/contcts -H 'Authorization: Bearer pat-na1-a'\n",
    "curl -X POST https://api.hubapi.com/crm/v3/objects/kontakte/search?hapikey=a -d '{\"a\":1,}'\n",
    "GET https://api.hubapi.com/crm/v3/objects/contacts/1?propertys=b HTTP/1.1\nAuthorization: bearer x\n\n###\n",
    "curl 'https://app.hubspot.com/oauth/authorize?client_id=a&scope=tickets%20oauth'\n",
    "curl https://api.hubapi.com/oauth/v1/token -d grant_type=refresh_token -d client_id=a\n",
    "https://api.hubapi.com/{a}/:b/c ",
    "hapikey=a&",
    "propertys=b&",
    "grant_type=refresh_token&",
    "client_id=a&",
    "Authorization: Bearer Bearer x\n",
    "Authorization: Bearer pat-na1-a1b2c3d4-e5f6-a1b2-c3d4-a1b2c3d4e5f6\n",
    "private-app-legacy: pat-na1-a\n",
    "Content-Type: text/plain\n",
    "\u{200b}a",
    "<token>",
    "YOUR_TOKEN ",
    "{\"propertyName\":\"a\",\"operator\":\"EQ\",\"value\":\"1\"},",
    "{\"properties\":{\"a\":1}},",
    "{\"a\":1,}",
    ",\"tickets\"",
    "ticket%20",
    "x-hubspot-signature-v3 x-hubspot-timestamp\n",
    "HUBSPOT_TOKEN=CiRuYTEtNGUxYy0wN2IyLTRmOGEtYjZhMC0yYzdkNTFlOWYwODMQ\n",
    "portals:\n  - name: a\n    portalId: 1\n",
    "a/",
];

fn main() {
    let catalog = Catalog::bundled();
    catalog.prepare();
    hostile::report(STARTS, OWN, |text| drop(lint(text, catalog, "2026-11-27")));
}

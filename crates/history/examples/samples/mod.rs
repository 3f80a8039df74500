//! Calls as HubSpot answers them, made up: for the dictionary and the measurement, each from its own seed.

use portalscope_history::{Body, Entry, GrantedScopes, Header, Who};

/// The next of a sequence that looks random and is the same in each run.
pub fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Method, template, version, and what is in the answer.
const OPERATIONS: [(&str, &str, &str); 40] = [
    ("GET", "/crm/objects/2026-03/contacts/{contactId}", "2026-03"),
    ("GET", "/crm/objects/2026-03/contacts", "2026-03"),
    ("POST", "/crm/objects/2026-03/contacts/search", "2026-03"),
    ("PATCH", "/crm/objects/2026-03/contacts/{contactId}", "2026-03"),
    ("POST", "/crm/objects/2026-03/contacts/batch/read", "2026-03"),
    ("GET", "/crm/objects/2026-03/companies/{companyId}", "2026-03"),
    ("GET", "/crm/objects/2026-03/companies", "2026-03"),
    ("POST", "/crm/objects/2026-03/companies/search", "2026-03"),
    ("GET", "/crm/objects/2026-03/deals/{dealId}", "2026-03"),
    ("GET", "/crm/objects/2026-03/deals", "2026-03"),
    ("POST", "/crm/objects/2026-03/deals/search", "2026-03"),
    ("GET", "/crm/objects/2026-03/tickets/{ticketId}", "2026-03"),
    ("GET", "/crm/objects/2026-03/tickets", "2026-03"),
    ("GET", "/crm/v3/objects/contacts/{contactId}", "v3"),
    ("GET", "/crm/v3/objects/contacts", "v3"),
    ("POST", "/crm/v3/objects/contacts/search", "v3"),
    ("GET", "/crm/v3/objects/companies/{companyId}", "v3"),
    ("GET", "/crm/v3/objects/deals/{dealId}", "v3"),
    ("GET", "/crm/v3/properties/{objectType}", "v3"),
    ("GET", "/crm/v3/owners", "v3"),
    ("GET", "/crm/v3/pipelines/{objectType}", "v3"),
    ("GET", "/crm/v3/schemas", "v3"),
    ("GET", "/crm/v4/objects/{objectType}/{objectId}/associations/{toObjectType}", "v4"),
    ("POST", "/crm/v4/associations/{fromObjectType}/{toObjectType}/batch/read", "v4"),
    ("GET", "/account-info/2026-03/details", "2026-03"),
    ("GET", "/account-info/2026-03/api-usage/daily/private-apps", "2026-03"),
    ("GET", "/engagements/v1/engagements/{engagementId}", "v1"),
    ("GET", "/contacts/v1/contact/vid/{vid}/profile", "v1"),
    ("GET", "/files/v3/files/{fileId}", "v3"),
    ("GET", "/marketing/v3/emails", "v3"),
    ("GET", "/marketing/v3/forms", "v3"),
    ("GET", "/automation/v4/flows", "v4"),
    ("GET", "/cms/v3/pages/site-pages", "v3"),
    ("GET", "/cms/v3/blogs/posts", "v3"),
    ("GET", "/settings/v3/users", "v3"),
    ("GET", "/webhooks/v3/{appId}/subscriptions", "v3"),
    ("GET", "/crm/objects/2026-03/products", "2026-03"),
    ("GET", "/crm/objects/2026-03/line_items", "2026-03"),
    ("GET", "/crm/objects/2026-03/quotes", "2026-03"),
    ("GET", "/crm/lists/2026-03/{listId}", "2026-03"),
];

const NAMES: [&str; 12] =
    ["Ada", "Grace", "Björn", "Chloé", "Ravi", "Mei", "Olu", "Zoë", "Linus", "Edsger", "Barbara", "Ken"];
const COMPANIES: [&str; 6] = ["Nordwind", "Acme", "Globex", "Initech", "Umbrella", "Hooli"];

fn pick<'a>(of: &[&'a str], seed: &mut u64) -> &'a str {
    of[usize::try_from(next(seed) >> 8).unwrap_or_default() % of.len()]
}

/// A random UUID, as a correlation id looks.
pub fn uuid(seed: &mut u64) -> String {
    let (high, low) = (next(seed), next(seed));
    format!(
        "{:08x}-{:04x}-7{:03x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// One call. Two in a hundred fail; about one in three has a body of one to two kilobytes.
pub fn call(seed: &mut u64, at: i64) -> Entry {
    let (method, template, version) = OPERATIONS[usize::try_from(next(seed) >> 16).unwrap_or_default() % 40];
    let id = next(seed) % 100_000_000_000;
    let fails = next(seed) % 1_000 < 20;
    let correlation = uuid(seed);
    let path = path_of(template, id);
    let (status, cause, body) =
        if fails { failure(seed, &correlation) } else { (200, None, success(seed, template)) };
    let limit = next(seed) % 190;
    let portal = 1_000_000 + i64::try_from(next(seed) % 5).unwrap_or_default();
    Entry {
        who: if next(seed).is_multiple_of(4) { Who::Cli } else { Who::Window },
        connection: format!("0198f2a4-7c31-7d54-9a10-{portal:012}"),
        environment: "hubspot".to_owned(),
        portal: Some(portal),
        method: method.to_owned(),
        operation: template.to_owned(),
        version: Some(version.to_owned()),
        query: if path.ends_with('s') { format!("limit=100&after={}&archived=false", next(seed) % 1_000_000) } else { String::new() },
        path,
        request_headers: headers(&request_headers(method)),
        request_body: (method == "POST").then(|| Body::whole(search_body(seed))),
        response_headers: headers(&response_headers(seed, &correlation, limit)),
        response_bytes: body.as_ref().map_or(2, |body| body.len() as u64) + 900,
        response_body: body.map(Body::whole),
        status: Some(status),
        explanation: cause.as_ref().map(|cause| format!("{{\"label\":\"{cause}\",\"title\":\"The token lacks a scope\",\"sentence\":\"HubSpot refused the call, since the app was not granted what it requires.\",\"certainty\":\"certain\"}}")),
        cause,
        started_at: at,
        duration_ms: 40 + u32::try_from(next(seed) % 400).unwrap_or_default(),
        request_bytes: 420,
        verdict: Some(r#"{"kind":"allowed","anyOf":[["crm.objects.contacts.read"]],"satisfiedBy":["crm.objects.contacts.read"],"missing":[],"sentence":"The connection may make this call."}"#.to_owned()),
        correlation_id: Some(correlation),
        rate_limit: Some(format!(r#"{{"max":190,"remaining":{limit},"intervalMs":10000}}"#)),
        scopes: Some(granted()),
        token: Some("«access-token#1»".to_owned()),
        ..Entry::default()
    }
}

/// As many as an app of some size asks for.
fn granted() -> GrantedScopes {
    let names = (0..90).map(|number| format!("crm.objects.custom-{number}.read")).collect();
    GrantedScopes { fingerprint: "9f2c61aa07d34b18".to_owned(), names: Some(names) }
}

fn path_of(template: &str, id: u64) -> String {
    let mut path = String::new();
    for segment in template.split('/').skip(1) {
        path.push('/');
        match segment {
            "{objectType}" | "{fromObjectType}" => path.push_str("contacts"),
            "{toObjectType}" => path.push_str("companies"),
            value if value.starts_with('{') => path.push_str(&id.to_string()),
            word => path.push_str(word),
        }
    }
    path
}

fn headers(lines: &[(&str, String)]) -> Vec<Header> {
    lines.iter().map(|(name, value)| Header { name: (*name).to_owned(), value: value.clone() }).collect()
}

fn request_headers(method: &str) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("accept", "application/json".to_owned()),
        ("user-agent", "Portalscope/0.1.0 (+https://github.com/portalscope)".to_owned()),
        ("authorization", "Bearer «access-token#1»".to_owned()),
        ("accept-encoding", "gzip, br, deflate".to_owned()),
    ];
    if method != "GET" {
        lines.push(("content-type", "application/json".to_owned()));
    }
    lines
}

fn response_headers(seed: &mut u64, correlation: &str, limit: u64) -> Vec<(&'static str, String)> {
    let ray = format!("{:016x}-{}", next(seed), pick(&["FRA", "DUB", "IAD", "AMS"], seed));
    vec![
        (
            "date",
            format!(
                "Fri, {:02} Nov 2026 {:02}:{:02}:{:02} GMT",
                1 + next(seed) % 28,
                next(seed) % 24,
                next(seed) % 60,
                next(seed) % 60
            ),
        ),
        ("content-type", "application/json;charset=utf-8".to_owned()),
        ("transfer-encoding", "chunked".to_owned()),
        ("connection", "keep-alive".to_owned()),
        ("cf-ray", ray),
        ("cf-cache-status", "DYNAMIC".to_owned()),
        ("strict-transport-security", "max-age=31536000; includeSubDomains; preload".to_owned()),
        ("vary", "origin, Accept-Encoding".to_owned()),
        ("access-control-allow-credentials", "false".to_owned()),
        ("x-content-type-options", "nosniff".to_owned()),
        ("x-hubspot-correlation-id", correlation.to_owned()),
        ("x-hubspot-ratelimit-max", "190".to_owned()),
        ("x-hubspot-ratelimit-remaining", limit.to_string()),
        ("x-hubspot-ratelimit-interval-milliseconds", "10000".to_owned()),
        ("x-hubspot-ratelimit-secondly", "19".to_owned()),
        ("x-hubspot-ratelimit-secondly-remaining", (limit % 19).to_string()),
        (
            "report-to",
            format!(
                r#"{{"endpoints":[{{"url":"https:\/\/a.nel.cloudflare.com\/report\/v4?s={}"}}],"group":"cf-nel","max_age":604800}}"#,
                uuid(seed).replace('-', "%2F")
            ),
        ),
        ("nel", r#"{"success_fraction":0.01,"report_to":"cf-nel","max_age":604800}"#.to_owned()),
        ("server", "cloudflare".to_owned()),
    ]
}

fn failure(seed: &mut u64, correlation: &str) -> (u16, Option<String>, Option<String>) {
    let (status, category, message) = match next(seed) % 4 {
        0 => (
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
        ),
        1 => (
            400,
            "VALIDATION_ERROR",
            "Property values were not valid: [{\"isValid\":false,\"message\":\"Property \\\"budget_2027\\\" does not exist\"}]",
        ),
        2 => (404, "OBJECT_NOT_FOUND", "resource not found"),
        _ => (429, "RATE_LIMITS", "You have reached your ten_secondly_rolling limit."),
    };
    let message = message.replace('"', "\\\"");
    let body = format!(
        r#"{{"status":"error","message":"{message}","correlationId":"{correlation}","category":"{category}","links":{{"scopes":"https://developers.hubspot.com/scopes"}}}}"#
    );
    (status, Some(category.to_ascii_lowercase()), Some(body))
}

fn success(seed: &mut u64, template: &str) -> Option<String> {
    match next(seed) % 3 {
        0 if template.contains("compan") => Some(company(seed)),
        0 if template.contains("deal") => Some(deal(seed)),
        0 => Some(contact(seed)),
        _ => None,
    }
}

fn search_body(seed: &mut u64) -> String {
    let name = pick(&NAMES, seed).to_lowercase();
    format!(
        r#"{{"filterGroups":[{{"filters":[{{"propertyName":"email","operator":"EQ","value":"{name}.{}@example.com"}}]}}],"properties":["firstname","lastname","email","lifecyclestage"],"limit":100,"sorts":[{{"propertyName":"createdate","direction":"DESCENDING"}}]}}"#,
        next(seed) % 100_000
    )
}

fn stamp(seed: &mut u64) -> String {
    format!(
        "2026-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        1 + next(seed) % 11,
        1 + next(seed) % 28,
        next(seed) % 24,
        next(seed) % 60,
        next(seed) % 60,
        next(seed) % 1000
    )
}

/// About 1.4 kB.
fn contact(seed: &mut u64) -> String {
    let (first, last, company) = (pick(&NAMES, seed), pick(&NAMES, seed), pick(&COMPANIES, seed));
    let id = next(seed) % 100_000_000_000;
    let (created, changed) = (stamp(seed), stamp(seed));
    let mail =
        format!("{}.{}{}@example.com", first.to_lowercase(), last.to_lowercase(), next(seed) % 100_000);
    let phone = next(seed) % 10_000_000;
    format!(
        r#"{{"id":"{id}","properties":{{"address":"{} Market Street","annualrevenue":null,"associatedcompanyid":"{}","city":"Berlin","company":"{company} GmbH","country":"Germany","createdate":"{created}","days_to_close":null,"email":"{mail}","firstname":"{first}","hs_all_owner_ids":"{}","hs_analytics_first_timestamp":"{created}","hs_analytics_num_page_views":"{}","hs_analytics_source":"ORGANIC_SEARCH","hs_analytics_source_data_1":"IMPORT","hs_email_domain":"example.com","hs_is_unworked":"true","hs_lead_status":"OPEN","hs_lifecyclestage_lead_date":"{created}","hs_marketable_status":"false","hs_object_id":"{id}","hs_object_source":"CRM_UI","hs_searchable_calculated_phone_number":"30{phone}","hubspot_owner_assigneddate":"{changed}","hubspot_owner_id":"{}","jobtitle":"Head of Operations","lastmodifieddate":"{changed}","lastname":"{last}","lifecyclestage":"marketingqualifiedlead","num_associated_deals":"{}","phone":"+49 30 {phone}","state":"Berlin","website":"https://www.{}.example.com","zip":"{}"}},"createdAt":"{created}","updatedAt":"{changed}","archived":false,"url":"https://app.hubspot.com/contacts/1234567/record/0-1/{id}"}}"#,
        next(seed) % 300,
        next(seed) % 100_000_000_000,
        next(seed) % 100_000_000,
        next(seed) % 90,
        next(seed) % 100_000_000,
        next(seed) % 9,
        company.to_lowercase(),
        10_000 + next(seed) % 80_000
    )
}

/// About 1.1 kB.
fn company(seed: &mut u64) -> String {
    let name = pick(&COMPANIES, seed);
    let id = next(seed) % 100_000_000_000;
    let (created, changed) = (stamp(seed), stamp(seed));
    format!(
        r#"{{"id":"{id}","properties":{{"about_us":"{name} makes things that other companies need, since {}.","annualrevenue":"{}","city":"Hamburg","country":"Germany","createdate":"{created}","domain":"{}-{}.example.com","founded_year":"{}","hs_analytics_source":"OFFLINE","hs_lastmodifieddate":"{changed}","hs_num_child_companies":"0","hs_num_open_deals":"{}","hs_object_id":"{id}","hs_pipeline":"companies-lifecycle-pipeline","hubspot_owner_id":"{}","industry":"INDUSTRIAL_AUTOMATION","is_public":"false","lifecyclestage":"customer","name":"{name} {}","num_associated_contacts":"{}","numberofemployees":"{}","phone":"+49 40 {}","timezone":"Europe/Berlin","total_money_raised":null,"web_technologies":"salesforce;google_tag_manager;cloud_flare","website":"https://{}.example.com"}},"createdAt":"{created}","updatedAt":"{changed}","archived":false,"url":"https://app.hubspot.com/contacts/1234567/record/0-2/{id}"}}"#,
        1900 + next(seed) % 120,
        next(seed) % 100_000_000,
        name.to_lowercase(),
        next(seed) % 1000,
        1900 + next(seed) % 120,
        next(seed) % 9,
        next(seed) % 100_000_000,
        pick(&["AG", "GmbH", "Ltd", "SE"], seed),
        next(seed) % 50,
        next(seed) % 5_000,
        next(seed) % 10_000_000,
        name.to_lowercase()
    )
}

/// About 1 kB.
fn deal(seed: &mut u64) -> String {
    let id = next(seed) % 100_000_000_000;
    let (created, changed) = (stamp(seed), stamp(seed));
    let amount = next(seed) % 500_000;
    format!(
        r#"{{"id":"{id}","properties":{{"amount":"{amount}","amount_in_home_currency":"{amount}","closedate":"{changed}","createdate":"{created}","days_to_close":"{}","deal_currency_code":"EUR","dealname":"{} renewal {}","dealstage":"presentationscheduled","dealtype":"existingbusiness","description":"Renewal of the yearly contract","hs_all_owner_ids":"{}","hs_closed_amount":"0","hs_deal_stage_probability":"0.59999999999999997779553950749686919152736663818359375","hs_forecast_amount":"{amount}","hs_is_closed":"false","hs_is_closed_won":"false","hs_lastmodifieddate":"{changed}","hs_object_id":"{id}","hs_priority":"medium","hs_projected_amount":"{}","hubspot_owner_id":"{}","num_associated_contacts":"{}","num_notes":"{}","pipeline":"default"}},"createdAt":"{created}","updatedAt":"{changed}","archived":false,"url":"https://app.hubspot.com/contacts/1234567/record/0-3/{id}"}}"#,
        next(seed) % 90,
        pick(&COMPANIES, seed),
        2026 + next(seed) % 3,
        next(seed) % 100_000_000,
        amount / 2,
        next(seed) % 100_000_000,
        next(seed) % 9,
        next(seed) % 9
    )
}

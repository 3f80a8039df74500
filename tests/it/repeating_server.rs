//! A server that repeats the secrets of this and of other connections in every place that it can. Also used by the tests of
//! the command line.

use std::fs;
use std::path::Path;

use crate::scripted_server::{Reply, Seen, answer};

pub const FIRST: &str = "pat-eu1-6f1c9a0e-53d7-4b28-9e64-0d7a3c5b8f12";
pub const SECOND: &str = "pat-na2-b83e57d4-0c19-46fa-8d2b-95e7f1a06c3d";
pub const ACCESS: &str = "CJ7xq9Wm3Tz_kRv5Yh2Lp8Nd4Bs6Gf1Ac0QeUiOoPwXyZ-aDgJlKtVnMbHrSuEq7i";
pub const REFRESH: &str = "eu1-9d41-7ac2-4e80-b65f-13c8a07e92fb";
pub const CLIENT_SECRET: &str = "5a8e2f70-d1c4-4b96-a3e7-68f09b2d7c15";
pub const SECRETS: [&str; 5] = [FIRST, SECOND, ACCESS, REFRESH, CLIENT_SECRET];

/// Paths whose answers are no bodies of [`BODIES`].
pub const OTHER_PATHS: [&str; 3] = ["/refused", "/elsewhere", "/limited"];

/// All of them in one text.
pub fn all() -> String {
    SECRETS.join(" ")
}

/// The part of a secret that is in `text`, ignoring case.
fn leaked(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let random = SECRETS.map(|secret| secret.trim_start_matches("pat-").to_lowercase());
    let windows = random.iter().flat_map(|secret| (4..=secret.len() - 8).map(move |at| &secret[at..at + 8]));
    windows.into_iter().find(|window| text.contains(*window)).map(str::to_owned)
}

#[track_caller]
pub fn assert_clean(what: &str, text: &str) {
    assert_eq!(leaked(text), None, "{what}: {text:.2000}");
}

pub const BODIES: [(&str, &str); 11] = [
    ("json-value", r#"{"note":"see SECRETS."}"#),
    ("json-key", r#"{"SECRETS":{"SECRETS":[1,"SECRETS"]}}"#),
    ("json-in-json", r#"{"body":"{\"token\":\"SECRETS\"}"}"#),
    ("one-word", r#""SECRETS""#),
    ("text", "line one\nSECRETS\n\tSECRETS\n"),
    ("html", "<p title='SECRETS'>SECRETS</p>"),
    ("percent", "https://example.org/?next=%2Fcb%3Ft%3DSECRETS"),
    ("broken-json", r#"{"note":"SECRETS"#),
    // No place to break a line at, and the secrets across where it is broken all the same.
    ("long-run", "RUNSECRETS\n"),
    ("json-long-run", r#"{"d":"RUNSECRETS"}"#),
    ("csv", "id,token\n1,\"SECRETS\"\n"),
];

fn planted(template: &str) -> String {
    template.replace("SECRETS", &all()).replace("RUN", &"A".repeat(16_363))
}

pub fn hostile(seen: &Seen) -> Reply {
    let name = seen.path().split('?').next().unwrap_or_default().to_owned();
    let hub = if seen.head.contains(SECOND) { 5150 } else { 4711 };
    let all = all();
    let headers = [
        "Content-Type: application/json".to_owned(),
        format!("X-{FIRST}: 1"),
        format!("{CLIENT_SECRET}: 1"),
        format!("X-Echo: {all}"),
        format!("X-HubSpot-Correlation-Id: {SECOND}"),
        format!("Set-Cookie: session={all}"),
        format!("Location: https://example.org/{REFRESH}?code={ACCESS}"),
    ];
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let json = |status, body: String| answer(status, &headers, &body);
    if name.ends_with("/token") {
        let scopes =
            format!(r#"["oauth","crm.objects.contacts.read","{FIRST}","{REFRESH}","{CLIENT_SECRET}"]"#);
        return json(
            200,
            format!(
                r#"{{"token_type":"bearer","access_token":"{ACCESS}","refresh_token":"{REFRESH}","expires_in":1800,"hub_id":4711,"scopes":{scopes}}}"#
            ),
        );
    }
    if name.ends_with("/introspect") {
        return json(
            200,
            format!(
                r#"{{"active":true,"hub_id":4711,"user":"{all}","user_id":"{FIRST}","hub_domain":"{all}","app_id":"{REFRESH}","scopes":["{SECOND}","oauth"]}}"#
            ),
        );
    }
    match name.as_str() {
        "/account-info/2026-09/details" => json(
            200,
            format!(
                r#"{{"portalId":{hub},"portalName":"Acme {all}","accountType":"{SECOND}","timeZone":"{FIRST}","companyCurrency":"{ACCESS}","uiDomain":"{all}","dataHostingLocation":"{REFRESH}","createdAt":"{all}"}}"#
            ),
        ),
        "/oauth/v2/private-apps/get/access-token-info" => json(
            200,
            format!(
                r#"{{"hubId":{hub},"appId":"{SECOND}","userId":"{FIRST}","scopes":["oauth","{SECOND}","{FIRST}","{CLIENT_SECRET}"]}}"#
            ),
        ),
        "/account-info/2026-03/api-usage/daily/private-apps" => json(
            200,
            format!(
                r#"{{"results":[{{"name":"{all}","usageLimit":10,"currentUsage":1,"fetchStatus":"{all}"}}]}}"#
            ),
        ),
        "/refused" => json(
            403,
            format!(
                r#"{{"status":"{all}","category":"{FIRST}","subCategory":"{SECOND}","message":"{all}","correlationId":"{SECOND}","policyName":"{all}","errors":[{{"message":"{all}","code":"{ACCESS}","context":{{"requiredGranularScopes":["{FIRST}","{CLIENT_SECRET}"]}}}}],"links":{{"{ACCESS}":"{all}"}}}}"#
            ),
        ),
        "/elsewhere" => answer(302, &headers, &all),
        "/limited" => {
            json(429, format!(r#"{{"errorType":"RATE_LIMIT","policyName":"{all}","message":"{all}"}}"#))
        }
        _ => {
            let body = BODIES.iter().find(|(shape, _)| name == format!("/{shape}"));
            json(200, planted(body.map_or("{}", |(_, text)| text)))
        }
    }
}

/// As the query of a callback writes it.
pub fn planted_query() -> String {
    let text = format!("{}{}", "x".repeat(190), all());
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// In the data folder.
pub fn assert_files_clean(home: &Path) {
    let files = files_below(home);
    assert!(files.iter().any(|(name, _)| name.ends_with("portalscope.db")));
    for (name, bytes) in files {
        assert_clean(&name, &String::from_utf8_lossy(&bytes));
    }
}

fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}
